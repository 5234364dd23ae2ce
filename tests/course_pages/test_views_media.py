"""Private files: who gets them, and how their bytes are sent."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages import ports
from course_pages.enums import StaffRole
from course_pages.models import (
    CourseDocument,
    CourseMedia,
    CoursePage,
    CourseStaff,
    LessonAttachment,
    LessonPage,
)
from course_pages.permissions import may_have_file
from course_pages.ports import Person, PrivateFile
from course_pages.selectors.files import courses_using, lessons_using
from tests.factories.files import RECORDING, make_document, make_recording
from tests.factories.pages import get_modules, make_course, make_lesson, translate
from tests.factories.people import InstructorFactory

SIZE = len(RECORDING)


@pytest.fixture(autouse=True)
def no_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask nobody above: these tests are about the catalogue's own rule."""
    monkeypatch.setattr(ports, "file_gates", [])


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, lessons=0)


@pytest.fixture
def uploader(db: None) -> User:
    return InstructorFactory(email="uploader@example.com")


@pytest.fixture
def recording(uploader: User) -> CourseMedia:
    captions = ContentFile(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n", name="lecture.vtt")
    return make_recording(owner=uploader, captions=captions)


@pytest.fixture
def document(uploader: User) -> CourseDocument:
    return make_document(owner=uploader)


@pytest.fixture
def lesson(course: CoursePage, recording: CourseMedia) -> LessonPage:
    return make_lesson(get_modules(course)[0], title="Watch", body=[("video", video_of(recording))])


def video_of(recording: CourseMedia) -> dict[str, object]:
    return {"media": recording, "embed": "", "title": "Watch", "poster": None, "transcript": ""}


def attach(document: CourseDocument, lesson: LessonPage) -> None:
    lesson.attachments.add(LessonAttachment(document=document))
    lesson.save_revision().publish()


def body(response: Any) -> bytes:
    return b"".join(response)


def rewrite(lesson: LessonPage, body: list[Any]) -> None:
    """Publish the lesson with another body."""
    lesson.body = body  # type: ignore[assignment]
    lesson.save_revision().publish()


# --- the index of references ---------------------------------------------------------------------


def test_a_recording_in_a_lesson_is_found(
    lesson: LessonPage, course: CoursePage, recording: CourseMedia
) -> None:
    assert lessons_using(recording) == {lesson.pk}
    assert courses_using(recording) == {course.pk}


def test_an_attached_document_is_found(
    lesson: LessonPage, course: CoursePage, document: CourseDocument
) -> None:
    assert lessons_using(document) == set()

    attach(document, lesson)

    assert lessons_using(document) == {lesson.pk}
    assert courses_using(document) == {course.pk}


def test_a_document_linked_in_running_text_is_found(
    course: CoursePage, document: CourseDocument
) -> None:
    link = f'<p>See <a linktype="document" id="{document.pk}">the sheet</a>.</p>'
    lesson = make_lesson(get_modules(course)[0], body=[("text", link)])

    assert lessons_using(document) == {lesson.pk}


def test_a_translation_counts_for_its_canonical_lesson(
    lesson: LessonPage, course: CoursePage, recording: CourseMedia, uploader: User
) -> None:
    CourseStaff.objects.create(course=course, person=uploader, role=StaffRole.ASSISTANT)
    translated = translate(lesson, "id")
    rewrite(lesson, [])

    assert translated.pk != lesson.pk
    assert lessons_using(recording) == {lesson.pk}


def test_an_unpublished_lesson_opens_no_file_to_learners(
    lesson: LessonPage, course: CoursePage, recording: CourseMedia
) -> None:
    lesson.unpublish()

    assert lessons_using(recording) == set()
    assert courses_using(recording) == {course.pk}


def test_a_file_taken_out_of_the_lesson_is_no_longer_used(
    lesson: LessonPage, recording: CourseMedia
) -> None:
    rewrite(lesson, [])

    assert lessons_using(recording) == set()
    assert courses_using(recording) == set()


def test_a_translation_alone_takes_no_strangers_file(
    lesson: LessonPage, course: CoursePage, recording: CourseMedia, stranger: User, admin: User
) -> None:
    """The translation editor takes any number, so that its use of a file must be vouched for."""
    translated = translate(lesson, "id")
    strange, official = make_recording(owner=stranger), make_recording(owner=admin)
    rewrite(translated, [("video", video_of(file)) for file in (strange, official, recording)])

    assert (lessons_using(strange), courses_using(strange)) == (set(), set())
    assert (lessons_using(official), courses_using(official)) == ({lesson.pk}, {course.pk})
    assert (lessons_using(recording), courses_using(recording)) == ({lesson.pk}, {course.pk})

    CourseStaff.objects.create(course=course, person=stranger, role=StaffRole.ASSISTANT)
    assert (lessons_using(strange), courses_using(strange)) == ({lesson.pk}, {course.pk})


# --- who may have it -----------------------------------------------------------------------------


def test_staff_admins_and_the_uploader_may(
    lesson: LessonPage,
    course: CoursePage,
    recording: CourseMedia,
    instructor: User,
    uploader: User,
    admin: User,
    stranger: User,
    learner: User,
) -> None:
    assistant = InstructorFactory()
    CourseStaff.objects.create(course=course, person=assistant, role=StaffRole.ASSISTANT)

    people = (instructor, assistant, uploader, admin, stranger, learner)

    assert [may_have_file(person, recording) for person in people] == [
        True, True, True, True, False, False,
    ]  # fmt: skip


def test_an_unused_file_is_its_uploaders_and_the_admins(
    document: CourseDocument, uploader: User, admin: User, instructor: User
) -> None:
    assert may_have_file(uploader, document)
    assert may_have_file(admin, document)
    assert not may_have_file(instructor, document)


def test_a_file_that_nobody_uploaded_is_not_everybodys(
    client: Client, learner: User, db: None
) -> None:
    document = make_document(owner=None)

    assert not may_have_file(learner, document)
    assert client.get(document.url).status_code == 302


def test_one_gate_that_says_yes_is_enough(document: CourseDocument, learner: User) -> None:
    def closed(person: Person, file: PrivateFile) -> bool:
        return False

    def open_to_lena(person: Person, file: PrivateFile) -> bool:
        return person == learner and file == document

    ports.register_file_gate(closed)
    assert not may_have_file(learner, document)

    ports.register_file_gate(open_to_lena)
    assert may_have_file(learner, document)
    assert not may_have_file(learner, make_document())


# --- documents -----------------------------------------------------------------------------------


def test_a_document_is_served_to_its_uploader_as_a_download(
    client: Client, document: CourseDocument, uploader: User
) -> None:
    client.force_login(uploader)

    response = client.get(document.url)

    assert response.status_code == 200
    assert body(response) == b"The words of Cheat sheet"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]


