"""Reading a curriculum: lessons from folders, their order, links, quizzes, tasks, translations."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from interchange.document import (
    CalloutPart,
    CheckPart,
    Choice,
    CodePart,
    CourseDocument,
    DetailsPart,
    ImagePart,
    LessonDocument,
    QuotePart,
    TablePart,
    TextPart,
)
from interchange.readers.curriculum.layout import lay_out
from interchange.readers.curriculum.reader import recognizes
from interchange.readers.formats import find_format
from interchange.report import InvalidCourse, Problem, Report
from tests.interchange.curricula import (
    SMALL,
    outcome,
    question,
    quiz_file,
    read,
    write_files,
    write_picture,
)

GREEN = "1-leaves/1-green/README.md"
BLACK = "1-leaves/2-black/README.md"
LEAF = question("Is it a leaf?", "Yes", "No")
HOT = question("How hot?", "70°", "100°")


def tree(document: CourseDocument) -> list[tuple[str, list[str]]]:
    return [(module.id, [lesson.id for lesson in module.lessons]) for module in document.modules]


def green(document: CourseDocument) -> LessonDocument:
    return next(lesson for lesson in document.lessons if lesson.id == "leaves-green")


def kinds(lesson: LessonDocument) -> list[str]:
    return [type(part).__name__.removesuffix("Part") for part in lesson.body]


def codes(warnings: Sequence[Problem]) -> list[str]:
    return [warning.code for warning in warnings]


# --- the course -----------------------------------------------------------------------------------


def test_a_course_is_read_from_its_folders(tmp_path: Path) -> None:
    course, report = read(tmp_path, SMALL)

    assert (course.id, course.title, course.subtitle) == (
        "tea-from-leaf-to-cup",
        "Tea: from leaf to cup",
        "",
    )
    assert course.description == "<p>Six lessons about tea.</p>\n<p>For <em>everybody</em>.</p>"
    assert (course.licence, course.authors, course.language) == ("MIT", ("The Tea House",), "en")
    assert (course.category, course.level, course.delivery) == ((), "beginner", "self_paced")
    assert [(m.id, m.title, m.summary) for m in course.modules] == [
        ("leaves", "About leaves", "Where the leaves come from.")
    ]
    lesson = green(course)
    assert (lesson.title, lesson.summary, lesson.minutes) == (
        "Green tea",
        "Green tea is not fermented at all.",
        1,
    )
    assert lesson.body == (TextPart("<p>Green tea is not fermented at all.</p>"),)
    assert outcome(report, GREEN) == ("mapped", "")
    assert outcome(report, "LICENSE") == ("mapped", "")


def test_the_format_is_found(tmp_path: Path) -> None:
    assert find_format(write_files(tmp_path, SMALL)).name == "curriculum"


@pytest.mark.parametrize(
    "files",
    [
        {"README.md": "# A", "LICENSE": "MIT License"},
        {"README.md": "# A", "1-a/README.md": "# One lesson is no course"},
        {"course.yaml": "", "lessons/a.md": "# A", "lessons/b.md": "# B"},
        {"config.yaml": "", "episodes/01-a.md": "# A", "episodes/02-b.md": "# B"},
        {"README.md": "# A", "docs/a.md": "# A", "docs/b.md": "# B", "src/c.md": "# C"},
    ],
)
def test_other_folders_are_not_recognized(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert not recognizes(write_files(tmp_path, files))


def test_a_folder_without_lessons_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidCourse, match="lesson-missing"):
        read(tmp_path, {"README.md": "# A"})


def test_a_long_title_is_cut_at_its_colon(tmp_path: Path) -> None:
    title = "# Tea for everybody: twenty-four lessons about leaves, water and patience"
    course, _report = read(tmp_path, SMALL | {"README.md": title})
    assert (course.title, course.subtitle) == (
        "Tea for everybody",
        "Twenty-four lessons about leaves, water and patience",
    )


def test_those_who_wrote_the_lessons_are_the_authors(tmp_path: Path) -> None:
    credit = (
        "# Leaves\n\nWritten with ♥️ by [Ada King](https://a.example) and [Lin](https://b.example)\n"
    )
    course, _report = read(
        tmp_path,
        SMALL | {"1-leaves/README.md": credit, GREEN: "# Green\n\nThis was written by Mary Ann.\n"},
    )
    assert course.authors == ("Ada King", "Lin", "Mary Ann")


def test_badges_above_the_title_do_not_describe_a_course(tmp_path: Path) -> None:
    front = (
        "[![Badge](https://b.example/a.svg)](https://b.example)\n\n# Tea\n\nAll about good tea.\n"
    )
    course, report = read(tmp_path, SMALL | {"README.md": front})
    assert (course.title, course.description) == ("Tea", "<p>All about good tea.</p>")
    assert outcome(report, "README.md", "img", "img-1")[0] == "dropped"


# --- folders --------------------------------------------------------------------------------------

LAYOUTS = [
    (  # lessons directly under the root
        "README.md 02-b/README.md 10-c/README.md 1-a/README.md",
        [("lessons", ["a", "b", "c"])],
    ),
    ("README.md 01-first.md 02-second.md notes.md", [("lessons", ["first", "second"])]),
    ("README.md tea.md cup.md CONTRIBUTING.md", [("lessons", ["cup", "tea"])]),
    (  # modules with files for lessons, without pages of their own
        "week1/01-a.md week1/02-b.md week2/01-c.md week10/01-d.md",
        [("week1", ["week1-a", "week1-b"]), ("week2", ["week2-c"]), ("week10", ["week10-d"])],
    ),
    (  # a folder that only holds the lessons together
        "README.md lessons/1-a/README.md lessons/2-b/1-x/README.md lessons/2-b/2-y/index.md",
        [("a", ["a"]), ("b", ["b-x", "b-y"])],
    ),
    (  # the same one storey lower
        "1-start/README.md 1-start/lessons/1-a/README.md 1-start/lessons/2-b/lesson.md",
        [("start", ["start-a", "start-b"])],
    ),
    (  # further pages of a lesson follow it
        "1-m/1-a/README.md 1-m/1-a/wide.md 1-m/1-a/assignment.md 1-m/2-b/README.md",
        [("m", ["m-a", "m-a-wide", "m-b"])],
    ),
    (  # what lies beside lessons, and what belongs to them without a number
        "1-a/1-x/README.md intro/README.md quiz-app/README.md 1-a/solution/README.md docs/a.md",
        [("a", ["a-x"]), ("intro", ["intro"])],
    ),
    (  # one lesson in parts among many makes no modules
        "0-a/README.md 0-a/01-x.md 1-b/README.md 2-c/README.md 3-d/README.md 4-e/README.md",
        [("lessons", ["a", "a-x", "b", "c", "d", "e"])],
    ),
    (  # pages that speak of all in their folder
        "content/1-a/_index.md content/1-a/x.md content/2-b/_index.md content/2-b/y.md",
        [("a", ["a-x"]), ("b", ["b-y"])],
    ),
    ("1-a/README.md 2-a/README.md 入门/README.md", [("lessons", ["a", "a-2"])]),
]


@pytest.mark.parametrize(("names", "expected"), LAYOUTS)
def test_folders_make_modules_and_lessons(
    names: str, expected: list[tuple[str, list[str]]]
) -> None:
    layout = lay_out(names.split())
    found = [(module.id, [lesson.id for lesson in module.lessons]) for module in layout.modules]
    assert found == expected


def test_lessons_without_numbers_stand_in_the_order_of_the_front_page(tmp_path: Path) -> None:
    front = "# Tea\n\n- [Water](water/README.md)\n- [Leaf](leaf)\n- [Cup](./cup/)\n"
    pages = {f"{name}/README.md": f"# {name.title()}" for name in ("cup", "leaf", "water")}
    course, _report = read(tmp_path, {"README.md": front, **pages})
    assert tree(course) == [("lessons", ["water", "leaf", "cup"])]


def test_the_page_of_a_module_is_a_lesson_when_it_teaches(tmp_path: Path) -> None:
    page = "# About leaves\n\n" + "\n\n".join(["A leaf is green and has veins." * 6] * 5)
    course, report = read(tmp_path, SMALL | {"1-leaves/README.md": page})
    assert tree(course) == [("leaves", ["leaves", "leaves-green", "leaves-black"])]
    assert course.modules[0].lessons[0].title == "About leaves"
    assert outcome(report, "1-leaves/README.md") == ("mapped", "")


def test_pages_that_are_no_lessons_are_kept_or_named(tmp_path: Path) -> None:
    teachers = "## For teachers\n\nRead [this](https://a.example) and ![that](b.png).\n"
    course, report = read(
        tmp_path,
        SMALL | {"for-teachers.md": teachers, "1-leaves/1-green/solution/README.md": "# Solved"},
    )
    assert course.kept.notes == (
        {
            "id": "for-teachers",
            "title": "For teachers",
            "html": '<h2>For teachers</h2>\n<p>Read <a href="https://a.example">this</a> and .</p>',
        },
    )
    assert outcome(report, "for-teachers.md")[0] == "degraded"
    assert outcome(report, "for-teachers.md", "img", "img-1")[0] == "dropped"
    assert outcome(report, "1-leaves/1-green/solution/README.md") == (
        "dropped",
        "This page is not part of a lesson; if learners need it, add its words in the editor.",
    )


# --- the words of a lesson ------------------------------------------------------------------------


def test_everything_in_a_page_becomes_a_part(tmp_path: Path) -> None:
    text = (
        "# Green `tea`\n\nFirst words of the lesson. More of them.\n\n"
        "![A leaf](images/leaf.png)\n\n> Sketch by [Ada](https://a.example)\n\n"
        "```python\nbrew()\n```\n\nTea | Hot\n--- | ---\ngreen | 70\n\n> [!WARNING]\n> Hot!\n"
    )
    write_picture(tmp_path, "1-leaves/1-green/images/leaf.png")
    course, report = read(tmp_path, SMALL | {GREEN: text})
    lesson = green(course)
    picture = lesson.body[1]
    assert lesson.title == "Green tea"
    assert lesson.summary == "First words of the lesson. More of them."
    assert isinstance(picture, ImagePart)
    assert (picture.file.name, picture.alt) == ("1-leaves/1-green/images/leaf.png", "A leaf")
    assert lesson.body[2:] == (
        QuotePart('<p>Sketch by <a href="https://a.example">Ada</a></p>'),
        CodePart("python", "", "brew()"),
        TablePart(("Tea", "Hot"), (("green", "70"),)),
        CalloutPart("warning", "", (TextPart("<p>Hot!</p>"),)),
    )
    assert outcome(report, "1-leaves/1-green/images/leaf.png") == ("mapped", "")


@pytest.mark.parametrize(
    "address",
    [
        "../2-black/README.md",
        "../2-black/",
        "../2-black",
        "/1-leaves/2-black/README.md",
        "../2-black/readme.md",
        "../2-black/assignment.md",
        "../2-black/translations/README.id.md",
    ],
)
def test_links_lead_to_lessons(tmp_path: Path, address: str) -> None:
    files = {
        GREEN: f"# Green\n\nSee [the other]({address}).\n",
        "1-leaves/2-black/assignment.md": "# Brew it\n",
        "1-leaves/2-black/translations/README.id.md": "# Teh hitam\n",
    }
    course, report = read(tmp_path, SMALL | files)
    link = '<a href="course-lesson:leaves-black">the other</a>'
    assert green(course).body == (TextPart(f"<p>See {link}.</p>"),)
    assert outcome(report, GREEN, "link", "link-1") == ("mapped", "")


def test_links_within_a_page_lead_to_headings_in_its_own_language(tmp_path: Path) -> None:
    french = "1-leaves/1-green/translations/README.fr.md"
    files = {
        GREEN: "# Green\n\nSee [this](#hot-water) and [that](README.md#none).\n\n## Hot water\n",
        french: "# Vert\n\nVoir [ça](#eau-très-chaude).\n\n## Eau très chaude\n",
    }
    course, report = read(tmp_path, SMALL | files)
    assert green(course).body == (
        TextPart('<p>See <a href="#hot-water">this</a> and that.</p><h2>Hot water</h2>'),
    )
    assert outcome(report, GREEN, "link", "link-1") == ("mapped", "")
    assert outcome(report, GREEN, "link", "link-2")[0] == "degraded"
    assert course.translations[0].lessons[0].body == (
        TextPart('<p>Voir <a href="#eau-très-chaude">ça</a>.</p><h2>Eau très chaude</h2>'),
    )
    assert outcome(report, french, "link", "link-1") == ("mapped", "")


def test_a_link_that_leads_nowhere_keeps_its_words(tmp_path: Path) -> None:
    course, report = read(tmp_path, SMALL | {GREEN: "# Green\n\nSee [this](../gone/README.md).\n"})
    assert green(course).body == (TextPart("<p>See this.</p>"),)
    assert outcome(report, GREEN, "link", "link-1")[0] == "degraded"


def test_a_linked_file_comes_along(tmp_path: Path) -> None:
    files = {
        GREEN: "# Green\n\nLoad [it](data/tea.csv).\n",
        "1-leaves/1-green/data/tea.csv": "a,b\n",
    }
    course, report = read(tmp_path, SMALL | files)
    assert [file.name for file in course.files] == ["1-leaves/1-green/data/tea.csv"]
    assert outcome(report, "1-leaves/1-green/data/tea.csv") == ("mapped", "")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("word " * 900, 5),
        ("Estimated time: 45 minutes\n\nwords", 45),
        ("```\n" + "x\n" * 45 + "```", 3),
    ],
)
def test_minutes_are_said_or_estimated(tmp_path: Path, text: str, minutes: int) -> None:
    course, _report = read(tmp_path, SMALL | {GREEN: f"# Green\n\n{text}\n"})
    assert green(course).minutes == minutes


def test_front_matter_is_read(tmp_path: Path) -> None:
    text = "---\ntitle: Green tea\ndescription: All about it.\n---\nWords of the lesson.\n"
    course, _report = read(tmp_path, SMALL | {GREEN: text})
    assert (green(course).title, green(course).summary) == ("Green tea", "All about it.")


def test_a_page_that_is_not_utf8_is_read_with_a_warning(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    (tmp_path / GREEN).write_bytes("# Thé vert\n\nCafé, thé.\n".encode("cp1252"))
    course, report = read(tmp_path, {})
    assert green(course).title == "Thé vert"
    assert codes(report.warnings) == ["encoding"]


# --- quizzes --------------------------------------------------------------------------------------


def with_quiz(text: str, *quizzes: list[object], **more: str) -> dict[str, str]:
    return SMALL | {GREEN: f"# Green\n\n{text}", "quizzes/en.json": quiz_file(*quizzes)} | more


def test_a_quiz_stands_where_the_lesson_links_to_it(tmp_path: Path) -> None:
    text = "Before it all.\n\n[Quiz](https://gone.example/web/quiz/1?loc=en)\n\nAfter it.\n"
    course, report = read(tmp_path, with_quiz(text, [LEAF, HOT]))
    assert green(course).body == (
        TextPart("<p>Before it all.</p>"),
        CheckPart(
            "quiz-1-1",
            "Is it a leaf?",
            "single",
            (Choice("a1", "Yes", True, ""), Choice("a2", "No", False, "")),
            "",
        ),
        CheckPart(
            "quiz-1-2",
            "How hot?",
            "single",
            (Choice("a1", "70°", True, ""), Choice("a2", "100°", False, "")),
            "",
        ),
        TextPart("<p>After it.</p>"),
    )
    assert outcome(report, "quizzes/en.json", "question", "1-2") == ("mapped", "")
    assert outcome(report, "quizzes/en.json") == ("mapped", "")


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        ("## [Quiz](https://q.example/quiz/1/)\n\nAfter it.", "Text Check Text", "<h2>Quiz</h2>"),
        ("See the [quiz](https://q.example/quiz/1) before you read on.", "Text Check", "the quiz "),
        ("- one\n- [Quiz](https://q.example/quiz/1)\n\n## B\n\nx", "Text Check Text", "Quiz</li>"),
        ("> [Quiz](https://q.example/quiz/1)\n\nThe end.", "Quote Text Check", "The end."),
        ("👉 [Quiz](/quiz/1)\n\nThe end.", "Check Text", "The end."),
        ("[A](https://q.example/quiz/1)\n\nx\n\n[B](https://q.example/quiz/1)", "Check Text", "x"),
        (
            "<p><a class='b' href='https://q.example/quiz/1'>Quiz</a></p>\n\nEnd.",
            "Check Text",
            "End.",
        ),
    ],
)
def test_a_quiz_may_be_linked_in_many_ways(
    tmp_path: Path, text: str, expected: str, words: str
) -> None:
    course, _report = read(tmp_path, with_quiz(text, [LEAF]))
    assert " ".join(kinds(green(course))) == expected
    assert any(words in str(part) for part in green(course).body)
    assert "q.example" not in str(green(course).body)


def test_a_quiz_without_a_place_is_a_lesson_of_the_last_module(tmp_path: Path) -> None:
    course, report = read(tmp_path, with_quiz("[Q](https://q.example/quiz/2)", [LEAF], [HOT]))
    module = course.modules[-1]
    assert (module.id, module.title) == ("quizzes", "Tea: Quizzes")
    assert [(lesson.id, lesson.title) for lesson in module.lessons] == [("quiz-1", "Quiz 1")]
    entry = next(e for e in report.entries.values() if e.element.id == "1-1")
    assert entry.lesson == "quiz-1"


def test_two_right_answers_are_both_wanted_and_named(tmp_path: Path) -> None:
    double = question("Which?", "Green", "Blue", "Black", right=(0, 2))
    course, report = read(tmp_path, with_quiz("[Q](https://q.example/quiz/1)", [double]))
    check = green(course).body[0]
    assert isinstance(check, CheckPart)
    assert (check.kind, [choice.correct for choice in check.choices]) == (
        "multiple",
        [True, False, True],
    )
    assert [str(warning) for warning in report.warnings] == [
        (
            "quizzes/en.json: key-double: quiz 1, question 1 (“Which?”) has several right answers, "
            "“Green” and “Black”: all of them are wanted; say in the editor which one it is, "
            "if only one is right"
        )
    ]
    assert outcome(report, "quizzes/en.json", "question", "1-1")[0] == "degraded"


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (question("Which?", "Green", "green "), "two choices say the same"),
        (question("Which?", "Green", "Black", right=()), "no choice is marked as right"),
        (question("Which?", "Green"), "it has fewer than two choices"),
        (question("Which?", "Green", " "), "a choice has no words"),
        (question("", "Green", "Black"), "it has no words"),
        (question("Which?", *"abcdefghijklm"), "it has more than 12 choices"),
        (question("Which?", "Green", "b" * 501), "a choice is too long"),
    ],
)
def test_what_cannot_be_asked_is_an_exercise(
    tmp_path: Path, asked: dict[str, object], fault: str
) -> None:
    course, report = read(tmp_path, with_quiz("[Q](https://q.example/quiz/1)", [asked]))
    exercise = green(course).body[0]
    assert isinstance(exercise, CalloutPart)
    assert exercise.kind == "exercise"
    assert outcome(report, "quizzes/en.json", "question", "1-1") == (
        "degraded",
        f"The site cannot ask this question, because {fault}; it stands as an exercise.",
    )


def test_an_exercise_has_its_solution_to_open(tmp_path: Path) -> None:
    asked = question("Is 1 < 2?", "Yes", "yes")
    course, _report = read(tmp_path, with_quiz("[Q](https://q.example/quiz/1)", [asked]))
    assert green(course).body == (
        CalloutPart(
            "exercise",
            "",
            (
                TextPart("<p>Is 1 &lt; 2?</p><ul><li>Yes</li><li>yes</li></ul>"),
                DetailsPart("solution", "", (TextPart("<ul><li>Yes</li></ul>"),)),
            ),
        ),
    )


def test_questions_that_are_none_are_counted_too(tmp_path: Path) -> None:
    data = [{"title": "T", "quizzes": [{"id": 1, "quiz": [None, 5, {}, LEAF]}, "x", {"quiz": 7}]}]
    files = SMALL | {GREEN: "# G\n\n[Q](https://q.example/quiz/1)", "q.json": json.dumps(data)}
    course, report = read(tmp_path, files)
    assert [part.id for part in green(course).body if isinstance(part, CheckPart)] == ["quiz-1-4"]
    assert outcome(report, "q.json", "question", "1-1") == (
        "dropped",
        "The question has no words.",
    )
    assert outcome(report, "q.json", "question", "1-2")[0] == "degraded"


@pytest.mark.parametrize("text", ["", "[", "{}", "[1]", '{"quizzes": {}}', "[" * 100_000])
def test_other_json_is_no_quiz(tmp_path: Path, text: str) -> None:
    course, report = read(tmp_path, SMALL | {"data.json": text})
    assert tree(course) == [("leaves", ["leaves-green", "leaves-black"])]
    assert outcome(report, "data.json")[0] == "dropped"


def test_the_quizzes_of_a_language_may_lie_in_several_files(tmp_path: Path) -> None:
    files = SMALL | {
        GREEN: "# G\n\n[Q](https://q.example/quiz/101)",
        "app/translations/en/lesson-1.json": quiz_file([LEAF]).replace('"id": 1', '"id": 101'),
        "app/translations/en/lesson-2.json": quiz_file([HOT]).replace('"id": 1', '"id": 102'),
        "app/translations/fr/lesson-1.json": quiz_file(
            [question("Une feuille ?", "Oui", "Non")]
        ).replace('"id": 1', '"id": 101'),
        "1-leaves/1-green/translations/README.fr.md": "# Vert\n\n[Q](https://q.example/quiz/101)",
    }
    course, _report = read(tmp_path, files)
    assert tree(course)[-1] == ("quizzes", ["quiz-102"])
    translated = course.translations[0].lessons[0].body[0]
    assert isinstance(translated, CheckPart)
    assert (translated.id, translated.question) == ("quiz-101-1", "Une feuille ?")


def test_a_copy_of_the_quizzes_in_an_example_does_not_count_twice(tmp_path: Path) -> None:
    files = SMALL | {
        GREEN: "# G\n\n[Q](https://q.example/quiz/1)",
        "Example/app/en.json": quiz_file([HOT]),
        "quizzes/en.json": quiz_file([LEAF]),
    }
    course, report = read(tmp_path, files)
    check = green(course).body[0]
    assert isinstance(check, CheckPart)
    assert check.question == "Is it a leaf?"
    assert outcome(report, "Example/app/en.json", "question", "1-1") == (
        "dropped",
        "Another file has a quiz 1 in the same language; that one holds.",
    )


# --- tasks ----------------------------------------------------------------------------------------


def test_a_task_stands_where_the_lesson_links_to_it(tmp_path: Path) -> None:
    task = "# Brew it\n\n## How\n\nTake a pot.\n\nGood | Fair\n--- | ---\nhot | warm\n"
    text = "# Green\n\nWords.\n\n**Task**: [Brew it](assignment.md)\n\nThe end.\n"
    course, report = read(tmp_path, SMALL | {GREEN: text, "1-leaves/1-green/assignment.md": task})
    assert green(course).body == (
        TextPart("<p>Words.</p>"),
        CalloutPart(
            "exercise",
            "Brew it",
            (
                TextPart("<h3>How</h3><p>Take a pot.</p>"),
                TablePart(("Good", "Fair"), (("hot", "warm"),)),
            ),
        ),
        TextPart("<p>The end.</p>"),
    )
    assert course.kept.questions == (
        {
            "lesson": "leaves-green",
            "kind": "assignment",
            "id": "leaves-green-assignment",
            "title": "Brew it",
            "data": {"markdown": task},
        },
    )
    assert outcome(report, GREEN, "link", "link-1") == ("mapped", "")
    assert outcome(report, "1-leaves/1-green/assignment.md") == ("mapped", "")


def test_a_task_without_a_link_stands_at_the_end(tmp_path: Path) -> None:
    files = {
        "1-leaves/1-green/lab/README.md": "# Lab\n\nMeasure it.\n",
        "1-leaves/1-green/assignment_solution.md": "# Solved\n\nLike this.\n",
    }
    course, _report = read(tmp_path, SMALL | files)
    assert green(course).body[1:] == (
        DetailsPart("solution", "Solved", (TextPart("<p>Like this.</p>"),)),
        CalloutPart("exercise", "Lab", (TextPart("<p>Measure it.</p>"),)),
    )


def test_a_task_of_a_module_closes_its_last_lesson(tmp_path: Path) -> None:
    course, _report = read(tmp_path, SMALL | {"1-leaves/assignment.md": "# Brew both\n\nNow.\n"})
    first, last = course.modules[0].lessons
    assert (kinds(first), kinds(last)) == (["Text"], ["Text", "Callout"])


# --- translations ---------------------------------------------------------------------------------

ID = question("Apakah ini daun?", "Ya", "Tidak")
ES = question("¿Es una hoja?", "Sí", "No")
LINKED = "[Q](https://q.example/quiz/1)"


def translated(
    root: Path, more: Mapping[str, str], text: str = f"# Green\n\n{LINKED}\n\nEnd.\n"
) -> tuple[CourseDocument, list[str], Report]:
    files = SMALL | {GREEN: text, "quizzes/en.json": quiz_file([LEAF])}
    course, report = read(root, files | dict(more))
    return course, codes(report.warnings), report


def test_a_course_comes_in_its_languages(tmp_path: Path) -> None:
    course, warnings, _report = translated(
        tmp_path,
        {
            "quizzes/id.json": quiz_file([ID], title="Teh: Kuis"),
            "translations/README.id.md": "# Teh\n\nSegala sesuatu tentang teh.\n",
            "1-leaves/translations/README.id.md": "# Tentang daun\n\nDari mana daun itu datang.\n",
            "1-leaves/1-green/translations/README.id.md": f"# Teh hijau\n\n{LINKED}\n\nSelesai.\n",
        },
    )
    (indonesian,) = course.translations
    assert (indonesian.language, indonesian.title) == ("id", "Teh")
    assert indonesian.description == "<p>Segala sesuatu tentang teh.</p>"
    assert [(m.id, m.title, m.summary) for m in indonesian.modules] == [
        ("leaves", "Tentang daun", "Dari mana daun itu datang.")
    ]
    (lesson,) = indonesian.lessons
    assert (lesson.id, lesson.title) == ("leaves-green", "Teh hijau")
    assert lesson.body == (
        CheckPart(
            "quiz-1-1",
            "Apakah ini daun?",
            "single",
            (Choice("a1", "Ya", True, ""), Choice("a2", "Tidak", False, "")),
            "",
        ),
        TextPart("<p>Selesai.</p>"),
    )
    assert warnings == []


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("1-leaves/1-green/translations/README.es.md", "es"),
        ("1-leaves/1-green/Translations/readme.es-mx.md", "es"),
        ("1-leaves/1-green/README.zh-cn.md", "zh-hans"),
        ("1-leaves/1-green/translations/tw/README.md", "zh-hant"),
        ("translations/pt-BR/1-leaves/1-green/README.md", "pt-br"),
    ],
)
def test_a_translation_is_told_by_its_name(tmp_path: Path, name: str, language: str) -> None:
    course, _warnings, _report = translated(tmp_path, {name: "# X\n\nOther words."})
    assert [found.language for found in course.translations] == [language]
    assert [lesson.id for lesson in course.translations[0].lessons] == ["leaves-green"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("1-leaves/1-green/translations/README.kn.md", "The site does not have the language “kn”;"),
        ("1-leaves/1-green/translations/gone.es.md", "The page that this translates is not in"),
        ("1-leaves/1-green/translations/README.md", "The name of this translation does not say"),
    ],
)
def test_a_translation_that_cannot_be_used_is_named(tmp_path: Path, name: str, reason: str) -> None:
    course, _warnings, report = translated(tmp_path, {name: "# X\n\n![a](b.png)"})
    assert course.translations == ()
    for kind, element_id in (("file", ""), ("img", "img-1")):
        found = outcome(report, name, kind, element_id)
        assert found[0] == "dropped"
        assert found[1].startswith(reason)


def test_a_translation_without_its_quiz_has_it_where_the_original_has(tmp_path: Path) -> None:
    files = {
        "1-leaves/1-green/translations/README.es.md": "# Verde\n\nPalabras.\n\n## Fin\n",
        "quizzes/es.json": quiz_file([ES]),
    }
    text = f"# Green\n\nWords.\n\n## Quiz\n\n{LINKED}\n"
    course, warnings, _report = translated(tmp_path, files, text)
    body = course.translations[0].lessons[0].body
    assert [type(part) for part in body] == [TextPart, CheckPart]
    assert warnings == ["quiz-unlinked"]


def test_a_translation_without_a_quiz_file_asks_in_the_words_of_the_original(
    tmp_path: Path,
) -> None:
    page = {"1-leaves/1-green/translations/README.es.md": f"# Verde\n\n{LINKED}\n"}
    course, _warnings, _report = translated(tmp_path, page)
    assert course.translations[0].lessons[0].body == green(course).body[:1]


def test_a_key_that_differs_is_named_and_the_original_holds(tmp_path: Path) -> None:
    other = question("¿Es una hoja?", "Sí", "No", right=(1,))
    files = {
        "1-leaves/1-green/translations/README.es.md": f"# Verde\n\n{LINKED}\n",
        "quizzes/es.json": quiz_file([other]),
    }
    course, _warnings, report = translated(tmp_path, files)
    check = course.translations[0].lessons[0].body[0]
    assert isinstance(check, CheckPart)
    assert [(choice.text, choice.correct) for choice in check.choices] == [
        ("Sí", True),
        ("No", False),
    ]
    assert [str(warning) for warning in report.warnings] == [
        (
            "quizzes/es.json: key-differs: quiz 1, question 1 (“¿Es una hoja?”): the right answer "
            "here is “No”, but in quizzes/en.json it is “Yes”, which holds"
        )
    ]
    assert outcome(report, "quizzes/es.json", "question", "1-1")[0] == "degraded"


def test_choices_in_another_order_are_matched_by_their_words(tmp_path: Path) -> None:
    turned = question("Welche?", "B", "A", right=(1,))
    files = SMALL | {
        GREEN: f"# Green\n\n{LINKED}\n",
        "quizzes/en.json": quiz_file([question("Which?", "A", "B")]),
        "quizzes/de.json": quiz_file([turned]),
        "1-leaves/1-green/translations/README.de.md": f"# Grün\n\n{LINKED}\n",
    }
    course, report = read(tmp_path, files)
    check = course.translations[0].lessons[0].body[0]
    assert isinstance(check, CheckPart)
    assert (check.question, [choice.text for choice in check.choices]) == ("Welche?", ["A", "B"])
    assert report.warnings == []


def test_a_translation_with_other_choices_leaves_the_original_s_words(tmp_path: Path) -> None:
    files = {
        "1-leaves/1-green/translations/README.es.md": f"# Verde\n\n{LINKED}\n",
        "quizzes/es.json": quiz_file([question("¿Es?", "Sí", "No", "Tal vez")]),
    }
    course, _warnings, report = translated(tmp_path, files)
    assert course.translations[0].lessons[0].body == green(course).body[:1]
    assert outcome(report, "quizzes/es.json", "question", "1-1") == (
        "dropped",
        (
            "The original's words stand in the lesson, because the translation has another number "
            "of choices."
        ),
    )


def test_the_questions_of_a_lesson_that_is_not_translated_are_left(tmp_path: Path) -> None:
    course, _warnings, report = translated(tmp_path, {"quizzes/es.json": quiz_file([ES])})
    assert course.translations == ()
    assert outcome(report, "quizzes/es.json", "question", "1-1") == (
        "dropped",
        "The lesson of this question is not translated into “es”.",
    )


def test_a_task_is_translated_with_its_lesson(tmp_path: Path) -> None:
    files = {
        "1-leaves/1-green/assignment.md": "# Brew it\n\nNow.\n",
        "1-leaves/1-green/translations/README.es.md": "# Verde\n\n[Haz](assignment.es.md)\n\nFin.",
        "1-leaves/1-green/translations/assignment.es.md": "# Hazlo\n\nAhora.\n",
        "1-leaves/1-green/translations/README.fr.md": "# Vert\n\nFin.",
    }
    course, _warnings, _report = translated(tmp_path, files, "# Green\n\nEnd.\n")
    spanish, french = course.translations
    assert spanish.lessons[0].body == (
        CalloutPart("exercise", "Hazlo", (TextPart("<p>Ahora.</p>"),)),
        TextPart("<p>Fin.</p>"),
    )
    assert french.lessons[0].body == (
        TextPart("<p>Fin.</p>"),
        CalloutPart("exercise", "Brew it", (TextPart("<p>Now.</p>"),)),
    )


def test_pictures_of_a_translation_are_found_from_its_original(tmp_path: Path) -> None:
    write_picture(tmp_path, "1-leaves/1-green/images/leaf.png")
    page = "# Verde\n\n![Hoja](images/leaf.png)\n"
    course, _warnings, _report = translated(
        tmp_path, {"1-leaves/1-green/translations/README.es.md": page}, "# Green\n\nWords.\n"
    )
    picture = course.translations[0].lessons[0].body[0]
    assert isinstance(picture, ImagePart)
    assert picture.file.name == "1-leaves/1-green/images/leaf.png"


def test_a_course_may_be_in_another_language_than_english(tmp_path: Path) -> None:
    front = {"README.md": "---\nlang: pt-BR\n---\n# Chá\n\nTudo sobre o chá."}
    course, _report = read(tmp_path, SMALL | front)
    assert course.language == "pt-br"


def test_quizzes_in_one_language_tell_the_language_of_the_course(tmp_path: Path) -> None:
    course, _report = read(tmp_path, SMALL | {"quizzes/es.json": quiz_file([ES])})
    assert (course.language, course.modules[-1].id) == ("es", "quizzes")
