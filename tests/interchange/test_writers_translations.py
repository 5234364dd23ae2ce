"""A course in another language: pages of its own that answer for the same things."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from accounts.models import User
from course_pages.models import CoursePage, LessonPage, ModulePage
from course_pages.selectors.checks import find_check
from course_pages.services.languages import open_language
from interchange.document import Choice, ModuleTranslation, TextPart
from interchange.report import InvalidCourse, Report
from interchange.writers.course_pages import write_course
from learning.models import CheckAnswer
from learning.services.checks import answer_check
from learning.services.enrollment import enroll_student
from tests.factories.pages import translate
from tests.interchange.documents import (
    change_lesson,
    check,
    course,
    lesson,
    module,
    small_course,
    text,
    translated_lesson,
    translation,
)

WATER = translated_lesson(
    "water-first",
    "L'eau d'abord",
    text("Faites bouillir."),
    check(
        question="Quelle eau est la plus chaude ?",
        choices=(
            Choice("tepid", "Tiède", correct=True, feedback=""),
            Choice("boiling", "Bouillante", correct=False, feedback="Oui."),
        ),
        explanation="Elle bout.",
    ),
)
CUPS = translated_lesson("six-cups", "Six tasses", text("Versez."))
BREWING = ModuleTranslation("brewing", "L'infusion", "")


@pytest.fixture
def french(db: None) -> Page:
    return open_language(code="fr")


def in_french(model: Any, **by: Any) -> Any:
    return model.objects.get(locale__language_code="fr", **by)


def write(owner: User, *lessons: Any, **options: Any) -> Any:
    document = small_course(translations=(translation(*lessons, modules=[BREWING]),))
    return write_course(document=document, owner=owner, **options)


def test_every_translated_page_stands_in_the_tree_of_its_language(
    french: Page, instructor: User
) -> None:
    written = write(instructor, WATER, CUPS)

    page = in_french(CoursePage)
    assert (page.title, page.live, page.get_parent().pk) == (
        "Du thé pour les invités",
        True,
        french.pk,
    )
    assert page.canonical_id == written.course.pk
    modules = page.get_children().order_by("path").specific()
    assert [(each.title, each.live) for each in modules] == [
        ("L'infusion", True),
        ("Serving", True),
    ]
    lessons = [each.get_children().order_by("path").specific() for each in modules]
    assert [[each.title for each in line] for line in lessons] == [
        ["L'eau d'abord"],
        ["Six tasses"],
    ]
    water = lessons[0][0]
    assert water.canonical_id == written.lessons["water-first"]
    assert water.translation_key == water.canonical.translation_key
    assert water.minutes == 4
    assert not any(Page.find_problems())


def test_a_module_without_words_of_its_own_comes_with_its_lesson(
    french: Page, instructor: User
) -> None:
    document = small_course(translations=(translation(CUPS),))
    write_course(document=document, owner=instructor)

    assert [each.title for each in ModulePage.objects.filter(locale=french.locale)] == ["Serving"]


def test_blocks_and_choices_have_the_ids_of_the_original(french: Page, instructor: User) -> None:
    write(instructor, WATER)

    original = LessonPage.objects.get(slug="water-first", locale__language_code="en").body.raw_data
    translated = in_french(LessonPage, title="L'eau d'abord").body.raw_data
    assert [block["id"] for block in translated] == [block["id"] for block in original]
    choices = [
        [(choice["id"], choice["value"]["correct"]) for choice in body[1]["value"]["choices"]]
        for body in (original, translated)
    ]
    assert choices[0] == choices[1]
    assert [choice["value"]["text"] for choice in translated[1]["value"]["choices"]] == [
        "Bouillante",
        "Tiède",
    ]


def test_a_check_answered_in_french_counts_in_the_original(
    french: Page, instructor: User, learner: User
) -> None:
    written = write(instructor, WATER)
    water = in_french(LessonPage, title="L'eau d'abord")
    block = water.body.raw_data[1]
    enroll_student(student=learner, course=written.course)
    boiling = block["value"]["choices"][0]["id"]

    answer_check(student=learner, lesson=water, block_id=block["id"], choice_ids=[boiling])

    answer = CheckAnswer.objects.get()
    assert answer.lesson_id == written.lessons["water-first"]
    found = find_check(water, block["id"])
    assert found
    assert (found.question, found.key) == (
        "Quelle eau est la plus chaude ?",
        frozenset({boiling}),
    )


def test_a_question_the_original_does_not_have_is_left_out(french: Page, instructor: User) -> None:
    report = Report()
    strange = translated_lesson("leaves", "Feuilles", text("Vertes."), check("other"))
    write(instructor, strange, report=report)

    assert [block.block_type for block in in_french(LessonPage, title="Feuilles").body] == ["text"]
    assert [found.code for found in report.warnings] == ["unknown-check"]


def test_links_lead_to_the_page_in_the_readers_language(french: Page, instructor: User) -> None:
    both = TextPart(
        '<p><a href="course-lesson:six-cups">a</a> <a href="course-lesson:leaves">b</a></p>'
    )
    document = change_lesson(small_course(), "water-first", body=(both,))
    document = replace(
        document, translations=(translation(translated_lesson("water-first", "L'eau", both), CUPS),)
    )
    written = write_course(document=document, owner=instructor)

    body = in_french(LessonPage, title="L'eau").body.raw_data[0]["value"]
    cups = in_french(LessonPage, title="Six tasses")
    assert f'<a linktype="page" id="{cups.pk}">a</a>' in body
    assert f'<a linktype="page" id="{written.lessons["leaves"]}">b</a>' in body


def test_a_link_follows_when_its_target_is_translated(french: Page, instructor: User) -> None:
    link = TextPart('<p><a href="course-lesson:six-cups">a</a></p>')
    water = translated_lesson("water-first", "L'eau", link)
    write(instructor, water)
    write(instructor, water, CUPS)

    cups = in_french(LessonPage, title="Six tasses")
    assert f'id="{cups.pk}"' in in_french(LessonPage, title="L'eau").body.raw_data[0]["value"]


def test_a_language_the_site_lacks_is_left_out_and_named(db: None, instructor: User) -> None:
    report = Report()
    write(instructor, WATER, report=report)

    assert LessonPage.objects.count() == 3
    assert not Locale.objects.filter(language_code="fr").exists()
    (found,) = report.warnings
    assert str(found).startswith(
        "fr/course.xml: language-unavailable: the translation into “fr” was left out: "
    )


def test_a_language_opened_later_is_filled_by_the_next_import(db: None, instructor: User) -> None:
    write(instructor, WATER)
    open_language(code="fr")

    written = write(instructor, WATER)

    assert len(written.created) == 3
    assert in_french(LessonPage).title == "L'eau d'abord"


def test_an_import_that_may_adds_the_language(db: None, instructor: User) -> None:
    write(instructor, WATER, may_add_languages=True)

    assert in_french(LessonPage).live


def test_the_original_may_be_in_a_language_to_be_added(db: None, instructor: User) -> None:
    document = small_course(language="fr")
    with pytest.raises(InvalidCourse, match="language-unavailable"):
        write_course(document=document, owner=instructor)

    written = write_course(document=document, owner=instructor, may_add_languages=True)

    assert written.course.locale.language_code == "fr"
    assert written.course.is_canonical


def test_a_changed_translation_is_the_only_page_that_is_written(
    french: Page, instructor: User
) -> None:
    write(instructor, WATER, CUPS)

    written = write(instructor, WATER, replace(CUPS, title="Six grandes tasses"))

    changed = in_french(LessonPage, title="Six grandes tasses")
    assert [revised.pk for revised in written.revised] == [changed.pk]


def test_a_translation_that_is_gone_is_unpublished_and_comes_back(
    french: Page, instructor: User
) -> None:
    write(instructor, WATER, CUPS)
    cups = in_french(LessonPage, title="Six tasses")

    written = write(instructor, WATER)
    serving = in_french(ModulePage, title="Serving")
    assert written.unpublished == (serving.pk, cups.pk)
    assert not LessonPage.objects.get(pk=cups.pk).live
    assert LessonPage.objects.get(pk=cups.canonical_id).live

    write(instructor, WATER, CUPS)
    assert LessonPage.objects.get(pk=cups.pk).live


def test_order_follows_the_original(french: Page, instructor: User) -> None:
    names = ("one", "two", "three")
    words = translation(*(translated_lesson(name, name.upper(), text("x")) for name in names))
    lessons = [lesson(name) for name in names]
    write_course(document=course(module("only", *lessons), translations=(words,)), owner=instructor)

    write_course(
        document=course(module("only", *reversed(lessons)), translations=(words,)),
        owner=instructor,
    )

    only = in_french(ModulePage)
    titles = only.get_children().order_by("path").values_list("title", flat=True)
    assert list(titles) == ["THREE", "TWO", "ONE"]


def test_a_learner_reads_french_in_the_order_of_the_original(
    french: Page, instructor: User, learner: User, client: Client
) -> None:
    written = write(instructor, WATER, CUPS)
    enroll_student(student=learner, course=written.course)
    client.force_login(learner)

    page = client.get(in_french(LessonPage, title="L'eau d'abord").get_url()).content.decode()

    assert "Faites bouillir." in page
    places = [page.index(words) for words in ("L&#x27;infusion", ">Leaves<", ">Serving<")]
    assert places == sorted(places)


def test_an_editor_opens_such_a_page_like_any_other(
    french: Page, instructor: User, client: Client
) -> None:
    write(instructor, WATER)
    water = in_french(LessonPage)
    client.force_login(instructor)

    answer = client.get(reverse("wagtailadmin_pages:edit", args=[water.pk]))

    assert answer.status_code == 200
    assert not Translation.objects.exists()
    assert "Faites bouillir." in answer.content.decode()


def test_translating_by_wagtail_afterwards_breaks_nothing(french: Page, instructor: User) -> None:
    written = write(instructor, WATER)
    before = in_french(LessonPage)

    translate(LessonPage.objects.get(pk=written.lessons["water-first"]), "fr")

    after = in_french(LessonPage)
    assert (after.pk, after.canonical_id) == (before.pk, before.canonical_id)
    assert [block["id"] for block in after.body.raw_data] == [
        block["id"] for block in before.body.raw_data
    ]
    assert LessonPage.objects.count() == 4


def test_words_translated_on_the_site_are_not_overwritten(french: Page, instructor: User) -> None:
    written = write_course(document=small_course(), owner=instructor)
    water = translate(LessonPage.objects.get(pk=written.lessons["water-first"]), "fr")

    again = write(instructor, WATER)

    assert LessonPage.objects.get(pk=water.pk).title == "Water first (fr)"
    assert water.pk in [conflict.pk for conflict in again.conflicts]


def test_an_alias_becomes_a_page_of_its_own(french: Page, instructor: User) -> None:
    written = write_course(document=small_course(), owner=instructor)
    source = LessonPage.objects.get(pk=written.lessons["leaves"])
    alias = source.copy_for_translation(french.locale, copy_parents=True, alias=True)

    write(instructor, translated_lesson("leaves", "Feuilles", text("Vertes.")))

    page = LessonPage.objects.get(pk=alias.pk)
    assert (page.title, page.alias_of_id, page.canonical_id) == ("Feuilles", None, source.pk)
    source.save_revision().publish()
    assert LessonPage.objects.get(pk=alias.pk).title == "Feuilles"
