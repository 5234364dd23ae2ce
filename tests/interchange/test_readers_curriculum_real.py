"""A real curriculum: seven lessons and 144 questions in three languages, by people."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from interchange.document import (
    CalloutPart,
    CheckPart,
    CodePart,
    CourseDocument,
    ImagePart,
    LessonDocument,
    LessonTranslation,
    Part,
    TablePart,
    VideoPart,
)
from interchange.enums import Outcome
from interchange.readers.curriculum.reader import read_curriculum
from interchange.readers.formats import find_format
from interchange.report import Balance, Report
from tests.interchange.curricula import balance_of
from tests.interchange.real import real_folder

LANGUAGES = ("en", "id", "es")
Read = tuple[CourseDocument, Report, Balance]


@pytest.fixture(scope="module")
def root() -> Path:
    return real_folder("webdev-beginners")


@pytest.fixture(scope="module")
def course(root: Path) -> Read:
    report = Report()
    document = read_curriculum(root, report)
    return document, report, balance_of(root, report)


def quizzes(root: Path, language: str) -> dict[int, list[dict[str, Any]]]:
    """Return the questions of each quiz, read apart from the importer."""
    data = json.loads((root / f"quizzes/{language}.json").read_text())
    return {quiz["id"]: quiz["quiz"] for quiz in data[0]["quizzes"]}


def key(question: dict[str, Any]) -> list[bool]:
    return [option["isCorrect"] == "true" for option in question["answerOptions"]]


def checks(lessons: Iterable[LessonDocument | LessonTranslation]) -> Iterator[CheckPart]:
    for lesson in lessons:
        yield from (part for part in lesson.body if isinstance(part, CheckPart))


def parts(body: Iterable[Part]) -> Iterator[Part]:
    for part in body:
        yield part
        if isinstance(part, CalloutPart):
            yield from parts(part.body)


def test_it_is_recognized(root: Path) -> None:
    assert find_format(root).name == "curriculum"


def test_every_element_is_accounted_for(root: Path, course: Read) -> None:
    _document, report, balance = course
    assert (balance.missing, balance.unknown, balance.holds) == ((), (), True)
    files = [path for path in root.rglob("*") if path.is_file()]
    counted = [entry for entry in report.entries.values() if entry.element.kind == "file"]
    assert len(counted) == len(files) == 58
    reasons = [e.reason for e in report.entries.values() if e.outcome != Outcome.MAPPED]
    assert all(reasons)


def test_the_course_has_its_lessons_in_order(course: Read) -> None:
    document, _report, _balance = course
    assert (document.language, document.licence) == ("en", "MIT")
    assert document.authors == (
        "Christopher Harrison",
        "Floor Drees",
        "Jasmine Greenaway",
        "Chris Noring",
    )
    assert [module.title for module in document.modules] == [
        "Getting Started with Web Development",
        "Introduction to JavaScript",
        "Web Development for Beginners: Quizzes",
    ]
    start, javascript, quizzes_left = document.modules
    assert [lesson.title for lesson in start.lessons] == [
        "Introduction to Programming Languages and Tools of the Trade",
        "Introduction to GitHub",
        "Creating Accessible Webpages",
    ]
    assert [lesson.id for lesson in javascript.lessons] == [
        "js-basics-data-types",
        "js-basics-functions-methods",
        "js-basics-making-decisions",
        "js-basics-arrays-loops",
    ]
    assert [lesson.id for lesson in quizzes_left.lessons] == [f"quiz-{n}" for n in range(15, 49)]
    assert all(lesson.summary and 1 <= lesson.minutes <= 40 for lesson in document.lessons)


def test_every_question_of_every_language_is_entered(root: Path, course: Read) -> None:
    _document, report, _balance = course
    for language in LANGUAGES:
        asked = [e for e in report.entries.values() if e.element.kind == "question"]
        found = {e.element.id for e in asked if e.element.path == f"quizzes/{language}.json"}
        expected = {
            f"{quiz}-{number}"
            for quiz, questions in quizzes(root, language).items()
            for number in range(1, len(questions) + 1)
        }
        assert len(expected) == 144
        assert found == expected
        assert all(entry.lesson for entry in asked)


def test_every_question_is_asked_once_with_the_key_of_the_source(root: Path, course: Read) -> None:
    document, _report, _balance = course
    expected = {
        f"quiz-{quiz}-{number}": (question["questionText"].strip(), key(question))
        for quiz, questions in quizzes(root, "en").items()
        for number, question in enumerate(questions, 1)
    }
    asked = list(checks(document.lessons))
    found = {
        check.id: (check.question, [choice.correct for choice in check.choices]) for check in asked
    }
    assert len(asked) == 144
    assert found == expected


def test_the_quizzes_stand_where_the_lessons_link_to_them(root: Path, course: Read) -> None:
    document, _report, _balance = course
    for lesson in [*document.modules[0].lessons, *document.modules[1].lessons]:
        text = (root / lesson.place.file).read_text()
        linked = re.findall(r"azurestaticapps\.net/quiz/(\d+)", text)
        found = [check.id for check in checks([lesson])]
        assert found == [f"quiz-{quiz}-{number}" for quiz in linked for number in (1, 2, 3)]
        assert "azurestaticapps.net/quiz" not in str(lesson.body)


def test_two_languages_come_along(course: Read) -> None:
    document, _report, _balance = course
    assert [translation.language for translation in document.translations] == ["es", "id"]
    spanish, indonesian = document.translations
    ids = {lesson.id for lesson in document.lessons}
    assert {lesson.id for lesson in spanish.lessons} == ids
    assert {lesson.id for lesson in indonesian.lessons} == ids
    titles = [module.title for module in indonesian.modules]
    assert titles == [
        "Memulai Pengembangan Web",
        "Pengantar JavaScript",
        "Pengembangan Web untuk Pemula: Kuis",
    ]
    assert [module.title for module in spanish.modules] == [
        "Introducción a JavaScript",
        "Desarrollo Web para Principiantes: Cuestionarios",
    ]


@pytest.mark.parametrize("language", ["es", "id"])
def test_a_translation_asks_the_same_questions_with_the_original_s_key(
    root: Path, course: Read, language: str
) -> None:
    document, _report, _balance = course
    (translation,) = [found for found in document.translations if found.language == language]
    originals = {check.id: check for check in checks(document.lessons)}
    translated = {check.id: check for check in checks(translation.lessons)}
    words = quizzes(root, language)
    assert translated.keys() == originals.keys()
    for check_id, check in translated.items():
        original = originals[check_id]
        keys = [(choice.id, choice.correct) for choice in check.choices]
        assert keys == [(choice.id, choice.correct) for choice in original.choices]
        _quiz, quiz, number = check_id.split("-")
        source = words[int(quiz)][int(number) - 1]
        assert check.question.split() == source["questionText"].split()


def test_keys_that_are_double_or_differ_are_named(root: Path, course: Read) -> None:
    _document, report, _balance = course
    english = quizzes(root, "en")
    expected = [
        f"quizzes/en.json: key-double: quiz {quiz}, question {number} "
        for quiz, questions in english.items()
        for number, question in enumerate(questions, 1)
        if key(question).count(True) > 1
    ]
    for language in ("es", "id"):
        for quiz, questions in quizzes(root, language).items():
            for number, question in enumerate(questions, 1):
                if key(question) != key(english[quiz][number - 1]):
                    place = f"quizzes/{language}.json: key-differs: quiz {quiz}"
                    expected.append(f"{place}, question {number} ")
    named = [str(found) for found in report.warnings if found.code.startswith("key-")]
    assert len(expected) == 3
    assert sorted(text.partition("(")[0] for text in named) == sorted(expected)
    double, nothing, other = sorted(named)
    assert "“Lighthouse” and “Cleanhouse”" in double
    assert "is nothing, but in quizzes/en.json it is “false”" in nothing
    assert "“menggunakan atribut method”" in other
    assert "“the action attribute”" in other


def test_every_code_block_is_there(root: Path, course: Read) -> None:
    document, _report, _balance = course
    for lesson in [*document.modules[0].lessons, *document.modules[1].lessons]:
        folder = (root / lesson.place.file).parent
        text = "".join(path.read_text() for path in sorted(folder.glob("*.md")))
        fenced = re.findall(r"^ *``` *\w*\n(.*?)^ *``` *$", text, re.DOTALL | re.MULTILINE)
        found = ["".join(p.code.split()) for p in parts(lesson.body) if isinstance(p, CodePart)]
        assert sorted(found) == sorted("".join(code.split()) for code in fenced)


def test_pictures_and_videos_are_in_their_places(root: Path, course: Read) -> None:
    document, report, _balance = course
    found = {
        part.file.name
        for lesson in document.lessons
        for part in parts(lesson.body)
        if isinstance(part, ImagePart)
    }
    pictures = {path.relative_to(root).as_posix() for path in root.rglob("*.png")}
    assert found == pictures
    assert len(found) == 8
    videos = [
        part.embed.rpartition("=")[2]
        for lesson in document.lessons
        for part in parts(lesson.body)
        if isinstance(part, VideoPart)
    ]
    linked = [
        code
        for lesson in document.modules[0].lessons + document.modules[1].lessons
        for code in re.findall(
            r"^\[!\[.*?\]\(.*?\)\]\(https://(?:www\.)?youtube\.com/watch\?v=([\w-]+)",
            (root / lesson.place.file).read_text(),
            re.MULTILINE,
        )
    ]
    assert videos == linked
    assert len(linked) == 6
    missing = [e for e in report.entries.values() if e.outcome == Outcome.DROPPED]
    assert {e.element.path for e in missing if e.element.kind == "img"} == {"for-teachers.md"}


def test_tasks_close_their_lessons(root: Path, course: Read) -> None:
    document, _report, _balance = course
    tasks = {
        lesson.id: part
        for lesson in document.lessons
        for part in lesson.body
        if isinstance(part, CalloutPart)
    }
    assert len(tasks) == len(list(root.glob("*/*/assignment.md"))) == 6
    assert {task.kind for task in tasks.values()} == {"exercise"}
    rubrics = [part for task in tasks.values() for part in task.body if isinstance(part, TablePart)]
    assert len(rubrics) == 6
    first = tasks["getting-started-lessons-intro-to-programming-languages"]
    assert first.title == "Reading the Docs"
    kept = {question["title"]: question["data"] for question in document.kept.questions}
    source = "1-getting-started-lessons/1-intro-to-programming-languages/assignment.md"
    assert kept["Reading the Docs"] == {"markdown": (root / source).read_text()}
    for translation in document.translations:
        found = [
            part
            for lesson in translation.lessons
            for part in lesson.body
            if isinstance(part, CalloutPart)
        ]
        assert len(found) == 6
        assert not {task.title for task in found} & {task.title for task in tasks.values()}


def test_words_for_teachers_are_kept(course: Read) -> None:
    document, _report, _balance = course
    (note,) = document.kept.notes
    assert (note["id"], note["title"]) == ("for-teachers", "For teachers")
    assert "Using it in Moodle, Canvas or Blackboard" in note["html"]
