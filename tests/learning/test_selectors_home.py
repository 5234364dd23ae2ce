"""What the front door shows to a visitor, and to somebody in the middle of a course."""

from functools import partial

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.selectors.home import BOOKS, NEWEST
from learning.selectors.screens import HomeScreen
from tests.counting import count_hit, count_statements
from tests.factories.pages import (
    get_modules,
    make_category,
    make_courses,
    make_lesson,
    translate,
)

pytestmark = pytest.mark.django_db(transaction=True)


def visit(person: User | None = None, path: str = "/") -> HomeScreen:
    client = Client()
    if person:
        client.force_login(person)
    response = client.get(path)
    assert response.status_code == 200
    screen: HomeScreen = response.context["screen"]
    return screen


@pytest.mark.parametrize("courses", [0, 1, 2])
def test_a_young_site_shows_what_there_is(courses: int) -> None:
    make_courses(courses)

    screen = visit()

    assert len(screen.newest) == courses
    assert (screen.book is None) == (courses == 0)
    assert len(screen.spines) == max(courses - 1, 0)
    assert screen.open_lesson is None
    assert ('class="desk desk--bare"' in Client().get("/").content.decode()) == (courses == 0)


def test_the_desk_shows_other_books_than_the_list_and_of_many_subjects() -> None:
    subjects = [make_category(name) for name in ("Art", "Data", "Music", "Health")]
    make_courses(20, category=subjects)

    screen = visit()

    assert screen.book is not None
    books = [screen.book, *screen.spines_before, *screen.spines_after]
    assert (len(books), len(screen.newest)) == (BOOKS, NEWEST)
    assert not {book.course_id for book in books} & {card.course_id for card in screen.newest}
    assert {book.category for book in books} == {"Art", "Data", "Music", "Health"}
    assert (len(screen.spines_before), len(screen.spines_after)) == (3, 2)


@pytest.fixture
def open_lesson(course: CoursePage) -> LessonPage:
    return make_lesson(get_modules(course)[1], title="Taste", minutes=3, free_preview=True)


def test_the_shortest_open_lesson_is_offered(course: CoursePage, open_lesson: LessonPage) -> None:
    make_lesson(get_modules(course)[0], title="Longer", minutes=9, free_preview=True)
    make_lesson(get_modules(course)[0], title="Draft", minutes=1, free_preview=True, live=False)
    translate(open_lesson, "id", title="Cicip")

    offered = [visit(path=path).open_lesson for path in ("/", "/id/")]

    assert [(found.title, found.minutes, found.language) for found in offered if found] == [
        ("Taste", 3, ""),
        ("Cicip", 3, ""),
    ]
    assert offered[0] is not None
    assert Client().get(offered[0].url).status_code == 200


def test_a_private_lesson_is_not_offered(course: CoursePage, open_lesson: LessonPage) -> None:
    PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.LOGIN)

    assert visit().open_lesson is None


def test_a_learner_goes_on_first_and_is_greeted_by_name(
    enrolled: User, lesson: LessonPage, course: CoursePage
) -> None:
    client = Client()
    client.force_login(enrolled)
    response = client.get("/")
    screen: HomeScreen = response.context["screen"]
    page = response.content.decode()

    assert screen.continue_with is not None
    assert screen.continue_with.continue_url == lesson.url
    assert (screen.book, screen.spines, screen.open_lesson) == (None, (), None)
    assert f"<bdi>{enrolled.display_name}</bdi>" in page
    assert page.count("btn--lamp") == 1
    assert "/accounts/signup/" not in page


def test_those_who_teach_are_led_to_the_editor(instructor: User, learner: User) -> None:
    def links(person: User | None) -> tuple[bool, bool]:
        client = Client()
        if person:
            client.force_login(person)
        page = client.get("/").content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        return "/accounts/signup/" in main, 'href="/admin/"' in main

    assert links(None) == (True, False)
    assert links(learner) == (False, False)
    assert links(instructor) == (False, True)


def test_classes_are_counted_only_where_there_are_some() -> None:
    make_courses(1)
    assert "No course is given as a class at the moment." in Client().get("/").content.decode()

    make_courses(1, delivery="classroom")

    page = Client().get("/").content.decode()
    assert "See the 1 course for classes" in page
    assert "delivery=classroom" in page


def test_many_courses_cost_no_statement_more_and_a_kept_page_none() -> None:
    make_courses(2, category=[make_category("Art"), make_category("Data")])
    get = partial(Client().get, "/")
    few = count_statements(get)

    make_courses(60, category=[make_category(f"Subject {number}") for number in range(6)])

    assert count_statements(get) == few <= 7
    assert count_hit(get) == 0
