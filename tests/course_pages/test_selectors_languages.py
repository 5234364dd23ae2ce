"""The language menu leads to the same page, as near as there is."""

import re

import pytest
from django.test import Client
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from accounts.models import User
from core.templatetags.look import name_of_language
from course_pages.models import CourseIndexPage, CoursePage, HomePage
from course_pages.selectors.languages import list_open_languages
from course_pages.services.languages import open_language
from learning.services.enrollment import enroll_student
from tests.counting import count_hit, count_statements
from tests.factories.pages import get_lessons, make_course

LINK = re.compile(r'<a href="([^"]*)" hreflang="(\w+)"')


def links(client: Client, path: str) -> dict[str, str]:
    """Return where the menu of a page leads, by language."""
    return {code: url for url, code in LINK.findall(client.get(path).content.decode())}


@pytest.fixture
def arabic(home_page: HomePage) -> None:
    open_language(code="ar")


def test_a_site_of_one_language_has_no_menu(client: Client, home_page: HomePage) -> None:
    assert links(client, "/") == {}


def test_a_language_is_offered_once_its_home_page_is_published(
    client: Client, arabic: None
) -> None:
    assert list_open_languages(stamp="") == ("en", "ar")
    home = HomePage.objects.get(locale__language_code="ar")
    home.unpublish()

    assert list_open_languages(stamp="") == ("en",)
    assert links(client, "/") == {}


def test_languages_that_only_courses_are_taught_in_are_not_offered(
    client: Client, arabic: None
) -> None:
    open_language(code="fr")

    assert links(client, "/") == {"en": "/", "ar": "/ar/"}


def test_a_page_leads_to_its_translation(client: Client, arabic: None) -> None:
    course: CoursePage = make_course(title="Bread", slug="bread")
    assert course.url
    found = links(client, course.url)
    assert found == {"en": f"/pages/{course.pk}/", "ar": f"/ar/pages/{course.pk}/"}

    assert client.get(found["en"]).headers["Location"] == course.url

    arabic_course = course.copy_for_translation(open_language(code="ar").locale, copy_parents=True)
    assert client.get(found["ar"]).status_code == 200
    arabic_course.get_latest_revision().publish()
    assert client.get(found["ar"]).headers["Location"] == arabic_course.url


@pytest.mark.spec("S65")
def test_what_is_not_translated_is_read_in_its_own_words_in_the_readers_frame(
    client: Client, arabic: None
) -> None:
    course = make_course(title="Bread", slug="bread", subtitle="At home")

    html = client.get(f"/ar/pages/{course.pk}/").content.decode()

    assert '<html lang="ar" dir="rtl">' in html
    assert '<h1 class="big" lang="en" dir="ltr">Bread</h1>' in html
    assert '<p class="lede lede--serif" lang="en" dir="ltr">At home</p>' in html
    with override("ar"):
        assert name_of_language("en") == "الإنجليزية"
    assert html.count("الإنجليزية") == 1
    assert f'<link rel="canonical" href="http://localhost{course.url}">' in html
    assert LINK.findall(html)[:2] == [
        (f"/pages/{course.pk}/", "en"),
        (f"/ar/pages/{course.pk}/", "ar"),
    ]


@pytest.mark.spec("S65")
def test_a_reader_stays_in_their_language_from_list_to_lesson(
    client: Client, arabic: None, learner: User
) -> None:
    course = make_course(title="Bread", slug="bread", lessons=2)
    lesson, after = get_lessons(course)
    enroll_student(student=learner, course=course)
    client.force_login(learner)

    assert f'href="/ar/pages/{course.pk}/"' in client.get("/ar/courses/").content.decode()
    outline = client.get(f"/ar/pages/{course.pk}/").content.decode()
    assert f'href="/ar/pages/{lesson.pk}/"' in outline
    page = client.get(f"/ar/pages/{lesson.pk}/")
    html = page.content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert '<h1 id="title" lang="en" dir="ltr">Lesson 1.1</h1>' in html
    assert f'<a class="next" href="/ar/pages/{after.pk}/" rel="next">' in html
    done = client.post(f"/ar/learn/lessons/{lesson.pk}/complete/")
    assert done.headers["Location"] == f"/ar/pages/{lesson.pk}/#complete"


