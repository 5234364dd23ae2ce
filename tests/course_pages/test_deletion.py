"""Deleting is asked first, by every road; what must stay stays, and nobody sees a 500."""

import json
from collections.abc import Iterable

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from core.exceptions import NotAllowed
from course_pages import ports
from course_pages.models import (
    CourseDocument,
    CoursePage,
    LessonAttachment,
    LessonPage,
    ModulePage,
)
from course_pages.ports import Reason
from course_pages.selectors.deletion import reasons_to_keep
from course_pages.services.deletion import delete_page
from tests.factories.files import make_document
from tests.factories.pages import get_lessons, get_modules, make_course, make_lesson, translate

pytestmark = pytest.mark.slow


class Keeper:
    """Remembers what it was asked about, and keeps the pages it was told to keep."""

    def __init__(self) -> None:
        self.kept: set[int] = set()
        self.asked: set[int] = set()

    def __call__(self, page_ids: frozenset[int]) -> Iterable[Reason]:
        self.asked |= page_ids
        if self.kept & page_ids:
            yield Reason("has_learners", "3 learners are enrolled.")


@pytest.fixture(autouse=True)
def keeper(monkeypatch: pytest.MonkeyPatch) -> Keeper:
    """Stand in for the apps above: these tests are about being asked."""
    keeper = Keeper()
    monkeypatch.setattr(ports, "page_keepers", [])
    ports.register_page_keeper(keeper)
    return keeper


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, modules=1, lessons=2, title="Queries")


@pytest.fixture
def module(course: CoursePage) -> ModulePage:
    return get_modules(course)[0]


@pytest.fixture
def lesson(module: ModulePage) -> LessonPage:
    return get_lessons(module)[0]


@pytest.fixture
def browser(client: Client, instructor: User) -> Client:
    client.force_login(instructor)
    return client


def exists(page: Page) -> bool:
    return Page.objects.filter(pk=page.pk).exists()


def codes(*pages: Page) -> list[str]:
    return [reason.code for reason in reasons_to_keep(*pages)]


# --- what is asked -------------------------------------------------------------------------------


def test_everything_below_the_page_is_asked_about(
    course: CoursePage, module: ModulePage, keeper: Keeper
) -> None:
    assert reasons_to_keep(course) == []

    assert keeper.asked == {course.pk, module.pk, *(page.pk for page in get_lessons(course))}


def test_a_reason_of_one_lesson_keeps_the_whole_course(
    course: CoursePage, lesson: LessonPage, module: ModulePage, keeper: Keeper
) -> None:
    keeper.kept = {lesson.pk}

    assert codes(course) == ["has_learners"]
    assert codes(module) == ["has_learners"]
    assert codes(get_lessons(module)[1]) == []


def test_what_learners_have_is_not_lost_with_a_translation(
    lesson: LessonPage, keeper: Keeper
) -> None:
    translated = translate(lesson, "id")
    keeper.kept = {lesson.pk}

    assert codes(translated) == []
    assert lesson.pk not in keeper.asked


def test_a_page_with_translations_must_stay(course: CoursePage, lesson: LessonPage) -> None:
    translated = translate(lesson, "id")

    assert codes(lesson) == ["has_language_versions"]
    assert codes(course) == ["has_language_versions"]
    assert codes(lesson, translated) == []


def test_a_page_with_an_alias_must_stay(course: CoursePage) -> None:
    course.create_alias(update_slug="alias")

    assert codes(course) == ["has_language_versions"]


def test_pages_outside_courses_are_nobodys_business(keeper: Keeper, home_page: Page) -> None:
    assert codes(home_page.add_child(instance=Page(title="About", slug="about"))) == []
    assert keeper.asked == set()


# --- the admin -----------------------------------------------------------------------------------


def test_the_admin_says_why_and_offers_to_unpublish(
    browser: Client, lesson: LessonPage, keeper: Keeper
) -> None:
    keeper.kept = {lesson.pk}
    url = reverse("wagtailadmin_pages:delete", args=[lesson.pk])
    unpublish = reverse("wagtailadmin_pages:unpublish", args=[lesson.pk])

    for response in (browser.get(url, follow=True), browser.post(url, follow=True)):
        assert response.redirect_chain == [(unpublish, 302)]
        assert "3 learners are enrolled." in response.content.decode()
        assert exists(lesson)


def test_the_admin_deletes_what_nothing_depends_on(browser: Client, lesson: LessonPage) -> None:
    response = browser.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))

    assert response.status_code == 302
    assert not exists(lesson)


