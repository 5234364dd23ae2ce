"""Turns the addresses of a document into the links of the site's rich text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import unquote

from interchange.document import FILE_LINK, LESSON_LINK, SourceFile
from interchange.writers.files import FileShelf

ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE)
HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


class LinkTable:
    """Where the addresses in a course lead, for readers of one language."""

    def __init__(
        self, lessons: Mapping[str, str], files: Mapping[str, SourceFile], shelf: FileShelf
    ) -> None:
        self.lessons = lessons
        """Languages in which the target of a link is read, by the lesson's id."""
        self.files = files
        self.shelf = shelf
        self.pages: dict[str, int] = {}
        """Primary keys of the pages that lessons have become, known only when those are made."""

    def rewrite(self, html: str) -> str:
        """Return clean HTML with links to the course's own pages and files as the site keeps them.

        What leads nowhere keeps its words.
        """
        if FILE_LINK not in html and LESSON_LINK not in html:
            return html
        return ANCHOR.sub(self._rewrite_anchor, html)

    def trace(self, value: Any) -> list[list[str]]:
        """Return where every address in a part of the document leads, for a digest of it: a link
        changes when its target comes, goes or is translated."""
        found = {address for text in list_texts(value) for address in list_addresses(text)}
        return [[address, self._name_target(address)] for address in sorted(found)]

    def _name_target(self, address: str) -> str:
        if address.startswith(FILE_LINK):
            file = find_by_name(self.files, address.removeprefix(FILE_LINK))
            return file.digest if file else ""
        return find_by_name(self.lessons, address.removeprefix(LESSON_LINK)) or ""

    def _rewrite_anchor(self, match: re.Match[str]) -> str:
        address, words = read_href(match[1]), match[2]
        if address.startswith(LESSON_LINK):
            page = find_by_name(self.pages, address.removeprefix(LESSON_LINK))
            return f'<a linktype="page" id="{page}">{words}</a>' if page else words
        if address.startswith(FILE_LINK):
            file = find_by_name(self.files, address.removeprefix(FILE_LINK))
            document = self.shelf.document(file) if file else None
            if document is None:
                return words
            return f'<a linktype="document" id="{document.pk}">{words}</a>'
        return match[0]


def list_addresses(html: str) -> Iterator[str]:
    """Yield the addresses inside the course that a text links to."""
    if FILE_LINK in html or LESSON_LINK in html:
        for match in ANCHOR.finditer(html):
            address = read_href(match[1])
            if address.startswith((FILE_LINK, LESSON_LINK)):
                yield address


def read_href(attributes: str) -> str:
    match = HREF.search(attributes)
    return unescape(match[1] or match[2] or "") if match else ""


def find_by_name(table: Mapping[str, Any], name: str) -> Any:
    """Return what is called `name`, percent-encoded or not, with or without an anchor."""
    bare = name.partition("#")[0]
    for spelling in (name, unquote(name), bare, unquote(bare)):
        if spelling in table:
            return table[spelling]
    return None


def list_texts(value: Any) -> Iterator[str]:
    """Yield every text in a part of the document, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from list_texts(item)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, SourceFile):
        for name in value.__dataclass_fields__:
            yield from list_texts(getattr(value, name))


def list_files(value: Any) -> Iterator[SourceFile]:
    """Yield every file in a document or a part of one."""
    if isinstance(value, SourceFile):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from list_files(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from list_files(getattr(value, name))


def index_files(files: Iterable[SourceFile]) -> dict[str, SourceFile]:
    return {file.name: file for file in files}
