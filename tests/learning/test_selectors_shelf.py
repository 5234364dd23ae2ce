"""My learning: the course to go on with, the others on one scale, what is done."""

from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.selectors.access import get_lesson_access
from learning.selectors.shelf import get_my_learning
from learning.services.enrollment import enroll_student
from learning.services.progress import complete_lesson
from learning.services.visits import record_position, record_visit
from tests.factories.bodies import CHECK
from tests.factories.pages import get_lessons, make_course, make_lesson, translate

pytestmark = pytest.mark.django_db


def visit(student: User, lesson: LessonPage) -> None:
    record_visit(student=student, access=get_lesson_access(student, lesson.pk))


def numbers(dashes: str) -> list[float]:
    return [float(number) for number in dashes.split()]


def test_nothing_begun_is_an_invitation_to_start(enrolled: User, course: CoursePage) -> None:
    entry = get_my_learning(enrolled, language="en").first

    assert entry is not None
    assert (entry.continue_title, entry.module_title) == ("Lesson 1.1", "Module 1")
    assert (entry.is_begun, entry.continue_second) == (False, 0)
    assert entry.minutes_left == sum(lesson.minutes for lesson in get_lessons(course))
    assert entry.strip.done == ""
    assert entry.strip.here != ""


def test_a_recording_is_gone_on_with_at_its_second(
    enrolled: User, lessons: list[LessonPage]
) -> None:
    visit(enrolled, lessons[1])
    record_position(student=enrolled, lesson=lessons[1], position=252, block=CHECK)

    entry = get_my_learning(enrolled, language="en").first

    assert entry is not None
    assert (entry.continue_title, entry.continue_second) == ("Lesson 1.2", 252)
    assert (entry.continue_clock, entry.is_begun) == ("4:12", True)


@pytest.mark.parametrize(("second", "clock"), [(7, "0:07"), (600, "10:00"), (3852, "1:04:12")])
def test_the_clock_is_that_of_players(
    enrolled: User, lesson: LessonPage, second: int, clock: str
) -> None:
    record_position(student=enrolled, lesson=lesson, position=second, block=CHECK)

    entry = get_my_learning(enrolled, language="en").first

    assert entry is not None
    assert entry.continue_clock == clock


def test_the_place_in_a_text_is_no_second(enrolled: User, lesson: LessonPage) -> None:
    record_position(student=enrolled, lesson=lesson, position=420)

    entry = get_my_learning(enrolled, language="en").first

    assert entry is not None
    assert (entry.continue_second, entry.is_begun) == (0, True)


def test_nobody_sees_the_place_of_somebody_else(
    enrolled: User, newcomer: User, course: CoursePage, lesson: LessonPage
) -> None:
    enroll_student(student=newcomer, course=course)
    complete_lesson(student=newcomer, lesson=lesson)
    record_position(student=newcomer, lesson=lesson, position=99, block=CHECK)

    entry = get_my_learning(enrolled, language="en").first

    assert entry is not None
    assert (entry.progress.done, entry.continue_second, entry.is_begun) == (0, 0, False)


def test_ticks_are_ink_and_the_next_lesson_is_lit(
    enrolled: User, lessons: list[LessonPage]
) -> None:
    complete_lesson(student=enrolled, lesson=lessons[0])

    entry = get_my_learning(enrolled, language="en").first

    assert entry is not None
    assert entry.minutes_left == sum(lesson.minutes for lesson in lessons[1:])
    assert all((entry.strip.done, entry.strip.here, entry.strip.todo))


def test_all_strips_of_a_list_share_one_scale(enrolled: User, course: CoursePage) -> None:
    short = make_course(title="Short", slug="short", modules=1, lessons=0)
    make_lesson(short.get_children().first(), minutes=6)
    enroll_student(student=enrolled, course=short)

    entries = {
        entry.card.title: entry for entry in get_my_learning(enrolled, language="en").current
    }

    whole = numbers(entries["Short"].strip.here)[0]
    in_list = numbers(entries["Short"].strip_in_list.here)[0]
    longest = sum(lesson.minutes for lesson in get_lessons(course))
    assert whole == 1000
    assert in_list == pytest.approx(1000 * 6 / longest, abs=0.1)
    assert entries[course.title].strip == entries[course.title].strip_in_list


def test_a_completed_course_has_its_date_and_no_light(
    enrolled: User, lessons: list[LessonPage]
) -> None:
    for lesson in lessons:
        complete_lesson(student=enrolled, lesson=lesson)

    screen = get_my_learning(enrolled, language="en")

    assert screen.first is None
    assert not screen.is_empty
    entry = screen.completed[0]
    assert entry.completed_at is not None
    assert (entry.minutes_left, entry.strip.here, entry.strip.todo) == (0, "", "")


def test_the_words_are_the_readers_and_marked_where_they_are_not(
    enrolled: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    translate(lessons[0], "id")

    own = get_my_learning(enrolled, language="id").first
    complete_lesson(student=enrolled, lesson=lessons[0])
    foreign = get_my_learning(enrolled, language="id").first

    assert own is not None
    assert foreign is not None
    assert (own.continue_title, own.continue_language) == ("Lesson 1.1 (id)", "")
    assert (foreign.continue_title, foreign.continue_language) == ("Lesson 1.2", "en")


def test_a_course_without_open_lessons_leads_to_its_page(learner: User) -> None:
    course = make_course(title="Bare", slug="bare", modules=1, lessons=0)
    enroll_student(student=learner, course=course)

    entry = get_my_learning(learner, language="en").first

    assert entry is not None
    assert (entry.continue_url, entry.continue_title) == (course.url, "")
    assert (entry.progress.total, entry.minutes_left) == (0, 0)


def test_the_screen_says_who_and_where(client: Client, enrolled: User, lesson: LessonPage) -> None:
    visit(enrolled, lesson)
    record_position(student=enrolled, lesson=lesson, position=252, block=CHECK)
    client.force_login(enrolled)

    html = client.get("/learn/").content.decode()

    assert f"<bdi>{enrolled.display_name}</bdi>" in html
    assert "Continue at 4:12" in html
    assert html.count("btn--lamp") == 1


def test_an_empty_desk_leads_to_the_catalogue(client: Client, newcomer: User) -> None:
    make_course()
    client.force_login(newcomer)

    html = client.get("/learn/").content.decode()

    assert "No course yet." in html
    assert "Find a course" in html
    assert html.count("btn--lamp") == 1


def test_it_costs_the_same_for_one_course_and_for_fifty(learner: User) -> None:
    look = partial(get_my_learning, learner, language="en")
    counts = []
    for number in range(50):
        course = make_course(title=f"Course {number}", slug=f"course-{number}", lessons=2)
        enroll_student(student=learner, course=course)
        if number in (0, 49):
            complete_lesson(student=learner, lesson=get_lessons(course)[0])
            look()
            with CaptureQueriesContext(connection) as statements:
                shown = look()
            counts.append(len(statements))

    assert len(shown.current) == 50
    assert counts[0] == counts[1] <= 11
