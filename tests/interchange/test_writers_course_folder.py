"""A document as a course folder: read again the same document, written again the same bytes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.document import (
    CalloutPart,
    CheckPart,
    Choice,
    CodePart,
    CourseDocument,
    DetailsPart,
    EmbedPart,
    MathPart,
    Part,
    QuotePart,
    TablePart,
    TextPart,
)
from interchange.readers.course_folder import count_course_folder, read_course_folder
from interchange.readers.folder_files import Folder
from interchange.readers.lesson_body import read_body
from interchange.readers.markdown import Words
from interchange.report import Report, strike_balance
from interchange.writers.course_folder import write_folder
from interchange.writers.digests import plain
from interchange.writers.folder_parts import join_texts, write_body
from interchange.writers.folder_yaml import write_yaml
from tests.interchange.courses import make_whole_course, read_bytes
from tests.interchange.folders import make_folder


def copy(root: Path, target: Path) -> CourseDocument:
    """Write what a folder holds to another; return what is read from that."""
    write_folder(read_course_folder(root), target)
    return read_course_folder(target)


def test_a_folder_that_is_written_is_read_as_the_same_course(tmp_path: Path) -> None:
    root = make_whole_course(tmp_path / "a")
    before = read_course_folder(root)

    after = copy(root, tmp_path / "b")

    # Lines may be broken elsewhere.
    assert squeeze(plain(after)) == squeeze(plain(before))
    copy(tmp_path / "b", tmp_path / "c")
    assert read_bytes(tmp_path / "b") == read_bytes(tmp_path / "c")


def squeeze(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: squeeze(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [squeeze(inner) for inner in value]
    return value.replace("\n", " ") if isinstance(value, str) else value


def test_what_is_written_is_accounted_for_whole(tmp_path: Path) -> None:
    report = Report()
    copy(make_whole_course(tmp_path / "a"), tmp_path / "b")

    read_course_folder(tmp_path / "b", report)

    balance = strike_balance(report, count_course_folder(tmp_path / "b"))
    assert balance.holds
    assert (balance.elements, balance.mapped) == (len(report.entries), len(report.entries))


def test_nothing_but_what_the_course_needs_is_written(tmp_path: Path) -> None:
    root = make_folder(tmp_path / "a", **{"files/spare.txt": "x"})

    write_folder(read_course_folder(root), tmp_path / "b")

    assert read_bytes(tmp_path / "b") == {
        "course.yaml": (
            b"format: 1\nid: tea-for-guests\nlanguage: en\ntitle: Tea for guests\n"
            b"description: How to make *good* tea for six people.\n"
            b"outcomes:\n  - Choose a tea\n  - Brew it without bitterness\n  - Serve six people\n"
            b"category:\n  - Home\n  - Kitchen\nlevel: beginner\ndelivery: self-paced\n"
            b"price:\n  amount: '0.00'\n  currency: USD\nlicence: CC-BY-4.0\n"
            b"authors:\n  - Wulan Adiputri\nmodules:\n"
            b"  - id: brewing\n    title: Brewing\n    lessons:\n      - water-first\n"
            b"      - leaves\n"
            b"  - id: serving\n    title: Serving\n    lessons:\n      - six-cups\n"
        ),
        "lessons/leaves.md": (
            b"---\nid: leaves\ntitle: Leaves\nsummary: One sentence.\nminutes: 4\n---\n\n"
            b"## Green\n\nGreen or black.\n"
        ),
        "lessons/six-cups.md": (
            b"---\nid: six-cups\ntitle: Six cups\nsummary: One sentence.\nminutes: 4\n---\n\n"
            b"Pour.\n"
        ),
        "lessons/water-first.md": (
            b"---\nid: water-first\ntitle: Water first\nsummary: One sentence.\nminutes: 4\n---\n\n"
            b"Tea is mostly **water**.\n\n"
            b":::check\nid: hottest\nquestion: Which water is hottest? See `kettle`.\n"
            b"kind: single\n"
            b"choices:\n  - id: boiling\n    text: '`boiling` water'\n    correct: true\n"
            b"    feedback: Right.\n"
            b"  - id: tepid\n    text: tepid water\n    correct: false\n    feedback: No.\n"
            b"explanation: It bubbles.\n:::\n"
        ),
    }


@pytest.mark.parametrize(
    "values",
    [
        {"a": "no", "b": "2026-01-31", "c": "0x1", "d": "~", "e": " x ", "f": "y: #z"},
        {"a": "one\n  two\n\nthree ", "b": "\ttab", "c": "é\u2028\U0001f600\x85"},
        {"a": [{"b": [1, 2.5, None, True, {}], "c": []}], "no": {"1": ""}},
    ],
)
def test_yaml_is_read_as_it_was_written(values: dict[str, Any]) -> None:
    assert yaml.safe_load(write_yaml(values)) == values


TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab1 .:-!#*`~$\"'\\\n[](){}<>|&_=—"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=15,
)
SOME = TEXT.filter(lambda text: text.strip())
LINE = TEXT.map(lambda text: " ".join(text.split()))
LINES = SOME.map(lambda text: " ".join(text.split()))
CODE = st.builds(CodePart, st.just("text"), LINE, TEXT)
HTML = SOME.map(lambda text: "<p>{}</p>".format(text.replace("&", "&amp;").replace("<", "&lt;")))
CHECKS = st.builds(
    lambda question, texts, hints: CheckPart(
        "check-1",
        question,
        "multiple",
        tuple(
            Choice(f"c{number}", f"{number} {text}", True, text)
            for number, text in enumerate(texts)
        ),
        question,
        tuple(hints),
    ),
    SOME,
    st.lists(TEXT, min_size=2, max_size=3),
    st.lists(SOME, max_size=2),
)
SIMPLE = st.one_of(
    CODE,
    st.builds(TextPart, HTML),
    st.builds(QuotePart, HTML, LINE),
    st.builds(MathPart, SOME),
    st.builds(EmbedPart, st.just("https://a.example/"), LINE),
    st.builds(
        lambda cells, caption: TablePart(
            (cells[0], "x"), ((cells[1], cells[2]), (cells[2], "")), caption
        ),
        st.lists(LINE.map(lambda text: text.replace("&", "").replace("<", "")), min_size=3),
        LINE,
    ),
)
DETAILS = st.builds(
    lambda title, body: DetailsPart("hint", title, tuple(body)),
    LINE,
    st.lists(SIMPLE, min_size=1, max_size=2),
)
CALLOUTS = st.builds(
    lambda title, body: CalloutPart("tip", title, tuple(body)),
    LINE,
    st.lists(st.one_of(SIMPLE, DETAILS), min_size=1, max_size=3),
)


def read_parts(text: str) -> tuple[tuple[Part, ...], list[str]]:
    report = Report()
    parts = read_body(Words(text, "lessons/x.md", 1), Folder(Path(), report))
    return parts, [error.code for error in report.errors]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(SIMPLE, DETAILS, CALLOUTS, CHECKS), max_size=4))
def test_any_parts_that_are_written_are_read_again(parts: list[Part]) -> None:
    text = write_body(parts)

    again, errors = read_parts(text)

    # Words that are too long or say nothing are refused; nothing is misread.
    assert set(errors) <= {"value", "body-empty", "key-missing"}, text
    if not errors:
        assert write_body(again) == text
        said = [part for part in join_texts(parts) if write_body([part])]
        assert [type(part) for part in again] == [type(part) for part in join_texts(said)]


def test_texts_after_each_other_become_one() -> None:
    parts: list[Part] = [TextPart("<ul><li>a</li></ul>"), TextPart("<ul><li>b</li></ul>")]

    assert write_body(parts) == "- a\n\n* b"


def test_a_code_block_keeps_what_it_is_called() -> None:
    code = CodePart("python", 'a `b` "c" \\', "```\n~~~~\n")

    assert write_body([code]) == '~~~~~python title="a `b` \\"c\\" \\\\"\n```\n~~~~\n~~~~~'
    assert read_parts(write_body([code]))[0] == (replace(code, code="```\n~~~~"),)
