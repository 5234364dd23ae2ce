"""The access rule: who may open which lesson, by circumstances and by what the database holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import PageViewRestriction

from accounts.enums import Role
from accounts.models import User
from accounts.services.roles import set_role
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff, LessonPage
from learning import ports
from learning.enums import LessonDoor
from learning.ports import AccessReason, register_access_reasons
from learning.selectors.access import LessonAccess, get_lesson_door
from learning.services.enrollment import enroll_student, leave_course
from tests.factories.pages import get_lessons, make_course, translate

NEWCOMER = LessonAccess(
    lesson_id=1,
    course_id=2,
    path="",
    minutes=5,
    is_published=True,
    is_preview=False,
    is_paid=False,
    is_anonymous=False,
    is_staff=False,
)
LEARNER = replace(NEWCOMER, enrollment_id=3)
TEACHER = replace(NEWCOMER, is_staff=True)


@pytest.mark.parametrize(
    ("access", "door"),
    [
        (LEARNER, LessonDoor.ENROLLED),
        (replace(LEARNER, is_preview=True), LessonDoor.ENROLLED),
        (replace(LEARNER, is_staff=True), LessonDoor.ENROLLED),
        (replace(LEARNER, is_paid=True), LessonDoor.ENROLLED),
        (replace(LEARNER, is_published=False), LessonDoor.GONE),
        (replace(LEARNER, is_private=True), LessonDoor.CLOSED),
        (replace(LEARNER, is_held=True), LessonDoor.CLOSED),
        (replace(LEARNER, is_held=True, is_preview=True), LessonDoor.PREVIEW),
        (TEACHER, LessonDoor.STAFF),
        (replace(TEACHER, is_published=False), LessonDoor.STAFF),
        (replace(TEACHER, is_private=True), LessonDoor.STAFF),
        (replace(TEACHER, enrollment_id=3, is_published=False), LessonDoor.STAFF),
        (replace(TEACHER, enrollment_id=3, is_held=True), LessonDoor.STAFF),
        (NEWCOMER, LessonDoor.ENROL),
        (replace(NEWCOMER, is_paid=True), LessonDoor.BUY),
        (replace(NEWCOMER, is_preview=True), LessonDoor.PREVIEW),
        (replace(NEWCOMER, is_preview=True, is_paid=True), LessonDoor.PREVIEW),
        (replace(NEWCOMER, is_preview=True, is_published=False), LessonDoor.GONE),
        (replace(NEWCOMER, is_preview=True, is_private=True), LessonDoor.CLOSED),
        (replace(NEWCOMER, is_granted=True), LessonDoor.GRANTED),
        (replace(NEWCOMER, is_granted=True, is_held=True), LessonDoor.CLOSED),
        (replace(NEWCOMER, is_anonymous=True), LessonDoor.LOGIN),
        (replace(NEWCOMER, is_anonymous=True, is_paid=True), LessonDoor.LOGIN),
        (replace(NEWCOMER, is_anonymous=True, is_preview=True), LessonDoor.PREVIEW),
        (replace(NEWCOMER, is_anonymous=True, is_published=False), LessonDoor.GONE),
    ],
)
def test_circumstances_decide_the_door(access: LessonAccess, door: LessonDoor) -> None:
    assert access.door == door


def test_four_doors_are_open() -> None:
    assert {door.name for door in LessonDoor if door.is_open} == {
        "ENROLLED",
        "PREVIEW",
        "STAFF",
        "GRANTED",
    }


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, lessons=2)


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    return get_lessons(course)[0]


@pytest.mark.spec("G2")
def test_each_person_finds_their_own_door(
    learner: User,
    newcomer: User,
    instructor: User,
    stranger: User,
    admin: User,
    course: CoursePage,
    lesson: LessonPage,
) -> None:
    assistant = set_role(user=User.objects.create_user("assist@example.com"), role=Role.INSTRUCTOR)
    CourseStaff.objects.create(course=course, person=assistant, role=StaffRole.ASSISTANT)
    enroll_student(student=learner, course=course)

    doors = {
        person: get_lesson_door(person, lesson)
        for person in (learner, newcomer, instructor, assistant, stranger, admin)
    }

    assert doors == {
        learner: LessonDoor.ENROLLED,
        newcomer: LessonDoor.ENROL,
        instructor: LessonDoor.STAFF,
        assistant: LessonDoor.STAFF,
        stranger: LessonDoor.ENROL,
        admin: LessonDoor.STAFF,
    }
    assert get_lesson_door(AnonymousUser(), lesson) == LessonDoor.LOGIN


@pytest.mark.spec("G2")
def test_unenrolment_holds_at_once(learner: User, course: CoursePage, lesson: LessonPage) -> None:
    enroll_student(student=learner, course=course)
    leave_course(student=learner, course=course)

    assert get_lesson_door(learner, lesson) == LessonDoor.ENROL


def test_an_enrolment_in_one_course_opens_no_other(learner: User, lesson: LessonPage) -> None:
    enroll_student(student=learner, course=make_course())

    assert get_lesson_door(learner, lesson) == LessonDoor.ENROL


def test_who_is_no_instructor_any_more_teaches_no_course(
    instructor: User, lesson: LessonPage
) -> None:
    demoted = set_role(user=instructor, role=Role.STUDENT)

    assert get_lesson_door(demoted, lesson) == LessonDoor.ENROL


def test_a_closed_account_opens_nothing(
    learner: User, admin: User, course: CoursePage, lesson: LessonPage
) -> None:
    enroll_student(student=learner, course=course)
    for person in (learner, admin):
        person.is_active = False
        person.save()
        assert not get_lesson_door(person, lesson).is_open


@pytest.mark.parametrize("level", ["lesson", "module", "course"])
def test_what_is_unpublished_above_or_here_is_gone_in_every_language(
    learner: User, instructor: User, course: CoursePage, lesson: LessonPage, level: str
) -> None:
    enroll_student(student=learner, course=course)
    translate(course, "id", tree=True)
    translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)
    module = lesson.get_parent().specific
    {"lesson": lesson, "module": module, "course": course}[level].unpublish()

    assert translated.live
    for page in (lesson, translated):
        assert get_lesson_door(learner, page) == LessonDoor.GONE
        assert get_lesson_door(AnonymousUser(), page) == LessonDoor.GONE
        assert get_lesson_door(instructor, page) == LessonDoor.STAFF


def test_a_translation_answers_for_its_canonical_lesson(
    learner: User, newcomer: User, course: CoursePage, lesson: LessonPage
) -> None:
    enroll_student(student=learner, course=course)
    translate(course, "id", tree=True)
    translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)
    LessonPage.objects.filter(pk=translated.pk).update(free_preview=True)
    translated.refresh_from_db()

    assert get_lesson_door(learner, translated) == LessonDoor.ENROLLED
    assert get_lesson_door(newcomer, translated) == LessonDoor.ENROL


class TestPrivacy:
    """Wagtail's own privacy settings close a lesson too, for everybody but its staff."""

    @pytest.fixture(autouse=True)
    def enrolled(self, learner: User, course: CoursePage) -> None:
        enroll_student(student=learner, course=course)

    def test_a_password_counts_only_for_who_has_passed_it(
        self, learner: User, course: CoursePage, lesson: LessonPage, instructor: User
    ) -> None:
        setting = PageViewRestriction.objects.create(
            page=course, restriction_type=PageViewRestriction.PASSWORD, password="sesame"
        )

        assert get_lesson_door(learner, lesson) == LessonDoor.CLOSED
        assert get_lesson_door(instructor, lesson) == LessonDoor.STAFF
        assert (
            get_lesson_door(learner, lesson, passed_restrictions=[setting.pk])
            == LessonDoor.ENROLLED
        )

    def test_a_group_counts_for_its_members(
        self, learner: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        group = Group.objects.create(name="Evening class")
        setting = PageViewRestriction.objects.create(
            page=lesson.get_parent(), restriction_type=PageViewRestriction.GROUPS
        )
        setting.groups.add(group)

        assert get_lesson_door(learner, lesson) == LessonDoor.CLOSED
        learner.groups.add(group)
        assert get_lesson_door(learner, lesson) == LessonDoor.ENROLLED

    def test_a_private_preview_is_not_for_visitors(
        self, learner: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        lesson.free_preview = True
        lesson.save_revision().publish()
        PageViewRestriction.objects.create(page=lesson, restriction_type=PageViewRestriction.LOGIN)

        assert get_lesson_door(AnonymousUser(), lesson) == LessonDoor.CLOSED
        assert get_lesson_door(learner, lesson) == LessonDoor.ENROLLED

    def test_a_setting_elsewhere_closes_nothing(
        self, learner: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        other = get_lessons(course)[1]
        PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
        PageViewRestriction.objects.create(
            page=make_course(), restriction_type=PageViewRestriction.PASSWORD
        )

        assert get_lesson_door(learner, lesson) == LessonDoor.ENROLLED


def test_higher_apps_may_speak_for_and_against(
    learner: User, newcomer: User, course: CoursePage, lesson: LessonPage
) -> None:
    enroll_student(student=learner, course=course)
    opens = {newcomer.pk: True, learner.pk: False}

    def subscriptions(
        *, person: User, course_ids: Sequence[int], now: datetime
    ) -> list[AccessReason]:
        return [AccessReason(course_id, opens[person.pk]) for course_id in course_ids]

    forget = register_access_reasons(subscriptions)
    try:
        assert get_lesson_door(newcomer, lesson) == LessonDoor.GRANTED
        assert get_lesson_door(learner, lesson) == LessonDoor.CLOSED
    finally:
        forget()

    assert subscriptions not in ports._registered
    assert get_lesson_door(newcomer, lesson) == LessonDoor.ENROL


def test_one_look_is_one_query(
    learner: User, course: CoursePage, django_assert_num_queries: object
) -> None:
    lessons = get_lessons(course)
    for lesson in lessons:
        with django_assert_num_queries(1):  # type: ignore[operator]
            get_lesson_door(learner, lesson)
