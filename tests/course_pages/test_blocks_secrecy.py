"""Nobody learns the answer of a knowledge check before they answer: canaries by every road."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend

from accounts.models import User
from course_pages.blocks import LessonBodyBlock
from course_pages.blocks.check import CheckBlock
from course_pages.models import LessonPage
from tests.factories.bodies import (
    CHECK,
    RIGHT,
    THIRD,
    WRONG,
    make_check,
    make_choice,
    read_body,
    render_body,
    write_body,
)
from tests.factories.pages import get_modules, make_course, make_lesson, translate

pytestmark = pytest.mark.django_db

CANARIES = ("canaryright", "canarywrong", "canaryexplanation")
TELLTALES = ("correct", "is_right", "feedback", "explanation")


def make_canary_check(**fields: Any) -> dict[str, Any]:
    choices = [
        make_choice(RIGHT, "Four", correct=True, feedback="canaryright"),
        make_choice(WRONG, "Five", feedback="canarywrong"),
    ]
    return make_check(**{"choices": choices, "explanation": "canaryexplanation"} | fields)


@pytest.fixture
def lesson(instructor: User) -> LessonPage:
    module = get_modules(make_course(owner=instructor, lessons=0))[0]
    body = json.dumps([make_canary_check()])
    return make_lesson(module, title="Sums", slug="sums", body=body, free_preview=True)


def find_canaries(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text.lower()]


def test_the_watch_sees_canaries_where_they_are(lesson: LessonPage, instructor: User) -> None:
    """The editing form is for those who write the check: there the canaries must sing."""
    client = Client()
    client.force_login(instructor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert find_canaries(html) == list(CANARIES)


@pytest.mark.parametrize("who", ["anonymous", "learner", "instructor"])
def test_the_lesson_page_asks_and_tells_nothing(
    lesson: LessonPage, learner: User, instructor: User, who: str
) -> None:
    client = Client()
    if who != "anonymous":
        client.force_login({"learner": learner, "instructor": instructor}[who])
    response = client.get(lesson.url)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Two and two?" in html
    assert find_canaries(html) == []
    section = html[html.index(f'id="check-{CHECK}"') :]
    assert not [word for word in TELLTALES if word in section[: section.index("</section>")]]


def test_a_translated_lesson_tells_nothing(lesson: LessonPage) -> None:
    html = Client().get(translate(lesson, "id", tree=False).url).content.decode()
    assert "Two and two? (id)" in html
    assert find_canaries(html) == []


def test_both_choices_look_the_same_but_for_id_and_words(lesson: LessonPage) -> None:
    html = render_body(make_canary_check(), page=lesson)
    right, wrong = html.split('<label class="option')[1:3]
    right = right.replace(RIGHT, "ID").replace("Four", "WORDS")
    wrong = wrong.replace(WRONG, "ID").replace("Five", "WORDS")
    assert right.split("</label>")[0].strip() == wrong.split("</label>")[0].strip()


def test_a_preview_of_the_draft_tells_nothing(lesson: LessonPage, instructor: User) -> None:
    lesson.save_revision()
    client = Client()
    client.force_login(instructor)
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk]))
    html = response.content.decode()
    assert response.status_code == 200
    assert "Two and two?" in html
    assert find_canaries(html) == []
    assert f"/checks/{CHECK}/" not in html


def compare(client: Client, lesson: LessonPage, *bodies: list[dict[str, Any]]) -> str:
    revisions = []
    for body in bodies:
        write_body(lesson, *body)
        revisions.append(lesson.save_revision().pk)
    url = reverse("wagtailadmin_pages:revisions_compare", args=[lesson.pk, *revisions])
    response = client.get(url)
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


CHANGED = make_canary_check(
    question="Three and three?",
    choices=[
        make_choice(RIGHT, "Six", feedback="canaryrightagain"),
        make_choice(THIRD, "Seven", correct=True, feedback="canarywrongagain"),
    ],
    explanation="canaryexplanationagain",
)


@pytest.mark.parametrize(
    "bodies",
    [
        ([make_canary_check()], [CHANGED]),
        ([], [make_canary_check()]),
        ([make_canary_check()], []),
        ([make_canary_check()], [make_canary_check(block_id=RIGHT), make_canary_check()]),
    ],
    ids=["changed", "added", "deleted", "one more"],
)
def test_the_comparison_of_revisions_shows_words_but_no_answers(
    lesson: LessonPage, instructor: User, bodies: tuple[list[dict[str, Any]], ...]
) -> None:
    client = Client()
    client.force_login(instructor)
    html = compare(client, lesson, *bodies)
    assert "Two and two" in html.replace("</span>", "").replace('<span class="deletion">', "")
    assert find_canaries(html) == []
    assert "This is a right answer" not in html
    assert "True" not in html


def test_the_comparison_says_that_something_secret_changed(
    lesson: LessonPage, instructor: User
) -> None:
    client = Client()
    client.force_login(instructor)
    note = "The answer or what is said about it changed."
    assert note in compare(
        client, lesson, [make_canary_check()], [make_canary_check(explanation="New")]
    )
    assert note not in compare(
        client, lesson, [make_canary_check()], [make_canary_check(question="New?")]
    )


def test_nothing_of_a_check_is_searchable(lesson: LessonPage) -> None:
    block = CheckBlock()
    assert block.get_searchable_content(block.to_python(make_canary_check()["value"])) == []
    body = LessonBodyBlock()
    assert body.get_searchable_content(read_body(make_canary_check())) == []
    backend = get_search_backend()
    assert [hit.pk for hit in backend.search("sums", LessonPage)] == [lesson.pk]
    for canary in CANARIES:
        assert list(backend.search(canary, LessonPage)) == []


def test_no_table_but_the_lessons_own_holds_an_answer(lesson: LessonPage) -> None:
    """Every text column of every table, the search index and the references among them."""
    lesson.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(lesson)
    allowed = {"wagtailcore.Revision.content", "course_pages.LessonPage.body"}
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            values = list(model._base_manager.values_list(field.attname, flat=True))
            if isinstance(field, StreamField):
                values = [field.get_prep_value(value) for value in values]
            if find_canaries(" ".join(str(value) for value in values)):
                found.add(f"{model._meta.label}.{field.name}")
    assert found == allowed


def test_plain_renderings_and_the_form_for_programs_keep_the_secret() -> None:
    block = CheckBlock()
    value = block.to_python(make_canary_check()["value"])
    for text in (
        block.render_basic(value),
        block.child_blocks["choices"].render_basic(value["choices"]),
        json.dumps(block.get_api_representation(value)),
        str(read_body(make_canary_check())),
    ):
        assert "Four" in text
        assert find_canaries(text) == []
        assert "True" not in text
        assert "correct" not in text


def test_the_block_picker_shows_a_check_that_nobody_can_post(instructor: User) -> None:
    client = Client()
    client.force_login(instructor)
    block = LessonPage._meta.get_field("body").stream_block.child_blocks["check"]
    url = reverse("wagtailadmin_block_preview")
    response = client.get(url, {"id": block.definition_prefix})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Which query shows every column" in html
    assert "<form" not in html
    assert "css/lesson.css" in html
