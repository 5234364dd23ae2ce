"""The part of a text around what somebody looked for."""

import pytest

from core.text import fold_words
from search.selectors.excerpts import Piece, has_words, make_excerpt, mark_words


def show(text: str, words: str) -> str:
    pieces = make_excerpt(text, fold_words(words))
    return "".join(f"[{p.text}]" if p.is_found else p.text for p in pieces)


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("A table and a question.", "table", "A [table] and a question."),
        ("Two tables, one TABLE.", "table", "Two [tables], one [TABLE]."),
        ("Many queries", "query", "Many [queries]"),
        ("Un café noir", "cafe", "Un [café] noir"),
        ("هذا كِتابٌ جديد", "كتاب", "هذا [كِتابٌ] جديد"),
        ("<script>alert(1)</script>", "script", "<[script]>alert(1)</[script]>"),
        ("Nothing of it", "zebra", "Nothing of it"),
        ("", "zebra", ""),
    ],
)
def test_words_are_marked_as_the_index_finds_them(text: str, words: str, shown: str) -> None:
    assert show(text, words) == shown


def test_a_long_text_is_cut_at_words_around_the_first_that_fits() -> None:
    shown = show("before " * 100 + "needle " + "after " * 100, "needle")

    assert shown.startswith("… before ") and shown.endswith("after …")
    assert "[needle]" in shown
    assert 180 < len(shown) < 240


def test_a_paragraph_begins_its_excerpt() -> None:
    assert show("First line\nThe needle is here", "needle") == "… The [needle] is here"


def test_parts_of_a_text_stay_apart_in_one_line() -> None:
    shown = show("Count the rows\nSay the needle.\nAsk: why?\n\nIn words", "rows")

    assert shown == "Count the [rows] · Say the needle. Ask: why? In words"


def test_one_endless_word_is_cut_all_the_same() -> None:
    assert len(show("x" * 5000, "zebra")) == 222


def test_a_title_is_marked_whole() -> None:
    assert mark_words("Keys of tables", ["tabl"]) == (
        Piece("Keys of ", is_found=False),
        Piece("tables", is_found=True),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Café, CAFÉ!", ["cafe", "cafe"]),
        ("أحمد إلى مدرسة", ["احمد", "الي", "مدرسه"]),
        ("c++ and x\0y", ["c", "and", "x", "y"]),
        ("w" * 99, ["w" * 60]),
        ("\ud800 \N{GRINNING FACE}", []),
    ],
)
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert fold_words(text) == words


@pytest.mark.parametrize(
    ("title", "words", "expected"),
    [
        ("Loops and arrays", "array loop", True),
        ("Loops and arrays", "array lists", False),
        ("Café prices", "cafe", True),
        ("", "cafe", False),
    ],
)
def test_a_title_has_words_whatever_their_endings(title: str, words: str, expected: bool) -> None:
    assert has_words(title, fold_words(words)) is expected
