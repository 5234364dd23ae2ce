"""What learning answers to the catalogue's questions: files, and reasons to keep a page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from wagtail.models import ReferenceIndex

from accounts.models import User
from course_pages.models import CourseDocument, CoursePage, LessonAttachment, LessonPage
from course_pages.permissions import may_have_file
from course_pages.selectors.deletion import reasons_to_keep
from learning.services.checks import answer_check
from learning.services.enrollment import enroll_student, leave_course
from learning.services.progress import complete_lesson
from tests.factories.bodies import CHECK, RIGHT, make_block
from tests.factories.files import make_document, make_recording
from tests.learning.conftest import publish_body
from tests.learning.note_places import keep

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(admin: User, lessons: list[LessonPage]) -> CourseDocument:
    """Return a document that the second lesson uses."""
    document = make_document(owner=admin)
    LessonAttachment.objects.create(lesson=lessons[1], document=document)
    ReferenceIndex.create_or_update_for_object(lessons[1])
    return document


@pytest.mark.spec("G2")
def test_a_file_opens_to_those_who_may_open_a_lesson_that_uses_it(
    enrolled: User,
    newcomer: User,
    stranger: User,
    course: CoursePage,
    lessons: list[LessonPage],
    sheet: CourseDocument,
) -> None:
    assert may_have_file(enrolled, sheet)
    for person in (newcomer, stranger, AnonymousUser()):
        assert not may_have_file(person, sheet)

    lessons[1].get_parent().specific.unpublish()
    assert not may_have_file(enrolled, sheet)


def test_a_file_of_a_free_preview_is_everyones(
    newcomer: User, lessons: list[LessonPage], sheet: CourseDocument
) -> None:
    lessons[1].free_preview = True
    lessons[1].save_revision().publish()

    assert may_have_file(newcomer, sheet)
    assert may_have_file(AnonymousUser(), sheet)


def test_a_file_is_refused_at_the_request_after_leaving(
    client: Client, enrolled: User, course: CoursePage, sheet: CourseDocument
) -> None:
    client.force_login(enrolled)
    assert client.get(sheet.url).status_code == 200

    leave_course(student=enrolled, course=course)

    assert client.get(sheet.url).status_code in (403, 404)


def test_a_recording_in_a_body_follows_the_lesson(
    enrolled: User, newcomer: User, admin: User, lessons: list[LessonPage]
) -> None:
    recording = make_recording(owner=admin)
    publish_body(
        lessons[0], make_block("video", {"title": "Film", "media": recording.pk, "embed": ""})
    )
    ReferenceIndex.create_or_update_for_object(LessonPage.objects.get(pk=lessons[0].pk))

    assert may_have_file(enrolled, recording)
    assert not may_have_file(newcomer, recording)


def codes(page: CoursePage | LessonPage) -> set[str]:
    return {reason.code for reason in reasons_to_keep(page)} & {
        "learning.enrollments",
        "learning.progress",
        "learning.answers",
        "learning.notes",
    }


def test_what_learners_did_keeps_the_pages_they_did_it_on(
    learner: User, newcomer: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    assert codes(course) == set()

    enroll_student(student=learner, course=course)
    enroll_student(student=newcomer, course=course)
    assert codes(course) == {"learning.enrollments"}
    assert codes(lessons[0]) == set()
    assert "2 learners are enrolled." in {str(r.message) for r in reasons_to_keep(course)}

    complete_lesson(student=learner, lesson=lessons[1])
    answer_check(student=learner, lesson=lessons[0], block_id=CHECK, choice_ids=[RIGHT])
    assert codes(lessons[1]) == {"learning.progress"}
    assert codes(lessons[0]) == {"learning.answers"}
    assert codes(course) == {"learning.enrollments", "learning.progress", "learning.answers"}


def test_notes_keep_the_lesson_they_stand_beside(
    learner: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    enroll_student(student=learner, course=course)
    keep(learner, lessons[1], "Dear")
    keep(learner, lessons[1], "Dearer")

    assert codes(lessons[0]) == set()
    assert codes(lessons[1]) == {"learning.notes"}
    reasons = {str(reason.message) for reason in reasons_to_keep(lessons[1])}
    assert "1 person has kept notes beside it." in reasons


def test_a_place_that_was_left_keeps_the_course_too(learner: User, course: CoursePage) -> None:
    enroll_student(student=learner, course=course)
    leave_course(student=learner, course=course)

    assert codes(course) == {"learning.enrollments"}
