"""Any HTML into the parts of a lesson: the one road on which foreign pages come in.

Every format that holds HTML, or Markdown that is rendered to HTML first, is read through here, so
that all of them degrade alike. What is counted (`COUNTED`) is counted by `count_in_html` in the
report's census and entered by `HtmlReader` while it reads; the two walk the tree apart.
"""

from collections.abc import Iterator
from typing import Protocol

from interchange.document import Part, SourceFile
from interchange.report import Element, Report

COUNTED = (
    *("img", "svg", "iframe", "embed", "object", "audio", "video"),
    *("script", "style", "form", "input", "table", "pre", "blockquote", "math", "details"),
)
"""Tags that are elements of a source, each with the tag as its kind and "img-1", "img-2" ... (in
the order of the file) as its id."""
INTERNAL_LINK = "link"
"""Kind of an `<a href>` without a scheme and a host, which leads into the course (to a page, a
file or an anchor); its ids are "link-1", "link-2" ..."""


class Links(Protocol):
    """Where the addresses in a page of the source lead. Each format answers in its own way."""

    def find_file(self, address: str, *, page: str) -> SourceFile | None:
        """Return the file of the course that `address`, written in the file `page`, means."""
        ...

    def find_lesson(self, address: str, *, page: str) -> str | None:
        """Return the id of the lesson that `address`, written in the file `page`, leads to."""
        ...


def count_in_html(html: str, path: str) -> Iterator[Element]:
    """Yield the counted elements of the HTML file `path`, each once."""
    raise NotImplementedError


class HtmlReader:
    """Reads the HTML of one source. It counts on from one call to the next within a file."""

    def __init__(self, links: Links, report: Report) -> None:
        self.links = links
        self.report = report

    def read(self, html: str, *, path: str, lesson: str, deepest: int = 2) -> tuple[Part, ...]:
        """Return the parts of a stretch of HTML that stands in the file `path`.

        `lesson` is the id of the lesson it goes into. The highest heading found in the stretch
        becomes `<h{deepest}>`, lower ones follow.
        """
        raise NotImplementedError

    def read_inline(self, html: str, *, path: str, lesson: str) -> str:
        """Return a stretch as clean HTML for one table cell or quotation; report what it lost."""
        raise NotImplementedError

    def read_plain(self, html: str, *, path: str, lesson: str) -> str:
        """Return a stretch as plain words with code between `backticks`, as questions hold it."""
        raise NotImplementedError
