"""Blocks in the editor: what a form posts, what is kept, what is said."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text
from wagtail_localize.models import Translation, TranslationSource

from accounts.models import User
from course_pages.blocks import LessonBodyBlock
from course_pages.blocks.inner import TEXT_ID
from course_pages.models import LessonPage
from tests.factories.bodies import (
    CHECK,
    RIGHT,
    THIRD,
    WRONG,
    make_audio,
    make_block,
    make_callout,
    make_check,
    make_details,
    make_image,
    make_table,
    make_video,
    write_body,
)
from tests.factories.files import make_document
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


def make_hints(*hints: tuple[str, str]) -> dict[str, Any]:
    items: dict[str, Any] = {
        str(at): {"id": hint_id, "deleted": "", "order": str(at), "value": words}
        for at, (hint_id, words) in enumerate(hints)
    }
    return items | {"count": str(len(hints))}


def make_check_form(choices: dict[str, Any], **fields: Any) -> dict[str, Any]:
    check = {"question": "Two + two?", "kind": "single", "hints": make_hints(), "explanation": ""}
    return check | {"choices": choices} | fields


def make_table_form(*rows: tuple[str, ...], caption: str = "") -> dict[str, Any]:
    """Return what the form of a table posts; the first row holds the headings."""
    columns = {
        str(at): {"type": "cell", "order": str(at), "deleted": "", "heading": heading}
        for at, heading in enumerate(rows[0])
    }
    lines = {str(at): {"order": str(at), "deleted": ""} for at in range(len(rows) - 1)}
    cells = {
        str(row): {str(column): rich_text(words) for column, words in enumerate(line)}
        for row, line in enumerate(rows[1:])
    }
    table = {
        "caption": "",
        "column": columns | {"count": str(len(columns))},
        "row": lines | {"count": str(len(lines))},
        "cell": cells,
    }
    return {"caption": caption, "table": table}


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
    check = make_check_form(choices, hints=make_hints((THIRD, "Count.")))
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
    assert saved[0]["value"]["hints"] == [make_block("item", "Count.", block_id=THIRD)]


def test_a_check_without_a_right_answer_may_wait_as_a_draft_but_is_not_published(
    client: Client, lesson: LessonPage
) -> None:
    choices = make_choices((RIGHT, "Four", False, "Yes."), (WRONG, "Five", False, "No."))
    check = make_check_form(choices)
    before = read_saved(lesson)
    html = post(client, lesson, (CHECK, "check", check), **{"action-publish": "1"})
    assert "Mark exactly one choice as right, or allow several right answers." in html
    assert read_saved(lesson) == before
    assert lesson.revisions.count() == 0
    post(client, lesson, (CHECK, "check", check))
    assert read_saved(lesson) == before
    assert lesson.revisions.count() == 1


def test_an_image_without_a_description_is_not_published(
    client: Client, lesson: LessonPage, instructor: User
) -> None:
    picture = make_image(uploaded_by_user=instructor)
    image = {"image": str(picture.pk), "alt": "", "caption": ""}
    html = post(client, lesson, (TEXT, "image", image), **{"action-publish": "1"})
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
    words = rich_text(f"<p>A {ATTACK}</p>")
    code = {"language": "html", "title": ATTACK, "code": ATTACK}
    document = {"document": str(make_document(owner=instructor).pk), "title": ATTACK}
    audio = {"media": str(make_audio(uploaded_by_user=instructor).pk), "title": ATTACK}
    inner = make_stream(("1", "text", words), ("2", "code", code))
    solution = {"kind": "solution", "title": ATTACK, "body": inner}
    aside = make_stream(("1", "text", words), ("2", "details", solution), ("3", "code", code))
    blocks = [
        (TEXT, "text", rich_text(f"<p>Words {ATTACK}</p>")),
        ("1", "callout", {"kind": "tip", "title": ATTACK, "body": aside}),
        ("2", "code", code),
        ("3", "image", {"image": str(image.pk), "alt": ATTACK, "caption": ATTACK}),
        ("4", "video", video),
        ("5", "quote", {"text": words, "attribution": ATTACK}),
        ("6", "math", {"latex": rf"\text{{{ATTACK}}}"}),
        ("7", "table", make_table_form((ATTACK,), (ATTACK,), caption=ATTACK)),
        ("8", "file", document),
        ("9", "embed", {"url": "https://example.com/?a=<script>", "title": ATTACK}),
        ("10", "audio", audio | {"transcript": ATTACK}),
        ("11", "details", solution),
        (
            CHECK,
            "check",
            make_check_form(
                choices,
                question=ATTACK,
                explanation=ATTACK,
                hints=make_hints((RIGHT, ATTACK)),
            ),
        ),
    ]
    post(client, lesson, *blocks, **{"action-publish": "1"})
    saved = LessonPage.objects.get(pk=lesson.pk)
    assert [block.block_type for block in saved.body] == [kind for _id, kind, _value in blocks]
    html = client.get(saved.url).content.decode()
    assert html.count("&lt;script&gt;alert(") >= 24
    assert "<script>alert" not in html


def test_a_table_is_kept_as_it_was_typed(client: Client, lesson: LessonPage) -> None:
    table = make_table_form(("Name", ""), ("Rice", "<b>62,000</b>"), ("Tea", ""), caption="Prices")
    post(client, lesson, (TEXT, "table", table), **{"action-publish": "1"})
    saved = read_saved(lesson)[0]["value"]
    assert saved["caption"] == "Prices"
    assert saved["table"]["columns"] == [
        {"type": "cell", "heading": "Name"},
        {"type": "cell", "heading": ""},
    ]
    rows = [[strip_keys(cell) for cell in row["values"]] for row in saved["table"]["rows"]]
    assert rows == [["<p>Rice</p>", "<p><b>62,000</b></p>"], ["<p>Tea</p>", ""]]


def strip_keys(html: str) -> str:
    return re.sub(r' data-block-key="[^"]*"', "", html)


def test_a_callout_of_before_it_held_blocks_is_edited_as_one_text(
    client: Client, lesson: LessonPage
) -> None:
    old = make_block("callout", {"kind": "tip", "title": "Try", "body": "<p>Old words</p>"})
    write_body(lesson, old)
    lesson.save_revision().publish()
    assert read_saved(lesson) == [old]
    html = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert "Old words" in html
    words = make_stream((TEXT_ID, "text", rich_text("<p>New words</p>")))
    callout = {"kind": "tip", "title": "Try", "body": words}
    post(client, lesson, (old["id"], "callout", callout), **{"action-publish": "1"})
    (saved,) = read_saved(lesson)
    assert saved["id"] == old["id"]
    (text,) = saved["value"]["body"]
    assert (text["type"], text["id"]) == ("text", TEXT_ID)
    assert strip_keys(text["value"]) == "<p>New words</p>"


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
        make_check(hints=[make_block("item", "Use your fingers.", block_id=THIRD)]),
        *make_more_blocks(image, make_document().pk, make_audio().pk),
    ]


def make_more_blocks(image: int, document: int, audio: int) -> list[dict[str, Any]]:
    words = make_block("text", "<p>Name the columns</p>")
    link = f'<a linktype="document" id="{document}">sheet</a>'
    table = make_table(("Name", "Price"), ("Rice", link), ("Rice", ""), caption="Prices")
    picture = make_block("image", {"image": image, "alt": "Plan", "caption": ""})
    code = make_block("code", {"language": "sql", "title": "", "code": "SELECT 1;"})
    solution = make_details(words, table, code, title="One way")
    return [
        make_block("quote", {"text": "<p>Look twice</p>", "attribution": "Sari"}),
        make_block("math", {"latex": r"\frac{a}{b}"}),
        table,
        make_block("file", {"document": document, "title": "Sheet"}),
        make_block("embed", {"url": "https://example.com/", "title": "Elsewhere"}),
        make_block("audio", {"media": audio, "title": "Greeting", "transcript": ""}),
        make_callout(words, picture, solution, kind="exercise", title="Try"),
        solution,
    ]


def test_every_kind_of_block_is_among_them(lesson: LessonPage) -> None:
    kinds = {block["type"] for block in make_every_block()}
    assert kinds == set(LessonBodyBlock().child_blocks)


def test_a_translation_keeps_every_block_and_changes_words_alone(lesson: LessonPage) -> None:
    blocks = make_every_block()
    write_body(lesson, *blocks)
    lesson.save_revision().publish()
    saved = read_saved(translate(lesson, "id"))
    assert [(block["type"], block["id"]) for block in saved] == [
        (block["type"], block["id"]) for block in blocks
    ]
    text, callout, code, image, film, embed, check, *more = (block["value"] for block in saved)
    assert text == '<p>Words and <a href="https://example.com/">more</a> (id)</p>'
    (aside,) = callout["body"]
    assert aside == {"type": "text", "id": TEXT_ID, "value": "<p>Aside (id)</p>"}
    assert code == blocks[2]["value"] | {"title": "A file (id)"}
    assert image == blocks[3]["value"] | {"alt": "Drawing (id)"}
    assert film == blocks[4]["value"] | {"title": "Film (id)", "transcript": "Said. (id)"}
    assert embed == blocks[5]["value"] | {"title": "Film (id)"}
    assert check["kind"] == "single"
    assert check["question"] == "Two and two? (id)"
    assert check["hints"] == [make_block("item", "Use your fingers. (id)", block_id=THIRD)]
    assert len(more) == 8


def test_a_translation_reaches_into_callouts_solutions_and_tables(lesson: LessonPage) -> None:
    blocks = make_more_blocks(make_image().pk, make_document().pk, make_audio().pk)
    write_body(lesson, *blocks)
    lesson.save_revision().publish()
    quote, formula, table, file, link, audio, callout, solution = read_saved(
        translate(lesson, "id")
    )
    assert quote["value"] == {"text": "<p>Look twice (id)</p>", "attribution": "Sari (id)"}
    assert formula == blocks[1]
    assert file["value"] == blocks[3]["value"] | {"title": "Sheet (id)"}
    assert link["value"] == {"url": "https://example.com/", "title": "Elsewhere (id)"}
    assert audio["value"] == blocks[5]["value"] | {"title": "Greeting (id)"}
    document = blocks[3]["value"]["document"]
    sheet = f'<a id="{document}" linktype="document">sheet</a> (id)'
    translated_table = {
        "columns": [
            {"type": "cell", "heading": "Name (id)"},
            {"type": "cell", "heading": "Price (id)"},
        ],
        "rows": [
            {"values": ["Rice (id)", sheet]},
            {"values": ["Rice (id)", ""]},
        ],
        "caption": "",
    }
    assert table["value"] == {"caption": "Prices (id)", "table": translated_table}
    words, inner_table, code = solution["value"]["body"]
    assert solution["value"]["title"] == "One way (id)"
    assert words == blocks[7]["value"]["body"][0] | {"value": "<p>Name the columns (id)</p>"}
    assert inner_table["value"]["table"] == translated_table
    assert code == blocks[7]["value"]["body"][2]
    inner_words, picture, inner_solution = callout["value"]["body"]
    assert callout["value"]["title"] == "Try (id)"
    assert inner_words == words
    assert picture["id"] == blocks[6]["value"]["body"][1]["id"]
    assert picture["value"] == blocks[6]["value"]["body"][1]["value"] | {"alt": "Plan (id)"}
    assert inner_solution == solution | {"id": inner_solution["id"]}


def test_a_translated_table_keeps_its_words_when_rows_move(lesson: LessonPage) -> None:
    table = make_table(("Name",), ("Rice",), ("Tea",))
    write_body(lesson, table)
    lesson.save_revision().publish()
    translate(lesson, "id")
    table["value"]["table"]["rows"].reverse()
    table["value"]["table"]["rows"].append({"values": ["Salt"]})
    write_body(lesson, table)
    lesson.save_revision().publish()
    source, _created = TranslationSource.update_or_create_from_instance(lesson)
    Translation.objects.get(source=source).save_target(publish=True)
    indonesian = lesson.get_translation(Locale.objects.get(language_code="id"))
    saved = indonesian.get_latest_revision_as_object().body.raw_data[0]["value"]["table"]
    assert saved["columns"] == [{"type": "cell", "heading": "Name (id)"}]
    assert saved["rows"] == [
        {"values": ["Tea (id)"]},
        {"values": ["Rice (id)"]},
        {"values": ["Salt"]},
    ]


def test_the_translation_editor_opens_with_every_block(admin: User, lesson: LessonPage) -> None:
    write_body(lesson, *make_every_block())
    lesson.save_revision().publish()
    client = Client()
    client.force_login(admin)
    translated = translate(lesson, "id")
    url = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    response = client.get(url)
    assert response.status_code == 200
    html = response.content.decode()
    assert "Name the columns" in html
    assert "Rice" in html


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
