"""Blocks that keep some of their parts from every reader but the editor."""

from typing import Any, ClassVar

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin.compare import StructBlockComparison, get_comparison_class_for_block
from wagtail.blocks import StructBlock


class OpenPartsComparison(StructBlockComparison):
    """Compares two versions without printing what the block keeps secret."""

    def htmlvalue(self, val: Any) -> Any:
        return self._list_parts(
            (
                block.label,
                self._compare(block, True, True, val[name], val[name]).htmlvalue(val[name]),
            )
            for name, block in self.block.open_parts.items()
        )

    def htmldiff(self) -> Any:
        parts = [
            (
                block.label,
                self._compare(
                    block, self.exists_a, self.exists_b, self.val_a[name], self.val_b[name]
                ).htmldiff(),
            )
            for name, block in self.block.open_parts.items()
        ]
        if self._secrets_differ():
            parts.append((_("Not shown here"), _("The answer or what is said about it changed.")))
        return self._list_parts(parts)

    def _secrets_differ(self) -> bool:
        return any(
            child.get_prep_value(self.val_a[name]) != child.get_prep_value(self.val_b[name])
            for name, child in self.block.child_blocks.items()
            if name in self.block.secret
        )

    @staticmethod
    def _compare(block: Any, *versions: Any) -> Any:
        return get_comparison_class_for_block(block)(block, *versions)

    @staticmethod
    def _list_parts(parts: Any) -> Any:
        return format_html("<dl>{}</dl>", format_html_join("\n", "<dt>{}</dt><dd>{}</dd>", parts))


class SecretiveStructBlock(StructBlock):
    """A struct whose `secret` parts appear in the editing form and nowhere else.

    Not in the comparison of revisions, not in the search index, not in an API, not in the plain
    rendering that Wagtail falls back to.
    """

    secret: ClassVar[tuple[str, ...]] = ()

    @property
    def open_parts(self) -> dict[str, Any]:
        return {name: part for name, part in self.child_blocks.items() if name not in self.secret}

    def get_comparison_class(self) -> type[OpenPartsComparison]:
        return OpenPartsComparison

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    def get_api_representation(
        self, value: Any, context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return {
            name: part.get_api_representation(value.get(name), context=context)
            for name, part in self.open_parts.items()
        }

    def render_basic(self, value: Any, context: dict[str, Any] | None = None) -> Any:
        return format_html_join(
            "\n",
            "<p>{}</p>",
            ((part.render_basic(value[name]),) for name, part in self.open_parts.items()),
        )

    class Meta:
        abstract = True
