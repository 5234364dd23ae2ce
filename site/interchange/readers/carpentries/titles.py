"""Titles and texts as parts hold them."""

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape

from django.utils.translation import gettext_lazy as _

from interchange.document import CalloutPart, DetailsPart, Part, TextPart

QUESTIONS = _("Questions")
TITLE_LENGTH = 200
SUMMARY_LENGTH = 300
CODE_MARKS = re.compile(r"`+")
EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,3})(?=\S)([^*_]+?)(?<=\S)\1(?!\w)")
LINKED = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
TAG = re.compile(r"<[^<>]*>")
HEADING = re.compile(r"<h([1-6])>.*?</h\1>", re.DOTALL)
BLOCK_END = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ])")


def plain_title(words: object) -> str:
    """Return a title without the marks of Markdown, in one line."""
    bare = CODE_MARKS.sub("", LINKED.sub(r"\1", str(words or "")))
    return " ".join(EMPHASIS.sub(r"\2", bare).split())


def cut(words: str, length: int = TITLE_LENGTH) -> str:
    """Return at most `length` characters, cut at a word."""
    if len(words) <= length:
        return words
    return words[: length - 1].rsplit(" ", 1)[0] + "…"


def make_paragraph(words: str) -> TextPart:
    return TextPart(f"<p><strong>{escape(words)}</strong></p>")


def without_headings(html: str) -> str:
    return HEADING.sub("", html)


def plain_lines(html: str) -> list[str]:
    """Return the paragraphs and list items of clean HTML as plain words."""
    pieces = BLOCK_END.sub("\n", html.replace("\n", " ")).split("\n")
    lines = (" ".join(unescape(TAG.sub("", piece)).split()) for piece in pieces)
    return [line for line in lines if line]


def split_sentences(words: str) -> list[str]:
    return [sentence.strip() for sentence in SENTENCE.split(words) if sentence.strip()]


def summarize(lines: Iterable[str]) -> str:
    """Return as many of the sentences as a summary holds."""
    summary = ""
    for sentence in (sentence for line in lines for sentence in split_sentences(line)):
        longer = f"{summary} {sentence}".strip()
        if len(longer) > SUMMARY_LENGTH:
            break
        summary = longer
    return summary or cut(next(iter(lines), ""), SUMMARY_LENGTH)


def merge_texts(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts with texts that follow each other as one."""
    before: TextPart | None = None
    for part in parts:
        if isinstance(part, TextPart):
            before = TextPart(before.html + part.html) if before else part
            continue
        if before is not None:
            yield before
        before = None
        yield part
    if before is not None:
        yield before


def open_up(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts for the inside of something to open: what would open in it stands open."""
    for part in parts:
        if isinstance(part, DetailsPart | CalloutPart):
            if part.title:
                yield make_paragraph(part.title)
            yield from open_up(part.body)
        else:
            yield part
