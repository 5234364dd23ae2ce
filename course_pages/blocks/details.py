from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock

from course_pages.blocks.anchors import Anchors
from course_pages.blocks.choice import NameChoiceBlock
from course_pages.blocks.inner import InnerBodyBlock
from course_pages.enums import DetailsKind


class DetailsBlock(StructBlock):
    """Something that a learner opens on demand: a solution, a hint, more about a thing."""

    kind = NameChoiceBlock(
        choices=DetailsKind.choices, default=DetailsKind.SOLUTION, label=_("Kind")
    )
    title = CharBlock(
        required=False,
        max_length=200,
        label=_("Title"),
        help_text=_("Left empty, the name of the kind stands here."),
    )
    body = InnerBodyBlock(default=[("text", "")], label=_("Content"))

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        kind = value["kind"] if value["kind"] in DetailsKind.values else DetailsKind.MORE
        context["kind_name"] = kind
        context["kind"] = DetailsKind(kind).label
        anchors = context.setdefault("anchors", Anchors())
        context["anchor_id"] = anchors.take_id(value["title"] or "")
        return context

    class Meta:
        icon = "view"
        label = _("On demand")
        label_format = "{kind} {title}"
        description = _("A solution, a hint or more, closed until the learner opens it.")
        template = "blocks/details.html"
        preview_template = "blocks/preview.html"
        preview_value = {
            "kind": DetailsKind.SOLUTION,
            "title": "",
            "body": "<p>Name the columns, with commas between them.</p>",
        }
