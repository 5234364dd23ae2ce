"""HTML of an OLX course: where its addresses lead, and what is entered for it in the report."""

import re
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from interchange.document import Part, SourceFile, TextPart
from interchange.enums import Outcome
from interchange.readers.assets import Assets, FileCheck
from interchange.readers.html_parts import INTERNAL_LINK, HtmlReader
from interchange.readers.olx.source import Static
from interchange.report import Entry, Report

BLOCK_TAGS = ("p", "h2", "h3", "h4", "ul", "ol", "li", "hr")
PAGE_ADDRESS = re.compile(r"jump_to|courseware|/course/|/pages/|/courses/|/tabs?/", re.I)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a stretch of HTML stands, and into which lesson it goes."""

    file: str
    lesson: str = ""


@dataclass(slots=True)
class Addresses:
    """Where the addresses in the pages of an Open edX course lead."""

    static: Static
    lessons: dict[str, str] = field(default_factory=dict)
    """The lesson that holds a block or a tab, by its id."""

    def find_file(self, address: str, *, page: str) -> SourceFile | None:
        return self.static.find(address)

    def find_lesson(self, address: str, *, page: str) -> str | None:
        path = address.split("#")[0].split("?")[0]
        if not PAGE_ADDRESS.search(path):
            return None
        for step in reversed(re.split(r"[/@]", path)):
            if step in self.lessons:
                return self.lessons[step]
        return None


class Pages:
    """Reads stretches of HTML, and says in the report what became of what is in them."""

    def __init__(self, addresses: Addresses, assets: Assets, report: Report) -> None:
        self.report = report
        self.stage = Report()
        self.addresses = addresses
        self.assets = assets
        self.reader = HtmlReader(addresses, self.stage, assets)

    def read(self, html: str, spot: Spot, *, deepest: int = 2) -> tuple[Part, ...]:
        parts = self.reader.read(html, path=spot.file, lesson=spot.lesson, deepest=deepest)
        self._enter()
        return parts

    def read_plain(self, html: str, spot: Spot) -> str:
        words = self.reader.read_plain(html, path=spot.file, lesson=spot.lesson)
        self._enter()
        return tidy(words)

    def read_words_only(self, html: str, spot: Spot) -> tuple[tuple[Part, ...], bool]:
        """Return the parts of a page for a place with words only, and whether more was lost."""
        parts = self._read_for_nobody(html, spot)
        lost = False
        for element in list(self.stage.entries):
            if element.kind == INTERNAL_LINK:
                reason = "A description holds no links into the course; the words stay."
                self.report.degraded(element, reason)
            else:
                reason = "A description holds words only; put it into a lesson in the editor."
                self.report.dropped(element, reason)
            lost = True
        self.stage = self.reader.report = Report()
        return parts, lost

    def read_question(self, html: str, spot: Spot) -> tuple[tuple[Part, ...], str]:
        """Return what cannot stand in a question, and its plain words."""
        parts, words = self.reader.read_question(html, path=spot.file, lesson=spot.lesson)
        self._enter()
        return parts, tidy(words)

    def drop(self, html: str, spot: Spot, reason: str) -> None:
        """Enter all that stands in a stretch as left out."""
        self._read_for_nobody(html, spot)
        self._enter(Outcome.DROPPED, reason)

    def keep(self, html: str, spot: Spot, reason: str) -> None:
        """Enter all that stands in a stretch as kept with the course."""
        self._read_for_nobody(html, spot)
        self._enter(Outcome.DEGRADED, reason)

    def _read_for_nobody(self, html: str, spot: Spot) -> tuple[Part, ...]:
        """Count what stands in a stretch; no file is used by it."""
        self.reader.links, self.reader.assets = Nowhere(), FileCheck(Report())
        try:
            return self.reader.read(html, path=spot.file, lesson="")
        finally:
            self.reader.links, self.reader.assets = self.addresses, self.assets

    def read_aside(self, html: str, spot: Spot) -> tuple[tuple[Part, ...], list[str]]:
        """Return the parts of HTML that is no element of the source, and what was lost of it.

        The settings of some blocks hold such HTML.
        """
        parts = self.reader.read(html, path=f"{spot.file}#", lesson=spot.lesson)
        lost = [entry.reason for entry in self.stage.entries.values() if entry.reason]
        self.stage.entries.clear()
        return parts, list(dict.fromkeys(lost))

    def _enter(self, outcome: Outcome | None = None, reason: str = "") -> None:
        """Hand on what the reader has entered; with an `outcome`, that instead of its own."""
        for entry in self.stage.entries.values():
            enter(self.report, entry if outcome is None else Entry(entry.element, outcome, reason))
        if outcome is None:
            self.report.errors += self.stage.errors
            self.report.warnings += self.stage.warnings
        self.stage.entries.clear()
        self.stage.errors.clear()
        self.stage.warnings.clear()


class Nowhere:
    """Leads no address anywhere."""

    def find_file(self, address: str, *, page: str) -> SourceFile | None:
        return None

    def find_lesson(self, address: str, *, page: str) -> str | None:
        return None


def enter(report: Report, entry: Entry) -> None:
    """Say again what another report said of an element."""
    if entry.outcome == Outcome.MAPPED:
        report.mapped(entry.element, lesson=entry.lesson)
    elif entry.outcome == Outcome.DEGRADED:
        report.degraded(entry.element, entry.reason, lesson=entry.lesson)
    else:
        report.dropped(entry.element, entry.reason, lesson=entry.lesson)


def plain_words(html: str) -> str:
    """Return clean HTML of the document as plain words, with code between `backticks`."""
    root = etree.fromstring(html, etree.HTMLParser(encoding=None)) if html.strip() else None
    if root is None:
        return ""
    pieces: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        pieces.append(mark(node.tag, event))
        pieces.append((node.text if event == "start" else node.tail) or "")
    return tidy("".join(pieces))


def mark(tag: str, event: str) -> str:
    if tag == "code":
        return "`"
    if tag == "br":
        return "\n" if event == "start" else ""
    if tag == "li" and event == "start":
        return "\n- "
    return "\n" if tag in BLOCK_TAGS else ""


def tidy(words: str) -> str:
    """Return words with single spaces, and each line by itself without empty ones between."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(line for line in lines if line)


def same_words(one: str, other: str) -> bool:
    return normalize(one) == normalize(other)


def normalize(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().casefold()


def text_part(words: str) -> TextPart:
    """Return plain words as a part, one paragraph for each line."""
    lines = [line for line in words.splitlines() if line.strip()]
    return TextPart("".join(f"<p>{escape(line, quote=False)}</p>" for line in lines))


def heading(level: int, words: str) -> TextPart:
    return TextPart(f"<h{level}>{escape(words, quote=False)}</h{level}>")
