"""Rich text that holds only what the editor offers, whatever road it came by."""

from functools import lru_cache
from typing import Any

import nh3
from django.utils.html import strip_tags
from wagtail.blocks import RichTextBlock
from wagtail.rich_text import RichText

RUNNING_TEXT = (
    "h2",
    "h3",
    "h4",
    "bold",
    "italic",
    "ol",
    "ul",
    "hr",
    "link",
    "document-link",
    "code",
    "superscript",
    "subscript",
)
SHORT_TEXT = ("bold", "italic", "ol", "ul", "link", "document-link", "code")
INLINE_TEXT = ("bold", "italic", "link", "document-link", "code", "superscript", "subscript")

TAGS = {"p", "br", "h2", "h3", "h4", "b", "strong", "i", "em", "ol", "ul", "li", "hr", "a"} | {
    "code",
    "sup",
    "sub",
}
ATTRIBUTES = {"*": {"data-block-key"}, "a": {"href", "linktype", "id", "parent-id"}}
SCHEMES = {"http", "https", "mailto", "tel"}


CLEANER = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


@lru_cache(maxsize=1024)
def clean_source(source: str) -> str:
    """Return rich text as it is stored with nothing but our tags, attributes and link schemes."""
    return CLEANER.clean(source)


class CleanRichTextBlock(RichTextBlock):
    """Rich text cleaned whenever it is read.

    The editor's own form lets nothing else in, but imports, translations and old revisions do not
    pass through it; every one of them is read through here before anybody sees it.
    """

    def to_python(self, value: str | None) -> RichText:
        return RichText(clean_source(value or ""))

    def normalize(self, value: Any) -> RichText:
        source = value.source if isinstance(value, RichText) else str(value or "")
        return RichText(clean_source(source))

    def value_from_form(self, value: str | None) -> RichText:
        # The editor sends a paragraph without words for an empty text: that is no text.
        empty = not strip_tags(value or "").strip() and "<hr" not in (value or "")
        return RichText("" if empty else clean_source(value or ""))

    def clean(self, value: RichText) -> RichText:
        return super().clean(self.value_from_form(value.source))
