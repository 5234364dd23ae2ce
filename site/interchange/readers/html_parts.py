"""Any HTML into the parts of a lesson: the one road on which foreign pages come in.

Every format that holds HTML, or Markdown that is rendered to HTML first, is read through here, so
that all of them degrade alike. What is counted (`COUNTED`) is counted by `count_in_html` in the
report's census and entered by `HtmlReader` while it reads; the two walk the tree apart.

How it goes: `html_tree` makes a small tree of the page; the handlers of `html_blocks`,
`html_tables` and `html_media` read it into words (`html_words`) and parts, which are entered in the
report when it is known whether they stay (`html_page`). Links within a page wait until the whole
lesson is read (`html_anchors`).
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from interchange.document import Part
from interchange.readers import html_blocks, html_media, html_tables
from interchange.readers.assets import FileCheck
from interchange.readers.html_anchors import find_names
from interchange.readers.html_page import Content, Links, Page, formulas_in_line, is_part
from interchange.readers.html_tree import (
    COUNTED,
    INTERNAL_LINK,
    Node,
    build_tree,
    is_internal,
    parse_html,
)
from interchange.readers.html_words import to_line, to_plain
from interchange.report import Element, Report

__all__ = ["COUNTED", "INTERNAL_LINK", "HtmlReader", "Links", "count_in_html"]

HANDLERS = {**html_blocks.HANDLERS, **html_tables.HANDLERS, **html_media.HANDLERS}


def count_in_html(html: str, path: str, counts: Counter[str] | None = None) -> Iterator[Element]:
    """Yield the counted elements of HTML in the file `path`, each once.

    A file that is counted stretch by stretch hands the same `counts` to each call.
    """
    counts = Counter() if counts is None else counts
    root, _ = parse_html(html)
    for tag in root.iter():
        name = tag.tag
        if name == "a" and is_internal(tag.get("href")):
            name = INTERNAL_LINK
        elif name not in COUNTED:
            continue
        counts[name] += 1
        yield Element(path, name, f"{name}-{counts[name]}")


class HtmlReader:
    """Reads the HTML of one source. It counts on from one call to the next within a file.

    Links within a page are pending in what it returns: `html_anchors.settle_document` ends them.
    Hand it the `Assets` of the source: it notes there which files went into the document and which
    could not, with the reason.
    """

    def __init__(self, links: Links, report: Report, assets: FileCheck | None = None) -> None:
        self.links = links
        self.report = report
        self.assets = assets or FileCheck(report)
        self._counts: dict[str, Counter[str]] = {}
        self._names: dict[str, dict[str, str]] = {}

    def read(self, html: str, *, path: str, lesson: str, deepest: int = 2) -> tuple[Part, ...]:
        """Return the parts of a stretch of HTML that stands in the file `path`.

        `lesson` is the id of the lesson it goes into. The highest heading found in the stretch
        becomes `<h{deepest}>`, lower ones follow, `<h4>` being the lowest.
        """
        page, contents = self._open(html, path, lesson, deepest)
        parts = page.keep(contents)
        page.close()
        return parts

    def learn_names(self, html: str, path: str) -> None:
        """Note the ids of headings in a stretch of `path` that other stretches may link to."""
        if "id=" in html or "name=" in html:
            self._learn(parse_html(html)[0], path)

    def _learn(self, root: Any, path: str) -> dict[str, str]:
        names = self._names.setdefault(path, {})
        for name, anchor in find_names(root).items():
            names.setdefault(name, anchor)
        return names

    def read_inline(self, html: str, *, path: str, lesson: str) -> str:
        """Return a stretch as clean HTML of one line, for a table cell; report what it lost."""
        page, contents = self._open(html, path, lesson)
        blocks = page.lose_parts(formulas_in_line(contents), "One line of text")
        page.keep_marks(blocks)
        page.close()
        return to_line(blocks)

    def read_plain(self, html: str, *, path: str, lesson: str, place: str = "A question") -> str:
        """Return a stretch as plain words with code between `backticks`, as questions hold it.

        `place` says in the report what the words went into.
        """
        page, contents = self._open(html, path, lesson)
        return self._plain(page, contents, place)

    def read_question(self, html: str, *, path: str, lesson: str) -> tuple[tuple[Part, ...], str]:
        """Return the parts of a stretch that cannot stand in a question, and its plain words."""
        page, contents = self._open(html, path, lesson)
        contents = formulas_in_line(contents)
        apart = [content for content in contents if is_part(content)]
        parts = page.keep(apart)
        return parts, self._plain(page, [found for found in contents if found not in apart])

    def _plain(self, page: Page, contents: list[Content], place: str = "A question") -> str:
        blocks = page.lose_parts(formulas_in_line(contents), place)
        page.lose_marks(blocks, place)
        page.close()
        return to_plain(blocks)

    def _open(
        self, html: str, path: str, lesson: str, deepest: int = 2
    ) -> tuple[Page, list[Content]]:
        """Return the page and what stands in it; nothing of it is in its place yet."""
        root, whole = parse_html(html)
        if not whole:
            message = "the page is nested too deeply to be read: more than 2000 tags"
            self.report.error(path, None, "html-depth", message)
        tree = build_tree(root, path, self._counts.setdefault(path, Counter()))
        page = Page(
            path,
            lesson,
            self.links,
            self.assets,
            self.report,
            HANDLERS,
            html_blocks.read_text,
            heading_levels(tree, deepest),
            self._learn(root, path),
        )
        return page, page.read_apart(tree.children, ())


def heading_levels(tree: Node, deepest: int) -> dict[str, str]:
    """Return what each heading becomes, so that the highest of the page is `h{deepest}`."""
    found = {int(node.tag[1]) for node in tree.inside() if node.tag in html_blocks.HEADINGS}
    highest = min(found, default=1)
    return {f"h{level}": f"h{min(4, deepest + level - highest)}" for level in found}
