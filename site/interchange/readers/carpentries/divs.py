"""A page of a lesson as a tree: stretches of Markdown, the fenced divs around them, R chunks.

A div opens with three or more colons and a name (`::: challenge`, `:::: {.callout #why}`), and any
line of only colons closes the one that was opened last. Between fences of code, colons mean
nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from interchange.readers.carpentries.fences import (
    CodeFence,
    Line,
    find_code_fence,
    mend_comments,
    opens_comment,
)
from interchange.readers.loose_markdown import cut_name

OPENING = re.compile(r"(?P<indent>\s*):{3,}\s*(?:\{(?P<list>[^{}]*)\}|(?P<name>[^\s{}:]+)).*")
CLOSING = re.compile(r"(?P<indent>\s*):{3,}\s*")
CLASS = re.compile(r"\.([^\s.#{}=]+)")
ITEM = re.compile(r"(\s*)(?:[-*+]|\d{1,9}[.)])(\s+)\S")
HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<words>\S.*)")
CHUNK = re.compile(r"\{\s*(?P<language>[A-Za-z][\w+-]*)(?P<options>[\s,].*)?\}")
PANDOC = re.compile(r"\{\s*\.(?P<language>[\w+-]+).*\}")
MARGIN = 3
"""How far a fence may be indented, from the edge or from the words of a list."""
DEEPEST = 20
"""Divs deeper than this are taken as empty, and what they hold as their parent's."""
NAME_LENGTH = 40
VOCABULARY = frozenset(
    {
        *("objectives", "questions", "keypoints", "prereq", "overview"),
        *("callout", "testimonial", "caution", "warning", "discussion", "checklist"),
        *("challenge", "solution", "hint", "spoiler", "instructor", "tab", "group-tab"),
    }
)
"""The names that lessons are documented to use."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Markdown without divs."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Code that a build runs: what it prints and draws is not in the source."""

    id: str
    language: str
    options: str
    code: str
    line: int


@dataclass(slots=True)
class Div:
    """`title` is the Markdown of the heading that it begins with, `rank` the heading's (1 to 6)."""

    name: str
    id: str
    line: int
    title: Stretch | None = None
    rank: int = 0
    closed: bool = False
    flat: bool = False
    """Whether it stood too deep, and its content was left to the div around it."""
    nodes: "list[Node]" = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Its kind in the report: names of somebody's own would run into those of HTML tags."""
        return self.name if self.name in VOCABULARY else "div"


Node = Stretch | Chunk | Div


@dataclass(slots=True)
class Tree:
    nodes: list[Node]
    strays: list[int]
    """Numbers of the lines that close what nobody opened."""


def grow_tree(lines: Sequence[Line]) -> Tree:
    return Grower().grow(lines)


def walk_divs(nodes: Sequence[Node]) -> Iterator[Div]:
    """Yield all divs in the order in which they are opened."""
    for node in nodes:
        if isinstance(node, Div):
            yield node
            yield from walk_divs(node.nodes)


def walk_chunks(nodes: Sequence[Node]) -> Iterator[Chunk]:
    for node in nodes:
        if isinstance(node, Div):
            yield from walk_chunks(node.nodes)
        elif isinstance(node, Chunk):
            yield node


def walk_stretches(nodes: Sequence[Node]) -> Iterator[Stretch]:
    """Yield all Markdown in the order of the page; the title of a div comes before its content."""
    for node in nodes:
        if isinstance(node, Div):
            if node.title is not None:
                yield node.title
            yield from walk_stretches(node.nodes)
        elif isinstance(node, Stretch):
            yield node


def name_div(opening: re.Match[str]) -> str:
    """Return the first class or the bare word of an opening fence, in small letters."""
    classes = CLASS.findall(opening["list"] or "")
    name = opening["name"] or (classes[0] if classes else "div")
    return name.lower()[:NAME_LENGTH]


