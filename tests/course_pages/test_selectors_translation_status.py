"""How far a course is translated, page by page and language by language."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from course_pages.models import CourseDocument, CoursePage, LessonAttachment, LessonPage
from course_pages.selectors.translation_status import (
    VersionState,
    VersionStatus,
    list_version_statuses,
)
from tests.factories.bodies import make_block, make_check, write_body
from tests.factories.files import make_document
from tests.factories.pages import (
    get_lessons,
    get_modules,
    make_course,
    make_lesson,
    translate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S65")]

MISSING, DRAFT, PARTIAL, STALE, COMPLETE = VersionState


@pytest.fixture
def course() -> CoursePage:
    return make_course(lessons=0, title="SQL")


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    """A lesson with a title, a text of two paragraphs and a question; published."""
    made = make_lesson(get_modules(course)[0], title="Joins", live=False)
    write_body(
        made,
        make_block("text", "<p>One table.</p><p>Two tables.</p>"),
        make_check(explanation=""),
    )
    return publish(made)


def publish(page: Any) -> Any:
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def sync(page: Page) -> None:
    """Do what “Sync translated pages” does."""
    TranslationSource.objects.get(object_id=page.translation_key).update_from_db()


def status_of(page: Any, language: str = "id") -> VersionStatus:
    return list_version_statuses([page.canonical_id], [language])[page.canonical_id, language]


def state_of(page: Any, language: str = "id") -> VersionState:
    return status_of(page, language).state


def forget(page: LessonPage, *sources: str) -> None:
    """Take the translations of some words away."""
    StringTranslation.objects.filter(
        context__object_id=page.translation_key, translation_of__data__in=sources
    ).delete()


def republish_translation(translated: Any) -> Any:
    """Do what the translation editor's “Publish” does."""
    Translation.objects.get(
        source__object_id=translated.translation_key, target_locale=translated.locale
    ).save_target(publish=False)
    translated.get_latest_revision().publish()
    return type(translated).objects.get(pk=translated.pk)


def count_statements(canonical_ids: Iterable[int], languages: Iterable[str]) -> int:
    with CaptureQueriesContext(connection) as statements:
        list_version_statuses(canonical_ids, languages)
    return len(statements)


def test_a_page_without_a_translation_is_missing(lesson: LessonPage) -> None:
    assert status_of(lesson) == VersionStatus(
        canonical_id=lesson.pk,
        language="id",
        state=MISSING,
        page_id=None,
        translation_id=None,
        translated=0,
        total=0,
    )


def test_a_published_translation_of_every_word_is_complete(lesson: LessonPage) -> None:
    translated = translate(lesson, "id")

    translation = Translation.objects.get(source__object_id=lesson.translation_key)
    # The title, two paragraphs, the question, two choices, each with feedback; not the address.
    assert status_of(lesson) == VersionStatus(
        canonical_id=lesson.pk,
        language="id",
        state=COMPLETE,
        page_id=translated.pk,
        translation_id=translation.pk,
        translated=8,
        total=8,
        source_id=translation.source_id,
    )


def test_the_numbers_are_those_of_the_translation_editor_but_for_the_address(
    lesson: LessonPage,
) -> None:
    translate(lesson, "id")
    forget(lesson, "Two tables.", "Four")

    status = status_of(lesson)
    total, translated = Translation.objects.get(pk=status.translation_id).get_progress()
    assert (status.translated, status.total) == (translated - 1, total - 1) == (6, 8)


def test_a_translation_of_the_address_is_not_waited_for(lesson: LessonPage) -> None:
    translate(lesson, "id")
    forget(lesson, lesson.slug)

    assert state_of(lesson) == COMPLETE


def test_an_unpublished_translation_is_a_draft(lesson: LessonPage) -> None:
    translated = translate(lesson, "id", publish=False)
    assert state_of(lesson) == DRAFT

    translated.get_latest_revision().publish()
    assert state_of(lesson) == COMPLETE

    LessonPage.objects.get(pk=translated.pk).unpublish()
    assert state_of(lesson) == DRAFT


