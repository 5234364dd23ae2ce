"""Files, recordings and images in every block, inner ones too: found, opened, and cheap."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from course_pages.blocks.audio import AudioBlock
from course_pages.blocks.file import FileBlock
from course_pages.models import LessonPage
from course_pages.selectors.files import lessons_using
from learning.services.enrollment import enroll_student
from tests.factories.bodies import (
    make_audio,
    make_block,
    make_callout,
    make_details,
    make_image,
    make_svg,
    make_table,
    make_video,
    render_body,
    write_body,
)
from tests.factories.files import make_document
from tests.factories.pages import get_modules, make_course, make_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(instructor: User) -> LessonPage:
    return make_lesson(get_modules(make_course(owner=instructor, lessons=0))[0], title="Files")


def publish(lesson: LessonPage, *blocks: dict[str, Any]) -> None:
    write_body(lesson, *blocks)
    lesson.save_revision().publish()


def file_block(document_id: int | None, title: str = "Sheet") -> dict[str, Any]:
    return make_block("file", {"document": document_id, "title": title})


def audio_block(media_id: int | None) -> dict[str, Any]:
    return make_block("audio", {"media": media_id, "title": "Greeting", "transcript": ""})


def image_block(image_id: int, alt: str = "Plan") -> dict[str, Any]:
    return make_block("image", {"image": image_id, "alt": alt, "caption": ""})


def link_to(document_id: int) -> str:
    return f'<p>See <a linktype="document" id="{document_id}">the sheet</a></p>'


# --- who may have them ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        lambda pk: file_block(pk),
        lambda pk: make_callout(file_block(pk)),
        lambda pk: make_details(file_block(pk)),
        lambda pk: make_callout(make_details(file_block(pk))),
        lambda pk: make_callout(make_block("text", link_to(pk))),
        lambda pk: make_block("callout", {"kind": "tip", "title": "", "body": link_to(pk)}),
        lambda pk: make_block("quote", {"text": link_to(pk), "attribution": ""}),
        lambda pk: make_table(("Sheet",), (link_to(pk),)),
        lambda pk: make_callout(make_details(make_table(("Sheet",), (link_to(pk),)))),
    ],
    ids=[
        *("file", "in a callout", "in details", "deepest", "link", "old callout", "quote", "table"),
        "table inside",
    ],
)
def test_a_document_in_a_block_opens_to_those_who_may_open_the_lesson(
    lesson: LessonPage, learner: User, newcomer: User, place: Any
) -> None:
    document = make_document()
    publish(lesson, place(document.pk))
    assert lessons_using(document) == {lesson.pk}
    enroll_student(student=learner, course=lesson.get_parent().get_parent().specific)
    statuses = {}
    for person in (learner, newcomer):
        client = Client()
        client.force_login(person)
        statuses[person.first_name] = client.get(document.url).status_code
    assert statuses == {"Lena": 200, "Nadia": 403}


@pytest.mark.parametrize(
    "place",
    [
        lambda block: block,
        lambda block: make_callout(block),
        lambda block: make_callout(make_details(block)),
    ],
    ids=["lesson", "callout", "deepest"],
)
@pytest.mark.parametrize("kind", ["audio", "video"])
def test_a_recording_in_a_block_opens_to_those_who_may_open_the_lesson(
    lesson: LessonPage, learner: User, newcomer: User, kind: str, place: Any
) -> None:
    media = make_audio() if kind == "audio" else make_video()
    video = {"embed": "", "poster": None} if kind == "video" else {}
    value = {"media": media.pk, "title": "Greeting", "transcript": ""} | video
    publish(lesson, place(make_block(kind, value)))
    assert lessons_using(media) == {lesson.pk}
    enroll_student(student=learner, course=lesson.get_parent().get_parent().specific)
    statuses = {}
    for person in (learner, newcomer):
        client = Client()
        client.force_login(person)
        statuses[person.first_name] = client.get(media.url).status_code
    assert statuses == {"Lena": 200, "Nadia": 403}


# --- what is shown --------------------------------------------------------------------------------


def test_a_file_is_a_card_with_name_kind_and_size() -> None:
    document = make_document(title="Worksheet", name="worksheet.pdf")
    html = render_body(file_block(document.pk, title=""))
    assert f'<a class="card" href="{document.url}">' in html
    assert "<strong>Worksheet</strong>" in html
    assert "PDF, 22 bytes" in html
    assert "<strong>Sheet</strong>" in render_body(file_block(document.pk))


def test_a_file_that_was_deleted_says_so() -> None:
    html = render_body(file_block(4711))
    assert "<strong>Sheet</strong>" in html
    assert "This file is not available." in html
    assert "href" not in html.replace("<use href", "")


@pytest.mark.parametrize(
    ("block", "value", "part"),
    [
        (FileBlock(), {"document": None, "title": "Sheet"}, "document"),
        (AudioBlock(), {"media": None, "title": "Greeting", "transcript": ""}, "media"),
    ],
    ids=["file", "audio"],
)
def test_a_block_without_its_file_is_refused(block: Any, value: Any, part: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        block.clean(block.to_python(value))
    assert list(refusal.value.block_errors) == [part]  # type: ignore[attr-defined]


def test_a_recording_loads_nothing_before_it_is_played_and_brings_its_words() -> None:
    media = make_audio(transcript="Sugeng rawuh.")
    html = render_body(audio_block(media.pk))
    assert '<audio controls preload="none" aria-label="Greeting"' in html
    assert f'<source src="{media.url}" type="audio/mpeg">' in html
    assert "<p>Sugeng rawuh.</p>" in html


def test_a_film_is_no_recording_to_listen_to() -> None:
    block = AudioBlock()
    with pytest.raises(ValidationError) as refusal:
        block.clean(
            block.to_python({"media": make_video().pk, "title": "Greeting", "transcript": ""})
        )
    assert list(refusal.value.block_errors) == ["media"]  # type: ignore[attr-defined]


def test_a_recording_that_was_deleted_leaves_its_title() -> None:
    html = render_body(audio_block(4711))
    assert "This recording is not available." in html
    assert "<strong>Greeting</strong>" in html
    assert "<audio" not in html


def test_a_drawing_is_shown_as_it_is_with_its_size() -> None:
    image = make_svg()
    html = render_body(image_block(image.pk))
    assert f'<img src="{image.file.url}" width="1600" height="800" alt="Plan"' in html
    assert image.renditions.count() == 0


def test_a_lesson_with_a_drawing_can_be_read_and_edited(
    lesson: LessonPage, instructor: User
) -> None:
    image = make_svg(uploaded_by_user=instructor)
    publish(lesson, image_block(image.pk), make_callout(image_block(image.pk)))
    client = Client()
    client.force_login(instructor)
    response = client.get(lesson.url)
    assert response.status_code == 200
    assert response.content.decode().count(f'src="{image.file.url}"') == 2
    assert client.get(f"/admin/pages/{lesson.pk}/edit/").status_code == 200
    assert client.get("/admin/images/").status_code == 200


def test_a_drawing_can_be_the_cover_of_a_course(instructor: User) -> None:
    course = make_course(owner=instructor)
    course.thumbnail = make_svg()
    course.save_revision().publish()
    html = Client().get(course.url).content.decode()
    assert course.thumbnail.renditions.get().file.name.endswith(".svg")
    assert course.thumbnail.renditions.get().url in html


# --- cost -----------------------------------------------------------------------------------------


def make_crowd(count: int, documents: list[int]) -> list[dict[str, Any]]:
    """Return `count` callouts with an image, a file, a recording and a solution with an image."""
    return [
        make_callout(
            image_block(make_image(f"Drawing {at}").pk),
            file_block(documents[at]),
            audio_block(make_audio(f"Sound {at}").pk),
            make_details(image_block(make_image(f"Solution {at}").pk)),
        )
        for at in range(count)
    ]


def count_queries(count: int) -> int:
    documents = [make_document(title=f"Sheet {at}").pk for at in range(count)]
    blocks = make_crowd(count, documents)
    render_body(*blocks)
    with CaptureQueriesContext(connection) as queries:
        html = render_body(*blocks)
    assert html.count("<img") == 2 * count
    assert html.count("<audio") == count
    assert html.count('class="card"') == count
    return len(queries)


def test_twenty_full_callouts_cost_as_many_queries_as_three() -> None:
    """Images and their renditions at two depths, documents, recordings."""
    assert count_queries(3) == count_queries(20) == 6


def count_queries_of_links(count: int) -> int:
    """Count what it costs to show links to files in texts, callouts and tables."""
    documents = [make_document(title=f"Sheet {at}").pk for at in range(count)]
    texts = [make_block("text", link_to(pk)) for pk in documents]
    callouts = [make_callout(make_block("text", link_to(pk))) for pk in documents]
    tables = [make_table(("A", "B"), (link_to(pk), ""), ("", link_to(pk))) for pk in documents]
    render_body(*texts, *callouts, *tables)
    with CaptureQueriesContext(connection) as queries:
        html = render_body(*texts, *callouts, *tables)
    assert html.count('href="/documents/') == 4 * count
    return len(queries)


def test_links_in_twenty_texts_cost_as_many_queries_as_in_three() -> None:
    """One for texts, one for callouts, one for all cells of all tables."""
    assert count_queries_of_links(3) == count_queries_of_links(20) == 3
