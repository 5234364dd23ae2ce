"""The editor sends twice, two people save at once, something fails halfway: one page, and whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data

from accounts.models import User
from course_pages.models import CoursePage, ModulePage
from course_pages.services import courses
from tests.course_pages.test_models_base import Deadlock
from tests.factories.pages import get_modules, make_course, make_module, translate

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S49")]
PUBLISH = {"action-publish": "action-publish"}


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, modules=0)


@pytest.fixture
def browser(client: Client, instructor: User) -> Client:
    client.force_login(instructor)
    return client


def send_new(
    browser: Client, course: CoursePage, key: Any, title: str = "Dough", **more: str
) -> Any:
    """Send the form of a new module as a button does."""
    return browser.post(get_new_address(course), fill(title, key, **more))


def save_new(browser: Client, course: CoursePage, key: Any, title: str = "Dough") -> Any:
    """Send the form of a new module as the editor does by itself."""
    accept = {"Accept": "application/json"}
    return browser.post(get_new_address(course), fill(title, key), headers=accept)


def get_new_address(course: CoursePage) -> str:
    return reverse("wagtailadmin_pages:add", args=["course_pages", "modulepage", course.pk])


def get_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def fill(title: str, key: Any = "", **more: str) -> dict[str, str]:
    form = {
        "title": title,
        "slug": "dough",
        "summary": "",
        "creation_key": str(key),
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
    }
    return nested_form_data(form | more)


def get_made(course: CoursePage) -> list[tuple[str, bool]]:
    return [(module.title, module.live) for module in get_modules(course)]


def test_the_form_of_a_new_page_has_a_key_that_goes_with_it(
    browser: Client, course: CoursePage
) -> None:
    form = browser.get(get_new_address(course)).context["form"]
    again = browser.get(get_new_address(course)).context["form"]

    assert form["creation_key"].value() != again["creation_key"].value()
    assert 'type="hidden"' in str(form["creation_key"])


def test_the_form_of_a_page_that_is_there_needs_none(browser: Client, course: CoursePage) -> None:
    form = browser.get(get_address(course)).context["form"]

    assert "creation_key" not in form.fields


def test_publish_before_the_answer_goes_on_with_the_page_that_was_made(
    browser: Client, course: CoursePage
) -> None:
    key = uuid4()
    save_new(browser, course, key, "Dou")

    response = send_new(browser, course, key, "Dough", **PUBLISH)

    assert response.status_code == 302
    assert get_made(course) == [("Dough", True)]
    assert get_modules(course)[0].get_latest_revision().as_object().title == "Dough"


def test_publish_twice_publishes_one_page(browser: Client, course: CoursePage) -> None:
    key = uuid4()

    for _ in range(2):
        assert send_new(browser, course, key, **PUBLISH).status_code == 302

    assert get_made(course) == [("Dough", True)]


def test_what_was_overtaken_by_publish_changes_nothing(browser: Client, course: CoursePage) -> None:
    key = uuid4()
    send_new(browser, course, key, "Dough", **PUBLISH)

    response = save_new(browser, course, key, "Dou")

    assert (response.status_code, response.json()["error_code"]) == (400, "invalid_revision")
    (module,) = get_modules(course)
    assert (module.title, module.live, module.has_unpublished_changes) == ("Dough", True, False)


def test_what_the_editor_saves_twice_is_one_draft_and_it_learns_where(
    browser: Client, course: CoursePage
) -> None:
    key = uuid4()
    save_new(browser, course, key, "Dou")

    answer = save_new(browser, course, key, "Dough").json()

    (module,) = get_modules(course)
    assert (module.title, module.live) == ("Dough", False)
    assert answer["url"] == get_address(module)
    assert answer["hydrate_url"] == f"{get_address(module)}?_w_hydrate_create_view=1"
    assert answer["revision_id"] == module.latest_revision_id


@pytest.mark.parametrize("key", ["", "no key"])
def test_without_a_key_every_sending_makes_a_page(
    browser: Client, course: CoursePage, key: str
) -> None:
    response = send_new(browser, course, key)

    made = get_made(course)
    # What is no key is an error of the form; nothing at all is Wagtail's own way.
    assert (response.status_code, made) == ((200, []) if key else (302, [("Dough", False)]))


def test_the_key_of_anothers_page_makes_no_translation_of_it(
    browser: Client, course: CoursePage, stranger: User
) -> None:
    other = make_module(make_course(owner=stranger, modules=0))
    Page.objects.filter(pk=other.pk).update(owner=stranger)

    send_new(browser, course, other.translation_key)

    (module,) = get_modules(course)
    assert module.canonical_id == module.pk
    assert module.translation_key != other.translation_key
    other.refresh_from_db()
    assert other.title != "Dough"


def test_the_key_of_a_page_in_another_language_makes_no_translation_of_it(
    browser: Client, course: CoursePage, instructor: User
) -> None:
    elsewhere = make_course(owner=instructor, modules=0)
    translated = translate(make_module(elsewhere, owner=instructor), "id", tree=True)
    Page.objects.filter(pk=translated.canonical_id).update(translation_key=uuid4())

    send_new(browser, course, translated.translation_key)

    (module,) = get_modules(course)
    assert module.translation_key != translated.translation_key


def test_a_publication_that_fails_leaves_nothing_behind(
    browser: Client, course: CoursePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = make_module(course, live=False, title="Old", slug="dough")
    revisions = module.revisions.count()
    monkeypatch.setattr(courses, "note_publication", fail)

    for address in (get_address(module), get_new_address(course)):
        with pytest.raises(RuntimeError):
            browser.post(address, fill("New", slug="new", **PUBLISH))

    assert get_made(course) == [("Old", False)]
    assert module.revisions.count() == revisions


def fail(**facts: Any) -> None:
    raise RuntimeError("the machine is gone")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_publication_that_was_in_the_way_of_another_is_done_again(
    browser: Client, course: CoursePage, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    module = None if is_new else make_module(course, live=False, slug="dough")
    note, troubles = courses.note_publication, [Deadlock()]

    def note_with_trouble(**facts: Any) -> None:
        if troubles:
            raise OperationalError("deadlock detected") from troubles.pop()
        note(**facts)

    monkeypatch.setattr(courses, "note_publication", note_with_trouble)
    address = get_address(module) if module else get_new_address(course)

    response = browser.post(address, fill("Dough", uuid4(), **PUBLISH))

    assert response.status_code == 302
    assert get_made(course) == [("Dough", True)]
    assert ModulePage.objects.get().revisions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_the_editor_saves_meanwhile_takes_no_publication_back(
    course: CoursePage, instructor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = make_module(course, live=False, slug="dough")
    has_read, is_published = Event(), Event()
    save = EditView.save_action

    def save_late(view: EditView) -> HttpResponse:
        has_read.set()
        # It has read a draft. Where nothing keeps the publication back, that is wrong by now.
        is_published.wait(1)
        response: HttpResponse = save(view)
        return response

    monkeypatch.setattr(EditView, "save_action", save_late)

    def save_by_itself() -> None:
        accept = {"Accept": "application/json"}
        log_in(instructor).post(get_address(module), fill("Dou"), headers=accept)

    def publish() -> None:
        has_read.wait(10)
        log_in(instructor).post(get_address(module), fill("Dough", **PUBLISH))
        is_published.set()

    do_together(save_by_itself, publish)

    assert get_made(course) == [("Dough", True)]


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_the_same_moment_makes_one_page(
    course: CoursePage, instructor: User
) -> None:
    key = uuid4()
    # The first request of all would wait for what Django looks up once.
    ContentType.objects.get_for_model(ModulePage)
    first, second = log_in(instructor), log_in(instructor)

    do_together(
        lambda: save_new(first, course, key), lambda: send_new(second, course, key, **PUBLISH)
    )

    assert get_made(course) == [("Dough", True)]


def log_in(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def do_together(*deeds: Callable[[], Any]) -> None:
    def do(deed: Callable[[], Any]) -> None:
        try:
            deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        list(threads.map(do, deeds))
