"""One stretch of foreign HTML while it is read: what its handlers share."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from interchange.document import MathPart, Part, SourceFile, TextPart
from interchange.readers.assets import FileCheck
from interchange.readers.html_tree import BREAK, INTERNAL_LINK, Node
from interchange.readers.html_words import (
    NEWLINE,
    Block,
    Marks,
    Words,
    marks_in,
    tidy,
    to_html,
)
from interchange.report import Element, Report

REASONS = {
    "script": "Scripts are not taken over.",
    "style": "The page's own styles are not taken over.",
    "input": "A field to fill in does not work here.",
}
"""Why some things are left out wherever they stand."""


class Links(Protocol):
    """Where the addresses in a page of the source lead. Each format answers in its own way.

    Both are asked about every address of a link, a picture, a frame or a recording, also about
    those with a scheme and a host: only the format knows which of them mean the course itself.
    """

    def find_file(self, address: str, *, page: str) -> SourceFile | None:
        """Return the file of the course that `address`, written in the file `page`, means."""
        ...

    def find_lesson(self, address: str, *, page: str) -> str | None:
        """Return the id of the lesson that `address`, written in the file `page`, leads to."""
        ...


@dataclass(slots=True)
class Made:
    """A part of its own, not yet in its place: whether it stays is known only at the end."""

    kind: type
    build: Callable[[], Part]
    element: Element | None = None
    loss: str = ""
    """What it lost on the way; empty when nothing."""
    files: tuple[SourceFile, ...] = ()
    words: tuple[Block, ...] = ()
    """What is left of it where it may not stand."""
    contents: "tuple[Block | Made, ...]" = ()
    """What stands inside of it."""


Content = Block | Made
Handler = Callable[[Node, "Flow", Marks, "Page"], None]


class Flow:
    """Takes words and parts in order, and cuts the words into paragraphs."""

    def __init__(self) -> None:
        self.contents: list[Content] = []
        self.line: list[Words] = []

    def words(self, text: str, marks: Marks = ()) -> None:
        self.line.append(Words(text, marks))

    def newline(self, marks: Marks = ()) -> None:
        self.line.append(Words(NEWLINE, marks))

    def end(self) -> None:
        """End the paragraph; one without words is none."""
        words = tidy(self.line)
        self.line = []
        if words:
            self.contents.append(Block("p", words))

    def add(self, *contents: Content) -> None:
        self.end()
        self.contents += contents


@dataclass(slots=True)
class Page:
    """Where a stretch stands, where its links lead, and what reads its tags."""

    path: str
    lesson: str
    links: Links
    files: FileCheck
    report: Report
    handlers: Mapping[str, Handler]
    read_text: Callable[[str, Flow, Marks], None]
    levels: Mapping[str, str] = field(default_factory=dict)
    """What the headings become: {"h1": "h2"}."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The anchors of headings by the ids that the source gives them."""
    unmarked: dict[Element, str] = field(default_factory=dict)
    """Internal links that have not been seen around any words yet, and where they lead."""

    # --- reading ----------------------------------------------------------------------------------

    def read(self, children: Iterable[Node | str], flow: Flow, marks: Marks) -> None:
        for child in children:
            if isinstance(child, str):
                self.read_text(child, flow, marks)
            elif child.tag == BREAK:
                flow.end()
            elif child.tag in self.handlers:
                self.handlers[child.tag](child, flow, marks, self)
            else:
                self.read_wrapper(child, flow, marks)

    def read_wrapper(self, node: Node, flow: Flow, marks: Marks) -> None:
        flow.end()
        self.read(node.children, flow, marks)
        flow.end()

    def read_apart(self, children: Iterable[Node | str], marks: Marks) -> list[Content]:
        flow = Flow()
        self.read(children, flow, marks)
        flow.end()
        return flow.contents

    # --- the report -------------------------------------------------------------------------------

    def mapped(self, node: Node) -> None:
        if node.element:
            self.report.mapped(node.element, lesson=self.lesson)

    def degraded(self, node: Node, reason: str) -> None:
        if node.element:
            self.report.degraded(node.element, reason, lesson=self.lesson)

    def dropped(self, node: Node, reason: str) -> None:
        if node.element:
            self.report.dropped(node.element, REASONS.get(node.tag, reason), lesson=self.lesson)

    def drop_inside(self, node: Node, reason: str, *, words_stay: bool = False) -> None:
        """Enter everything inside a tag as left out; of links the words may stay."""
        for inner in node.inside():
            if words_stay and inner.element and inner.element.kind == INTERNAL_LINK:
                self.degraded(inner, reason)
            else:
                self.dropped(inner, reason)

    # --- the end ----------------------------------------------------------------------------------

    def keep(self, contents: Sequence[Content]) -> tuple[Part, ...]:
        """Return contents as parts that stay, and enter them."""
        parts: list[Part] = []
        run: list[Block] = []
        for content in contents:
            if isinstance(content, Block):
                run.append(content)
                continue
            parts += self.keep_text(run)
            run = []
            parts.append(self.keep_part(content))
        return (*parts, *self.keep_text(run))

    def keep_text(self, run: Sequence[Block]) -> list[Part]:
        while run and run[-1].tag == "hr":
            run = run[:-1]
        if not run:
            return []
        self.keep_marks(run)
        return [TextPart(to_html(run))]

    def keep_part(self, made: Made) -> Part:
        if made.element and made.loss:
            self.report.degraded(made.element, made.loss, lesson=self.lesson)
        elif made.element:
            self.report.mapped(made.element, lesson=self.lesson)
        for file in made.files:
            self.files.use(file, lesson=self.lesson)
        return made.build()

    def keep_marks(self, blocks: Sequence[Block]) -> None:
        """Enter the links around words that stay as rich text."""
        for mark in set(marks_in(blocks)):
            if mark.file:
                self.files.use(mark.file, lesson=self.lesson)
            if mark.element:
                self._enter_link(mark.element)

    def _enter_link(self, element: Element) -> None:
        loss = self.unmarked.pop(element, None)
        if loss:
            self.report.degraded(element, loss, lesson=self.lesson)
        elif loss is not None:
            self.report.mapped(element, lesson=self.lesson)

    def lose_marks(self, blocks: Sequence[Block], place: str) -> None:
        """Enter the links around words that become plain."""
        for mark in set(marks_in(blocks)):
            if mark.element:
                self.unmarked.pop(mark.element, None)
                reason = f"{place} holds no links; the words stay."
                self.report.degraded(mark.element, reason, lesson=self.lesson)

    def lose_parts(self, contents: Sequence[Content], place: str) -> list[Block]:
        """Return contents as words only; enter what their parts lost."""
        blocks: list[Block] = []
        for content in contents:
            if isinstance(content, Block):
                blocks.append(content)
                continue
            blocks += self._lose_part(content, place)
        return blocks

    def _lose_part(self, made: Made, place: str) -> list[Block]:
        words = [*made.words, *self.lose_parts(made.contents, place)]
        if made.element and words:
            reason = f"{place} has no room for this; its words stay. Add it in the editor."
            self.report.degraded(made.element, reason, lesson=self.lesson)
        elif made.element:
            reason = f"{place} has no room for this; add it in the editor."
            self.report.dropped(made.element, reason, lesson=self.lesson)
        for file in made.files:
            self.files.refuse(file, f"{place} has no room for it; add it in the editor.")
        return words

    def close(self) -> None:
        """Enter the links that no words were left of."""
        for element in list(self.unmarked):
            reason = "It stood around something that cannot be a link here; add it in words."
            self.report.degraded(element, reason, lesson=self.lesson)
        self.unmarked.clear()


def is_part(content: Content) -> bool:
    return isinstance(content, Made)


def is_formula(content: Content) -> bool:
    return isinstance(content, Made) and content.kind is MathPart


def formulas_in_line(contents: Iterable[Content]) -> list[Content]:
    """Return contents with formulas on lines of their own put among the words."""
    found: list[Content] = []
    for content in contents:
        if isinstance(content, Made) and is_formula(content) and content.element is None:
            found += content.words
        else:
            found.append(content)
    return found
