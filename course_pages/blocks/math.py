from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from course_pages.blocks.code import SourceTextBlock
from course_pages.blocks.latex import read_latex


class MathBlock(StructBlock):
    """A formula on a line of its own."""

    latex = SourceTextBlock(
        rows=3,
        label=_("Formula in LaTeX"),
        help_text=_(
            "Without dollar signs. In running text, put a short formula between \\( and \\)."
        ),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        formula = read_latex(cleaned["latex"], is_display=True)
        if cleaned["latex"] and formula.reason:
            raise StructBlockValidationError(
                block_errors={"latex": ValidationError(formula.reason)}
            )
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["formula"] = read_latex(value["latex"] or "", is_display=True)
        return context

    class Meta:
        icon = "decimal"
        label = _("Formula")
        label_format = "{latex}"
        description = _("A formula on a line of its own, written in LaTeX.")
        template = "blocks/math.html"
        preview_template = "blocks/preview.html"
        preview_value = {"latex": r"x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}"}
