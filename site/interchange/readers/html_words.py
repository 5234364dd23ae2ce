"""Running text on its way from foreign HTML: words with marks, lines, lists; and how it is written.

A page is read into blocks of marked words first, because only then is it known what the words go
into: rich text, one line of it, or plain words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

import nh3

from course_pages.blocks.rich_text import TAGS as RICH_TAGS
from interchange.document import FILE_LINK, LESSON_LINK, SourceFile
from interchange.readers.html_anchors import PENDING
from interchange.report import Element

TAGS = RICH_TAGS | {"h4"}
INNER_SCHEMES = {address.rstrip(":") for address in (FILE_LINK, LESSON_LINK, PENDING)}
SCHEMES = {"http", "https", "mailto", "tel"} | INNER_SCHEMES
CLEANER = nh3.Cleaner(tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)
NEWLINE = "\n"
SPACES = re.compile(r"[ \t\r\n\f]+")
RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
SENTENCE_ENDS = (".", "!", "?", ":", ";", ",", "…")


@dataclass(frozen=True, slots=True)
class Mark:
    """One tag around words: b, i, code, sup, sub or a."""

    tag: str
    href: str = ""
    element: Element | None = None
    """The internal link that it is."""
    file: SourceFile | None = None
    """The file of the course that it leads to."""


Marks = tuple[Mark, ...]
BOLD = Mark("b")
ITALIC = Mark("i")


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words under the same marks, the outermost first; `NEWLINE` alone is a line break."""

    text: str
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading (p, h2, h3, h4), a list (ul, ol) of items, or a rule (hr)."""

    tag: str
    words: tuple[Words, ...] = ()
    items: tuple[tuple["Block", ...], ...] = ()


Blocks = Sequence[Block]


def add_mark(marks: Marks, mark: Mark) -> Marks:
    """Return the marks with one more inside; a tag never stands in itself."""
    return marks if any(known.tag == mark.tag for known in marks) else (*marks, mark)


def tidy(line: Iterable[Words]) -> tuple[Words, ...]:
    """Return the words of one paragraph with the white space as a browser shows it."""
    found: list[Words] = []
    for words in line:
        fresh = not found or found[-1].text.endswith((" ", NEWLINE))
        text = words.text
        if text != NEWLINE:
            text = SPACES.sub(" ", text)
            text = text.removeprefix(" ") if fresh else text
        elif not found:
            continue
        else:
            trim_end(found)
        if text:
            found.append(Words(text, words.marks))
    while found and found[-1].text in (" ", NEWLINE):
        found.pop()
    trim_end(found)
    visible = any(words.text.strip() for words in found)
    return tuple(found) if visible else ()


def trim_end(found: list[Words]) -> None:
    if found and found[-1].text.endswith(" "):
        last = found.pop()
        if last.text.rstrip(" "):
            found.append(Words(last.text.rstrip(" "), last.marks))


def marks_in(blocks: Blocks) -> Iterator[Mark]:
    """Yield every mark of every word."""
    for block in blocks:
        for words in block.words:
            yield from words.marks
        for item in block.items:
            yield from marks_in(item)


# --- rich text ------------------------------------------------------------------------------------


def to_html(blocks: Blocks) -> str:
    """Return blocks as clean rich text."""
    return str(CLEANER.clean("".join(block_html(block) for block in blocks)))


def block_html(block: Block) -> str:
    if block.tag == "hr":
        return "<hr>"
    if not block.items:
        return f"<{block.tag}>{line_html(block.words)}</{block.tag}>"
    items = "".join(f"<li>{item_html(item)}</li>" for item in block.items)
    return f"<{block.tag}>{items}</{block.tag}>"


def item_html(item: Blocks) -> str:
    """Return the inside of a list item, which holds no paragraphs: they become lines."""
    written = ""
    for at, block in enumerate(as_paragraphs(item)):
        if block.items:
            written += block_html(block)
        else:
            written += ("<br>" if at else "") + line_html(block.words)
    return written


def as_paragraphs(blocks: Blocks) -> list[Block]:
    """Return the blocks for places that hold neither headings nor rules."""
    return [
        Block("p", tuple(Words(words.text, add_mark(words.marks, BOLD)) for words in block.words))
        if block.tag.startswith("h")
        else block
        for block in blocks
        if block.tag != "hr"
    ]


def line_html(line: Iterable[Words]) -> str:
    """Return words as HTML; tags that go on from one run to the next are written once."""
    written: list[str] = []
    open_marks: Marks = ()
    for words in line:
        same = shared(open_marks, words.marks)
        written += [f"</{mark.tag}>" for mark in reversed(open_marks[same:])]
        written += [open_tag(mark) for mark in words.marks[same:]]
        written.append("<br>" if words.text == NEWLINE else escape(words.text, quote=False))
        open_marks = words.marks
    written += [f"</{mark.tag}>" for mark in reversed(open_marks)]
    return "".join(written)


def shared(one: Marks, other: Marks) -> int:
    """Return how many of the outermost marks are the same."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def open_tag(mark: Mark) -> str:
    return f'<a href="{escape(mark.href)}">' if mark.tag == "a" else f"<{mark.tag}>"


