"""Completing lessons and with them the course, and taking it back."""

import pytest
from django.db import transaction

from accounts.models import User
from core.exceptions import NotAllowed
from course_pages.models import CoursePage, LessonPage
from events.models import Event
from learning.models import Enrollment, LessonProgress
from learning.selectors.progress import get_progress
from learning.selectors.screens import Progress
from learning.services.enrollment import enroll_student, leave_course
from learning.services.progress import complete_lesson, reopen_lesson
from tests.factories.pages import get_lessons, make_course, make_lesson, make_module, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(learner: User) -> CoursePage:
    """Return a course of two lessons that the learner is enrolled in."""
    course = make_course(lessons=2)
    enroll_student(student=learner, course=course)
    Event.objects.all().delete()
    return course


def lessons_of(course: CoursePage) -> list[LessonPage]:
    return get_lessons(course)


def events() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


@pytest.mark.spec("S66", "S71", "S123", "S242")
def test_a_completed_lesson_is_kept_counted_and_announced(
    learner: User, course: CoursePage
) -> None:
    lesson, _other = lessons_of(course)

    progress = complete_lesson(student=learner, lesson=lesson)

    assert progress == Progress(done=1, total=2)
    assert progress.percent == 50
    assert list(lesson.progress.values_list("student_id", flat=True)) == [learner.pk]
    event = Event.objects.get(name="lesson_completed")
    assert event.facts == {
        "student_id": learner.pk,
        "lesson_id": lesson.pk,
        "course_id": course.pk,
    }


@pytest.mark.spec("S242")
def test_completing_twice_is_completing_once(learner: User, course: CoursePage) -> None:
    lesson, _other = lessons_of(course)
    complete_lesson(student=learner, lesson=lesson)
    first = LessonProgress.objects.get().completed_at

    assert complete_lesson(student=learner, lesson=lesson) == Progress(done=1, total=2)

    assert LessonProgress.objects.get().completed_at == first
    assert events() == ["lesson_completed"]


def test_the_last_lesson_completes_the_course(learner: User, course: CoursePage) -> None:
    for lesson in lessons_of(course):
        progress = complete_lesson(student=learner, lesson=lesson)

    assert progress.is_complete
    assert Enrollment.objects.get().completed_at is not None
    assert events() == ["lesson_completed", "lesson_completed", "course_completed"]
    assert Event.objects.get(name="course_completed").facts == {
        "student_id": learner.pk,
        "course_id": course.pk,
    }


def test_taking_a_lesson_back_takes_the_course_back(learner: User, course: CoursePage) -> None:
    first, second = lessons_of(course)
    complete_lesson(student=learner, lesson=first)
    complete_lesson(student=learner, lesson=second)

    progress = reopen_lesson(student=learner, lesson=first)
    reopen_lesson(student=learner, lesson=first)

    assert progress == Progress(done=1, total=2)
    assert Enrollment.objects.get().completed_at is None
    assert events()[3:] == ["lesson_reopened"]


def test_a_new_lesson_lowers_the_percentage_and_leaves_the_date(
    learner: User, course: CoursePage
) -> None:
    for lesson in lessons_of(course):
        complete_lesson(student=learner, lesson=lesson)
    completed_at = Enrollment.objects.get().completed_at

    new = make_lesson(make_module(course))

    assert get_progress(learner, course.pk) == Progress(done=2, total=3)
    assert Enrollment.objects.get().completed_at == completed_at

    complete_lesson(student=learner, lesson=new)
    assert events().count("course_completed") == 1
    assert Enrollment.objects.get().completed_at == completed_at


@pytest.mark.spec("S66")
def test_a_lesson_in_another_language_is_the_same_lesson(learner: User, course: CoursePage) -> None:
    translate(course, "id", tree=True)
    original, _other = lessons_of(course)
    translated = original.get_translation(locale_of("id"))

    complete_lesson(student=learner, lesson=translated.specific)
    complete_lesson(student=learner, lesson=original)

    assert list(LessonProgress.objects.values_list("lesson_id", flat=True)) == [original.pk]
    assert events().count("lesson_completed") == 1


def test_only_a_learner_of_the_course_completes(learner: User, newcomer: User) -> None:
    course = make_course()
    lesson = lessons_of(course)[0]

    for student in (newcomer, course.owner):
        with pytest.raises(NotAllowed):
            complete_lesson(student=student, lesson=lesson)
        with pytest.raises(NotAllowed):
            reopen_lesson(student=student, lesson=lesson)

    assert not LessonProgress.objects.exists()
    assert "lesson_completed" not in events()


def test_who_has_left_completes_nothing(learner: User, course: CoursePage) -> None:
    leave_course(student=learner, course=course)

    with pytest.raises(NotAllowed) as refusal:
        complete_lesson(student=learner, lesson=lessons_of(course)[0])

    assert refusal.value.code == "enrol"
    assert not LessonProgress.objects.exists()


def test_a_lesson_that_is_not_published_cannot_be_completed(
    learner: User, course: CoursePage
) -> None:
    lesson = lessons_of(course)[0]
    lesson.get_parent().specific.unpublish()

    with pytest.raises(NotAllowed) as refusal:
        complete_lesson(student=learner, lesson=lesson)

    assert refusal.value.code == "gone"
    assert not LessonProgress.objects.exists()


def test_nothing_is_said_when_the_transaction_fails(learner: User, course: CoursePage) -> None:
    with transaction.atomic():
        complete_lesson(student=learner, lesson=lessons_of(course)[0])
        transaction.set_rollback(True)

    assert not LessonProgress.objects.exists()
    assert events() == []


def locale_of(language_code: str) -> object:
    from wagtail.models import Locale

    return Locale.objects.get(language_code=language_code)
