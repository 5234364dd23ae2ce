"""The sitemap: what everybody may read, in every language, and nothing else."""

from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from course_pages.models import CourseIndexPage, CoursePage, HomePage, LessonPage
from tests.factories.pages import get_lessons, get_modules, make_course, make_lesson, translate

pytestmark = pytest.mark.django_db

PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


ROOT = "http://learn.example.com"


def fetch(path: str) -> ElementTree.Element:
    response = Client().get(path, HTTP_HOST="learn.example.com")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
    return ElementTree.fromstring(response.content)


def list_sitemaps() -> list[str]:
    """Return the paths that the index names."""
    places = [entry.findtext(f"{PLACE}loc", "") for entry in fetch("/sitemap.xml")]
    return [place.removeprefix(ROOT) for place in places]


def read(*paths: str) -> dict[str, dict[str, str]]:
    """Return path to language to path of the other versions, as the sitemaps list them.

    Those of every language, unless some are named.
    """
    return {
        url.findtext(f"{PLACE}loc", "").removeprefix(ROOT): {
            link.attrib["hreflang"]: link.attrib["href"].removeprefix(ROOT)
            for link in url.findall(LINK)
        }
        for path in paths or list_sitemaps()
        for url in fetch(path)
    }


def pages() -> set[str]:
    """Return the paths in the sitemap that are pages of the tree."""
    return {path for path in read() if not path.startswith("/teachers/")}


@pytest.fixture
def course() -> CoursePage:
    return make_course(title="Queries", slug="queries", lessons=2)


@pytest.fixture
def free_lesson(course: CoursePage) -> LessonPage:
    return make_lesson(get_modules(course)[0], title="Taste", slug="taste", free_preview=True)


def test_home_catalogue_courses_and_free_lessons_are_listed(free_lesson: LessonPage) -> None:
    assert pages() == {"/", "/courses/", "/courses/queries/", free_lesson.url}


def test_a_draft_course_is_not_listed_nor_its_free_lessons(
    course: CoursePage, free_lesson: LessonPage
) -> None:
    course.unpublish()

    assert set(read()) == {"/", "/courses/"}


def test_those_who_teach_a_published_course_are_listed_in_every_open_language(
    instructor: User, course: CoursePage
) -> None:
    make_course(owner=instructor)
    make_course(live=False)
    translate(course, "id")
    path = f"/teachers/{instructor.pk}/"

    urls = read()

    assert urls[path] == {"en": path, "id": f"/id{path}", "x-default": path}
    assert urls[f"/id{path}"] == urls[path]
    assert len([url for url in urls if url.startswith("/teachers/")]) == 2


@pytest.mark.parametrize("level", ["module", "lesson"])
def test_a_free_lesson_needs_all_above_it_published(
    level: str, course: CoursePage, free_lesson: LessonPage
) -> None:
    {"module": get_modules(course)[0], "lesson": free_lesson}[level].unpublish()

    assert pages() == {"/", "/courses/", "/courses/queries/"}


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


def test_every_language_has_a_sitemap_of_its_own(course: CoursePage) -> None:
    assert list_sitemaps() == ["/sitemap-en.xml"]

    indonesian = translate(course, "id", title="Kueri")

    assert list_sitemaps() == ["/sitemap-en.xml", "/sitemap-id.xml"]
    english, own = read("/sitemap-en.xml"), read("/sitemap-id.xml")
    assert indonesian.url in own
    assert not english.keys() & own.keys()
    assert all(path.startswith("/id/") for path in own)


@pytest.mark.parametrize("code", ["ar", "xx", "pages"])
def test_a_language_without_pages_has_no_sitemap(code: str, course: CoursePage) -> None:
    assert Client().get(f"/sitemap-{code}.xml").status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-en.xml"])
def test_the_cost_does_not_grow_with_the_pages(
    path: str, course: CoursePage, django_assert_num_queries: object
) -> None:
    client = Client()
    client.get(path)
    for _ in range(3):
        make_course()

    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(path)


def test_robots_are_told_where_the_sitemap_is_and_not_where_the_admin_is() -> None:
    response = Client().get("/robots.txt", HTTP_HOST="learn.example.com")

    text = response.content.decode()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://learn.example.com/sitemap.xml" in text
    assert "Disallow: /learn/" in text
    assert "admin" not in text
