"""The first page of a lesson as the description and the requirements of a course."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from interchange.document import CalloutPart, DetailsPart, EmbedPart, Part, QuotePart, TextPart
from interchange.readers.carpentries.bodies import Bodies, forget_files, list_since
from interchange.readers.carpentries.divs import VOCABULARY
from interchange.readers.carpentries.lessons import find_title
from interchange.readers.carpentries.pages import Page
from interchange.readers.carpentries.titles import make_paragraph, plain_lines, split_sentences

REQUIREMENTS = 3
REQUIREMENT_LENGTH = 200
HEADING = re.compile(r"<h[1-6]>(.*?)</h[1-6]>", re.DOTALL)
RULE = re.compile(r"<hr\s*/?>")
WORDLESS = frozenset(
    {"img", "svg", "table", "iframe", "embed", "object", "audio", "video", "pre", "chunk"}
)
"""Kinds of elements that a description cannot hold."""


BOXES = VOCABULARY | {"div"}
REASON = "The description of a course holds only words; add this to a lesson in the editor."
BOX_REASON = "The description of a course has no boxes; its words stand there as running text."


def read_overview(page: Page, bodies: Bodies) -> "Overview":
    """Return what the first page says, and report what a description cannot hold."""
    known = len(bodies.report.entries)
    used = set(bodies.files.used)
    overview = Overview(title=find_title(page) if page.front.get("title") else "")
    overview.add(bodies.read(page, ""))
    forget_files(bodies.files, used, REASON)
    for element in list_since(bodies.report, known):
        if element.kind in WORDLESS:
            bodies.report.dropped(element, REASON)
        elif element.kind in BOXES and not (element.kind == "prereq" and overview.requirements):
            bodies.report.degraded(element, BOX_REASON)
    return overview


@dataclass(slots=True)
class Overview:
    """What the description and the requirements are made of."""

    title: str = ""
    html: list[str] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)

    @property
    def description(self) -> str:
        return "".join(self.html)

    def add(self, parts: Iterable[Part]) -> None:
        for part in parts:
            if isinstance(part, CalloutPart) and part.kind == "prerequisites":
                self.add_requirements(part)
            elif isinstance(part, CalloutPart | DetailsPart):
                self.add_box(part)
            elif isinstance(part, TextPart):
                self.html.append(
                    RULE.sub("", HEADING.sub(r"<p><strong>\1</strong></p>", part.html))
                )
            elif isinstance(part, QuotePart):
                self.html.append(part.html if "<p" in part.html else f"<p>{part.html}</p>")
            elif isinstance(part, EmbedPart):
                link = f'<a href="{escape(part.url)}">{escape(part.title or part.url)}</a>'
                self.html.append(f"<p>{link}</p>")

    def add_box(self, box: CalloutPart | DetailsPart) -> None:
        if box.title:
            self.html.append(make_paragraph(box.title).html)
        self.add(box.body)

    def add_requirements(self, box: CalloutPart) -> None:
        """Say the requirements in short lines; words that do not fit stay in the description."""
        lines = find_requirements(box.body)
        room = REQUIREMENTS - len(self.requirements)
        fits = all(len(line) <= REQUIREMENT_LENGTH for line in lines)
        only_words = all(isinstance(part, TextPart) for part in box.body)
        if lines and fits and only_words and len(lines) <= room:
            self.requirements += lines
        else:
            self.add_box(box)


def find_requirements(body: Sequence[Part]) -> list[str]:
    """Return the items or the sentences of a box, each for itself."""
    texts = [part.html for part in body if isinstance(part, TextPart)]
    lines = [line for html in texts for line in plain_lines(html)]
    if any("<li>" in html for html in texts):
        return lines
    return [sentence for line in lines for sentence in split_sentences(line)]
