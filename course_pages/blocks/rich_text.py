"""Rich text that holds only what the editor offers, whatever road it came by."""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

import nh3
from django.utils.html import strip_tags
from wagtail.blocks import RichTextBlock
from wagtail.rich_text import RichText, expand_db_html

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
    """Return rich text as it is stored with nothing but our tags, attributes and link schemes.

    Breaks and rules are closed: Wagtail's editor waits for the end of a `<br>`, and a page that
    holds one could not be opened any more.
    """
    return CLEANER.clean(source).replace("<br>", "<br/>").replace("<hr>", "<hr/>")


class LinkedTexts:
    """Clean rich texts of one body. Where their links lead is asked for all of them at once."""

    SEPARATOR = "\0"
    """A character that clean HTML cannot hold."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.sources = list(dict.fromkeys(source for source in sources if "linktype" in source))

    @cached_property
    def shown(self) -> dict[str, str]:
        """The source of each text to its HTML for readers."""
        joined = expand_db_html(self.SEPARATOR.join(self.sources))
        return dict(zip(self.sources, joined.split(self.SEPARATOR), strict=True))


class LinkedRichText(RichText):
    """Clean rich text whose links are looked up together with those of its neighbours."""

    def __init__(self, source: str, neighbours: LinkedTexts) -> None:
        super().__init__(source)
        self.neighbours = neighbours

    def __html__(self) -> str:
        if "linktype" not in self.source:
            return self.source
        return self.neighbours.shown[self.source]


class CleanRichTextBlock(RichTextBlock):
    """Rich text cleaned whenever it is read.

    The editor's own form lets nothing else in, but imports, translations and old revisions do not
    pass through it; every one of them is read through here before anybody sees it.
    """

    def to_python(self, value: str | None) -> RichText:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Iterable[str | None]) -> list[RichText]:
        sources = [clean_source(value or "") for value in values]
        neighbours = LinkedTexts(sources)
        return [LinkedRichText(source, neighbours) for source in sources]

    def normalize(self, value: Any) -> RichText:
        if isinstance(value, LinkedRichText):
            return value
        source = value.source if isinstance(value, RichText) else str(value or "")
        return RichText(clean_source(source))

    def value_from_form(self, value: str | None) -> RichText:
        # The editor sends a paragraph without words for an empty text: that is no text.
        empty = not strip_tags(value or "").strip() and "<hr" not in (value or "")
        return RichText("" if empty else clean_source(value or ""))

    def clean(self, value: RichText) -> RichText:
        return super().clean(self.value_from_form(value.source))