def test_a_document_is_refused_to_others(
    client: Client, document: CourseDocument, learner: User
) -> None:
    anonymous = client.get(document.url)
    client.force_login(learner)
    strange = client.get(document.url)

    assert anonymous.status_code == 302
    assert anonymous.headers["Location"].startswith(reverse("account_login"))
    assert strange.status_code == 403
    assert b"The words" not in strange.content


def test_another_name_leads_to_no_document(
    client: Client, document: CourseDocument, uploader: User
) -> None:
    client.force_login(uploader)

    assert client.get(f"/documents/{document.pk}/other.txt").status_code == 404


# --- recordings ----------------------------------------------------------------------------------


@pytest.fixture
def uploader_browser(client: Client, uploader: User) -> Client:
    client.force_login(uploader)
    return client


def test_a_recording_is_sent_whole(uploader_browser: Client, recording: CourseMedia) -> None:
    response = uploader_browser.get(recording.url)

    assert response.status_code == 200
    assert response.streaming
    assert body(response) == RECORDING
    assert {
        name: response.headers[name]
        for name in (
            "Accept-Ranges",
            "Cache-Control",
            "Content-Length",
            "Content-Security-Policy",
            "Content-Type",
            "X-Content-Type-Options",
        )
    } == {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Content-Length": "10240",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": "video/mp4",
        "X-Content-Type-Options": "nosniff",
    }
    assert response.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("asked", "sent", "content_range"),
    [
        ("bytes=0-1", RECORDING[:2], "bytes 0-1/10240"),
        ("bytes=0-", RECORDING, "bytes 0-10239/10240"),
        ("bytes=300-599", RECORDING[300:600], "bytes 300-599/10240"),
        ("bytes=10239-", RECORDING[-1:], "bytes 10239-10239/10240"),
        ("bytes=-5", RECORDING[-5:], "bytes 10235-10239/10240"),
        ("bytes=-99999", RECORDING, "bytes 0-10239/10240"),
        ("bytes=10000-99999", RECORDING[10000:], "bytes 10000-10239/10240"),
    ],
)
def test_a_part_of_a_recording_is_sent(
    asked: str, sent: bytes, content_range: str, uploader_browser: Client, recording: CourseMedia
) -> None:
    response = uploader_browser.get(recording.url, headers={"range": asked})

    assert response.status_code == 206
    assert body(response) == sent
    assert response.headers["Content-Range"] == content_range
    assert response.headers["Content-Length"] == str(len(sent))


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=20000-30000", "bytes=-0"])
def test_a_part_beyond_the_end_is_answered_416(
    asked: str, uploader_browser: Client, recording: CourseMedia
) -> None:
    response = uploader_browser.get(recording.url, headers={"range": asked})

    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"
    assert response.content == b""


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-", "bytes=x-1", "bytes=1-1 "]
)
def test_a_range_that_says_nothing_is_answered_with_everything(
    asked: str, uploader_browser: Client, recording: CourseMedia
) -> None:
    response = uploader_browser.get(recording.url, headers={"range": asked})

    assert response.status_code == 200
    assert body(response) == RECORDING


