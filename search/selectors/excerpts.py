"""The part of a text in which somebody's words stand, with those words marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.text import fold_words

BEFORE, LENGTH = 60, 220
"""Characters shown before the first word found, and in all."""
LINE_END, SENTENCE_END = re.compile(r"\s*\n\s*"), re.compile(r"[.!?:;,…؟؛،]\s*\n\s*")
"""Where the parts of a text meet, and where the first of them ends by itself."""
WORD = re.compile(r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]+")
ENDINGS = ("ingly", "edly", "ies", "ing", "es", "ed", "s", "y", "e")
"""Of English words: the databases find "queries" for "query", so both are marked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text that is one of the words looked for, or none."""

    text: str
    is_found: bool


def make_excerpt(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Return the part of `text` around the first of the folded `words`, in pieces.

    Begins at the beginning where none of them is found. Left out words are an ellipsis.
    """
    stems = tuple(_stem(word) for word in words)
    found = [match for match in WORD.finditer(text) if _fits(match[0], stems)]
    start, end = _cut(text, found[0].start() if found else 0)
    pieces = [Piece("… ", is_found=False)] if start else []
    for match in found:
        if match.end() <= end:
            pieces.append(Piece(text[start : match.start()], is_found=False))
            pieces.append(Piece(match[0], is_found=True))
            start = match.end()
    pieces.append(Piece(text[start:end] + (" …" if end < len(text) else ""), is_found=False))
    return tuple(Piece(_join_lines(piece.text), piece.is_found) for piece in pieces if piece.text)


def mark_words(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Return all of `text`, in pieces."""
    stems = tuple(_stem(word) for word in words)
    pieces, start = [], 0
    for match in WORD.finditer(text):
        if _fits(match[0], stems):
            pieces.append(Piece(text[start : match.start()], is_found=False))
            pieces.append(Piece(match[0], is_found=True))
            start = match.end()
    pieces.append(Piece(text[start:], is_found=False))
    return tuple(piece for piece in pieces if piece.text)


def has_words(text: str, words: Sequence[str]) -> bool:
    """Tell whether every one of the folded `words` stands in `text`, whatever its ending."""
    found = fold_words(text)
    return all(any(word.startswith(_stem(wanted)) for word in found) for wanted in words)


def _cut(text: str, first: int) -> tuple[int, int]:
    """Return where to begin and end: at spaces, so that no word is cut."""
    start = text.rfind("\n", 0, first) + 1
    if first - start > BEFORE:
        start = text.find(" ", first - BEFORE, first) + 1 or first
    if len(text) <= start + LENGTH:
        return start, len(text)
    end = text.rfind(" ", start + LENGTH // 2, start + LENGTH)
    return start, end if end > 0 else start + LENGTH


def _join_lines(text: str) -> str:
    """Return text in one line: what ends without a full stop is set apart by a dot."""
    joined = SENTENCE_END.sub(lambda match: f"{match[0].rstrip()} ", text)
    return LINE_END.sub(" · ", joined)


def _fits(raw: str, stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stems) for word in fold_words(raw))


def _stem(word: str) -> str:
    """Return what is left of a word without its ending, three letters at least."""
    for ending in ENDINGS:
        if word.isascii() and word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