def test_a_word_without_translation_makes_it_partial(lesson: LessonPage) -> None:
    translate(lesson, "id")
    forget(lesson, "Two tables.")

    assert (state_of(lesson), status_of(lesson).translated) == (PARTIAL, 7)


def test_a_translation_with_an_error_is_none(lesson: LessonPage) -> None:
    translate(lesson, "id")
    StringTranslation.objects.filter(translation_of__data="Four").update(has_error=True)

    assert state_of(lesson) == PARTIAL


def test_words_that_are_translated_but_not_published_leave_it_partial(lesson: LessonPage) -> None:
    translated = translate(lesson, "id")
    forget(lesson, "Two tables.")
    republish_translation(translated)
    gap = TranslationSource.objects.get(object_id=lesson.translation_key)
    segment = gap.stringsegment_set.get(string__data="Two tables.")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=translated.locale,
        data="Dua tabel.",
    )

    assert (status_of(lesson).translated, state_of(lesson)) == (8, PARTIAL)

    republish_translation(translated)
    assert state_of(lesson) == COMPLETE


def test_a_change_of_the_original_makes_it_stale_until_it_is_taken_over_and_published(
    lesson: LessonPage,
) -> None:
    translated = translate(lesson, "id")
    lesson.summary = "How tables meet."
    lesson.save_revision()
    assert state_of(lesson) == COMPLETE, "a draft is no change"

    lesson = publish(lesson)
    assert state_of(lesson) == STALE

    sync(lesson)
    assert state_of(lesson) == STALE, "taken over, but readers see the old words"

    republish_translation(translated)
    assert (state_of(lesson), status_of(lesson).total) == (PARTIAL, 9)

    translate(lesson, "id")
    assert state_of(lesson) == COMPLETE


def test_a_change_of_the_body_makes_it_stale(lesson: LessonPage) -> None:
    translate(lesson, "id")
    write_body(lesson, *lesson.body.raw_data[:1], make_check(explanation="", question="1 + 3?"))

    publish(lesson)

    assert state_of(lesson) == STALE


def test_another_attachment_makes_it_stale(lesson: LessonPage) -> None:
    document: CourseDocument = make_document(title="Worksheet")
    lesson.attachments = [LessonAttachment(document=document, title="Sheet")]
    lesson = publish(lesson)
    translate(lesson, "id")
    assert state_of(publish(lesson)) == COMPLETE

    LessonAttachment.objects.filter(lesson=lesson).update(title="Worksheet 2")
    publish(LessonPage.objects.get(pk=lesson.pk))

    assert state_of(lesson) == STALE


def test_publishing_the_same_words_again_changes_nothing(lesson: LessonPage) -> None:
    translate(lesson, "id")

    publish(lesson)

    assert state_of(lesson) == COMPLETE


def test_what_the_original_alone_answers_for_makes_nothing_stale(
    course: CoursePage, lesson: LessonPage
) -> None:
    translate(lesson, "id")
    course.price_minor, course.authors = 4900, "Ada"
    lesson.minutes, lesson.free_preview, lesson.slug = 40, True, "all-joins"
    publish(course)
    publish(lesson)

    assert [state_of(course), state_of(lesson)] == [COMPLETE, COMPLETE]


def test_a_language_that_is_added_later_is_as_old_as_the_source_it_was_made_of(
    lesson: LessonPage,
) -> None:
    """Localize translates what was taken over for the first language, not what is there now."""
    translate(lesson, "id")
    lesson.title = "All joins"
    lesson = publish(lesson)
    source = TranslationSource.objects.get(object_id=lesson.translation_key)
    translate(lesson.get_parent().specific, "ar")
    locale = Page.objects.get(
        translation_key=lesson.get_parent().translation_key, locale__language_code="ar"
    ).locale
    Translation.objects.create(source=source, target_locale=locale).save_target(publish=False)
    arabic = lesson.get_translation(locale)
    arabic.get_latest_revision().publish()

    assert [state_of(lesson, "id"), state_of(lesson, "ar")] == [STALE, STALE]