def test_head_says_how_long_it_is_and_sends_nothing(
    uploader_browser: Client, recording: CourseMedia
) -> None:
    response = uploader_browser.head(recording.url)

    assert response.status_code == 200
    assert response.headers["Content-Length"] == "10240"
    assert response.content == b""


def test_nothing_is_posted_to_a_recording(uploader_browser: Client, recording: CourseMedia) -> None:
    assert uploader_browser.post(recording.url).status_code == 405


def test_captions_go_with_the_recording(uploader_browser: Client, recording: CourseMedia) -> None:
    response = uploader_browser.get(recording.captions_url)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert body(response).startswith(b"WEBVTT")


def test_there_are_no_captions_where_none_were_uploaded(
    uploader_browser: Client, uploader: User
) -> None:
    assert uploader_browser.get(make_recording(owner=uploader).captions_url).status_code == 404


def test_what_is_said_is_served_as_text(uploader_browser: Client, recording: CourseMedia) -> None:
    response = uploader_browser.get(recording.transcript_url)

    assert response.content.decode() == "0:00\tHello\n"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    stem = recording.filename.removesuffix(".mp4")
    assert response["Content-Disposition"] == f'attachment; filename="{stem}.txt"'
    assert response["Cache-Control"] == "private, no-store"


def test_the_written_transcript_is_served_where_captions_say_nothing(
    uploader_browser: Client, uploader: User
) -> None:
    written = make_recording(owner=uploader, transcript="All that is said.")
    silent = make_recording(owner=uploader)

    assert uploader_browser.get(written.transcript_url).content == b"All that is said."
    assert uploader_browser.get(silent.transcript_url).status_code == 404


@pytest.mark.parametrize("actor", ["anonymous", "learner", "stranger"])
def test_recording_and_captions_are_refused_to_others(
    actor: str,
    client: Client,
    lesson: LessonPage,
    recording: CourseMedia,
    request: pytest.FixtureRequest,
) -> None:
    if actor != "anonymous":
        client.force_login(request.getfixturevalue(actor))

    for url in (recording.url, recording.captions_url, recording.transcript_url):
        assert client.get(url, headers={"range": "bytes=0-1"}).status_code == 403
        assert client.head(url).status_code == 403


def test_another_name_leads_to_no_recording(
    uploader_browser: Client, recording: CourseMedia
) -> None:
    url = reverse("course_pages:media", args=[recording.pk, "other.mp4"])

    assert uploader_browser.get(url).status_code == 404


def test_what_is_no_recording_is_never_shown_in_the_page(
    uploader_browser: Client, uploader: User
) -> None:
    page = make_recording(owner=uploader, name="lecture.html")

    response = uploader_browser.get(page.url)

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"].startswith("sandbox")


def test_a_file_lost_from_storage_is_not_found(
    uploader_browser: Client, recording: CourseMedia
) -> None:
    recording.file.delete(save=False)
    CourseMedia.objects.filter(pk=recording.pk).update(file="media/lost.mp4")
    recording.refresh_from_db()

    assert uploader_browser.get(recording.url).status_code == 404


def test_private_files_lie_where_no_address_leads(
    recording: CourseMedia, document: CourseDocument
) -> None:
    for file in (recording.file, recording.captions, document.file):
        path = Path(file.path)
        assert path.is_relative_to(settings.PRIVATE_MEDIA_ROOT)
        assert not path.is_relative_to(settings.MEDIA_ROOT)