class Grower:
    """Reads lines one by one; what is open is kept on a stack."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.open: list[Div] = []
        self.indents: list[int] = []
        self.margins: list[int] = []
        self.strays: list[int] = []
        self.counts: Counter[str] = Counter()
        self.text: list[Line] = []
        self.margin = MARGIN
        self.shift = 0
        """How far the rest of a list item is indented that something has been cut out of."""

    def grow(self, lines: Sequence[Line]) -> Tree:
        lines = mend_comments(lines)
        at = 0
        while at < len(lines):
            at = self.take(lines, at)
        self.end_stretch()
        return Tree(self.nodes, self.strays)

    def take(self, lines: Sequence[Line], at: int) -> int:
        """Take what begins at a line; return the index of the line after it."""
        line = lines[at]
        if opens_comment(line.text):
            return self.take_comment(lines, at)
        fence = find_code_fence(line.text)
        if fence is not None:
            return self.take_code(fence, lines, at)
        if not self.open_div(line) and not self.close_div(line):
            self.watch_list(line.text)
            self.add(line)
        return at + 1

    def take_comment(self, lines: Sequence[Line], at: int) -> int:
        end = at
        while end < len(lines) and "-->" not in lines[end].text:
            end += 1
        for line in lines[at : end + 1]:
            self.add(line)
        return end + 1

    def take_code(self, fence: CodeFence, lines: Sequence[Line], at: int) -> int:
        end = at + 1
        while end < len(lines) and not fence.closes(lines[end].text):
            end += 1
        chunk = CHUNK.fullmatch(fence.info)
        if chunk is not None:
            self.add_chunk(chunk, fence, lines[at:end])
            return end + 1
        pandoc = PANDOC.fullmatch(fence.info)
        opening = f"{fence.indent}{fence.marks}{pandoc['language']}" if pandoc else lines[at].text
        self.add(Line(lines[at].number, opening))
        for line in lines[at + 1 : end + 1]:
            self.add(line)
        return end + 1

    def add_chunk(self, found: re.Match[str], fence: CodeFence, lines: Sequence[Line]) -> None:
        self.end_stretch()
        code = "\n".join(dedent(line.text, len(fence.indent)) for line in lines[1:])
        options = (found["options"] or "").strip(" ,")
        name = self.count("chunk")
        self.here.append(Chunk(name, found["language"].lower(), options, code, lines[0].number))
        self.shift = len(fence.indent)

    def open_div(self, line: Line) -> bool:
        found = OPENING.fullmatch(line.text)
        if found is None or len(found["indent"]) > self.margin:
            return False
        self.end_stretch()
        name = name_div(found)
        div = Div(name, self.count(name), line.number, flat=len(self.open) >= DEEPEST)
        self.here.append(div)
        self.open.append(div)
        self.indents.append(len(found["indent"]))
        self.margins.append(self.margin)
        self.shift = 0
        self.margin = len(found["indent"]) + MARGIN
        return True

    def close_div(self, line: Line) -> bool:
        found = CLOSING.fullmatch(line.text)
        if found is None or not (self.open or len(found["indent"]) <= self.margin):
            return False
        self.end_stretch()
        if self.open:
            self.open.pop().closed = True
            self.shift = self.indents.pop()
            self.margin = self.margins.pop()
        else:
            self.strays.append(line.number)
        return True

    @property
    def here(self) -> list[Node]:
        """The list that what comes next goes into."""
        depth = min(len(self.open), DEEPEST)
        return self.open[depth - 1].nodes if depth else self.nodes

    def count(self, name: str) -> str:
        self.counts[name] += 1
        return f"{name}-{self.counts[name]}"

    def watch_list(self, text: str) -> None:
        """Note how far the words of a list are indented: fences may stand that far in."""
        item = ITEM.match(text)
        if item is not None:
            self.margin = len(text[: item.end() - 1]) + MARGIN
        elif text.strip() and not text[0].isspace():
            self.margin = MARGIN + (self.indents[-1] if self.indents else 0)

    def add(self, line: Line) -> None:
        if line.text.strip() and not line.text.startswith(" " * self.shift):
            self.shift = 0
        indent = max(self.indents[-1] if self.indents else 0, self.shift)
        self.text.append(Line(line.number, dedent(line.text, indent)))

    def end_stretch(self) -> None:
        lines, self.text = self.text, []
        div = self.open[-1] if self.open else None
        if div is not None and not div.flat and not div.nodes and div.title is None:
            lines = take_title(div, lines)
        if any(line.text.strip() for line in lines):
            text = "\n".join(line.text for line in lines)
            self.here.append(Stretch(text, lines[0].number))


def take_title(div: Div, lines: list[Line]) -> list[Line]:
    """Give a div the heading that it begins with; return the lines after that."""
    first = next((at for at, line in enumerate(lines) if line.text.strip()), len(lines))
    found = HEADING.fullmatch(lines[first].text) if first < len(lines) else None
    if found is None:
        return lines
    div.title = Stretch(tidy_title(found["words"].rstrip()), lines[first].number)
    div.rank = len(found["marks"])
    return lines[first + 1 :]


def tidy_title(heading: str) -> str:
    """Return the words of a heading; a name behind them (`{#name}`) becomes their id."""
    words, name = cut_name(without_closing(heading))
    return f'<span id="{escape(name)}">{words}</span>' if words and name else words or heading


def without_closing(heading: str) -> str:
    """Return the words of a heading without the `##` that may stand behind them, too."""
    bare = heading.rstrip("#")
    return bare.rstrip() if bare[-1:].isspace() else heading


def dedent(text: str, indent: int) -> str:
    """Return a line without at most `indent` of the spaces before it."""
    spaces = len(text) - len(text.lstrip(" "))
    return text[min(spaces, indent) :]
