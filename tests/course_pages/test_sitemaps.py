"""The sitemap: what everybody may read, in every language, and nothing else."""

from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from course_pages.models import CourseIndexPage, CoursePage, HomePage, LessonPage
from tests.factories.pages import get_lessons, get_modules, make_course, make_lesson, translate

pytestmark = pytest.mark.django_db

PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def read() -> dict[str, dict[str, str]]:
    """Return path to language to path of the other versions, as the sitemap lists them."""
    response = Client().get("/sitemap.xml", HTTP_HOST="learn.example.com")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
    root = "http://learn.example.com"
    return {
        url.findtext(f"{PLACE}loc", "").removeprefix(root): {
            link.attrib["hreflang"]: link.attrib["href"].removeprefix(root)
            for link in url.findall(LINK)
        }
        for url in ElementTree.fromstring(response.content)
    }


@pytest.fixture
def course() -> CoursePage:
    return make_course(title="Queries", slug="queries", lessons=2)


@pytest.fixture
def free_lesson(course: CoursePage) -> LessonPage:
    return make_lesson(get_modules(course)[0], title="Taste", slug="taste", free_preview=True)


def test_home_catalogue_courses_and_free_lessons_are_listed(free_lesson: LessonPage) -> None:
    assert set(read()) == {"/", "/courses/", "/courses/queries/", free_lesson.url}


def test_a_draft_course_is_not_listed_nor_its_free_lessons(
    course: CoursePage, free_lesson: LessonPage
) -> None:
    course.unpublish()

    assert set(read()) == {"/", "/courses/"}


@pytest.mark.parametrize("level", ["module", "lesson"])
def test_a_free_lesson_needs_all_above_it_published(
    level: str, course: CoursePage, free_lesson: LessonPage
) -> None:
    {"module": get_modules(course)[0], "lesson": free_lesson}[level].unpublish()

    assert set(read()) == {"/", "/courses/", "/courses/queries/"}


@pytest.mark.parametrize("level", ["home", "catalogue", "course", "lesson"])
def test_private_pages_are_not_listed(
    level: str,
    course: CoursePage,
    free_lesson: LessonPage,
    home_page: HomePage,
    catalogue: CourseIndexPage,
) -> None:
    pages: dict[str, Page] = {
        "home": home_page,
        "catalogue": catalogue,
        "course": course,
        "lesson": free_lesson,
    }
    PageViewRestriction.objects.create(
        page=pages[level], restriction_type=PageViewRestriction.LOGIN
    )

    listed = set(read())

    assert not [url for url in listed if url.startswith(str(pages[level].url))]


def test_languages_stand_beside_each_other(course: CoursePage) -> None:
    indonesian = translate(course, "id", title="Kueri")

    urls = read()

    versions = {
        "en": "/courses/queries/",
        "id": indonesian.url,
        "x-default": "/courses/queries/",
    }
    assert urls["/courses/queries/"] == versions
    assert urls[str(indonesian.url)] == versions


def test_a_translation_is_listed_while_its_original_is_published(course: CoursePage) -> None:
    indonesian = translate(course, "id", title="Kueri")
    course.unpublish()

    assert indonesian.url not in read()


def test_an_alias_is_not_listed(course: CoursePage) -> None:
    course.create_alias(update_slug="twin")

    assert "/courses/twin/" not in read()


def test_no_address_in_the_sitemap_is_closed_to_visitors(
    course: CoursePage, free_lesson: LessonPage
) -> None:
    translate(course, "id", tree=True)

    for url in read():
        assert Client().get(url).status_code == 200, url
    assert not {lesson.url for lesson in get_lessons(course)[:2]} & set(read())


def test_the_cost_does_not_grow_with_the_pages(
    course: CoursePage, django_assert_num_queries: object
) -> None:
    client = Client()
    client.get("/sitemap.xml")
    for _ in range(3):
        make_course()

    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get("/sitemap.xml")


def test_robots_are_told_where_the_sitemap_is_and_not_where_the_admin_is() -> None:
    response = Client().get("/robots.txt", HTTP_HOST="learn.example.com")

    text = response.content.decode()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://learn.example.com/sitemap.xml" in text
    assert "Disallow: /learn/" in text
    assert "admin" not in text
