"""Links of the site's rich text as the addresses of a document."""

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import quote, urljoin

from django.conf import settings
from wagtail.models import Page

from course_pages.blocks.rich_text import clean_source
from course_pages.models import CourseDocument
from interchange.document import FILE_LINK, LESSON_LINK, SourceFile
from interchange.gatherers.files import FileBasket

ANCHOR = re.compile(r"<a\b([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
DRESS = re.compile(r' data-block-key="[^"]*"')
OLD_TAG = re.compile(r"<(/?)([bi])>")
NEW_TAGS = {"b": "strong", "i": "em"}
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class LinkGatherer:
    """Re-points the links of one course."""

    def __init__(self, lessons: Mapping[int, str], basket: FileBasket) -> None:
        self.lessons = lessons
        """Ids of the course's own lessons, by the primary keys of their pages in any language."""
        self.basket = basket
        self.pages: dict[int, str] = {}
        """Absolute addresses of other pages; empty for those without."""
        self.documents: dict[int, CourseDocument] = {}
        self.files: dict[str, SourceFile] = {}
        """Files that a link leads to, by name."""

    def fetch(self, htmls: Iterable[str]) -> None:
        """Fetch what the links of many texts lead to, with two statements at most."""
        wanted: dict[str, set[int]] = {"page": set(), "document": set()}
        for html in htmls:
            for anchor in ANCHOR.finditer(html):
                kind, key = read_target(read_attributes(anchor))
                if key is not None and kind in wanted:
                    wanted[kind].add(key)
        pages = wanted["page"] - self.lessons.keys() - self.pages.keys()
        found = Page.objects.in_bulk(pages) if pages else {}
        self.pages |= {key: make_address(found.get(key)) for key in pages}
        documents = wanted["document"] - self.documents.keys()
        self.documents |= CourseDocument.objects.in_bulk(documents) if documents else {}

    def rewrite(self, html: str) -> str:
        """Return clean rich text without anything of this site in it; call `fetch` before."""
        html = OLD_TAG.sub(lambda tag: f"<{tag[1]}{NEW_TAGS[tag[2]]}>", clean_source(html))
        return ANCHOR.sub(self._rewrite_anchor, DRESS.sub("", html)).strip()

    def _rewrite_anchor(self, anchor: re.Match[str]) -> str:
        attributes = read_attributes(anchor)
        kind, key = read_target(attributes)
        if kind == "document":
            address = self._find_document(key)
        elif kind == "page":
            lesson = self.lessons.get(key or 0)
            address = f"{LESSON_LINK}{lesson}" if lesson else self.pages.get(key or 0, "")
        else:
            address = make_absolute(attributes.get("href", ""))
        # Without an address it is no link, and its words stay.
        return f'<a href="{escape(address)}">' if address else "<a>"

    def _find_document(self, key: int | None) -> str:
        document = self.documents.get(key or 0)
        file = self.basket.document(document) if document else None
        if file is None:
            return ""
        self.files[file.name] = file
        return FILE_LINK + quote(file.name)


def read_attributes(anchor: re.Match[str]) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(anchor[1])}


def read_target(attributes: Mapping[str, str]) -> tuple[str, int | None]:
    """Return what kind of thing a link of the site leads to, and its primary key."""
    key = attributes.get("id", "")
    return attributes.get("linktype", ""), int(key) if key.isascii() and key.isdigit() else None


def make_address(page: Page | None) -> str:
    return str(page.get_full_url() or "") if page else ""


def make_absolute(address: str) -> str:
    """Return an address that holds elsewhere too, as one within the lesson does."""
    address = address.strip()
    if address in ("", "#"):
        return ""
    if address.startswith("#"):
        return address
    return address if SCHEME.match(address) else urljoin(settings.WAGTAILADMIN_BASE_URL, address)


def list_html(value: Any) -> Iterable[str]:
    """Yield every text in a raw value that may hold a link."""
    if isinstance(value, str):
        if "<a" in value:
            yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from list_html(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from list_html(inner)
