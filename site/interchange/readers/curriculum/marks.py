"""Where something stands in a page that is not written there: its quizzes and its tasks.

A page says so by a link. Before the page is read the paragraph of that link is replaced by a mark,
and afterwards the mark by what belongs there. So the page is read in one go, and nothing in it
loses its place.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import urlsplit

from interchange.document import CalloutPart, DetailsPart, Part, QuotePart, TextPart

TAG = re.compile(r"<(/?)(h[1-6]|p|ul|ol|blockquote|table|details)\b[^<>]*>", re.IGNORECASE)
LINK = re.compile(
    r"""<a\b[^<>]*?\bhref=(?P<quote>["'])(?P<address>[^"'<>]*)(?P=quote)[^<>]*>"""
    r"(?P<words>(?:(?!<a\b|</a>).)*)</a>",
    re.IGNORECASE | re.DOTALL,
)
INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|code|del|em|i|kbd|mark|s|samp|small|span|strong|sub|sup|u)\b[^<>]*>",
    re.IGNORECASE,
)
ANY_TAG = re.compile(r"<[^<>]*>")
FEW_WORDS = 3
"""So many words beside a link are only its label: "Quiz:", "Do this:"."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in a place: `kind` is "quiz" or "task", `name` says which."""

    kind: str
    name: str


Item = Part | Mark
Find = Callable[[str], Mark | None]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph or heading of the page itself, not one in a list or a table."""

    tag: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    start: int
    end: int
    text: str


class Plan:
    """The paragraphs and headings of a page, in order."""

    def __init__(self, html: str) -> None:
        self.stretches = list(find_stretches(html))
        self.starts = [stretch.start for stretch in self.stretches]
        self.borders = [found.start for found in self.stretches if found.tag != "p"]
        self.borders.append(len(html))

    def stretch_around(self, place: int) -> Stretch:
        """Return the paragraph or heading around a place, else the end of its section."""
        at = bisect_right(self.starts, place) - 1
        if at >= 0 and place < self.stretches[at].end:
            return self.stretches[at]
        border = self.borders[bisect_right(self.borders, place)]
        return Stretch("", border, border)


# --- before the page is read ----------------------------------------------------------------------


class MarkedPage:
    """The HTML of a page with marks in it; `find` says what an address stands for, if anything."""

    def __init__(self, html: str, find: Find) -> None:
        digest = hashlib.sha1(html.encode("utf-8", "replace"), usedforsecurity=False)
        self.token = f"mark{digest.hexdigest()[:12]}n"
        self.marks: list[Mark] = []
        self.html = self._place(html, find)

    def _place(self, html: str, find: Find) -> str:
        found = [(link, mark) for link in LINK.finditer(html) if (mark := find(address_of(link)))]
        if not found:
            return html
        plan = Plan(html)
        groups: dict[Stretch, list[tuple[re.Match[str], Mark]]] = {}
        for link, mark in found:
            groups.setdefault(plan.stretch_around(link.start()), []).append((link, mark))
        edits: list[Edit] = []
        for stretch, links in groups.items():
            edits += self._edit(stretch, links, html)
        return apply_edits(html, edits)

    def _edit(
        self, stretch: Stretch, links: Sequence[tuple[re.Match[str], Mark]], html: str
    ) -> Iterator[Edit]:
        written = [self._write(mark) for _link, mark in links]
        if stretch.tag == "p" and is_only_links(html[stretch.start : stretch.end], links):
            kept = "".join(link[0] for link, _mark in links if is_own(address_of(link)))
            marks = "".join(f"<p>{mark}</p>" for mark in written[1:])
            yield Edit(stretch.start, stretch.end, f"<p>{written[0]}{kept}</p>{marks}")
            return
        for link, mark in links:
            # The quiz stands here now: a link to another site would lead away from it.
            if mark.kind == "quiz" and not is_own(address_of(link)):
                yield Edit(link.start(), link.end(), link["words"])
        yield Edit(stretch.end, stretch.end, "".join(f"<p>{mark}</p>" for mark in written))

    def _write(self, mark: Mark) -> str:
        self.marks.append(mark)
        return f"{self.token}{len(self.marks) - 1}x "

    # --- after it was read ------------------------------------------------------------------------

    def split(self, parts: Sequence[Part]) -> list[Item]:
        """Return the parts with the marks between them; a mark that got lost stands at the end."""
        if not self.marks:
            return list(parts)
        items: list[Item] = []
        missing = dict(enumerate(self.marks))
        for part in parts:
            for found in self._split(part):
                mark = missing.pop(found, None) if isinstance(found, int) else found
                if mark is not None:
                    items.append(mark)
        return [*items, *missing.values()]

    def _split(self, part: Part) -> Iterator[Part | int]:
        if not isinstance(part, TextPart):
            yield self._without(part)
            return
        pieces = re.split(rf"<p>{self.token}(\d+)x.*?</p>", part.html, flags=re.DOTALL)
        for place, piece in enumerate(pieces):
            if place % 2:
                yield int(piece)
            elif piece.strip():
                yield self._without(TextPart(piece.strip()))

    def _without(self, part: Part) -> Part:
        """Take marks out of where they should not be, as in a page of broken HTML."""
        if isinstance(part, TextPart | QuotePart):
            return replace(part, html=re.sub(rf"{self.token}\d+x ?", "", part.html))
        if isinstance(part, CalloutPart | DetailsPart):
            return replace(part, body=tuple(self._without(inner) for inner in part.body))
        return part


def find_stretches(html: str) -> Iterator[Stretch]:
    depth = 0
    opened: tuple[str, int] | None = None
    for match in TAG.finditer(html):
        tag, closes = match[2].lower(), bool(match[1])
        if tag in ("ul", "ol", "blockquote", "table", "details"):
            depth = max(0, depth + (-1 if closes else 1))
        elif not closes and not depth:
            opened = (tag, match.start())
        elif closes and opened and opened[0] == tag and not depth:
            yield Stretch(tag, opened[1], match.end())
            opened = None


def is_only_links(html: str, links: Sequence[tuple[re.Match[str], Mark]]) -> bool:
    """Return whether a paragraph is there for nothing but these links."""
    for link, _mark in links:
        html = html.replace(link[0], " ", 1)
    if "<img" in html or "<a" in html or any("<img" in link[0] for link, _mark in links):
        return False
    return len(re.findall(r"\w+", plain_words(html))) <= FEW_WORDS


def address_of(link: re.Match[str]) -> str:
    return unescape(link["address"])


def is_own(address: str) -> bool:
    """Return whether an address leads into the source, and not to another site."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return True
    return not parts.scheme and not parts.netloc


def apply_edits(html: str, edits: Sequence[Edit]) -> str:
    pieces: list[str] = []
    place = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [html[place : edit.start], edit.text]
        place = edit.end
    return "".join([*pieces, html[place:]])


def plain_words(html: str) -> str:
    """Return what a piece of HTML says, on one line."""
    return " ".join(unescape(ANY_TAG.sub(" ", INLINE_TAG.sub("", html))).split())
