"""One course, many languages: by every road a page knows the page that answers for it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Locale, Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import LocaleSynchronization, Translation, TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.synctree import synchronize_tree

from course_pages.models import CoursePage, LessonPage, ModulePage
from course_pages.models.base import CanonicalPage
from tests.factories.pages import (
    get_catalogue,
    get_lessons,
    get_modules,
    make_course,
    make_lesson,
    translate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.spec("B1"), pytest.mark.slow]


@pytest.fixture
def course() -> CoursePage:
    return make_course(lessons=1, title="SQL")


@pytest.fixture
def indonesian() -> Locale:
    return Locale.objects.create(language_code="id")


def canonical_of(page: CanonicalPage) -> int:
    """Return what the database says, not what the object in hand does."""
    return type(page)._base_manager.values_list("canonical_id", flat=True).get(pk=page.pk)


def branch(page: CoursePage) -> list[CanonicalPage]:
    return [page, *get_modules(page), *get_lessons(page)]


def assert_own(*pages: CanonicalPage) -> None:
    assert [canonical_of(page) for page in pages] == [page.pk for page in pages]


def assert_answered_by(pages: list[CanonicalPage], originals: list[CanonicalPage]) -> None:
    assert [canonical_of(page) for page in pages] == [page.pk for page in originals]
    for page in pages:
        type(page).objects.get(pk=page.pk).save()
    assert [canonical_of(page) for page in pages] == [page.pk for page in originals]


def test_new_page_answers_for_itself() -> None:
    course = CoursePage(title="New")
    get_catalogue().add_child(instance=course)
    module = course.add_child(instance=ModulePage(title="M"))
    lesson = module.add_child(instance=LessonPage(title="L", minutes=5))

    assert_own(course, module, lesson)
    assert all(page.is_canonical for page in (course, module, lesson))


def test_forged_value_is_never_written(course: CoursePage) -> None:
    other = make_course()
    course.canonical = other
    course.save()
    assert_own(course)

    course.canonical_id = None
    course.save(update_fields=["canonical", "title"])
    assert_own(course)


def test_save_of_single_columns_keeps_it(course: CoursePage) -> None:
    translated = translate(course, "id")
    for page in (course, translated):
        page.title = "Other"
        page.canonical_id = None
        page.save(update_fields=["title"])

    assert_answered_by([translated], [course])
    assert_own(course)


def test_translation_answers_to_the_original(course: CoursePage) -> None:
    translated = translate(course, "id", tree=True, publish=False)

    assert_answered_by(branch(translated), branch(course))
    assert_own(*branch(course))
    assert not translated.is_canonical


def test_publishing_the_translation_keeps_it(course: CoursePage) -> None:
    translated = translate(course, "id", tree=True)
    for page in branch(translated):
        page.save_revision().publish()

    assert_answered_by(branch(translated), branch(course))


def test_submitting_for_translation_keeps_it(
    course: CoursePage,
    indonesian: Locale,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    translate(get_catalogue(), "id")
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(course, [indonesian])

    translated = course.get_translation(indonesian)
    assert not translated.live
    assert_answered_by([translated], [course])


def test_syncing_the_source_again_keeps_it(course: CoursePage) -> None:
    translate(course, "id", tree=True)
    course.subtitle = "From the first query"
    course.save_revision().publish()
    translated = translate(course, "id", tree=True)

    assert translated.subtitle == "From the first query (id)"
    assert_answered_by(branch(translated), branch(course))
    assert_own(*branch(course))


def test_localize_never_copies_it() -> None:
    for model in (CoursePage, ModulePage, LessonPage):
        names = [field.field_name for field in get_translatable_fields(model)]
        assert "canonical" not in names


def test_translating_from_the_translation_keeps_it(course: CoursePage) -> None:
    indonesian = translate(course, "id", tree=True)
    arabic = translate(indonesian, "ar", tree=True)

    assert_answered_by(branch(arabic), branch(course))


def test_original_may_be_written_in_any_language(course: CoursePage, indonesian: Locale) -> None:
    index = translate(get_catalogue(), "id")
    original = CoursePage(title="Basis data", locale=indonesian)
    index.add_child(instance=original)
    translated = translate(original, "en")

    assert translated.locale.language_code == "en"
    assert_own(original)
    assert_answered_by([translated], [original])


def test_publishing_an_old_draft_of_the_original_keeps_it(course: CoursePage) -> None:
    old = course.save_revision()
    old.content["canonical"] = None
    old.save()
    translated = translate(course, "id")
    course.title = "Newer"
    course.save_revision().publish()
    old.publish()

    assert CoursePage.objects.get(pk=course.pk).title == "SQL"
    assert_own(course)
    assert_answered_by([translated], [course])


def test_publishing_an_old_draft_of_a_translation_keeps_it(course: CoursePage) -> None:
    translated = translate(course, "id")
    old = translated.save_revision()
    old.content["canonical"] = translated.pk
    old.save()
    translated.title = "Baru"
    translated.save_revision().publish()
    old.publish()

    assert CoursePage.objects.get(pk=translated.pk).title == "SQL (id)"
    assert_answered_by([translated], [course])


def test_copy_is_a_course_of_its_own(course: CoursePage) -> None:
    copy = course.copy(update_attrs={"slug": "copy"})
    assert_own(copy, course)

    copy.get_latest_revision().publish()
    assert_own(copy)


def test_every_draft_that_a_copy_takes_along_is_its_own(course: CoursePage) -> None:
    course.save_revision()
    course.save_revision()
    copy = course.copy(update_attrs={"slug": "copy"}, copy_revisions=True)
    for revision in copy.revisions.order_by("pk"):
        revision.content["slug"] = "copy"
        revision.save()
        revision.publish()

    assert copy.revisions.count() >= 3
    assert_own(copy, course)


def test_copy_of_a_translation_is_a_course_of_its_own(course: CoursePage) -> None:
    translated = translate(course, "id")
    copy = translated.copy(update_attrs={"slug": "salinan"})

    assert_own(copy, course)
    assert_answered_by([translated], [course])


def test_copied_tree_answers_for_itself_on_every_level(course: CoursePage) -> None:
    translated = translate(course, "id", tree=True)
    copy = course.copy(recursive=True, update_attrs={"slug": "copy"})
    copy_of_translation = translated.copy(recursive=True, update_attrs={"slug": "salinan"})

    assert_own(*branch(copy), *branch(copy_of_translation), *branch(course))
    assert len(branch(copy)) == 3


def test_copied_lesson_answers_for_itself(course: CoursePage) -> None:
    (lesson,) = get_lessons(course)
    copy = lesson.copy(to=get_modules(make_course())[0], update_attrs={"slug": "copy"})

    assert_own(copy, lesson)


def test_alias_answers_to_its_source(course: CoursePage) -> None:
    alias = course.create_alias(recursive=True, parent=get_catalogue(), update_slug="alias")

    assert alias.translation_key != course.translation_key
    assert [canonical_of(page) for page in branch(alias)] == [page.pk for page in branch(course)]


def test_alias_follows_its_source_through_a_publication(course: CoursePage) -> None:
    alias = course.create_alias(parent=get_catalogue(), update_slug="alias")
    course.title = "Better SQL"
    course.save_revision().publish()

    assert CoursePage.objects.get(pk=alias.pk).title == "Better SQL"
    assert canonical_of(alias) == course.pk


def test_alias_of_an_alias_and_of_a_translation_answer_to_the_original(course: CoursePage) -> None:
    alias = course.create_alias(parent=get_catalogue(), update_slug="alias")
    second = alias.create_alias(parent=get_catalogue(), update_slug="second")
    translated = translate(course, "id")
    foreign = translated.create_alias(parent=get_catalogue(), update_slug="third")

    assert [canonical_of(page) for page in (second, foreign)] == [course.pk, course.pk]


def test_alias_in_another_language_answers_to_its_source(
    course: CoursePage, indonesian: Locale
) -> None:
    alias = course.copy_for_translation(indonesian, copy_parents=True, alias=True)

    assert alias.translation_key == course.translation_key
    assert canonical_of(alias) == course.pk


def test_alias_in_another_language_stays_a_language_version_when_converted(
    course: CoursePage, indonesian: Locale
) -> None:
    alias = course.copy_for_translation(indonesian, copy_parents=True, alias=True)
    _convert(alias)

    assert_answered_by([CoursePage.objects.get(pk=alias.pk)], [course])


def test_alias_in_the_same_language_becomes_a_course_of_its_own_when_converted(
    course: CoursePage,
) -> None:
    alias = course.create_alias(parent=get_catalogue(), update_slug="alias")
    _convert(alias)

    assert_own(alias, course)
    converted = CoursePage.objects.get(pk=alias.pk)
    converted.save_revision().publish()
    assert_own(converted)


def test_localize_turns_an_alias_into_a_translation_of_the_same_course(
    course: CoursePage, indonesian: Locale
) -> None:
    alias = course.copy_for_translation(indonesian, copy_parents=True, alias=True)
    source, _created = TranslationSource.get_or_create_from_instance(course)
    translation = Translation.objects.create(source=source, target_locale=indonesian)
    translation.save_target(publish=False)

    page = CoursePage.objects.get(pk=alias.pk)
    assert page.alias_of_id is None
    assert_answered_by([page], [course])


def test_synchronized_trees_answer_to_their_sources(course: CoursePage, indonesian: Locale) -> None:
    english = Locale.objects.get(language_code="en")
    LocaleSynchronization.objects.create(locale=indonesian, sync_from=english)
    synchronize_tree(english, indonesian)
    call_command("sync_locale_trees")

    alias = course.get_translation(indonesian)
    assert alias.alias_of_id == course.pk
    assert_answered_by(branch(alias), branch(course))


def test_move_keeps_it(course: CoursePage) -> None:
    translated = translate(course, "id", tree=True)
    other = make_course(modules=1, lessons=0)
    lesson = make_lesson(get_modules(course)[0])
    lesson.move(get_modules(other)[0], pos="last-child")
    get_lessons(translated)[0].page_ptr.move(get_modules(translated)[0], pos="first-child")

    assert_own(LessonPage.objects.get(pk=lesson.pk))
    assert_answered_by(branch(translated), branch(course))


def test_deleting_a_translation_and_translating_again_finds_the_original(
    course: CoursePage,
) -> None:
    translate(course, "id", tree=True).delete()
    translated = translate(course, "id", tree=True)

    assert_answered_by(branch(translated), branch(course))
    assert_own(*branch(course))


def test_unpublishing_keeps_it(course: CoursePage) -> None:
    translated = translate(course, "id")
    course.unpublish()
    translated.unpublish()

    assert_own(course)
    assert_answered_by([translated], [course])


def test_page_made_with_a_known_key_is_a_language_version(
    course: CoursePage, indonesian: Locale
) -> None:
    index = translate(get_catalogue(), "id")
    page = CoursePage(
        title="SQL", locale=indonesian, translation_key=course.translation_key, live=False
    )
    index.add_child(instance=page)

    assert_answered_by([page], [course])


def test_editor_offers_no_way_to_set_it(course: CoursePage) -> None:
    form_class = CoursePage.get_edit_handler().get_form_class()

    assert "canonical" not in form_class.base_fields


def test_pages_are_written_in_the_original_tree_only(course: CoursePage) -> None:
    translated = translate(course, "id", tree=True)
    (module,) = get_modules(translated)

    assert ModulePage.can_create_at(course)
    assert LessonPage.can_create_at(get_modules(course)[0])
    assert not ModulePage.can_create_at(translated)
    assert not LessonPage.can_create_at(module)
    assert not get_lessons(course)[0].can_move_to(module)
    assert get_lessons(translated)[0].can_move_to(module)


def _convert(page: Page) -> None:
    ConvertAliasPageAction(page).execute()
