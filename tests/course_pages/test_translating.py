"""The translator's way through Wagtail's admin, as an assistant of the course."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import (
    CourseIndexPage,
    CoursePage,
    CourseStaff,
    HomePage,
    LessonPage,
    ModulePage,
)
from course_pages.selectors.checks import find_check
from course_pages.selectors.translation_status import VersionState, list_version_statuses
from course_pages.services.languages import open_language
from tests.factories.bodies import RIGHT, make_block, make_check, make_table, write_body
from tests.factories.pages import get_lessons, get_modules, make_course, make_lesson, translate

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S65")]


@pytest.fixture
def assistant(instructor: User, course: CoursePage) -> Client:
    """The browser of somebody who helps with the course."""
    CourseStaff.objects.create(course=course, person=instructor, role=StaffRole.ASSISTANT)
    browser = Client()
    browser.force_login(instructor)
    return browser


@pytest.fixture
def course(db: None) -> CoursePage:
    """A published course of one module and one lesson with a text, a table and a question."""
    course = make_course(lessons=0, title="SQL")
    lesson = make_lesson(get_modules(course)[0], title="Joins")
    write_body(
        lesson,
        make_block("text", "<p>See <a href='https://example.com'>this</a>.</p>"),
        make_block("code", {"language": "sql", "title": "Query", "code": "SELECT 1;"}),
        make_table(("Name", "Price"), ("Rice", "62,000")),
        make_check(),
    )
    lesson.save_revision().publish()
    return course


@pytest.fixture
def indonesian(course: CoursePage) -> Locale:
    return open_language(code="id").locale


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Send a request as a browser does: what waits for the end of the transaction happens."""

    def send(request: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return request(*args, **kwargs)

    return send


def submit(browser: Client, page: Page, locale: Locale, **fields: Any) -> Any:
    return browser.post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        {"locales": [locale.pk], **fields},
    )


def write(browser: Client, translation: Translation, source: str, words: str) -> Any:
    segment = translation.source.stringsegment_set.get(string__data=source)
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    return browser.put(address, f"value={words}", content_type="application/x-www-form-urlencoded")


def translation_of(page: Any) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key)


def state_of(page: Any) -> VersionState:
    return list_version_statuses([page.pk], ["id"])[page.pk, "id"].state


@pytest.mark.spec("S49")
def test_an_admin_opens_a_language_in_the_settings(admin: User, client: Client) -> None:
    make_course()
    client.force_login(admin)
    form = client.get(reverse("wagtaillocales:add")).content.decode()
    assert "sync_from" not in form, "no copying of whole trees"

    response = client.post(reverse("wagtaillocales:add"), {"language_code": "id"}, follow=True)

    assert response.status_code == 200
    home = HomePage.objects.get(locale__language_code="id")
    catalogue = CourseIndexPage.objects.get(locale__language_code="id")
    assert (home.live, catalogue.live, home.alias_of, catalogue.alias_of) == (
        True,
        True,
        None,
        None,
    )
    assert (
        f'href="{reverse("wagtailadmin_pages:edit", args=[home.pk])}"' in response.content.decode()
    )
    assert Client().get("/id/courses/").status_code == 200
    assert CoursePage.objects.filter(locale__language_code="id").count() == 0


def test_a_language_that_is_open_can_still_be_edited_in_the_settings(
    admin: User, client: Client, indonesian: Locale
) -> None:
    client.force_login(admin)
    address = reverse("wagtaillocales:edit", args=[indonesian.pk])

    assert client.get(address).status_code == 200
    assert client.post(address, {"language_code": "id"}).status_code == 302
    assert client.get(reverse("wagtaillocales:index")).status_code == 200


def test_an_instructor_opens_no_language(assistant: Client) -> None:
    response = assistant.post(reverse("wagtaillocales:add"), {"language_code": "id"})

    assert response.status_code == 302
    assert Locale.objects.count() == 1


@pytest.mark.spec("S49")
def test_a_submitted_course_waits_as_a_draft_until_its_words_are_translated(
    assistant: Client, course: CoursePage, indonesian: Locale, commit: Callable[..., Any]
) -> None:
    page = assistant.get(reverse("wagtail_localize:submit_page_translation", args=[course.pk]))
    assert page.status_code == 200

    response = commit(submit, assistant, course, indonesian, include_subtree="on")

    translated = CoursePage.objects.get(locale=indonesian)
    assert response.url == reverse("wagtailadmin_pages:edit", args=[translated.pk])
    for model in (CoursePage, ModulePage, LessonPage):
        (version,) = model.objects.filter(locale=indonesian)
        assert (version.live, version.alias_of, version.canonical.locale.language_code) == (
            False,
            None,
            "en",
        )
    assert {state_of(each) for each in (course, *get_modules(course), *get_lessons(course))} == {
        VersionState.DRAFT
    }


