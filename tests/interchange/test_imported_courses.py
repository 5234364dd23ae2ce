"""Real courses, imported, published, and lived through: as their learners find them."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from events.models import Event
from interchange.services.imports import ImportResult, import_source
from learning.models import CheckAnswer, Enrollment, LessonProgress
from learning.selectors.shelf import get_my_learning
from tests.interchange.lesson_screens import LessonScreen, ShownCheck, open_lesson, squeeze
from tests.interchange.real import real_folder

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OLX = "olx-dhis2-intro"
WEB = "webdev-beginners"
SHELL = "carpentries-shell-novice"
BUDGET = 30
"""Statements for one lesson in one language, files and all that is once for a course included."""
UNRESOLVED = ("course-lesson:", "course-file:", "/jump_to_id/", "/static/Image")
RIGHT_ONES = "That is right."
WRONG_ONE = "Not this one. Look again."
WRONG_ONES = "Not quite: choose every right answer and no other."


# --- what the sources say, read without the importer ----------------------------------------------


@dataclass(frozen=True)
class Problem:
    """A question of a source: its words, its choices in order, and which of them are right."""

    words: str
    choices: tuple[str, ...]
    right: tuple[bool, ...]
    is_multiple: bool
    explanation: str
    """The longest line of it; "" where there is none."""

    def is_asked_by(self, check: ShownCheck) -> bool:
        return self.choices == check.texts and self.words in check.question


def read_problem(path: Path) -> Problem:
    root = etree.parse(path).getroot()
    label = next(root.iter("label"))
    choices = list(root.iter("choice"))
    lines = [read_text(line) for solution in root.iter("solution") for line in solution.iter("p")]
    return Problem(
        words=read_text(label),
        choices=tuple(read_text(choice) for choice in choices),
        right=tuple(choice.get("correct").lower() == "true" for choice in choices),
        is_multiple=next(root.iter("choiceresponse"), None) is not None,
        explanation=max(lines, key=len, default=""),
    )


def read_text(node: Any) -> str:
    return squeeze("".join(node.itertext()))


def read_problems(folder: Path) -> list[Problem]:
    return [read_problem(path) for path in sorted((folder / "course/problem").glob("*.xml"))]


def read_french_problems(folder: Path) -> tuple[list[Problem], int]:
    """Return what is asked in French, and how many of it no XML parser takes: these in English."""
    asked, broken = [], 0
    for original in sorted((folder / "course/problem").glob("*.xml")):
        try:
            asked.append(
                read_problem(folder / f"translation-fr/problem__{original.stem}__xml.html")
            )
        except etree.XMLSyntaxError:
            broken += 1
            asked.append(read_problem(original))
    return asked, broken


def read_quizzes(path: Path) -> list[Problem]:
    """Read quizzes in JSON: [{"quizzes": [{"quiz": [{"questionText", "answerOptions"}]}]}]."""
    return [
        read_question(question)
        for group in json.loads(path.read_text(encoding="utf-8"))
        for quiz in group["quizzes"]
        for question in quiz["quiz"]
    ]


def read_question(question: dict[str, Any]) -> Problem:
    options = question["answerOptions"]
    right = tuple(one["isCorrect"] == "true" for one in options)
    return Problem(
        words=squeeze(question["questionText"]),
        choices=tuple(squeeze(one["answerText"]) for one in options),
        right=right,
        is_multiple=sum(right) > 1,
        explanation="",
    )


def find_problem(problems: Sequence[Problem], check: ShownCheck) -> Problem:
    found = [problem for problem in problems if problem.is_asked_by(check)]
    assert found, f"The source does not ask {check.question!r}."
    assert {problem.right for problem in found} == {found[0].right}, check.question
    return found[0]


# --- what a learner does --------------------------------------------------------------------------


def bring(name: str, person: User) -> ImportResult:
    return bring_folder(real_folder(name), person)


def bring_folder(folder: Path, person: User) -> ImportResult:
    result = import_source(path=folder, person=person, publish=True)
    assert result.is_accepted
    return result


def get_course() -> CoursePage:
    """Return the one course that was imported, as it was written first."""
    return CoursePage.objects.order_by("pk")[0]


def get_lessons(language: str = "en") -> list[LessonPage]:
    """Return the published lessons of the course in the order of its outline."""
    pages = LessonPage.objects.live().filter(locale__language_code=language)
    return list(pages.order_by("path"))


def enrol(client: Client, learner: User) -> None:
    client.force_login(learner)
    client.post(reverse("learning:enrol", args=[get_course().pk]))
    assert Enrollment.objects.filter(student=learner, course=get_course()).exists()


def list_lessons_of_outline(client: Client) -> list[str]:
    """Return the addresses of all lessons to which the outline on the course page leads."""
    page = client.get(get_course().url).content.decode()
    addresses = {lesson.url for lesson in get_lessons()}
    return list(
        dict.fromkeys(url for url in re.findall(r'href="([^"]+)"', page) if url in addresses)
    )


def choose_wrong(problem: Problem, check: ShownCheck) -> list[str]:
    """Return a wrong answer: a choice that is not right, or one alone where several are."""
    wrong = [one.id for one, right in zip(check.choices, problem.right, strict=True) if not right]
    return wrong[:1] or [check.choices[0].id]


def choose_right(problem: Problem, check: ShownCheck) -> list[str]:
    return [one.id for one, right in zip(check.choices, problem.right, strict=True) if right]


def expect_wrong(problem: Problem, check: ShownCheck, chosen: Sequence[str]) -> None:
    """What a wrong answer is told: only that it is wrong, and the explanation."""
    assert check.result == (WRONG_ONES if check.is_multiple else WRONG_ONE)
    verdict = "" if check.is_multiple else "wrong"
    for choice in check.choices:
        assert choice.verdict == (verdict if choice.id in chosen else "")
    assert problem.explanation in check.said


def expect_right(problem: Problem, check: ShownCheck) -> None:
    assert check.result == RIGHT_ONES
    verdicts = tuple(choice.verdict == "right" for choice in check.choices)
    assert verdicts == problem.right
    assert problem.explanation in check.said


def expect_no_secrets(screen: LessonScreen, problems: Sequence[Problem]) -> None:
    """Nothing on a page tells what is right before somebody has answered."""
    assert "correct=" not in screen.source.lower().replace("autocorrect=", "")
    words = squeeze(screen.tree.text_content())
    for check in screen.checks:
        problem = find_problem(problems, check)
        assert check.result == ""
        assert {choice.verdict for choice in check.choices} == {""}
        assert check.is_multiple == problem.is_multiple
        if problem.explanation:
            assert problem.explanation not in words
            assert problem.explanation not in squeeze(screen.source)


def expect_clean(screen: LessonScreen) -> None:
    """Nothing of the source runs here, and nothing is left that should have been re-pointed."""
    assert [mark for mark in UNRESOLVED if mark in screen.source] == []
    assert list(screen.article.iter("script", "iframe", "style", "object")) == []
    handlers = [
        name for node in screen.article.iter() for name in node.attrib if name.startswith("on")
    ]
    assert handlers == []


def answer_all(client: Client, lesson: LessonPage, problems: Sequence[Problem]) -> int:
    """Answer every check of a lesson wrong, look, answer it right, look; return how many."""
    before = open_lesson(client, lesson)
    expect_clean(before)
    expect_no_secrets(before, problems)
    if not before.checks:
        return 0
    asked = [find_problem(problems, check) for check in before.checks]
    mistakes = [choose_wrong(*pair) for pair in zip(asked, before.checks, strict=True)]
    for check, chosen in zip(before.checks, mistakes, strict=True):
        assert client.post(check.action, {"choice": chosen}).status_code == 302
    mistaken = open_lesson(client, lesson)
    for problem, check, chosen in zip(asked, mistaken.checks, mistakes, strict=True):
        expect_wrong(problem, check, chosen)
        client.post(check.action, {"choice": choose_right(problem, check)})
    done = open_lesson(client, lesson)
    for problem, check in zip(asked, done.checks, strict=True):
        expect_right(problem, check)
    return len(asked)


# --- Open edX -------------------------------------------------------------------------------------


def test_a_course_from_open_edx_is_taken_to_its_end(
    client: Client, instructor: User, learner: User
) -> None:
    problems = read_problems(real_folder(OLX))
    assert len(problems) == 58
    bring(OLX, instructor)
    lessons = get_lessons()
    enrol(client, learner)

    assert list_lessons_of_outline(client) == [lesson.url for lesson in lessons]
    answered = 0
    for lesson in lessons:
        answered += answer_all(client, lesson, problems)
        client.post(reverse("learning:complete", args=[lesson.pk]))

    assert len(lessons) == 25
    assert answered == 58
    assert Counter(CheckAnswer.objects.values_list("tries", flat=True)) == {2: 58}
    assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 25
    assert Enrollment.objects.get().completed_at is not None
    assert Event.objects.get(name="course_completed").facts == {
        "student_id": learner.pk,
        "course_id": get_course().pk,
    }
    shelf = get_my_learning(learner, language="en")
    assert [(entry.card.course_id, entry.progress.percent) for entry in shelf.completed] == [
        (get_course().pk, 100)
    ]
    assert client.get(reverse("learning:my_learning")).status_code == 200

    expect_no_change(OLX, instructor)
    assert CheckAnswer.objects.count() == 58
    assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 25


def expect_no_change(name: str, person: User) -> None:
    """Bring a course again: it must be read, and nothing written at all."""
    with CaptureQueriesContext(connection) as statements:
        again = bring(name, person)
    assert again.written
    assert again.written.unchanged
    kinds = {statement["sql"].split()[0] for statement in statements}
    assert kinds <= {"SELECT", "SAVEPOINT", "RELEASE"}


def test_its_questions_are_answered_in_french(client: Client, admin: User, learner: User) -> None:
    problems, broken = read_french_problems(real_folder(OLX))
    assert broken == 1
    with CaptureQueriesContext(connection) as statements:
        bring(OLX, admin)
    assert len(statements) <= BUDGET * 25 * 2
    enrol(client, learner)

    answered = sum(answer_all(client, lesson, problems) for lesson in get_lessons("fr"))

    assert answered == 58
    originals = {lesson.pk for lesson in get_lessons()}
    assert set(CheckAnswer.objects.values_list("lesson_id", flat=True)) <= originals
    right = {lesson.pk: open_lesson(client, lesson).checks for lesson in get_lessons()}
    english = read_problems(real_folder(OLX))
    for check in (check for checks in right.values() for check in checks):
        expect_right(find_problem(english, check), check)


BLOCKS = "2.1 DHIS2 building blocks"
SURVEY = "0.0 Pre-course survey"
ABOUT = "0.2 About the course"
CHANGES = (
    (
        "html/fed8b9fcae69424d941536ecaf4b6407.html",
        "Now that you have learned",
        "Since you have learned",
    ),
    (
        "html/712d23b8159146f2bd59f363220b08f4.html",
        "Welcome to the",
        "A hearty welcome to the",
    ),
    (
        "problem/a4033099a4644a18ae7740ea36a35e2b.xml",
        "C. Health Clinic",
        "C. Village clinic",
    ),
    (
        "chapter/e4e1791fe0c84b27b3f8dd23e0549174.xml",
        '<sequential url_name="6bf3950551134a788840062cca326466"/>',
        "",
    ),
)
"""Two pages and a choice of an answered question are reworded, a subsection is taken out."""


def get_lesson(title: str) -> LessonPage:
    return LessonPage.objects.get(title=title)


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """Return a copy of the course with `CHANGES`."""
    copy = tmp_path / "changed"
    shutil.copytree(real_folder(OLX) / "course", copy / "course")
    for name, old, new in CHANGES:
        replace(copy / "course" / name, old, new)
    return copy


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1, (path.name, text.count(old))
    path.write_text(text.replace(old, new))


def test_a_changed_course_leaves_learners_and_teachers_what_they_did(
    client: Client, instructor: User, learner: User, changed: Path
) -> None:
    problems = read_problems(real_folder(OLX))
    bring_folder(real_folder(OLX) / "course", instructor)
    enrol(client, learner)
    blocks, survey, about = (get_lesson(title) for title in (BLOCKS, SURVEY, ABOUT))
    answered = answer_all(client, blocks, problems)
    for lesson in (blocks, survey):
        client.post(reverse("learning:complete", args=[lesson.pk]))
    about.title = "About our course"
    about.save_revision().publish()

    report = bring_folder(changed, instructor).report

    assert [found["title"] for found in report["unpublished"]] == [SURVEY]
    assert [found["title"] for found in report["conflicts"]] == ["About our course"]
    assert client.get(survey.url).status_code == 404
    assert len(list_lessons_of_outline(client)) == len(get_lessons()) == 24
    screen = open_lesson(client, get_lesson(BLOCKS))
    assert "Since you have learned" in screen.source
    assert [check.result for check in screen.checks] == [RIGHT_ONES] * answered == [RIGHT_ONES] * 5
    clinic = screen.checks[0].choices[2]
    assert (clinic.text, clinic.verdict) == ("C. Village clinic", "right")
    kept = open_lesson(client, about)
    assert "About our course" in kept.source
    assert "A hearty welcome" not in kept.source
    assert CheckAnswer.objects.count() == 5

    back = bring_folder(real_folder(OLX) / "course", instructor).report

    assert back["conflicts"] == []
    assert len(list_lessons_of_outline(client)) == 25
    assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 2
    assert "This lesson is done." in client.get(survey.url).content.decode()
    assert get_lesson(BLOCKS).body[0].value.source.count("Since you have learned") == 0
    expect_editable(client, instructor)


# --- a curriculum in three languages --------------------------------------------------------------


def test_a_curriculum_is_judged_as_its_quizzes_say(
    client: Client, admin: User, learner: User
) -> None:
    problems = read_quizzes(real_folder(WEB) / "quizzes/en.json")
    assert len(problems) == 144
    with CaptureQueriesContext(connection) as statements:
        bring(WEB, admin)
    lessons = get_lessons()
    enrol(client, learner)

    answered = sum(answer_all(client, lesson, problems) for lesson in lessons)

    assert answered == 144
    assert len(statements) <= BUDGET * len(lessons) * 3
    for language in ("es", "id"):
        translated = get_lessons(language)
        assert [page.canonical_id for page in translated] == [lesson.pk for lesson in lessons]
        for page in translated[:2]:
            screen = open_lesson(client, page)
            expect_clean(screen)
            assert list_rail(screen) == [one.url for one in translated[: len(list_rail(screen))]]
    expect_no_change(WEB, admin)


def list_rail(screen: LessonScreen) -> list[str]:
    """Return where the outline beside a lesson leads, in its current module."""
    current = screen.tree.xpath("//details[@open]//a[contains(@class, 'lesson')]")
    return [str(link.get("href")) for link in current]


def expect_editable(client: Client, teacher: User) -> None:
    """Lessons that hold line breaks open in the editor, which takes them in one spelling only."""
    client.force_login(teacher)
    lessons = [lesson for lesson in get_lessons() if "<br" in str(lesson.body.get_prep_value())]
    assert lessons
    for lesson in lessons:
        response = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
        assert response.status_code == 200, lesson.title


# --- a lesson of The Carpentries ------------------------------------------------------------------


def count_solutions(folder: str) -> int:
    """Count the boxes that open a solution in the Markdown of a folder."""
    texts = [path.read_text() for path in (real_folder(SHELL) / folder).glob("*.md")]
    return sum(len(re.findall(r"^:{3,}\s*solution", text, re.MULTILINE)) for text in texts)


def test_a_carpentries_lesson_opens_and_keeps_its_solutions_closed(
    client: Client, instructor: User, learner: User
) -> None:
    assert count_solutions("episodes") == 42
    assert count_solutions("learners") == 3
    with CaptureQueriesContext(connection) as statements:
        bring(SHELL, instructor)
    lessons = get_lessons()
    enrol(client, learner)

    solutions = []
    for lesson in lessons:
        screen = open_lesson(client, lesson)
        expect_clean(screen)
        closed = [node for node in screen.article.iter("details") if node.get("open") is None]
        solutions.append(sum("ondemand--solution" in node.classes for node in closed))

    assert len(lessons) == 11
    assert (sum(solutions[:7]), sum(solutions[7:])) == (42, 3)
    assert len(statements) <= BUDGET * len(lessons)
    expect_no_change(SHELL, instructor)
    expect_editable(client, instructor)