# --- one line -------------------------------------------------------------------------------------


def to_line(blocks: Blocks) -> str:
    """Return blocks as clean HTML of one line."""
    return str(CLEANER.clean(line_html(run_together(blocks))))


def run_together(blocks: Blocks) -> tuple[Words, ...]:
    """Return the words of all blocks on one line; a list is told from sentences by semicolons."""
    found: list[Words] = []
    for line in lines_of(blocks):
        if found:
            ended = found[-1].text.rstrip().endswith(SENTENCE_ENDS)
            found.append(Words(" " if ended else "; "))
        found += line
    return tuple(found)


def lines_of(blocks: Blocks) -> Iterator[list[Words]]:
    for block in as_paragraphs(blocks):
        line: list[Words] = []
        for words in block.words:
            if words.text != NEWLINE:
                line.append(words)
            elif line:
                yield line
                line = []
        if line:
            yield line
        for item in block.items:
            yield from lines_of(item)


# --- plain words ----------------------------------------------------------------------------------


def to_plain(blocks: Blocks) -> str:
    """Return blocks as plain words with code between `backticks`."""
    return "\n\n".join(plain_block(block) for block in as_paragraphs(blocks)).strip()


def plain_block(block: Block) -> str:
    if not block.items:
        return plain_line(block.words)
    lines = []
    for number, item in enumerate(block.items, 1):
        bullet = f"{number}. " if block.tag == "ol" else "- "
        inside = "\n".join(plain_block(inner) for inner in as_paragraphs(item))
        lines.append(bullet + inside.replace("\n", "\n  "))
    return "\n".join(lines)


def plain_line(line: Sequence[Words]) -> str:
    written = ""
    for at, words in enumerate(line):
        here, before = link_of(words), link_of(line[at - 1]) if at else None
        if before and before != here:
            written += address_after(before, written)
        written += plain_words(words, line, at)
    if line and (last := link_of(line[-1])):
        written += address_after(last, written)
    return written


def link_of(words: Words) -> Mark | None:
    return next((mark for mark in words.marks if mark.tag == "a"), None)


def address_after(link: Mark, written: str) -> str:
    """Return the address of a link in brackets, unless the words say it already."""
    address = link.href.removeprefix("mailto:")
    known = written.endswith(address) or not link.href.startswith(("http", "mailto:"))
    return "" if known else f" ({address})"


def plain_words(words: Words, line: Sequence[Words], at: int) -> str:
    tags = {mark.tag for mark in words.marks}
    text = words.text
    if "code" in tags:
        begins = not (at and is_code(line[at - 1]))
        ends = not (at + 1 < len(line) and is_code(line[at + 1]))
        return ("`" if begins else "") + text.replace("`", "'") + ("`" if ends else "")
    if "sup" in tags:
        return moved(text, "^", RAISED)
    return moved(text, "_", LOWERED) if "sub" in tags else text


def is_code(words: Words) -> bool:
    return any(mark.tag == "code" for mark in words.marks)


def moved(text: str, sign: str, letters: dict[int, int]) -> str:
    """Return raised or lowered letters: 2 as ², ab as ^(ab)."""
    if all(ord(letter) in letters for letter in text):
        return text.translate(letters)
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"