def test_a_translator_writes_publishes_and_learners_read(
    assistant: Client, course: CoursePage, indonesian: Locale, commit: Callable[..., Any]
) -> None:
    commit(submit, assistant, course, indonesian, include_subtree="on")
    (lesson,) = get_lessons(course)
    version = LessonPage.objects.get(locale=indonesian)
    edit = reverse("wagtailadmin_pages:edit", args=[version.pk])
    assert assistant.get(edit).status_code == 200
    translation = translation_of(lesson)

    for source in translation.source.stringsegment_set.exclude(context__path="slug"):
        said = source.string.data
        assert write(assistant, translation, said, f"{said} [id]").status_code == 201
    commit(assistant.post, edit, {"action": "publish"})

    version = LessonPage.objects.get(pk=version.pk)
    assert (version.live, version.title, version.slug) == (True, "Joins [id]", lesson.slug)
    assert state_of(lesson) == VersionState.COMPLETE
    text, code, table, check = version.body
    assert str(text.value) == '<p>See <a href="https://example.com">this</a>. [id]</p>'
    assert (code.value["title"], code.value["code"]) == ("Query [id]", "SELECT 1;")
    assert [column["heading"] for column in table.value["table"].columns] == [
        "Name [id]",
        "Price [id]",
    ]
    assert [str(cell) for cell in table.value["table"].row_data[0]["values"]] == [
        "Rice [id]",
        "62,000",
    ], "a number is the same in every language"
    assert check.value["question"] == "Two and two? [id]"
    key = find_check(version, check.id)
    assert key is not None
    assert (key.key, key.choices[0].text) == (frozenset({RIGHT}), "Four [id]")


def test_a_translation_that_breaks_markup_is_told_and_not_published(
    assistant: Client, course: CoursePage, indonesian: Locale, commit: Callable[..., Any]
) -> None:
    commit(submit, assistant, course, indonesian, include_subtree="on")
    (lesson,) = get_lessons(course)
    translation = translation_of(lesson)
    source = 'See <a id="a1">this</a>.'

    answer = write(assistant, translation, source, "<script>alert(1)</script>")

    assert "tag is not allowed" in answer.json()["error"]
    version = LessonPage.objects.get(locale=indonesian)
    commit(
        assistant.post, reverse("wagtailadmin_pages:edit", args=[version.pk]), {"action": "publish"}
    )
    version = LessonPage.objects.get(pk=version.pk)
    assert "See" in str(version.body[0].value)
    assert "script" not in json.dumps(list(version.body.raw_data))


def test_po_files_go_out_and_come_back(
    assistant: Client,
    course: CoursePage,
    indonesian: Locale,
    commit: Callable[..., Any],
    tmp_path: Any,
) -> None:
    commit(submit, assistant, course, indonesian, include_subtree="on")
    (lesson,) = get_lessons(course)
    translation = translation_of(lesson)
    down = assistant.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    po = down.content.decode()
    assert 'msgid "Joins"\nmsgstr ""' in po
    assert "SELECT" not in po

    file = tmp_path / "lesson.po"
    file.write_text(po.replace('msgid "Joins"\nmsgstr ""', 'msgid "Joins"\nmsgstr "Gabungan"'))
    with file.open("rb") as sent:
        assistant.post(
            reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": sent}
        )

    (said,) = StringTranslation.objects.filter(locale=indonesian)
    assert (said.data, said.context.path) == ("Gabungan", "title")


def test_changes_of_the_original_are_taken_over_by_hand(
    assistant: Client, course: CoursePage, indonesian: Locale, commit: Callable[..., Any]
) -> None:
    (lesson,) = get_lessons(course)
    version = translate(lesson, "id")
    lesson.title = "All joins"
    lesson.save_revision().publish()
    assert state_of(lesson) == VersionState.STALE
    source = TranslationSource.objects.get(object_id=lesson.translation_key)
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    assert assistant.get(address).status_code == 200

    commit(assistant.post, address, {})

    assert LessonPage.objects.get(pk=version.pk).title == "Joins (id)", "readers keep what they had"
    assert write(assistant, translation_of(lesson), "All joins", "Semua").status_code == 201
    edit = reverse("wagtailadmin_pages:edit", args=[version.pk])
    commit(assistant.post, edit, {"action": "publish"})
    assert LessonPage.objects.get(pk=version.pk).title == "Semua"
    assert state_of(lesson) == VersionState.COMPLETE


def test_a_lesson_written_after_the_course_was_translated_is_submitted_alone(
    assistant: Client, course: CoursePage, indonesian: Locale, commit: Callable[..., Any]
) -> None:
    (module,) = get_modules(course)
    translate(module, "id")
    late = make_lesson(module, title="Late")
    assert state_of(late) == VersionState.MISSING

    commit(submit, assistant, late, indonesian)

    version = LessonPage.objects.get(locale=indonesian)
    assert version.canonical_id == late.pk
    assert version.get_parent().specific.canonical_id == module.pk


def test_nobody_from_another_course_writes_a_word(
    assistant: Client, course: CoursePage, indonesian: Locale, stranger: User, client: Client
) -> None:
    make_course(owner=stranger)
    client.force_login(stranger)
    (lesson,) = get_lessons(course)
    version = translate(lesson, "id")
    translation = translation_of(lesson)
    before = list(StringTranslation.objects.order_by("pk").values_list("pk", "data"))

    answers = [
        submit(client, course, indonesian),
        write(client, translation, "Joins", "Taken"),
        client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk])),
        client.get(reverse("wagtail_localize:update_translations", args=[translation.source_id])),
        client.get(reverse("wagtailadmin_pages:edit", args=[version.pk])),
        client.post(reverse("wagtail_localize:stop_translation", args=[translation.pk])),
    ]

    assert {answer.status_code for answer in answers} <= {302, 403}
    assert not any(b"Joins" in answer.content for answer in answers)
    assert list(StringTranslation.objects.order_by("pk").values_list("pk", "data")) == before
    assert Translation.objects.get(pk=translation.pk).enabled