def test_a_page_is_complete_in_its_own_language(lesson: LessonPage) -> None:
    assert (status_of(lesson, "en").state, status_of(lesson, "en").page_id) == (COMPLETE, lesson.pk)

    lesson.unpublish()

    assert state_of(lesson, "en") == DRAFT


def test_an_original_may_be_in_any_language(course: CoursePage) -> None:
    parent = translate(get_modules(course)[0], "id")
    parent.add_child(instance=LessonPage(title="Gabungan", minutes=5, locale=parent.locale))
    (original,) = get_lessons(parent)
    translate(original, "en")

    statuses = list_version_statuses([original.pk], ["id", "en", "ar"])

    assert {language: status.state for (_, language), status in statuses.items()} == {
        "id": COMPLETE,
        "en": COMPLETE,
        "ar": MISSING,
    }


def test_an_alias_is_no_translation(lesson: LessonPage) -> None:
    translated = translate(lesson.get_parent().specific, "id")
    lesson.copy_for_translation(translated.locale, alias=True)

    assert state_of(lesson) == MISSING


def test_a_version_cut_loose_is_stale_when_the_original_was_published_after_it(
    lesson: LessonPage,
) -> None:
    translated = translate(lesson, "id")
    Translation.objects.update(enabled=False)
    status = status_of(lesson)
    assert (status.state, status.translation_id, status.total) == (COMPLETE, None, 0)

    publish(lesson)
    assert state_of(lesson) == STALE

    publish(translated)
    assert state_of(lesson) == COMPLETE


def test_a_version_cut_loose_is_stale_when_it_lost_a_question(lesson: LessonPage) -> None:
    """What learners answered hangs on the ids of the question and of its choices."""
    translated = translate(lesson, "id")
    Translation.objects.update(enabled=False)
    text, check = translated.body.raw_data
    write_body(translated, text, {**check, "id": "d0000000-0000-4000-8000-000000000000"})
    translated = publish(translated)
    assert state_of(lesson) == STALE

    choice, *others = check["value"]["choices"]
    renamed = {**choice, "id": "e0000000-0000-4000-8000-000000000000"}
    write_body(
        translated,
        text,
        {**check, "value": {**check["value"], "choices": [renamed, *others]}},
    )
    translated = publish(translated)
    assert state_of(lesson) == STALE

    write_body(translated, check)
    publish(translated)
    assert state_of(lesson) == COMPLETE, "texts may be cut otherwise in another language"


def test_copies_and_unknown_pages_do_not_mix(lesson: LessonPage) -> None:
    translated = translate(lesson, "id")
    copy = lesson.copy(update_attrs={"slug": "copy"})

    statuses = list_version_statuses([lesson.pk, copy.pk, translated.pk, 0], ["id"])

    assert statuses[lesson.pk, "id"].state == COMPLETE
    assert statuses[copy.pk, "id"].state == MISSING
    assert (0, "id") not in statuses
    assert list_version_statuses([], ["id"]) == list_version_statuses([lesson.pk], []) == {}


def test_many_pages_and_languages_cost_what_one_costs(course: CoursePage) -> None:
    """All that can happen is in it: stale by content, cut loose, with questions, missing."""
    (module,) = get_modules(course)
    ids = [_make_changed_and_loose(module) for _ in range(2)]
    few = count_statements([*ids[0], module.pk, course.pk], ["id"])

    ids += [_make_changed_and_loose(module) for _ in range(6)]
    many = count_statements(
        [*(pk for pair in ids for pk in pair), module.pk, course.pk], ["id", "ar", "fr", "en"]
    )

    assert few == many == 9


def _make_changed_and_loose(module: Any) -> tuple[int, int]:
    changed, loose = make_lesson(module), make_lesson(module)
    translate(changed, "id")
    changed.title = "Other"
    publish(changed)
    translate(loose, "id")
    Translation.objects.filter(source__object_id=loose.translation_key).update(enabled=False)
    return changed.pk, loose.pk
