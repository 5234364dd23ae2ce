"""Captions of a recording: asked when they come, read into cues when they are saved."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages.models import CourseMedia
from course_pages.services.recordings import refresh_cues
from tests.factories.bodies import make_video

HELLO = b"WEBVTT\n\n00:00.500 --> 00:01.000\nHello\n"
BYE = b"WEBVTT\n\n00:02.000 --> 00:03.000\nBye\n"
BROKEN = b"WEBVTT\n\n00:00.500 --> 00:01.000\nHello\n\nsoon --> later\nLost\n"
CUES = [[0.5, 1.0, "Hello"]]

pytestmark = pytest.mark.django_db


def caption(content: bytes, name: str = "talk.vtt") -> ContentFile[bytes]:
    return ContentFile(content, name=name)


def test_captions_are_read_when_they_are_saved() -> None:
    recording = make_video(captions=caption(HELLO))

    assert CourseMedia.objects.get(pk=recording.pk).cues == CUES


def test_new_captions_bring_new_cues_by_either_road() -> None:
    recording = CourseMedia.objects.get(pk=make_video(captions=caption(HELLO)).pk)
    recording.captions = caption(BYE)
    recording.save(update_fields=["captions"])
    recording.refresh_from_db()
    assert recording.cues == [[2.0, 3.0, "Bye"]]

    recording.captions.save("again.vtt", caption(HELLO))
    recording.refresh_from_db()
    assert recording.cues == CUES


def test_cues_go_with_their_captions() -> None:
    recording = CourseMedia.objects.get(pk=make_video(captions=caption(HELLO)).pk)
    recording.captions = ""
    recording.save()

    recording.refresh_from_db()
    assert recording.cues == []


def test_saving_something_else_reads_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    recording = CourseMedia.objects.get(pk=make_video(captions=caption(HELLO)).pk)
    monkeypatch.setattr(CourseMedia, "_read_captions", lambda self: pytest.fail("was read"))
    recording.title = "Another title"
    recording.save()

    CourseMedia.objects.only("title").get(pk=recording.pk).save()
    assert CourseMedia.objects.get(pk=recording.pk).cues == CUES


def test_captions_in_an_old_encoding_are_stored_as_browsers_read_them() -> None:
    recording = make_video(
        captions=caption("WEBVTT\n\n00:01.000 --> 00:02.000\nCafé\n".encode("cp1252"))
    )
    stored = CourseMedia.objects.get(pk=recording.pk)

    assert stored.captions.read().decode() == "WEBVTT\n\n00:01.000 --> 00:02.000\nCafé\n"
    assert stored.cues == [[1.0, 2.0, "Café"]]


def test_what_is_stored_is_otherwise_the_file_itself() -> None:
    content = b"\xef\xbb\xbf" + HELLO.replace(b"\n", b"\r\n")
    recording = make_video(captions=caption(content))

    assert CourseMedia.objects.get(pk=recording.pk).captions.read() == content


def test_broken_captions_are_refused_by_the_form_and_kept_by_other_roads() -> None:
    recording = make_video()
    recording.captions = caption(BROKEN)
    with pytest.raises(ValidationError) as refusal:
        recording.clean()
    assert refusal.value.message_dict == {
        "captions": [
            "Line 6: “soon --> later” are no times. Write them like 00:01:30.000 --> 00:01:34.500."
        ]
    }

    recording.save()
    stored = CourseMedia.objects.get(pk=recording.pk)
    assert (stored.captions.read(), stored.cues) == (BROKEN, CUES)


def test_captions_that_are_gone_do_no_harm() -> None:
    recording = make_video(captions=caption(HELLO))
    recording.captions.storage.delete(str(recording.captions.name))
    recording.renew_cues()

    assert recording.cues == []


def send_captions(browser: Client, recording: CourseMedia, content: bytes) -> Any:
    form = {
        "title": recording.title,
        "duration": 60,
        "collection": recording.collection_id,
        "captions": SimpleUploadedFile("talk.vtt", content, "text/vtt"),
        "captions_language": "en",
    }
    return browser.post(reverse("wagtailmedia:edit", args=[recording.pk]), form)


def test_the_form_of_a_recording_names_the_line_and_loses_nothing(
    client: Client, admin: User
) -> None:
    recording = make_video(captions=caption(HELLO))
    client.force_login(admin)

    answer = send_captions(client, recording, BROKEN)

    assert answer.status_code == 200
    assert "Line 6: “soon --&gt; later” are no times." in answer.content.decode()
    assert CourseMedia.objects.get(pk=recording.pk).cues == CUES

    assert send_captions(client, recording, BYE).status_code == 302
    assert CourseMedia.objects.get(pk=recording.pk).cues == [[2.0, 3.0, "Bye"]]


def test_captions_of_before_are_read_once(capsys: pytest.CaptureFixture[str]) -> None:
    recording = make_video(captions=caption(HELLO))
    CourseMedia.objects.update(cues=[])

    call_command("refresh_facts")

    assert "The captions of 1 recordings were read." in capsys.readouterr().out
    assert CourseMedia.objects.get(pk=recording.pk).cues == CUES
    assert refresh_cues() == 0
