from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock

from course_pages.blocks.anchors import Anchors
from course_pages.blocks.choice import NameChoiceBlock
from course_pages.blocks.details import DetailsBlock
from course_pages.blocks.groups import READING
from course_pages.blocks.inner import InnerBodyBlock
from course_pages.enums import CalloutKind

ICONS: dict[str, str] = {
    CalloutKind.NOTE: "note",
    CalloutKind.TIP: "bulb",
    CalloutKind.WARNING: "warn",
    CalloutKind.EXAMPLE: "list",
    CalloutKind.EXERCISE: "pencil",
    CalloutKind.DISCUSSION: "people",
    CalloutKind.OBJECTIVES: "target",
    CalloutKind.KEY_POINTS: "key",
    CalloutKind.PREREQUISITES: "flag",
}


class CalloutBodyBlock(InnerBodyBlock):
    """What a callout holds: an exercise has its solution inside."""

    details = DetailsBlock(group=READING)


class CalloutBlock(StructBlock):
    """A word aside: set apart from the running text, named by its kind."""

    kind = NameChoiceBlock(
        choices=CalloutKind.choices,
        default=CalloutKind.NOTE,
        label=_("Kind"),
    )
    title = CharBlock(
        required=False,
        max_length=200,
        label=_("Title"),
        help_text=_("Left empty, the name of the kind stands here."),
    )
    body = CalloutBodyBlock(default=[("text", "")], label=_("Content"))

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        kind = value["kind"] if value["kind"] in ICONS else CalloutKind.NOTE
        context["kind_name"] = kind
        context["kind"] = CalloutKind(kind).label
        context["icon_name"] = ICONS[kind]
        anchors = context.setdefault("anchors", Anchors())
        context["anchor_id"] = anchors.take_id(value["title"] or "")
        return context

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        label_format = "{kind} {title}"
        description = _("A note, a tip, an exercise, key points: set apart from the text.")
        template = "blocks/callout.html"
        preview_template = "blocks/preview.html"
        preview_value = {
            "kind": CalloutKind.TIP,
            "title": "Try it before you read on",
            "body": "<p>Cover the answer with your hand. Say what you expect.</p>",
        }
