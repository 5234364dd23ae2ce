"""The report of what is translated, in Wagtail's Reports menu."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslationSource

from accounts.models import User
from course_pages.models import CoursePage
from course_pages.services.languages import open_language
from tests.factories.pages import get_lessons, get_modules, make_course, translate

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S49"), pytest.mark.spec("S65")]

REPORT = "course_translations:report"


@pytest.fixture
def course(instructor: User) -> CoursePage:
    """A course of one module and two lessons: the course complete, a lesson stale in Indonesian."""
    course = make_course(owner=instructor, lessons=2, title="SQL")
    translate(course, "id")
    first, _second = get_lessons(course)
    translate(first, "id")
    first.title = "Lesson one"
    first.save_revision().publish()
    StringTranslation.objects.filter(
        context__object_id=get_modules(course)[0].translation_key, context__path="title"
    ).delete()
    return course


@pytest.fixture
def teacher(client: Client, instructor: User) -> Client:
    client.force_login(instructor)
    return client


def download(browser: Client, kind: str) -> str:
    response: Any = browser.get(reverse(REPORT), {"export": kind})
    return b"".join(response.streaming_content).decode()


def rows_of(browser: Client, **chosen: Any) -> list[tuple[str, str, str]]:
    rows = browser.get(reverse(REPORT), chosen).context["object_list"]
    return [(row.title, row.status.language, row.state) for row in rows]


def test_every_page_has_a_row_for_every_other_language(teacher: Client, course: CoursePage) -> None:
    open_language(code="ar")

    assert rows_of(teacher) == [
        ("SQL", "id", "Complete"),
        ("SQL", "ar", "Not translated"),
        ("Module 1", "id", "Words missing"),
        ("Module 1", "ar", "Not translated"),
        ("Lesson one", "id", "Out of date"),
        ("Lesson one", "ar", "Not translated"),
        ("Lesson 1.2", "id", "Not translated"),
        ("Lesson 1.2", "ar", "Not translated"),
    ]


def test_rows_are_chosen_by_course_language_and_state(
    teacher: Client, course: CoursePage, instructor: User
) -> None:
    other = make_course(owner=instructor, lessons=0, title="Other")
    open_language(code="ar")

    assert rows_of(teacher, course=other.pk, language="ar") == [
        ("Other", "ar", "Not translated"),
        ("Module 1", "ar", "Not translated"),
    ]
    assert rows_of(teacher, state="stale") == [("Lesson one", "id", "Out of date")]
    assert rows_of(teacher, state="partial", language="ar") == []
    assert rows_of(teacher, language="en") == []


def test_a_page_never_stands_in_its_own_language(teacher: Client, instructor: User) -> None:
    catalogue = open_language(code="id")
    course = CoursePage(title="Basis data", slug="basis", locale=catalogue.locale, owner=instructor)
    catalogue.add_child(instance=course)

    assert rows_of(teacher) == [("Basis data", "en", "Not translated")]


def test_each_row_leads_to_what_is_to_be_done(teacher: Client, course: CoursePage) -> None:
    first, second = get_lessons(course)
    version = Page.objects.get(translation_key=first.translation_key, locale__language_code="id")
    source = TranslationSource.objects.get(object_id=first.translation_key)

    html = teacher.get(reverse(REPORT)).content.decode()

    edit = reverse("wagtailadmin_pages:edit", args=[version.pk])
    take_over = reverse("wagtail_localize:update_translations", args=[source.pk])
    submit = reverse("wagtail_localize:submit_page_translation", args=[second.pk])
    for address in (
        edit,
        f"{take_over}?next={edit}",
        f"{submit}?select_locale=id",
        reverse("course_translations:pieces", args=[first.pk, "id"]),
    ):
        assert f'href="{address}"' in html
        assert teacher.get(address).status_code == 200


def test_the_report_goes_out_as_a_table(teacher: Client, course: CoursePage) -> None:
    lines = download(teacher, "csv").splitlines()

    assert lines[0].startswith("Page,Type,Language,State,Translated pieces of text,Pieces of text,")
    assert lines[1].startswith("SQL,Course,Bahasa Indonesia,Complete,1,1,")
    assert lines[4].startswith("Lesson 1.2,Lesson,Bahasa Indonesia,Not translated,,,")
    assert len(lines) == 5

    sheet = teacher.get(reverse(REPORT), {"export": "xlsx"})
    assert (sheet.status_code, "spreadsheet" in sheet["Content-Type"]) == (200, True)


def test_the_page_of_a_lesson_shows_its_words_side_by_side(
    teacher: Client, course: CoursePage
) -> None:
    lesson = get_lessons(course)[0]

    html = teacher.get(
        reverse("course_translations:pieces", args=[lesson.pk, "id"])
    ).content.decode()

    assert '<span lang="en" dir="auto">Lesson one</span>' in html
    assert '<del lang="en" dir="auto">Lesson 1.1</del>' in html
    assert '<span lang="id" dir="auto">Lesson 1.1 (id)</span>' in html


def test_a_translation_or_an_unknown_language_has_no_such_page(
    teacher: Client, course: CoursePage
) -> None:
    version = course.get_translations().get()

    for page_id, language in ((version.pk, "id"), (course.pk, "en"), (course.pk, "tlh"), (0, "id")):
        address = reverse("course_translations:pieces", args=[page_id, language])
        assert teacher.get(address).status_code == 404


def test_a_stranger_sees_nothing_of_it_and_a_learner_never_enters(
    client: Client, course: CoursePage, stranger: User, learner: User
) -> None:
    make_course(owner=stranger, lessons=0, title="Own")
    pieces = reverse("course_translations:pieces", args=[course.pk, "id"])
    client.force_login(stranger)

    assert rows_of(client) == [
        ("Own", "id", "Not translated"),
        ("Module 1", "id", "Not translated"),
    ]
    assert b"SQL" not in client.get(reverse(REPORT)).content, "nor in the filter"
    assert rows_of(client, course=course.pk) == rows_of(client)
    assert "SQL" not in download(client, "csv")
    assert client.get(pieces).status_code == 302

    client.force_login(learner)
    assert {client.get(url).status_code for url in (reverse(REPORT), pieces)} == {403}


def test_an_admin_sees_all_of_it(client: Client, course: CoursePage, admin: User) -> None:
    client.force_login(admin)

    assert len(rows_of(client)) == 4


@pytest.mark.parametrize("who", ["instructor", "admin"])
def test_the_menu_offers_one_report_of_translations(
    who: str, client: Client, course: CoursePage, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse(REPORT) in html
    assert reverse("wagtail_localize:translations_report") not in html


def test_a_long_report_costs_what_a_short_one_costs(teacher: Client, instructor: User) -> None:
    open_language(code="id")
    make_course(owner=instructor, lessons=2)
    few = count_statements(teacher)

    make_course(owner=instructor, modules=4, lessons=5)
    open_language(code="ar")
    many = count_statements(teacher)

    assert many == few


def count_statements(browser: Client) -> int:
    browser.get(reverse(REPORT))
    with CaptureQueriesContext(connection) as statements:
        assert browser.get(reverse(REPORT)).status_code == 200
    return len(statements)