def test_gates_stand_before_what_is_read_in_the_frame(client: Client, arabic: None) -> None:
    course = make_course(title="Bread", slug="bread", lessons=1)
    lesson = get_lessons(course)[0]

    answer = client.get(f"/ar/pages/{lesson.pk}/")

    assert answer.headers["Location"] == f"/ar/accounts/login/?next=/ar/pages/{lesson.pk}/"
    PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"/ar/pages/{course.pk}/").status_code == 302
    PageViewRestriction.objects.all().delete()
    course.unpublish()
    assert client.get(f"/ar/pages/{course.pk}/").headers["Location"] == "/ar/"
    hidden = client.get(f"/ar/pages/{lesson.pk}/")
    assert hidden.status_code == 404


def test_what_is_chosen_in_the_catalogue_is_kept(client: Client, arabic: None) -> None:
    catalogue = CourseIndexPage.objects.get(locale__language_code="en")
    query = "level=beginner&price=free&q=rye+bread"

    found = links(client, f"/courses/?{query}&page=1&junk=1")["ar"].replace("&amp;", "&")

    assert found == f"/ar/pages/{catalogue.pk}/?{query}"
    assert client.get(found).headers["Location"] == f"/ar/courses/?{query}"
    assert links(client, "/search/?q=rye")["ar"] == "/ar/search/?q=rye"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [1, 5])
def test_a_lesson_in_the_frame_costs_as_few_statements(
    client: Client, learner: User, times: int
) -> None:
    open_language(code="ar")
    course = make_course(title="Bread", slug="bread", modules=times, lessons=4)
    enroll_student(student=learner, course=course)
    client.force_login(learner)
    lesson = get_lessons(course)[1]

    assert count_statements(lambda: client.get(f"/ar/pages/{lesson.pk}/")) <= 12


def test_the_address_of_what_is_not_published_yet_is_not_told(client: Client, arabic: None) -> None:
    course = make_course(title="Bread", slug="bread", lessons=1)
    lesson = get_lessons(course)[0]
    assert client.get(f"/pages/{lesson.pk}/").headers["Location"] == lesson.url

    course.unpublish()

    assert client.get(f"/pages/{course.pk}/").headers["Location"] == "/"
    assert client.get(f"/pages/{lesson.pk}/").headers["Location"] == "/"


def test_the_address_of_what_is_private_is_told_to_those_it_is_open_to(
    client: Client, arabic: None, learner: User
) -> None:
    course = make_course(title="Bread", slug="bread")
    rule = {"restriction_type": PageViewRestriction.LOGIN}
    PageViewRestriction.objects.create(page=course, **rule)

    assert client.get(f"/pages/{course.pk}/").headers["Location"] == "/"

    client.force_login(learner)
    assert client.get(f"/pages/{course.pk}/").headers["Location"] == course.url


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_page_that_is_not_there_leads_home(client: Client, arabic: None, number: str) -> None:
    answer = client.get(f"/ar/pages/{number}/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/ar/")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/accounts/login/?next=/courses/", "/ar/accounts/login/?next=/courses/"),
        ("/ar/accessibility/", "/ar/accessibility/"),
        ("/nowhere/", "/ar/"),
    ],
)
def test_other_addresses_change_their_prefix(
    client: Client, arabic: None, path: str, expected: str
) -> None:
    assert links(client, path)["ar"].replace("&amp;", "&") == expected


def test_the_menu_costs_nothing_where_it_is_remembered(client: Client, home_page: HomePage) -> None:
    alone = count_statements(lambda: client.get("/accessibility/"))
    open_language(code="ar")
    open_language(code="id")
    client.get("/accessibility/")

    # Inside a test's transaction nothing is remembered: one statement for all languages.
    assert count_statements(lambda: client.get("/accessibility/")) <= alone + 1
    assert count_hit(lambda: client.get("/accessibility/")) <= alone + 1
