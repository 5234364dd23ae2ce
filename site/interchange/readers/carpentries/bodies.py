"""The divs of a page as the parts of a lesson."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from html import escape
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from interchange.document import CalloutPart, DetailsPart, Part, TextPart
from interchange.readers.assets import FileCheck
from interchange.readers.carpentries.chunks import ChunkReader
from interchange.readers.carpentries.divs import Chunk, Div, Node, Stretch, walk_stretches
from interchange.readers.carpentries.notes import write_note
from interchange.readers.carpentries.pages import Page
from interchange.readers.carpentries.titles import (
    QUESTIONS,
    cut,
    make_paragraph,
    merge_texts,
    open_up,
    plain_title,
)
from interchange.readers.html_parts import HtmlReader
from interchange.report import Element, Report

CALLOUTS = {
    "objectives": "objectives",
    "questions": "objectives",
    "overview": "objectives",
    "keypoints": "key_points",
    "prereq": "prerequisites",
    "callout": "note",
    "testimonial": "note",
    "checklist": "note",
    "caution": "warning",
    "warning": "warning",
    "discussion": "discussion",
    "challenge": "exercise",
    # Not documented, but understood: what authors bring along from Quarto and other tools.
    "note": "note",
    "callout-note": "note",
    "tip": "tip",
    "callout-tip": "tip",
    "important": "warning",
    "callout-important": "warning",
    "callout-caution": "warning",
    "callout-warning": "warning",
    "exercise": "exercise",
}
"""What the divs around words aside become."""
DETAILS = {"solution": "solution", "hint": "hint", "spoiler": "more"}
DEFAULT_TITLES = {"questions": QUESTIONS, "checklist": _("Checklist")}
"""Titles of divs without a heading, where the name of the kind would say something else."""
TABS = ("tab", "group-tab", "tabs", "panel-tabset")
NOTES = ("instructor",)
ANSWERS = ("solution", "hint")
ANSWERED = ("exercise", "discussion")
"""Words aside that take in a solution which stands right after them."""

PAGE, CALLOUT, OPENED = "page", "callout", "opened"
"""Where parts stand: in the lesson, in a word aside, or in something shown on demand."""

HEADING = re.compile(r"<h([1-6])[\s>]")
NAMED = re.compile(r"\{:?[^{}\n]*#|\b(?:id|name)\s*=")
"""What gives a place on the page a name of its own."""
HIGHEST, LOWEST = 2, 4
INNER_RANK = 3
"""Rank of the headings in boxes."""
NOTE_REASON = "Notes for instructors have no place on the site yet; they are kept with the course."


@dataclass(slots=True)
class Bodies:
    """Reads pages into parts; notes for instructors are collected aside."""

    html: HtmlReader
    report: Report
    files: FileCheck
    notes: list[dict[str, Any]] = field(default_factory=list)

    def read(self, page: Page, lesson: str) -> tuple[Part, ...]:
        """Return the body of the lesson that a page is; links in it may lead ahead."""
        for stretch in walk_stretches(page.nodes):
            if NAMED.search(stretch.text):
                self.html.learn_names(page.render(stretch), page.path)
        return tuple(BodyReader(self, page, lesson).read(page.nodes, PAGE))


class BodyReader:
    """Reads one page."""

    def __init__(self, bodies: Bodies, page: Page, lesson: str) -> None:
        self.bodies = bodies
        self.report = bodies.report
        self.page = page
        self.lesson = lesson
        self.lifted: list[Part] = []
        """What cannot stand in the word aside that is being read, and comes behind it."""
        self.highest = find_highest(page)
        self.chunks = ChunkReader(bodies.html.links, bodies.files, bodies.report)

    def read(self, nodes: Sequence[Node], where: str) -> list[Part]:
        parts: list[Part] = []
        before: Node | None = None
        for node in nodes:
            if where == PAGE and answers(node, before, parts):
                self.take_in(node, parts)
            else:
                parts += self.read_node(node, where)
            if where == PAGE:
                parts += self.lifted
                self.lifted = []
            before = node
        return list(merge_texts(parts))

    def read_under(self, heading: Sequence[Part], nodes: Sequence[Node], where: str) -> list[Part]:
        return list(merge_texts([*heading, *self.read(nodes, where)]))

    def read_node(self, node: Node, where: str) -> list[Part]:
        if isinstance(node, Stretch):
            return self.read_stretch(node, where)
        if isinstance(node, Chunk):
            return self.chunks.read(node, path=self.page.path, lesson=self.lesson)
        return self.read_div(node, where)

    def take_in(self, node: Node, parts: list[Part]) -> None:
        """Read an answer that stands behind its exercise into the exercise."""
        exercise = parts.pop()
        assert isinstance(exercise, CalloutPart)  # noqa: S101 - `answers` has looked
        answer = self.read_node(node, CALLOUT)
        parts.append(replace(exercise, body=(*exercise.body, *answer)))

    # --- stretches --------------------------------------------------------------------------------

    def read_stretch(self, stretch: Stretch, where: str) -> list[Part]:
        html = self.page.render(stretch)
        deepest = self.find_deepest(html) if where == PAGE else INNER_RANK
        parts = self.bodies.html.read(
            html, path=self.page.path, lesson=self.lesson, deepest=deepest
        )
        return list(open_up(parts) if where == OPENED else parts)

    def find_deepest(self, html: str) -> int:
        """Return the rank of the highest heading here, so that it fits those of the whole page."""
        ranks = [int(rank) for rank in HEADING.findall(html)]
        return self.fit(min(ranks)) if ranks else HIGHEST

    def fit(self, rank: int) -> int:
        """Return what a heading of the source becomes, 2 to 4."""
        return min(max(HIGHEST, HIGHEST + rank - self.highest), LOWEST)

    # --- divs -------------------------------------------------------------------------------------

    def read_div(self, div: Div, where: str) -> list[Part]:
        self.enter(div)
        if div.flat:
            return []
        if div.name in NOTES:
            return self.take_note(div)
        title = self.read_title(div)
        if div.name in CALLOUTS:
            return self.read_callout(div, title, where)
        if div.name in DETAILS:
            return self.read_details(div, title, where)
        return self.read_other(div, title, where)

    def enter(self, div: Div) -> None:
        """Report a div; what else it loses is said where it is lost."""
        if div.flat:
            self.degrade(div, "It stands too deep in others; its content was left in place.")
        elif not div.closed:
            reason = (
                "It is not closed in the source and goes to the end of what it stands in; "
                "check in the editor where it should end."
            )
            self.degrade(div, reason)
            self.report.warn(self.page.path, div.line, "div-open", f"“{div.name}” is not closed")
        else:
            element = Element(self.page.path, div.kind, div.id)
            self.report.mapped(element, lesson=self.lesson)

    def degrade(self, div: Div, reason: str) -> None:
        element = Element(self.page.path, div.kind, div.id)
        self.report.degraded(element, reason, lesson=self.lesson)

    def read_title(self, div: Div) -> str:
        if div.title is None:
            return str(DEFAULT_TITLES.get(div.name, ""))
        html = self.page.render(div.title)
        words = self.bodies.html.read_plain(
            html, path=self.page.path, lesson=self.lesson, place="The title of a box"
        )
        return plain_title(words)

    def read_callout(self, div: Div, title: str, where: str) -> list[Part]:
        if where == PAGE:
            return self.make_callout(div, title)
        if CALLOUTS[div.name] == "exercise":
            self.degrade(div, "An exercise cannot stand in another box; it comes after it.")
            earlier, self.lifted = self.lifted, []
            exercise = self.make_callout(div, title)
            self.lifted = [*earlier, *exercise, *self.lifted]
            return []
        if where == CALLOUT:
            self.degrade(div, "A box cannot stand in a box; it is shown as something to open.")
            return self.make_details(div, title or div.name.capitalize(), "more")
        self.degrade(div, "A box cannot stand in something to open; it became running text.")
        return self.read_under(head(title), div.nodes, where)

    def make_callout(self, div: Div, title: str) -> list[Part]:
        # A box needs some content; for an empty one its title is all that there is.
        body = self.read_under(overlong(title), div.nodes, CALLOUT) or list(head(title))
        if not body:
            self.degrade(div, "It is empty in the source.")
            return []
        return [CalloutPart(CALLOUTS[div.name], cut(title), tuple(body))]

    def read_details(self, div: Div, title: str, where: str) -> list[Part]:
        if where != OPENED:
            return self.make_details(div, title, DETAILS[div.name])
        self.degrade(div, "It cannot open within something that opens; it became running text.")
        return self.read_under(head(title), div.nodes, where)

    def make_details(self, div: Div, title: str, kind: str) -> list[Part]:
        body = self.read_under(overlong(title), div.nodes, OPENED) or list(head(title))
        if not body:
            self.degrade(div, "It is empty in the source.")
            return []
        if title.casefold() == kind:
            title = ""
        return [DetailsPart(kind, cut(title), tuple(body))]

    def read_other(self, div: Div, title: str, where: str) -> list[Part]:
        """Return what a div of no known kind holds, in its place."""
        if div.name in TABS:
            self.degrade(div, "The site has no tabs; they follow each other under their headings.")
        else:
            self.degrade(div, f"The site knows no box “{div.name}”; its content is running text.")
        rank = self.fit(div.rank) if where == PAGE else INNER_RANK
        heading = [TextPart(f"<h{rank}>{escape(title)}</h{rank}>")] if title else []
        return self.read_under(heading, div.nodes, where)

    def take_note(self, div: Div) -> list[Part]:
        known = len(self.report.entries)
        used = set(self.bodies.files.used)
        title = self.read_title(div)
        earlier, self.lifted = self.lifted, []
        parts = self.read(div.nodes, OPENED)
        lifted, self.lifted = self.lifted, earlier
        note = {"id": f"{self.lesson}-{div.id}", "title": title, "lesson": self.lesson}
        self.bodies.notes.append({**note, "html": write_note([*parts, *lifted])})
        self.degrade(div, NOTE_REASON)
        for element in list_since(self.report, known):
            self.report.degraded(element, NOTE_REASON, lesson=self.lesson)
        forget_files(self.bodies.files, used, NOTE_REASON)
        return []


def find_highest(page: Page) -> int:
    """Return the rank of the highest heading between the divs of a page."""
    stretches = [node for node in page.nodes if isinstance(node, Stretch) and "#" in node.text]
    ranks = [int(rank) for node in stretches for rank in HEADING.findall(page.render(node))]
    return min(ranks, default=2)


def answers(node: Node, before: Node | None, parts: Sequence[Part]) -> bool:
    """Whether a node is the answer to an exercise that stands right before it."""
    if not isinstance(node, Div) or node.name not in ANSWERS or not isinstance(before, Div):
        return False
    last = parts[-1] if parts else None
    return isinstance(last, CalloutPart) and last.kind in ANSWERED


def list_since(report: Report, known: int) -> list[Element]:
    """Return the elements that were entered after the first `known`."""
    return list(islice(reversed(report.entries), len(report.entries) - known))


def forget_files(files: FileCheck, used: Set[str], reason: str) -> None:
    """Take back the use of all files but those `used` before: what showed them is left out."""
    for name in files.used.keys() - used:
        del files.used[name]
        files.refuse(name, reason)


def overlong(title: str) -> tuple[TextPart, ...]:
    """Return a title in full, as a paragraph, when the title of a box has no room for it."""
    return head(title) if cut(title) != title else ()


def head(title: str) -> tuple[TextPart, ...]:
    return (make_paragraph(title),) if title else ()
