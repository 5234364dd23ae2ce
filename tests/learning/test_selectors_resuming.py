"""Where "continue" leads."""

import pytest

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.models import Enrollment
from learning.selectors.access import get_lesson_access
from learning.selectors.resuming import get_resume_point, get_resume_points
from learning.services.progress import complete_lesson
from learning.services.visits import record_visit
from tests.factories.pages import make_course, translate

pytestmark = pytest.mark.django_db


def visit(student: User, lesson: LessonPage) -> None:
    record_visit(student=student, access=get_lesson_access(student, lesson.canonical_id))


def resume(student: User, course: CoursePage, language: str = "en") -> str:
    point = get_resume_point(student, course.pk, language=language)
    return point.title if point else ""


def test_the_story_of_a_course(
    enrolled: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    assert resume(enrolled, course) == "Lesson 1.1"

    visit(enrolled, lessons[2])
    assert resume(enrolled, course) == "Lesson 2.1"

    complete_lesson(student=enrolled, lesson=lessons[2])
    assert resume(enrolled, course) == "Lesson 2.2"

    complete_lesson(student=enrolled, lesson=lessons[3])
    assert resume(enrolled, course) == "Lesson 1.1"

    complete_lesson(student=enrolled, lesson=lessons[0])
    complete_lesson(student=enrolled, lesson=lessons[1])
    assert resume(enrolled, course) == "Lesson 1.1"


def test_a_lesson_that_left_the_course_is_passed_over(
    enrolled: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    visit(enrolled, lessons[1])

    lessons[1].unpublish()

    assert resume(enrolled, course) == "Lesson 2.1"


def test_order_is_the_canonical_trees(
    enrolled: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    translate(course, "id", tree=True)
    complete_lesson(student=enrolled, lesson=lessons[0])
    visit(enrolled, lessons[0])
    fresh = LessonPage.objects.get(pk=lessons[1].pk)
    fresh.move(lessons[2].get_parent(), pos="last-child")

    assert resume(enrolled, course) == "Lesson 2.1"
    assert resume(enrolled, course, "id") == "Lesson 2.1 (id)"


def test_the_original_stands_in_where_there_is_no_translation(
    enrolled: User, course: CoursePage, lesson: LessonPage
) -> None:
    translate(course, "id")

    point = get_resume_point(enrolled, course.pk, language="id")

    assert point is not None
    assert (point.title, point.url) == ("Lesson 1.1", f"/id/pages/{lesson.pk}/")


def test_there_is_nothing_to_continue_without_a_place_or_a_lesson(
    enrolled: User, newcomer: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    assert resume(newcomer, course) == ""

    for module in {lesson.get_parent() for lesson in lessons}:
        module.specific.unpublish()

    assert resume(enrolled, course) == ""


def test_fifty_courses_cost_what_one_costs(
    enrolled: User, course: CoursePage, django_assert_num_queries: object
) -> None:
    others = [make_course() for _ in range(5)]
    Enrollment.objects.bulk_create(
        Enrollment(student=enrolled, course=other, enrolled_at=other.first_published_at)
        for other in others
    )
    course_ids = [course.pk, *(other.pk for other in others)]
    get_resume_points(enrolled, course_ids, language="en")

    with django_assert_num_queries(2):  # type: ignore[operator]
        points = get_resume_points(enrolled, course_ids, language="en")

    assert sorted(points) == sorted(course_ids)
