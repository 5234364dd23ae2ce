"""Any folder of Markdown and JSON: nothing breaks, and nothing goes unaccounted for."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.document import CalloutPart, CheckPart, CourseDocument, DetailsPart, Part
from interchange.readers.curriculum.reader import read_curriculum, recognizes
from interchange.readers.yaml_tables import is_identifier
from interchange.report import InvalidCourse, Report
from tests.interchange.curricula import balance_of, read, write_files

PIECES = (
    *(
        "# Title",
        "# [T](../README.md)",
        "# ![a](a.png) T",
        "## Part",
        "### Part",
        "Some words here.",
    ),
    *("[Quiz](https://q.example/quiz/1)", "## [Quiz](https://q.example/quiz/2)", "[q](/quiz/1)"),
    *("- [Quiz](https://q.example/quiz/1)", "> [Quiz](https://q.example/quiz/2)", "> [!NOTE]\n> a"),
    *("![a](images/a.png)", "![](/gone.png)", "[a](assignment.md)", "[b](../2-b/README.md)"),
    *("[c](#part)", "see [d](https://e.example) and [e](x.pdf)", "```python\nx = 1\n```"),
    *("a | b\n--|--\n1 | [q](https://q.example/quiz/1)", "<details><summary>S</summary>", "$x$"),
    *("</details>", "<script>x</script>", "<h1>", "</h1>", "<p>", "</p>", "<a href='x'>", "</a>"),
    *('<!-- <p><a href="https://q.example/quiz/1">q</a></p> -->', "<table><tr><td>", "<ul><li>"),
    *("<div><img src=images/a.png>", "[^1]\n\n[^1]: note [q](https://q.example/quiz/2)", "---"),
    *('<iframe src="https://www.youtube.com/embed/69WJeXGBdxg"></iframe>', "\\(a\\)", "\x00&#0;"),
)
FOLDERS = ("", "1-a/", "2-b/", "1-a/1-x/", "1-a/2-y/", "translations/", "lessons/", "1-a/solution/")
FILES = (
    *("README.md", "index.md", "assignment.md", "01-one.md", "two.md", "README.es.md"),
    *("translations/README.id.md", "translations/es/README.md", "translations/assignment.es.md"),
    *("lab/README.md", "translations/README.xx.md", "for-teachers.md"),
)
pages = st.lists(st.sampled_from(PIECES), max_size=8).map("\n\n".join)
names = st.builds(str.__add__, st.sampled_from(FOLDERS), st.sampled_from(FILES))
scalars = st.none() | st.booleans() | st.integers(-1, 3) | st.sampled_from(["1", "true", "x", ""])
options = st.fixed_dictionaries({"answerText": scalars, "isCorrect": scalars}) | scalars
questions = (
    st.fixed_dictionaries({"questionText": scalars, "answerOptions": st.lists(options, max_size=3)})
    | scalars
)
quizzes = (
    st.fixed_dictionaries(
        {"id": scalars, "title": scalars, "quiz": st.lists(questions, max_size=3)}
    )
    | scalars
)
groups = (
    st.fixed_dictionaries({"title": scalars, "quizzes": st.lists(quizzes, max_size=4)}) | scalars
)
quiz_files = st.lists(groups, max_size=2) | groups
json_names = st.sampled_from(("quizzes/en.json", "quizzes/es.json", "app/xx.json", "data.json"))
markdown = st.dictionaries(names, pages, max_size=8)
data_files = st.dictionaries(json_names, quiz_files, max_size=3)


def all_parts(course: CourseDocument) -> Iterator[Part]:
    bodies = [lesson.body for lesson in course.lessons]
    bodies += [lesson.body for found in course.translations for lesson in found.lessons]
    for body in bodies:
        for part in body:
            yield part
            yield from part.body if isinstance(part, CalloutPart | DetailsPart) else ()


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(names, pages, max_size=8), st.dictionaries(json_names, quiz_files, max_size=3)
)
def test_every_folder_is_read_and_accounted_for(
    files: dict[str, str], data: dict[str, Any]
) -> None:
    base = {"1-a/1-x/README.md": "# X\n\nWords.", "2-b/README.md": "# Y\n\nWords."}
    with TemporaryDirectory() as folder:
        root = write_files(Path(folder), base | files)
        write_files(root, {name: json.dumps(value) for name, value in data.items()})
        report = Report()
        course = read_curriculum(root, report)
        balance = balance_of(root, report)
    assert (balance.missing, balance.unknown) == ((), ())
    check_course(course, report)


def check_course(course: CourseDocument, report: Report) -> None:
    """Assert what holds of every course that is read."""
    ids = [lesson.id for lesson in course.lessons]
    assert len(ids) == len(set(ids))
    assert all(is_identifier(name) for name in [course.id, *ids])
    assert {e.lesson for e in report.entries.values()} <= {"", *ids}
    assert all(e.reason for e in report.entries.values() if e.outcome != "mapped")
    for lesson in course.lessons:
        assert lesson.title
        assert lesson.summary
        assert lesson.body
        checks = [part.id for part in lesson.body if isinstance(part, CheckPart)]
        assert len(checks) == len(set(checks))
    for translation in course.translations:
        assert {lesson.id for lesson in translation.lessons} <= set(ids)
        check_same_questions(course, translation.lessons)
    assert not re.search(r"mark[0-9a-f]{12}n", str(list(all_parts(course))))


def check_same_questions(course: CourseDocument, lessons: Any) -> None:
    originals = {lesson.id: lesson for lesson in course.lessons}
    for lesson in lessons:
        found = [
            {
                part.id: [(choice.id, choice.correct) for choice in part.choices]
                for part in body
                if isinstance(part, CheckPart)
            }
            for body in (lesson.body, originals[lesson.id].body)
        ]
        assert found[0] == found[1]


def test_long_hostile_pages_take_time_in_proportion(tmp_path: Path) -> None:
    pieces = (
        '<p><a href="https://q.example/quiz/1">q</a> ',
        "<h1>",
        "<ul><table><blockquote>",
        "<a href='",
        "[Quiz](https://q.example/quiz/1)\n\n",
        "written by ",
    )
    for place, piece in enumerate(pieces):
        begin = time.monotonic()
        with suppress(InvalidCourse):
            read(tmp_path / str(place), {"1-a/1-x.md": piece * 5_000, "1-a/2-y.md": "# Y"})
        assert time.monotonic() - begin < 20


def test_a_page_a_hundred_folders_deep_is_left_out(tmp_path: Path) -> None:
    deep = "/".join(f"{place}-a" for place in range(1, 100))
    write_files(tmp_path, {f"{deep}/README.md": "# Deep", "1-a/1-b.md": "# B", "1-a/2-c.md": "# C"})
    assert recognizes(tmp_path)
    course, report = read(tmp_path, {})
    assert [lesson.id for lesson in course.lessons] == ["a-b", "a-c"]
    entry = next(e for e in report.entries.values() if e.element.path.endswith("a/README.md"))
    assert entry.reason == "This page lies too many folders deep to be part of a lesson."