def test_the_admin_deletes_a_whole_course(browser: Client, course: CoursePage) -> None:
    browser.post(reverse("wagtailadmin_pages:delete", args=[course.pk]))

    assert not exists(course)
    assert LessonPage.objects.count() == 0


def test_the_admin_deletes_translations_first_and_then_the_original(
    browser: Client, course: CoursePage, admin: User
) -> None:
    translated = translate(course, "id", tree=True)

    browser.post(reverse("wagtailadmin_pages:delete", args=[course.pk]))
    assert exists(course)
    assert exists(translated)

    browser.post(reverse("wagtailadmin_pages:delete", args=[translated.pk]))
    assert exists(course)
    assert not exists(translated)

    browser.post(reverse("wagtailadmin_pages:delete", args=[course.pk]))
    assert not exists(course)


def test_bulk_deletion_spares_all_if_one_must_stay(
    browser: Client, module: ModulePage, keeper: Keeper
) -> None:
    first, second = get_lessons(module)
    keeper.kept = {second.pk}
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    response = browser.post(f"{url}?id={first.pk}&id={second.pk}&next=/admin/", follow=True)

    assert "3 learners are enrolled." in response.content.decode()
    assert exists(first)
    assert exists(second)


def test_bulk_deletion_of_free_pages(browser: Client, module: ModulePage) -> None:
    first, second = get_lessons(module)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    browser.post(f"{url}?id={first.pk}&id={second.pk}&next=/admin/")

    assert not exists(first)
    assert not exists(second)


def test_the_admins_own_api_asks_too(
    client: Client, admin: User, lesson: LessonPage, keeper: Keeper
) -> None:
    keeper.kept = {lesson.pk}
    client.force_login(admin)
    url = reverse("wagtailadmin_api:pages:action", args=[lesson.pk, "delete"])

    response = client.post(url, json.dumps({}), content_type="application/json")

    assert response.status_code == 409
    assert response.json() == {"message": "3 learners are enrolled."}
    assert exists(lesson)


def test_a_page_that_only_the_database_keeps_is_no_server_error(
    browser: Client, course: CoursePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last guard: nobody gave a reason, but a row points at the page."""
    translate(course, "id")
    monkeypatch.setattr("course_pages.wagtail_hooks.deleting.reasons_to_keep", lambda *pages: [])

    response = browser.post(reverse("wagtailadmin_pages:delete", args=[course.pk]), follow=True)

    assert response.status_code == 200
    assert "something else uses it" in response.content.decode()
    assert exists(course)


# --- files in use --------------------------------------------------------------------------------


@pytest.fixture
def attached(module: ModulePage, instructor: User) -> CourseDocument:
    document = make_document(owner=instructor)
    lesson = make_lesson(module, title="With a sheet")
    lesson.attachments.add(LessonAttachment(document=document))
    lesson.save_revision().publish()
    return document


@pytest.mark.parametrize("address", ["wagtaildocs:delete", "wagtaildocs:delete_multiple"])
def test_an_attached_document_is_kept(
    address: str, browser: Client, attached: CourseDocument
) -> None:
    url = reverse(address, args=[attached.pk])

    response = browser.post(url, headers={"x-requested-with": "XMLHttpRequest"})

    assert response.status_code < 500
    assert CourseDocument.objects.filter(pk=attached.pk).exists()


def test_an_attached_document_is_kept_from_bulk_deletion(
    browser: Client, attached: CourseDocument
) -> None:
    url = reverse("wagtail_bulk_action", args=["course_pages", "coursedocument", "delete"])

    response = browser.post(f"{url}?id={attached.pk}&next=/admin/")

    assert response.status_code < 500
    assert CourseDocument.objects.filter(pk=attached.pk).exists()


# --- outside the admin ---------------------------------------------------------------------------


def test_the_service_refuses_and_says_why(lesson: LessonPage, keeper: Keeper) -> None:
    keeper.kept = {lesson.pk}

    with pytest.raises(NotAllowed) as error:
        delete_page(page=lesson)

    assert error.value.code == "must_stay"
    assert str(error.value.message) == "This page must stay. 3 learners are enrolled."
    assert exists(lesson)


def test_the_service_asks_who_deletes(lesson: LessonPage, stranger: User, instructor: User) -> None:
    with pytest.raises(NotAllowed):
        delete_page(page=lesson, actor=stranger)
    assert exists(lesson)

    delete_page(page=lesson, actor=instructor)
    assert not exists(lesson)
