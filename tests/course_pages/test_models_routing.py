"""From an address to a page: one lookup, Wagtail's answers."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from accounts.models import User
from course_pages.models import CoursePage, HomePage
from course_pages.models.routing import find_page
from course_pages.selectors.front_doors import route_request
from tests.factories.pages import get_lessons, get_modules, make_course, translate

pytestmark = pytest.mark.django_db


def route(path: str, stamp: str = "") -> Page | None:
    found = route_request(RequestFactory().get(path), path, stamp=stamp)
    return found.page if found else None


@pytest.fixture
def course() -> CoursePage:
    return make_course(title="Queries", slug="queries")


def test_every_level_is_found_in_one_statement(course: CoursePage, home_page: HomePage) -> None:
    pages = [course.get_parent().specific, course, get_modules(course)[0], get_lessons(course)[0]]
    for page in pages:
        find_page(page.url_path)

    for page in pages:
        with CaptureQueriesContext(connection) as statements:
            found = find_page(page.url_path)
            assert found and found.title == page.title
        assert (found, type(found), len(statements)) == (page, type(page), 1)


def test_a_page_found_so_can_be_changed_and_saved_like_any_other(course: CoursePage) -> None:
    found = find_page(course.url_path)
    assert isinstance(found, CoursePage)

    found.subtitle = "Ask a database"
    found.save_revision().publish()

    course.refresh_from_db()
    assert (course.title, course.subtitle, course.live) == ("Queries", "Ask a database", True)


@pytest.mark.parametrize(
    "path",
    ["nowhere/", "courses/nowhere/", "queries/", "courses/queries/queries/", "home/courses/"],
)
def test_what_is_nowhere_is_not_found(path: str, course: CoursePage) -> None:
    assert route(path) is None


def test_an_unpublished_page_is_not_found(course: CoursePage) -> None:
    assert route("courses/queries/") == course

    course.unpublish()

    assert route("courses/queries/") is None


def test_a_page_of_another_type_is_found_by_walking_down(home_page: HomePage) -> None:
    stray = home_page.add_child(instance=Page(title="Stray", slug="stray"))

    assert route("stray/") == stray


def test_the_home_page_itself_is_found(home_page: HomePage) -> None:
    assert route("") == home_page


def test_what_is_remembered_is_forgotten_with_the_stamp(home_page: HomePage) -> None:
    assert route("", stamp="one") == home_page
    course_index = home_page.get_children().get()
    Site.objects.update(root_page=course_index)

    with CaptureQueriesContext(connection) as statements:
        remembered = route("", stamp="one")

    assert (remembered, len(statements)) == (home_page, 0)
    assert route("", stamp="two") == course_index.specific
    assert route("", stamp="") == course_index.specific


def test_a_remembered_home_page_is_nobodys_to_change(home_page: HomePage) -> None:
    first = route("", stamp="one")
    assert first
    first.title = "Changed by one visitor"

    second = route("", stamp="one")

    assert second and second.title == home_page.title


def test_each_language_has_its_home(course: CoursePage, client: Client) -> None:
    indonesian = translate(course, "id", title="Kueri")

    assert client.get(str(indonesian.url)).context["page"].specific == indonesian
    assert client.get(str(course.url)).context["page"].specific == course


# --- restrictions ---------------------------------------------------------------------------------


def restrict(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("level", ["home", "catalogue", "course", "module", "lesson"])
def test_a_restriction_on_any_level_above_is_found_in_one_statement(
    level: str, course: CoursePage, home_page: HomePage
) -> None:
    lesson = get_lessons(course)[0]
    above = {
        "home": home_page,
        "catalogue": course.get_parent(),
        "course": course,
        "module": lesson.get_parent(),
        "lesson": lesson,
    }
    restriction = restrict(above[level])
    restrict(get_lessons(course)[1])

    with CaptureQueriesContext(connection) as statements:
        found = list(lesson.get_view_restrictions())

    assert (found, len(statements)) == ([restriction], 1)


def test_an_alias_is_as_private_as_its_source(course: CoursePage, home_page: HomePage) -> None:
    alias = course.create_alias(update_slug="alias")
    second = alias.create_alias(update_slug="second")
    restriction = restrict(course)

    assert list(CoursePage.objects.get(pk=alias.pk).get_view_restrictions()) == [restriction]
    assert list(CoursePage.objects.get(pk=second.pk).get_view_restrictions()) == [restriction]


def test_a_private_course_is_private_to_visitors_and_open_to_people(
    course: CoursePage, learner: User, client: Client
) -> None:
    restrict(course)

    refused = client.get("/courses/queries/")
    client.force_login(learner)

    assert refused.status_code == 302
    assert client.get("/courses/queries/").status_code == 200


def test_without_a_site_nothing_is_found(course: CoursePage) -> None:
    Site.objects.all().delete()

    assert route("courses/queries/") is None
    assert Client().get("/courses/queries/").status_code == 404
