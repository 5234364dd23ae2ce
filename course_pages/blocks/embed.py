from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, URLBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from course_pages.blocks.embeds import parse_embed


def read_host(url: str) -> str:
    """Return the host of an https address without "www."; empty for every other address."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return (parts.hostname or "").removeprefix("www.") if parts.scheme == "https" else ""


class EmbedBlock(StructBlock):
    """Something elsewhere on the web: a link of its own. Nothing is loaded from there."""

    url = URLBlock(label=_("Address"), help_text=_("It begins with https://."))
    title = CharBlock(
        required=False,
        max_length=200,
        label=_("Title"),
        help_text=_("What is found there. Left empty, the name of the site."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        url = cleaned["url"]
        message = None
        if url and parse_embed(url):
            message = _("This is a video: use the video block, where learners can play it.")
        elif url and not read_host(url):
            message = _("Give an address that begins with https://.")
        if message:
            raise StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        host = read_host(value["url"] or "")
        context["host"] = host
        context["title"] = value["title"] or host
        return context

    class Meta:
        icon = "link-external"
        label = _("Link to elsewhere")
        label_format = "{title}"
        description = _("A page, a form or an exercise on another site, to open in a new tab.")
        template = "blocks/embed.html"
        preview_template = "blocks/preview.html"
        preview_value = {
            "url": "https://sqlite.org/fiddle/",
            "title": "SQLite in the browser",
        }
