"""What the page editor says is missing, and to whom."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from tests.factories.bodies import make_block, write_body
from tests.factories.pages import get_lessons, get_modules, make_course, make_lesson, translate

pytestmark = pytest.mark.django_db

BLOCK = "b0000000-0000-4000-8000-000000000000"
PARTS = {"media": None, "embed": "", "title": "", "poster": None, "transcript": ""}
VIDEO = make_block("video", PARTS, block_id=BLOCK)


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, lessons=0, title="Sums")


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    return make_lesson(get_modules(course)[0], title="Adding", body=json.dumps([VIDEO]))


def open_as(person: User, address: str) -> tuple[int, str]:
    """Return the status and the words of an address."""
    client = Client()
    client.force_login(person)
    response = client.get(address)
    return response.status_code, response.content.decode()


def edit(page: LessonPage | CoursePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def part(page: LessonPage | CoursePage) -> str:
    return reverse("course_readiness", args=[page.pk])


def read_panel(html: str) -> str:
    """Return the words of our part of the panel "Checks"."""
    found = re.search(r'<section class="readiness".*?</section>', html, re.DOTALL)
    assert found
    return " ".join(strip_tags(found[0]).split())


@pytest.mark.spec("S65")
def test_the_editor_of_a_lesson_says_what_is_missing(lesson: LessonPage, instructor: User) -> None:
    _status, html = open_as(instructor, edit(lesson))

    assert read_panel(html) == (
        "What is missing "
        "To mend before learners see it "
        "“Title” is still empty. Fill it in, or delete the block. Show the block "
        "No video is chosen. Choose a recording, or give an address. Show the block "
        "Better with it "
        "The lesson has no summary. The outline shows it: one sentence is enough."
    )
    assert f'href="#block-{BLOCK}-section"' in html


@pytest.mark.spec("S49")
def test_the_editor_of_a_course_leads_to_the_lessons_that_lack_something(
    course: CoursePage, lesson: LessonPage, instructor: User
) -> None:
    _status, html = open_as(instructor, edit(course))

    words = read_panel(html)
    assert "The course is in no category." in words
    assert "In its modules and lessons Adding To mend before learners see it" in words
    assert f'href="{edit(lesson)}"' in html
    assert f'href="{edit(lesson)}#block-{BLOCK}-section"' in html


def test_nothing_is_missing(course: CoursePage, instructor: User) -> None:
    body = json.dumps([make_block("text", "<p>Two and two.</p>")])
    lesson = make_lesson(get_modules(course)[0], summary="How to add.", body=body)

    _status, html = open_as(instructor, edit(lesson))

    assert read_panel(html) == "What is missing Nothing is missing."


def test_what_was_saved_since_is_read_again(lesson: LessonPage, instructor: User) -> None:
    write_body(lesson, make_block("text", "<p>Two and two.</p>"))
    lesson.summary = "How to add."
    lesson.save_revision()

    status, html = open_as(instructor, part(lesson))

    assert (status, strip_tags(html).strip()) == (200, "Nothing is missing.")


def test_the_panel_stays_as_it_was_on_other_pages(admin: User, home_page: LessonPage) -> None:
    _status, html = open_as(admin, edit(home_page))

    assert "Issues found" in html
    assert 'class="readiness"' not in html


def test_a_translation_is_asked_for_its_own_words(lesson: LessonPage, instructor: User) -> None:
    translated = translate(lesson, "id")

    status, html = open_as(instructor, part(translated))

    assert status == 200
    assert "“Title” is still empty." in html


def test_an_admin_may_read_what_is_missing(lesson: LessonPage, admin: User) -> None:
    status, html = open_as(admin, part(lesson))

    assert status == 200
    assert "“Title” is still empty." in html


def test_teachers_of_other_courses_and_learners_may_not(
    course: CoursePage, lesson: LessonPage, stranger: User, learner: User
) -> None:
    # Wagtail sends a teacher whom it refuses elsewhere, with a message.
    for person, answer in ((stranger, 302), (learner, 403)):
        for page in (course, lesson):
            status, html = open_as(person, part(page))
            assert status == answer
            assert "still empty" not in html


def test_the_editor_of_a_course_costs_the_same_however_long_it_is(instructor: User) -> None:
    client = Client()
    client.force_login(instructor)
    counts = []
    for lessons in (2, 20):
        course = make_course(owner=instructor, lessons=lessons)
        for lesson in get_lessons(course):
            LessonPage.objects.filter(pk=lesson.pk).update(body=json.dumps([VIDEO]))
        client.get(part(course))
        with CaptureQueriesContext(connection) as statements:
            client.get(part(course))
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_the_preview_is_looked_at_with_our_rules(lesson: LessonPage, instructor: User) -> None:
    _status, html = open_as(instructor, edit(lesson))

    found = re.search(r'id="checker-axe-configuration"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found
    rules = json.loads(found[1])
    patterns = [check.get("options", {}).get("pattern") for check in rules["spec"]["checks"]]
    assert rules["context"]["include"] == ["main"]
    assert "image-alt" in rules["options"]["runOnly"]
    assert rules["messages"]["image-alt"]["error_name"] == "The picture has no alternative text"
    # A column may have an underscore in its name, and a picture of it in its words.
    assert not re.search(str(patterns[0]), "The columns order_id and product_id")
    assert re.search(str(patterns[0]), "IMG_0042.png")
