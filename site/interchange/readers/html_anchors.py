"""Links within a page: they lead to a heading of the same lesson, known when all of it is read.

Until then such a link is written as a pending address, which names the link for the report and
what it looks for. `settle_document` is the last thing that a reader of HTML does.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from html import escape
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from lxml import etree

from course_pages.blocks.anchors import Anchors, list_headlines, make_anchor
from interchange.document import (
    CalloutPart,
    CourseDocument,
    DetailsPart,
    LessonDocument,
    LessonTranslation,
    Part,
    SourceFile,
    TextPart,
)
from interchange.enums import Outcome
from interchange.readers.html_tree import INTERNAL_LINK
from interchange.report import Element, Report

PENDING = "course-anchor:"
LINK = re.compile(rf'<a href="{PENDING}([^"#]*)#([^"]*)">(.*?)</a>', re.DOTALL)
HEADLINES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"})
REASON = "It leads to no heading of the lesson; the words stay."

Value = TypeVar("Value")
Rewrite = Callable[[str], str]


# --- while a page is read -------------------------------------------------------------------------


def find_names(root: Any) -> dict[str, str]:
    """Return the anchor of the heading that each id in a parsed page means.

    A heading is meant by its own ids, by those inside of it, and by those right before its words:
    of the section that it opens, of an empty `<a name>`.
    """
    finder = NameFinder()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            finder.start(element)
        else:
            finder.end(element)
    return finder.found


class NameFinder:
    """Walks through a page; a heading inside of another is a part of that one."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.waiting: list[str] = []
        """Ids that no words have followed yet."""
        self.heading: Any = None

    def start(self, element: Any) -> None:
        self.waiting += names_of(element)
        if self.heading is not None:
            return
        if is_headline(element):
            self.heading = element
        elif has_words(element.text):
            self.waiting = []

    def end(self, element: Any) -> None:
        if element is self.heading:
            anchor = make_anchor("".join(element.itertext()))
            for name in self.waiting:
                self.found.setdefault(name, anchor)
            self.waiting, self.heading = [], None
        if self.heading is None and has_words(element.tail):
            self.waiting = []


def names_of(element: Any) -> list[str]:
    names = (element.get("id"), element.get("name") if element.tag == "a" else None)
    return [name.strip() for name in names if name]


def has_words(text: str | None) -> bool:
    return bool(text and text.strip())


def is_headline(element: Any) -> bool:
    """Whether it is a heading, the term of a list, or a paragraph that is one run of marked words.

    Words with an id alone are the title of a box in the Carpentries' Markdown.
    """
    if element.tag != "p" or len(element) != 1 or has_words(element.text):
        return element.tag in HEADLINES
    return element[0].tag in ("b", "strong", "span") and not has_words(element[0].tail)


def make_pending(link: Element, name: str) -> str:
    """Return the address of a link in the source that looks for what is called `name`."""
    place = f"{link.path}\n{link.id}"
    return f"{PENDING}{quote(place, safe='', errors='surrogatepass')}#{quote(name, safe='')}"


# --- at the end -----------------------------------------------------------------------------------


def settle_document(document: CourseDocument, report: Report) -> CourseDocument:
    """Return the document with every pending link led to its heading, or left as its words.

    Enters the links that lead nowhere.
    """
    return settle(document, Settler((), report).rewrite, report)


def settle_body(body: tuple[Part, ...], report: Report) -> tuple[Part, ...]:
    """Return the body of one lesson as `settle_document` does."""
    return settle(body, Settler(body, report).rewrite, report)


def settle(value: Value, rewrite: Rewrite, report: Report) -> Value:
    """Return a value with all texts in it rewritten; those of a lesson know its headings."""
    found: Any = value
    if isinstance(value, str):
        found = rewrite(value)
    elif isinstance(value, tuple | list):
        found = type(value)(settle(item, rewrite, report) for item in value)
    elif isinstance(value, Mapping):
        found = {key: settle(item, rewrite, report) for key, item in value.items()}
    elif is_dataclass(value) and not isinstance(value, SourceFile | type):
        if isinstance(value, LessonDocument | LessonTranslation):
            rewrite = Settler(value.body, report).rewrite
        found = settle_fields(value, rewrite, report)
    return found


def settle_fields(value: Any, rewrite: Rewrite, report: Report) -> Any:
    before = {field.name: getattr(value, field.name) for field in fields(value)}
    after = {name: settle(item, rewrite, report) for name, item in before.items()}
    changed = {name: item for name, item in after.items() if item != before[name]}
    return replace(value, **changed) if changed else value


class Settler:
    """Knows the headings of one lesson."""

    def __init__(self, body: tuple[Part, ...], report: Report) -> None:
        self.report = report
        anchors = list(list_anchors(body))
        # Other sites make anchors by slightly other rules: what they agree on are the letters.
        self.places = {bare(anchor): anchor for anchor in reversed(anchors)}
        self.places |= {anchor: anchor for anchor in anchors}

    def rewrite(self, html: str) -> str:
        return LINK.sub(self.lead, html) if PENDING in html else html

    def lead(self, link: re.Match[str]) -> str:
        name = unquote(link[2])
        anchor = self.places.get(name) or self.places.get(bare(name))
        if anchor:
            return f'<a href="#{escape(anchor)}">{link[3]}</a>'
        path, _, number = unquote(link[1], errors="surrogatepass").rpartition("\n")
        entry = self.report.entries.get(Element(path, INTERNAL_LINK, number))
        # Of what has lost more than this already, enough is said.
        if entry and entry.outcome == Outcome.MAPPED:
            self.report.degraded(entry.element, REASON, lesson=entry.lesson)
        return str(link[3])


def list_anchors(body: tuple[Part, ...]) -> Iterator[str]:
    """Yield the anchors that the page of a lesson will have, in its order."""
    anchors = Anchors()
    for words in list_words(body):
        anchor = anchors.take(words)
        if anchor:
            yield anchor


def list_words(body: tuple[Part, ...]) -> Iterator[str]:
    """Yield the words of all that bears an anchor."""
    for part in body:
        if isinstance(part, TextPart):
            yield from (words for _, words in list_headlines(part.html))
        elif isinstance(part, CalloutPart | DetailsPart):
            yield part.title
            yield from list_words(part.body)


def bare(name: str) -> str:
    """Return a name as letters and digits, without digits at its beginning."""
    return make_anchor(name).replace("-", "").replace("_", "").lstrip("0123456789")
