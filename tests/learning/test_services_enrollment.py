"""Coming into a course and leaving it."""

import pytest
from django.utils import timezone

from accounts.models import User
from core.exceptions import NotAllowed
from course_pages.models import CoursePage
from events.models import Event
from learning.enums import EnrollmentStatus
from learning.models import Enrollment, LessonProgress
from learning.services.enrollment import enroll_student, leave_course
from tests.factories.pages import get_lessons, make_course, translate

pytestmark = pytest.mark.django_db


def names_of_events() -> list[str]:
    return list(
        Event.objects.filter(name__startswith="student_")
        .order_by("pk")
        .values_list("name", flat=True)
    )


@pytest.mark.spec("S52", "S57", "S116", "S119")
def test_a_learner_gets_one_place_in_a_free_course(learner: User) -> None:
    course = make_course()

    enrollment = enroll_student(student=learner, course=course)

    assert list(learner.enrollments.all()) == [enrollment]
    assert list(course.enrollments.all()) == [enrollment]
    assert enrollment.is_active
    assert enrollment.enrolled_at <= timezone.now()


@pytest.mark.spec("S241")
def test_the_place_is_announced_once_however_often_it_is_asked_for(learner: User) -> None:
    course = make_course()

    first = enroll_student(student=learner, course=course)
    second = enroll_student(student=learner, course=course)

    assert second == first
    event = Event.objects.get(name="student_enrolled")
    assert event.facts == {
        "student_id": learner.pk,
        "course_id": course.pk,
        "enrollment_id": first.pk,
    }
    assert event.actor_id == learner.pk


@pytest.mark.spec("S57")
def test_enrolling_in_a_translation_is_enrolling_in_the_course(learner: User) -> None:
    course = make_course()
    translation = translate(course, "id")

    enroll_student(student=learner, course=translation)
    enroll_student(student=learner, course=course)

    assert list(Enrollment.objects.values_list("course_id", flat=True)) == [course.pk]


def test_a_paid_course_opens_to_nobody_who_has_not_paid(learner: User) -> None:
    course = make_course(price_minor=1900)

    with pytest.raises(NotAllowed) as refusal:
        enroll_student(student=learner, course=course)

    assert refusal.value.code == "payment_required"
    assert not Enrollment.objects.exists()
    assert names_of_events() == []


def test_the_price_on_a_translation_is_not_asked(learner: User) -> None:
    course = make_course(price_minor=1900)
    translation = translate(course, "id")
    CoursePage.objects.filter(pk=translation.pk).update(price_minor=0)
    translation.refresh_from_db()

    with pytest.raises(NotAllowed):
        enroll_student(student=learner, course=translation)

    assert not Enrollment.objects.exists()


def test_who_has_taken_the_money_may_enrol(learner: User) -> None:
    course = make_course(price_minor=1900)

    assert enroll_student(student=learner, course=course, paid=True).is_active


def test_a_draft_takes_nobody(learner: User) -> None:
    course = make_course(live=False)

    with pytest.raises(NotAllowed) as refusal:
        enroll_student(student=learner, course=course)

    assert refusal.value.code == "not_published"
    assert not Enrollment.objects.exists()


def test_a_live_translation_of_an_unpublished_course_takes_nobody(learner: User) -> None:
    course = make_course()
    translation = translate(course, "id")
    course.unpublish()

    with pytest.raises(NotAllowed) as refusal:
        enroll_student(student=learner, course=translation)

    assert refusal.value.code == "not_published"
    assert not Enrollment.objects.exists()


def test_a_closed_account_gets_no_place(learner: User) -> None:
    learner.is_active = False
    learner.save()

    with pytest.raises(NotAllowed) as refusal:
        enroll_student(student=learner, course=make_course())

    assert refusal.value.code == "inactive"
    assert not Enrollment.objects.exists()


@pytest.mark.spec("S52")
def test_leaving_keeps_what_was_done_and_coming_back_finds_it(learner: User) -> None:
    course = make_course()
    lesson = get_lessons(course)[0]
    place = enroll_student(student=learner, course=course)
    LessonProgress.objects.create(student=learner, lesson=lesson, completed_at=timezone.now())

    left = leave_course(student=learner, course=course)
    again = leave_course(student=learner, course=course)

    assert left is not None
    assert left.status == EnrollmentStatus.ENDED
    assert again == left
    assert LessonProgress.objects.get().lesson == lesson

    back = enroll_student(student=learner, course=course)
    assert back.pk == place.pk
    assert back.is_active
    assert names_of_events() == ["student_enrolled", "student_left", "student_enrolled"]


def test_who_never_came_cannot_leave(learner: User) -> None:
    assert leave_course(student=learner, course=make_course()) is None
    assert names_of_events() == []
