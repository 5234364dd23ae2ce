"""The outline: the canonical tree in the reader's words, in as many statements at any length."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from course_pages.selectors.links import PageLinks
from course_pages.selectors.outline import get_outline
from tests.factories.pages import get_lessons, make_course, make_lesson, make_module, translate
from tests.factories.pages import get_modules as modules_of

pytestmark = pytest.mark.django_db


def titles(course: CoursePage, language: str = "en") -> list[tuple[str, list[str]]]:
    outline = get_outline(course, language=language)
    return [(module.title, [lesson.title for lesson in module.lessons]) for module in outline]


def count_statements(ask: Callable[[], Any]) -> int:
    cache.clear()
    PageLinks()
    with CaptureQueriesContext(
        connection,
    ) as statements:
        ask()
    return len(statements)


def test_outline_lists_modules_and_lessons_in_order() -> None:
    course = make_course(modules=2, lessons=2)

    assert titles(course) == [
        ("Module 1", ["Lesson 1.1", "Lesson 1.2"]),
        ("Module 2", ["Lesson 2.1", "Lesson 2.2"]),
    ]


def test_entries_carry_canonical_ids_addresses_and_minutes() -> None:
    course = make_course(lessons=1, slug="sql")
    lesson = get_lessons(course)[0]
    LessonPage.objects.filter(pk=lesson.pk).update(free_preview=True, summary="Ask a table.")

    (module,) = get_outline(course, language="en")
    (entry,) = module.lessons
    assert module.module_id == modules_of(course)[0].pk
    assert entry.lesson_id == lesson.pk
    assert entry.url == "/courses/sql/module-1/lesson-1-1/" == lesson.url
    assert (entry.summary, entry.minutes, entry.is_preview) == ("Ask a table.", 5, True)
    assert entry.language == ""


def test_what_is_not_published_is_not_listed() -> None:
    course = make_course(modules=2, lessons=2)
    modules_of(course)[1].unpublish()
    get_lessons(course)[0].unpublish()
    make_lesson(modules_of(course)[0], title="A draft", live=False)

    assert titles(course) == [("Module 1", ["Lesson 1.2"])]


@pytest.mark.spec("S118")
def test_lesson_is_listed_once_it_is_added() -> None:
    course = make_course(lessons=1)
    module = make_module(course, title="More")
    make_lesson(module, title="The end")

    assert titles(course) == [("Module 1", ["Lesson 1.1"]), ("More", ["The end"])]


def test_reader_sees_translations_where_they_are_published_else_the_original_marked() -> None:
    course = make_course(lessons=3)
    first, second, _third = get_lessons(course)
    translate(course, "id")
    translate(first, "id")
    translate(second, "id", publish=False)

    (module,) = get_outline(course, language="id")
    assert (module.title, module.language) == ("Module 1 (id)", "")
    assert [(lesson.title, lesson.language) for lesson in module.lessons] == [
        ("Lesson 1.1 (id)", ""),
        ("Lesson 1.2", "en"),
        ("Lesson 1.3", "en"),
    ]
    assert [lesson.lesson_id for lesson in module.lessons] == [
        lesson.pk for lesson in get_lessons(course)
    ]


def test_translated_course_has_the_same_outline_as_the_original() -> None:
    course = make_course(modules=2, lessons=2)
    translated = translate(course, "id", tree=True)

    assert get_outline(translated, language="id") == get_outline(course, language="id")
    assert get_outline(translated, language="en") == get_outline(course, language="en")


@pytest.mark.spec("S65")
def test_reorder_in_the_original_is_seen_in_the_other_language() -> None:
    course = make_course(lessons=3)
    translate(course, "id", tree=True)
    first, _second, third = get_lessons(course)
    third.move(first, pos="left")

    assert titles(course, "id") == [
        ("Module 1 (id)", ["Lesson 1.3 (id)", "Lesson 1.1 (id)", "Lesson 1.2 (id)"])
    ]


@pytest.mark.spec("S65")
def test_lesson_dragged_to_another_place_in_the_explorer_is_there_for_every_reader(
    client: Client, instructor: User
) -> None:
    course = make_course(owner=instructor, lessons=3)
    translate(course, "id", tree=True)
    dragged = get_lessons(course)[2]
    client.force_login(instructor)
    address = reverse("wagtailadmin_pages:set_page_position", args=[dragged.pk])
    assert client.post(f"{address}?position=0").status_code == 200

    assert titles(course) == [("Module 1", ["Lesson 1.3", "Lesson 1.1", "Lesson 1.2"])]
    assert titles(course, "id") == [
        ("Module 1 (id)", ["Lesson 1.3 (id)", "Lesson 1.1 (id)", "Lesson 1.2 (id)"])
    ]


def test_move_in_the_original_is_seen_in_the_other_language() -> None:
    course = make_course(modules=2, lessons=2)
    translate(course, "id", tree=True)
    get_lessons(course)[0].move(modules_of(course)[1], pos="last-child")

    assert titles(course, "id") == [
        ("Module 1 (id)", ["Lesson 1.2 (id)"]),
        ("Module 2 (id)", ["Lesson 2.1 (id)", "Lesson 2.2 (id)", "Lesson 1.1 (id)"]),
    ]


def test_unpublishing_the_original_is_seen_in_the_other_language() -> None:
    course = make_course(modules=2, lessons=2)
    translate(course, "id", tree=True)
    get_lessons(course)[0].unpublish()
    modules_of(course)[1].unpublish()

    assert titles(course, "id") == [("Module 1 (id)", ["Lesson 1.2 (id)"])]


def test_what_the_translated_tree_does_on_its_own_is_not_seen() -> None:
    course = make_course(modules=2, lessons=2)
    translated = translate(course, "id", tree=True)
    first, _second, third, _fourth = get_lessons(translated)
    first.move(modules_of(translated)[1], pos="first-child")
    LessonPage.objects.get(pk=third.pk).unpublish()

    assert titles(course, "id") == [
        ("Module 1 (id)", ["Lesson 1.1 (id)", "Lesson 1.2 (id)"]),
        ("Module 2 (id)", ["Lesson 2.1", "Lesson 2.2 (id)"]),
    ]


def test_stale_columns_of_a_translation_never_show() -> None:
    course = make_course(lessons=1)
    translate(course, "id", tree=True)
    original = get_lessons(course)[0]
    LessonPage.objects.exclude(pk=original.pk).update(minutes=99, free_preview=True)

    (module,) = get_outline(course, language="id")
    assert [(lesson.minutes, lesson.is_preview) for lesson in module.lessons] == [(5, False)]


def test_alias_elsewhere_does_not_list_a_lesson_twice() -> None:
    course = make_course(lessons=1)
    other = make_course(lessons=1)
    get_lessons(course)[0].create_alias(parent=modules_of(other)[0], update_slug="the-same")

    assert titles(course) == [("Module 1", ["Lesson 1.1"])]
    assert titles(other) == [("Module 1", ["Lesson 1.1"])]


@pytest.mark.parametrize("lessons", [20, 200])
def test_outline_costs_two_statements_at_any_length(lessons: int) -> None:
    course = make_course(modules=10, lessons=lessons // 10)

    assert sum(len(module.lessons) for module in get_outline(course, language="en")) == lessons
    assert count_statements(lambda: get_outline(course, language="en")) == 2


def test_translated_outline_costs_one_statement_more() -> None:
    course = make_course(modules=2, lessons=2)
    translated = CoursePage.objects.get(pk=translate(course, "id", tree=True).pk)

    assert count_statements(lambda: get_outline(translated, language="id")) == 3


@pytest.mark.parametrize("language", ["en", "id", "ar"])
def test_addresses_are_those_of_wagtail(language: str, settings: Any) -> None:
    settings.WAGTAIL_ALLOW_UNICODE_SLUGS = True
    course = make_course(lessons=1, slug="مقدمة-sql")
    lesson = get_lessons(course)[0]
    page = lesson if language == "en" else translate(lesson, language)

    assert PageLinks().get_url(page.url_path) == page.url
    assert PageLinks().get_url("/nowhere/at-all/") == ""
