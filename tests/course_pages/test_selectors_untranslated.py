"""Which blocks of a published translation are still in the original's words."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from core.templatetags.look import name_of_language
from course_pages.models import CoursePage, LessonPage, LessonVersionFacts
from course_pages.selectors.untranslated import (
    PART,
    TITLE,
    WHOLE,
    TranslationMarks,
    get_translation_marks,
)
from tests.factories.bodies import CHECK, make_block, make_check, read_body
from tests.factories.pages import get_modules, make_course, make_lesson, translate

pytestmark = pytest.mark.django_db

TEXT, NAME, CODE = (f"{number}0000000-0000-4000-8000-00000000000b" for number in (1, 2, 3))


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    return make_lesson(
        get_modules(course)[0],
        title="Rows",
        slug="rows",
        free_preview=True,
        body=read_body(
            make_block("text", "<p>A table has rows.</p><p>A row is a thing.</p>", block_id=TEXT),
            make_block("text", "<p>PostgreSQL</p>", block_id=NAME),
            make_block("code", {"language": "sql", "title": "", "code": "SELECT 1"}, block_id=CODE),
            make_check(),
        ),
    )


@pytest.fixture
def course() -> CoursePage:
    return make_course(title="Queries", slug="queries", lessons=1)


def forget(lesson: LessonPage, *words: str) -> None:
    """Take the Indonesian translation of some strings back, and publish once more."""
    found = StringTranslation.objects.filter(
        context__object=lesson.translation_key, translation_of__data__in=words
    )
    assert found.count() == len(words)
    found.delete()
    republish(lesson)


def republish(lesson: LessonPage) -> LessonPage:
    translation = Translation.objects.get(source__object=lesson.translation_key)
    translation.save_target(publish=False)
    page: LessonPage = lesson.get_translation(Locale.objects.get(language_code="id"))
    page.get_latest_revision().publish()
    return LessonPage.objects.get(pk=page.pk)


def read_marks(lesson: LessonPage) -> TranslationMarks:
    return get_translation_marks(lesson.get_translation(Locale.objects.get(language_code="id")))


@pytest.mark.spec("S65")
def test_what_is_translated_bears_no_mark(lesson: LessonPage) -> None:
    translate(lesson, "id")

    assert read_marks(lesson) == TranslationMarks()
    assert not LessonVersionFacts.objects.exists()


@pytest.mark.spec("S65")
def test_a_block_is_marked_whole_or_in_part(lesson: LessonPage) -> None:
    translate(lesson, "id")

    forget(lesson, "A table has rows.", "PostgreSQL", "Rows")

    assert read_marks(lesson) == TranslationMarks("en", {TEXT: PART, NAME: WHOLE, TITLE: WHOLE})


def test_words_that_are_the_same_on_purpose_are_translated(lesson: LessonPage) -> None:
    translate(lesson, "id")
    StringTranslation.objects.filter(translation_of__data="PostgreSQL").update(data="PostgreSQL")

    republish(lesson)

    assert read_marks(lesson) == TranslationMarks()


def test_what_is_translated_and_not_published_is_marked_still(lesson: LessonPage) -> None:
    translate(lesson, "id")
    forget(lesson, "PostgreSQL")
    assert read_marks(lesson).blocks == {NAME: WHOLE}

    translate(lesson, "id", publish=False)
    assert read_marks(lesson).blocks == {NAME: WHOLE}

    republish(lesson)
    assert read_marks(lesson).blocks == {}


def test_a_lesson_that_nothing_keeps_in_step_bears_no_marks(lesson: LessonPage) -> None:
    translate(lesson, "id")
    Translation.objects.update(enabled=False)
    StringTranslation.objects.all().delete()

    republish(lesson)

    assert read_marks(lesson) == TranslationMarks()


def test_an_original_is_asked_for_nothing(
    lesson: LessonPage, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert get_translation_marks(lesson) == TranslationMarks()


@pytest.mark.spec("S65")
def test_readers_see_the_mark_and_machines_the_language(lesson: LessonPage) -> None:
    translated = translate(lesson, "id")
    forget(lesson, "PostgreSQL", "Two and two?", "Rows")

    html = Client().get(str(translated.url)).content.decode()

    assert '<h1 id="title" lang="en" dir="ltr">Rows</h1>' in html
    assert f'<div class="block" id="block-{NAME}" lang="en" dir="ltr">' in html
    assert f'<div class="block" id="block-{TEXT}">' in html
    # A question with some words of each language is in neither.
    assert f'<div class="block" id="block-{CHECK}">' in html
    marks = re.findall(r'<p class="source-mark.*?<span>(.*?)</span></p>', html)
    with override("id"):
        name = name_of_language("en")
    assert name == "Inggris"
    assert [name in mark for mark in marks] == [True, True], marks


def test_a_command_marks_what_was_published_before_there_were_marks(lesson: LessonPage) -> None:
    translated = translate(lesson, "id")
    forget(lesson, "A table has rows.")
    LessonVersionFacts.objects.all().delete()

    call_command("refresh_facts")
    call_command("refresh_facts")

    assert LessonVersionFacts.objects.get().page_id == translated.pk
