"""What stands in the demo's folders: whole in every language, true, and with every block."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from course_pages.blocks import LessonBodyBlock
from course_pages.enums import CalloutKind, CheckKind, Delivery, DetailsKind, Level
from course_pages.models import LessonPage
from interchange.document import CheckPart, LessonDocument, LessonTranslation
from interchange.readers.course_folder import read_course_folder
from interchange.report import Report
from interchange.services.demo import COURSES, FOLDER, load_demo

WORDS = re.compile(r"\w+")
FENCE = re.compile(r"^```(\w+) title=\"[^\"]*\"\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ORIGINALS = sorted(path for folder in COURSES for path in folder.glob("lessons/*.md"))
SMALL = 300_000
"""Bytes of a sound that a slow telephone can bear."""


def name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("folder", COURSES, ids=name)
def test_a_course_reads_without_a_warning(folder: Path) -> None:
    report = Report()

    document = read_course_folder(folder, report)

    assert report.warnings == []
    assert document.id == folder.name
    assert document.licence == "CC-BY-4.0"


def test_the_courses_show_every_way_to_learn() -> None:
    documents = [read_course_folder(folder) for folder in COURSES]

    assert {document.delivery for document in documents} == set(Delivery)
    assert {document.level for document in documents} == {Level.BEGINNER, Level.INTERMEDIATE}
    assert {document.price.minor > 0 for document in documents} == {True, False}
    assert {document.language for document in documents} == {"en", "id"}
    for document in documents:
        assert any(lesson.free_preview for lesson in document.lessons), document.id
        assert len(document.category) == 2


@pytest.mark.parametrize("folder", COURSES, ids=name)
def test_a_translation_is_whole_and_built_like_its_original(folder: Path) -> None:
    document = read_course_folder(folder)
    lessons = {lesson.id: lesson for lesson in document.lessons}
    other = {"en": "id", "id": "en"}[document.language]
    translations = {each.language: each for each in document.translations}

    whole = translations[other]
    assert {lesson.id for lesson in whole.lessons} == lessons.keys()
    assert len(whole.modules) == len(document.modules)
    assert len(whole.outcomes) == len(document.outcomes)
    assert len(whole.requirements) == len(document.requirements)
    for translation in translations.values():
        for lesson in translation.lessons:
            assert outline(lesson) == outline(lessons[lesson.id]), (folder.name, lesson.id)


def outline(lesson: LessonDocument | LessonTranslation) -> list[object]:
    """Return a lesson's blocks by type, and of questions the ids of all choices."""
    return [
        (part.id, part.kind, [choice.id for choice in part.choices])
        if isinstance(part, CheckPart)
        else type(part).__name__
        for part in lesson.body
    ]


def test_one_lesson_that_everybody_may_open_is_in_arabic() -> None:
    document = read_course_folder(FOLDER)

    arabic = next(each for each in document.translations if each.language == "ar")

    assert [lesson.id for lesson in arabic.lessons] == ["first-query"]
    assert next(document.lessons).free_preview


def test_every_choice_says_why() -> None:
    for folder in COURSES:
        document = read_course_folder(folder)
        for lesson in document.lessons:
            for check in (part for part in lesson.body if isinstance(part, CheckPart)):
                assert all(choice.feedback for choice in check.choices), check.id


def test_the_right_answer_stands_at_no_certain_place() -> None:
    places: Counter[int] = Counter()
    for folder in COURSES:
        for lesson in read_course_folder(folder).lessons:
            for check in (part for part in lesson.body if isinstance(part, CheckPart)):
                if check.kind == CheckKind.SINGLE:
                    places[[choice.correct for choice in check.choices].index(True)] += 1

    assert places.keys() == {0, 1, 2, 3}
    assert max(places.values()) <= places.total() / 2


@pytest.mark.parametrize("path", ORIGINALS, ids=name)
def test_a_lesson_has_a_length_that_its_minutes_allow(path: Path) -> None:
    """Neither a stub nor a book: read at 90 words a minute at least, with its exercises."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    minutes = int(re.findall(r"^minutes: (\d+)$", front, re.MULTILINE)[0])
    words = len(WORDS.findall(re.sub(FENCE, "", body)))

    assert 300 <= words <= 1500
    assert 30 <= words / minutes <= 140


def test_sounds_are_small() -> None:
    sounds = [path for folder in COURSES for path in folder.rglob("*.mp3")]

    assert len(sounds) == 4
    assert max(path.stat().st_size for path in sounds) < SMALL


# --- the answers of the course about SQL ----------------------------------------------------------


def queries() -> Iterator[tuple[str, str, str]]:
    """Yield every query that stands before its result, in every language: where, query, result."""
    for path in sorted(FOLDER.rglob("lessons/*.md")):
        fences = FENCE.findall(path.read_text(encoding="utf-8"))
        for (language, query), (below, result) in zip(fences, fences[1:], strict=False):
            if (language, below) == ("sql", "text"):
                where = path.relative_to(FOLDER)
                yield f"{where}: {query.splitlines()[0]}", query, result


def print_answer(database: sqlite3.Connection, query: str) -> str:
    """Return what SQLite's own program prints in columns."""
    cursor = database.execute(query)
    header = [column[0] for column in cursor.description]
    rows = [["NULL" if cell is None else str(cell) for cell in row] for row in cursor]
    widths = [max(len(line[place]) for line in [header, *rows]) for place in range(len(header))]
    lines = [header, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def test_every_answer_is_what_the_shops_data_gives() -> None:
    database = sqlite3.connect(":memory:")
    database.executescript((FOLDER / "files" / "shop.sql").read_text(encoding="utf-8"))
    checked = list(queries())

    assert len(checked) == 87
    for where, query, result in checked:
        printed = "\n".join(line.rstrip() for line in result.strip().splitlines())
        assert print_answer(database, query) == printed, where


# --- every block ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.spec("B2")
def test_every_block_is_in_use(db: None) -> None:
    """Bodies are streams of all the blocks that the editor offers, of every kind."""
    load_demo()
    kinds: dict[str, set[str]] = {"callout": set(), "details": set(), "check": set()}
    types = set()

    for lesson in LessonPage.objects.live():
        for block in walk(lesson.body):
            types.add(block.block_type)
            if block.block_type in kinds:
                kinds[block.block_type].add(block.value["kind"])

    assert types == set(LessonBodyBlock().child_blocks)
    assert kinds == {
        "callout": set(CalloutKind.values),
        "details": set(DetailsKind.values),
        "check": set(CheckKind.values),
    }


def walk(stream: Iterable[Any]) -> Iterator[Any]:
    """Yield every block of a stream, at every depth."""
    for block in stream:
        yield block
        if block.block_type in ("callout", "details"):
            yield from walk(block.value["body"])
