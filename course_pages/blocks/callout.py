from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock

from course_pages.blocks.choice import NameChoiceBlock
from course_pages.blocks.rich_text import SHORT_TEXT, CleanRichTextBlock
from course_pages.enums import CalloutKind

ICONS: dict[str, str] = {
    CalloutKind.NOTE: "note",
    CalloutKind.TIP: "bulb",
    CalloutKind.WARNING: "warn",
    CalloutKind.EXAMPLE: "list",
}


class CalloutBlock(StructBlock):
    """A word aside: set apart from the running text, named by its kind."""

    kind = NameChoiceBlock(
        choices=CalloutKind.choices,
        default=CalloutKind.NOTE,
        label=_("Kind"),
    )
    title = CharBlock(
        required=False,
        max_length=120,
        label=_("Title"),
        help_text=_("Left empty, the name of the kind stands here."),
    )
    body = CleanRichTextBlock(features=list(SHORT_TEXT), label=_("Text"))

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        kind = value["kind"] if value["kind"] in ICONS else CalloutKind.NOTE
        context["kind_name"] = kind
        context["kind"] = CalloutKind(kind).label
        context["icon_name"] = ICONS[kind]
        return context

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        label_format = "{kind} {title}"
        description = _("A note, a tip, a warning or an example, set apart from the text.")
        template = "blocks/callout.html"
        preview_template = "blocks/preview.html"
        preview_value = {
            "kind": CalloutKind.TIP,
            "title": "Try it before you read on",
            "body": "<p>Cover the answer with your hand. Say what you expect.</p>",
        }
