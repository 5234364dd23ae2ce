"""The page of results and the list under a search box."""

import pytest
from django.test import Client

from accounts.models import User
from course_pages.models import CoursePage
from search.services.index import index_course
from tests.factories.pages import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(instructor: User) -> CoursePage:
    course = make_course(owner=instructor, title="Wax & <dye>", slug="wax", lessons=1)
    index_course(course_id=course.pk)
    return course


def get(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.spec("S51")
def test_results_are_marked_and_escaped(course: CoursePage) -> None:
    html = get("/search/?q=wax+dye")

    assert (
        '<a href="/courses/wax/"><bdi><mark>Wax</mark> &amp; &lt;<mark>dye</mark>&gt;</bdi></a>'
        in html
    )
    assert "1 result for “<bdi>wax dye</bdi>”" in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'value="wax dye"' in html


def test_what_was_typed_is_escaped(course: CoursePage) -> None:
    html = get("/search/?q=%22%3E%3Cscript%3Ealert(1)&in=%3Cb%3E&page=%3Cb%3E")

    assert "<script>alert" not in html and "<b>" not in html


def test_a_page_of_results_is_kept_by_nobody(course: CoursePage) -> None:
    answer = Client().get("/search/?q=wax")

    assert answer.headers["Cache-Control"] == "private, no-store"


def test_nothing_typed_says_what_can_be_searched(course: CoursePage) -> None:
    assert "What you can search" in get("/search/")
    assert "What you can search" in get("/search/?q=%00%22")


def test_nothing_found_says_what_to_try(course: CoursePage) -> None:
    html = get("/search/?q=zebra")

    assert "0 results for “<bdi>zebra</bdi>”" in html and "Try fewer words" in html


def test_nothing_in_one_tab_leads_to_the_others(course: CoursePage) -> None:
    html = get("/search/?q=wax&in=recordings")

    assert "Show 1 result" in html and 'href="/search/?q=wax"' in html


def test_in_another_language_the_original_is_marked(course: CoursePage) -> None:
    assert '<bdi lang="en" dir="ltr"><mark>Wax</mark>' in get("/id/search/?q=wax")


def test_suggestions_are_options_that_lead_on(course: CoursePage) -> None:
    answer = Client().get("/search/suggest/?q=wa")
    html = answer.content.decode()

    assert 'role="option" aria-selected="false" tabindex="-1" href="/courses/wax/"' in html
    assert "<mark>Wax</mark> &amp; &lt;dye&gt;" in html
    assert "1 suggestion; reach it with the arrow keys." in html
    assert "<html" not in html
    assert answer.headers["Cache-Control"] == "max-age=60"
    assert not answer.cookies


def test_suggestions_are_the_same_for_everybody(course: CoursePage, admin: User) -> None:
    client = Client()
    client.force_login(admin)

    own = client.get("/search/suggest/?q=wa")

    assert own.content == Client().get("/search/suggest/?q=wa").content


@pytest.mark.parametrize("words", ["", "w", "zz"])
def test_nothing_is_suggested_for_too_little(course: CoursePage, words: str) -> None:
    html = get(f"/search/suggest/?q={words}")

    assert "role=" not in html and "No suggestions." in html


def test_every_page_has_the_box(course: CoursePage) -> None:
    for path in ("/", "/courses/", "/courses/wax/", "/search/"):
        html = get(path)
        assert '<form class="find" role="search"' in html
        assert 'action="/search/" data-suggest="/search/suggest/"' in html


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
def test_searching_changes_nothing_and_so_takes_no_post(path: str) -> None:
    assert Client().post(path).status_code == 405
