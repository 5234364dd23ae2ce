"""Blocks in the editor: what a form posts, what is kept, what is said."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text

from accounts.models import User
from course_pages.models import LessonPage
from tests.factories.bodies import (
    CHECK,
    RIGHT,
    WRONG,
    make_block,
    make_check,
    make_image,
    make_video,
    write_body,
)
from tests.factories.pages import get_modules, make_course, make_lesson, translate

pytestmark = pytest.mark.django_db

TEXT = "70000000-0000-4000-8000-000000000000"


@pytest.fixture
def lesson(instructor: User) -> LessonPage:
    module = get_modules(make_course(owner=instructor, lessons=0))[0]
    body = [make_block("text", "<p>Words</p>", block_id=TEXT), make_check()]
    return make_lesson(module, title="Sums", slug="sums", body=json.dumps(body))


@pytest.fixture
def client(instructor: User) -> Client:
    client = Client()
    client.force_login(instructor)
    return client


def make_choices(*choices: tuple[str, str, bool, str]) -> dict[str, Any]:
    items: dict[str, Any] = {
        str(at): {
            "id": choice_id,
            "deleted": "",
            "order": str(at),
            "value": {"text": text, "feedback": feedback} | ({"correct": "on"} if right else {}),
        }
        for at, (choice_id, text, right, feedback) in enumerate(choices)
    }
    return items | {"count": str(len(choices))}


def make_stream(*blocks: tuple[str, str, Any]) -> dict[str, Any]:
    items: dict[str, Any] = {
        str(at): {"id": block_id, "type": kind, "deleted": "", "order": str(at), "value": value}
        for at, (block_id, kind, value) in enumerate(blocks)
    }
    return items | {"count": str(len(blocks))}


def post(client: Client, lesson: LessonPage, *blocks: tuple[str, str, Any], **extra: str) -> str:
    data = {
        "title": "Sums",
        "slug": "sums",
        "summary": "",
        "minutes": "5",
        "seo_title": "",
        "search_description": "",
        "body": make_stream(*blocks),
        "attachments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
    }
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    response = client.post(url, nested_form_data(data) | extra, follow=True)
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


def read_saved(lesson: LessonPage) -> list[dict[str, Any]]:
    """Return the blocks of the page as it is published now."""
    return [dict(block) for block in LessonPage.objects.get(pk=lesson.pk).body.raw_data]


@pytest.mark.spec("B2")
def test_an_edited_check_keeps_its_id_and_those_of_its_choices(
    client: Client, lesson: LessonPage
) -> None:
    choices = make_choices((WRONG, "Five!", False, "No."), (RIGHT, "Four!", True, "Yes."))
    check = {"question": "Two + two?", "kind": "single", "choices": choices, "explanation": ""}
    post(
        client,
        lesson,
        (CHECK, "check", check),
        (TEXT, "text", rich_text("<p>Words</p>")),
        **{"action-publish": "1"},
    )
    saved = read_saved(lesson)
    assert [block["id"] for block in saved] == [CHECK, TEXT]
    assert [
        (choice["id"], choice["value"]["text"], choice["value"]["correct"])
        for choice in saved[0]["value"]["choices"]
    ] == [(WRONG, "Five!", False), (RIGHT, "Four!", True)]


def test_a_check_without_a_right_answer_may_wait_as_a_draft_but_is_not_published(
    client: Client, lesson: LessonPage
) -> None:
    choices = make_choices((RIGHT, "Four", False, "Yes."), (WRONG, "Five", False, "No."))
    check = {"question": "Two + two?", "kind": "single", "choices": choices, "explanation": ""}
    before = read_saved(lesson)
    html = post(client, lesson, (CHECK, "check", check), **{"action-publish": "1"})
    assert "Mark exactly one choice as right, or allow several right answers." in html
    assert read_saved(lesson) == before
    assert lesson.revisions.count() == 0
    post(client, lesson, (CHECK, "check", check))
    assert read_saved(lesson) == before
    assert lesson.revisions.count() == 1


def test_an_image_without_a_description_is_not_saved(client: Client, lesson: LessonPage) -> None:
    image = {"image": str(make_image().pk), "alt": "", "caption": ""}
    html = post(client, lesson, (TEXT, "image", image))
    assert "Say in one sentence what the image shows" in html
    assert lesson.revisions.count() == 0


ATTACK = "<script>alert('attack')</script>"


def test_markup_typed_into_every_field_is_shown_as_it_was_typed(
    client: Client, lesson: LessonPage, instructor: User
) -> None:
    image = make_image(uploaded_by_user=instructor)
    choices = make_choices((RIGHT, ATTACK, True, ATTACK), (WRONG, "Five", False, ATTACK))
    video = {
        "media": "",
        "embed": "https://vimeo.com/76979871",
        "title": ATTACK,
        "poster": "",
        "transcript": ATTACK,
    }
    blocks = [
        (TEXT, "text", rich_text(f"<p>Words {ATTACK}</p>")),
        ("1", "callout", {"kind": "tip", "title": ATTACK, "body": rich_text(f"<p>A {ATTACK}</p>")}),
        ("2", "code", {"language": "html", "title": ATTACK, "code": ATTACK}),
        ("3", "image", {"image": str(image.pk), "alt": ATTACK, "caption": ATTACK}),
        ("4", "video", video),
        (
            CHECK,
            "check",
            {"question": ATTACK, "kind": "single", "choices": choices, "explanation": ATTACK},
        ),
    ]
    post(client, lesson, *blocks, **{"action-publish": "1"})
    saved = LessonPage.objects.get(pk=lesson.pk)
    assert [block.block_type for block in saved.body] == [kind for _id, kind, _value in blocks]
    html = client.get(saved.url).content.decode()
    assert html.count("&lt;script&gt;alert(&#x27;attack&#x27;)") >= 7
    assert "<script>alert" not in html


def make_every_block() -> list[dict[str, Any]]:
    """Return one raw block of every kind, with optional parts both filled and empty."""
    image, media = make_image().pk, make_video().pk
    code = {"language": "python", "title": "A file", "code": "    if x:\n\n        y = 'a < b'\n"}
    video = {"media": None, "embed": "", "title": "Film", "poster": None, "transcript": ""}
    return [
        make_block("text", '<p>Words and <a href="https://example.com/">more</a></p>'),
        make_block("callout", {"kind": "tip", "title": "", "body": "<p>Aside</p>"}),
        make_block("code", code),
        make_block("image", {"image": image, "alt": "Drawing", "caption": ""}),
        make_block("video", video | {"media": media, "poster": image, "transcript": "Said."}),
        make_block("video", video | {"embed": "https://vimeo.com/76979871"}),
        make_check(),
    ]


def test_a_translation_keeps_every_block_and_changes_words_alone(lesson: LessonPage) -> None:
    blocks = make_every_block()
    write_body(lesson, *blocks)
    lesson.save_revision().publish()
    saved = read_saved(translate(lesson, "id"))
    assert [(block["type"], block["id"]) for block in saved] == [
        (block["type"], block["id"]) for block in blocks
    ]
    text, callout, code, image, film, embed, check = (block["value"] for block in saved)
    assert text == '<p>Words and <a href="https://example.com/">more</a> (id)</p>'
    assert callout == {"kind": "tip", "title": "", "body": "<p>Aside (id)</p>"}
    assert code == blocks[2]["value"] | {"title": "A file (id)"}
    assert image == blocks[3]["value"] | {"alt": "Drawing (id)"}
    assert film == blocks[4]["value"] | {"title": "Film (id)", "transcript": "Said. (id)"}
    assert embed == blocks[5]["value"] | {"title": "Film (id)"}
    assert check["kind"] == "single"
    assert check["question"] == "Two and two? (id)"


def test_every_block_can_be_compared(client: Client, lesson: LessonPage) -> None:
    blocks = make_every_block()
    revisions = []
    changed = [
        block | {"value": {**block["value"], "title": "Changed"}}
        if isinstance(block["value"], dict) and "title" in block["value"]
        else block
        for block in blocks
    ]
    for body in (blocks, changed, []):
        write_body(lesson, *body)
        revisions.append(lesson.save_revision().pk)
    for pair in (revisions[:2], revisions[1:], revisions[::2], revisions[::-2]):
        url = reverse("wagtailadmin_pages:revisions_compare", args=[lesson.pk, *pair])
        response = client.get(url)
        assert response.status_code == 200
        assert "Two and two?" in response.content.decode()
