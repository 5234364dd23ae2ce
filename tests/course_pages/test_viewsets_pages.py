"""The explorer's lists: what they tell, filter and sort by, to whom, and at what cost."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from accounts.models import User
from course_pages.enums import Delivery, Level
from course_pages.models import Category, CoursePage, LessonPage, ModulePage
from course_pages.services.facts import refresh_course_facts
from learning.services.enrollment import enroll_student
from tests.counting import count_statements
from tests.factories.pages import (
    get_catalogue,
    get_lessons,
    get_modules,
    make_category,
    make_course,
    make_courses,
    make_lesson,
    make_module,
    translate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S49")]


@pytest.fixture
def browser(client: Client, instructor: User) -> Client:
    client.force_login(instructor)
    return client


def explore(browser: Client, page: Page, query: str = "") -> list[dict[str, str]]:
    """Return the rows of a list: label of the column to the words in the cell."""
    response = browser.get(reverse("wagtailadmin_explore", args=[page.pk]) + query)
    assert response.status_code == 200, response
    soup = BeautifulSoup(response.content, "html.parser")
    table = soup.select_one("table.listing")
    if table is None:
        return []
    labels = [words(cell) for cell in table.select("thead tr > *")]
    return [
        {label: words(cell) for label, cell in zip(labels, row.select("td"), strict=True) if label}
        | {"Title": words(row.select_one(".title-wrapper"))}
        for row in table.select("tbody tr")
    ]


def words(element: Any) -> str:
    return re.sub(r"\s+", " ", element.get_text(" ")).strip() if element else ""


def titles(rows: list[dict[str, str]]) -> list[str]:
    return [row["Title"] for row in rows]


def test_a_course_tells_what_the_catalogue_says_of_it(
    browser: Client, instructor: User, learner: User
) -> None:
    course = make_course(
        owner=instructor,
        title="Weaving",
        modules=2,
        lessons=3,
        category=make_category("Crafts"),
        difficulty_level=Level.ADVANCED,
        delivery=Delivery.CLASSROOM,
        price_minor=1950,
        currency="USD",
    )
    make_lesson(get_modules(course)[0], live=False, minutes=12)
    translate(course, "id", publish=False)
    enroll_student(student=learner, course=course, paid=True)

    (row,) = explore(browser, get_catalogue())

    expected = {
        "Category": "Crafts",
        "Level and pace": "Advanced · Classroom",
        "Price": "$19.50",
        "Lessons": "7",
        "Minutes": "42",
        "Learners": "1",
        "Languages": "en id Not published",
    }
    assert {name: row[name] for name in expected} == expected
    assert row["Title"] == "Weaving"


def test_a_category_is_named_and_sorted_in_the_language_of_the_reader(
    browser: Client, instructor: User
) -> None:
    english, indonesian = (
        Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "id")
    )
    for name, word in (("Kain", "Textiles"), ("Roti", "Bread")):
        category = Category.objects.create(name=name, slug=name.lower(), locale=indonesian)
        course = make_course(owner=instructor, title=f"About {word}", modules=0, category=category)
        assert course.category == category
        translated = category.copy_for_translation(english)
        translated.name, translated.slug = word, word.lower()
        translated.save()
    only = Category.objects.create(name="Musik", slug="musik", locale=indonesian)
    make_course(owner=instructor, title="About music", modules=0, category=only)
    make_course(owner=instructor, title="About nothing", modules=0)

    rows = explore(browser, get_catalogue(), "?ordering=category")

    assert [row["Category"] for row in rows] == ["Bread", "Musik", "Textiles", ""]


def test_modules_and_lessons_stand_in_the_order_of_the_course(
    browser: Client, instructor: User
) -> None:
    course = make_course(owner=instructor, modules=2, lessons=2)
    first = get_lessons(course)[0]
    first.free_preview = True
    first.minutes = 90
    first.save_revision().publish()

    modules = explore(browser, course)
    lessons = explore(browser, get_modules(course)[0])

    assert [(row["Title"], row["Lessons"], row["Minutes"]) for row in modules] == [
        ("Module 1", "2", "95"),
        ("Module 2", "2", "10"),
    ]
    assert [(row["Title"], row["Minutes"], row["Free preview"]) for row in lessons] == [
        ("Lesson 1.1", "90", "True"),
        ("Lesson 1.2", "5", "False"),
    ]


def test_a_translated_tree_is_listed_in_the_order_of_the_original(
    browser: Client, instructor: User
) -> None:
    course = make_course(owner=instructor, modules=1, lessons=2)
    in_indonesian = translate(course, "id", tree=True)
    first, second = get_lessons(course)
    Page.objects.get(pk=first.pk).move(Page.objects.get(pk=second.pk), pos="right")
    module = get_modules(in_indonesian)[0]

    rows = explore(browser, module)

    assert titles(rows) == ["Lesson 1.2 (id)", "Lesson 1.1 (id)"]
    assert [row["Minutes"] for row in rows] == ["5", "5"]
    assert "Order" not in rows[0]
    sorting = reverse("wagtailadmin_explore", args=[module.pk]) + "?ordering=ord"
    page = browser.get(sorting).content.decode()
    assert f'href="{sorting}"' not in page
    assert "w-orderable" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("level=advanced", ["Weaving"]),
        ("level=advanced&level=beginner", ["Pottery", "Weaving"]),
        ("delivery=classroom", ["Pottery"]),
        ("status=draft", ["Pottery"]),
        ("status=published", ["Weaving"]),
        ("status=changed", []),
        ("missing_in=id", ["Pottery"]),
        ("missing_in=en", []),
        ("q=weav", ["Weaving"]),
        ("q=weav&level=advanced", ["Weaving"]),
        ("q=weav&level=beginner", []),
    ],
)
def test_courses_are_narrowed(
    browser: Client, instructor: User, query: str, found: list[str]
) -> None:
    weaving = make_course(
        owner=instructor, lessons=0, title="Weaving", difficulty_level=Level.ADVANCED
    )
    make_course(
        owner=instructor, lessons=0, title="Pottery", live=False, delivery=Delivery.CLASSROOM
    )
    translate(weaving, "id")

    rows = explore(browser, get_catalogue(), f"?{query}")

    assert sorted(titles(rows)) == found


def test_a_category_finds_the_courses_of_those_below_it(browser: Client, instructor: User) -> None:
    crafts = make_category("Crafts")
    weaving = make_category("Weaving", parent=crafts)
    make_category("Cooking")
    make_course(owner=instructor, lessons=0, title="Looms", category=weaving)
    make_course(owner=instructor, lessons=0, title="Soups")

    def narrowed(category: Any) -> list[str]:
        query = f"?category={category.translation_key}"
        return titles(explore(browser, get_catalogue(), query))

    assert narrowed(crafts) == ["Looms"]
    assert narrowed(weaving) == ["Looms"]
    page = browser.get(reverse("wagtailadmin_explore", args=[get_catalogue().pk]))
    options = BeautifulSoup(page.content, "html.parser").select("select[name=category] option")
    assert [words(option) for option in options] == ["Any", "Cooking", "Crafts", "— Weaving"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("minutes_min=20", ["Lesson 1.2"]),
        ("minutes_max=20", ["Lesson 1.1", "Lesson 2.1", "Lesson 2.2"]),
        ("minutes_min=6&minutes_max=90", ["Lesson 1.2"]),
        ("free_preview=true", ["Lesson 1.2"]),
        ("free_preview=true&minutes_max=6", []),
        ("status=draft", ["Lesson 2.2"]),
    ],
)
def test_lessons_are_found_from_their_course(
    browser: Client, instructor: User, query: str, found: list[str]
) -> None:
    course = make_course(owner=instructor, modules=2, lessons=2)
    lesson = get_lessons(course)[1]
    lesson.free_preview, lesson.minutes = True, 30
    lesson.save_revision().publish()
    get_lessons(course)[3].unpublish()

    assert titles(explore(browser, course, f"?{query}")) == found


def test_a_search_in_a_course_finds_modules_and_lessons(browser: Client, instructor: User) -> None:
    course = make_course(owner=instructor, modules=0)
    module = make_module(course, title="Silk threads")
    make_lesson(module, title="Silk dyes")

    assert sorted(titles(explore(browser, course, "?q=silk"))) == ["Silk dyes", "Silk threads"]


@pytest.mark.parametrize(
    ("key", "ascending"),
    [
        ("title", ["Pottery", "Soups", "Weaving"]),
        ("price", ["Weaving", "Pottery", "Soups"]),
        ("category", ["Weaving", "Soups", "Pottery"]),
        ("level", ["Soups", "Pottery", "Weaving"]),
    ],
)
def test_courses_are_sorted_by_their_columns(
    browser: Client, instructor: User, key: str, ascending: list[str]
) -> None:
    rows = [
        ("Weaving", 0, "Art", Level.INTERMEDIATE),
        ("Pottery", 500, "Clay", Level.BEGINNER),
        ("Soups", 900, "Boiling", Level.ADVANCED),
    ]
    for title, price, category, level in rows:
        make_course(
            owner=instructor,
            lessons=0,
            title=title,
            price_minor=price,
            category=make_category(category),
            difficulty_level=level,
        )

    assert titles(explore(browser, get_catalogue(), f"?ordering={key}")) == ascending
    assert titles(explore(browser, get_catalogue(), f"?ordering=-{key}")) == ascending[::-1]


def test_lessons_are_sorted_by_minutes(browser: Client, instructor: User) -> None:
    module = make_module(make_course(owner=instructor, modules=0))
    for title, minutes in (("Long", 50), ("Short", 3), ("Middle", 9)):
        make_lesson(module, title=title, minutes=minutes)

    assert titles(explore(browser, module)) == ["Long", "Short", "Middle"]
    assert titles(explore(browser, module, "?ordering=minutes")) == ["Short", "Middle", "Long"]
    assert titles(explore(browser, module, "?ordering=-minutes")) == ["Long", "Middle", "Short"]


def test_nobody_sees_the_courses_of_others(
    client: Client, instructor: User, stranger: User, admin: User
) -> None:
    make_course(owner=instructor, lessons=0, title="Weaving")
    make_course(owner=stranger, lessons=0, title="Pottery")
    seen = {}
    for person in (instructor, stranger, admin):
        client.force_login(person)
        seen[person.email] = sorted(titles(explore(client, get_catalogue())))
        for query in ("?status=published", "?search_all=1&level=beginner", "?q=pottery"):
            seen[person.email] += titles(explore(client, get_catalogue(), query))

    assert set(seen[instructor.email]) == {"Weaving"}
    assert set(seen[stranger.email]) == {"Pottery"}
    assert set(seen[admin.email]) == {"Pottery", "Weaving"}


def test_a_learner_has_no_explorer(client: Client, learner: User) -> None:
    client.force_login(learner)

    page = client.get(reverse("wagtailadmin_explore", args=[get_catalogue().pk]))

    assert page.status_code == 403


def test_the_list_of_a_page_type_has_the_same_columns(browser: Client, instructor: User) -> None:
    make_course(owner=instructor, lessons=3, title="Weaving")
    address = reverse("wagtailadmin_pages:type_use", args=["course_pages", "coursepage"])

    page = BeautifulSoup(browser.get(address + "?ordering=price").content, "html.parser")

    labels = [words(cell) for cell in page.select("table.listing thead th")]
    assert labels[2:4] == ["Category", "Level and pace"]
    assert "15" in [words(cell) for cell in page.select("table.listing tbody td")]


@pytest.mark.slow
def test_lists_cost_the_same_at_three_rows_and_at_forty(browser: Client, instructor: User) -> None:
    Locale.objects.create(language_code="id")
    categories = [make_category("Crafts"), make_category("Weaving", parent=make_category("Art"))]

    def fill(size: int) -> tuple[CoursePage, ModulePage]:
        make_courses(size, owner=instructor, category=categories)
        course = make_course(owner=instructor, modules=size, lessons=0)
        wide = make_course(owner=instructor, modules=1, lessons=size)
        refresh_course_facts(course=wide)
        return course, get_modules(wide)[0]

    def cost(page: Page, query: str = "") -> int:
        address = reverse("wagtailadmin_explore", args=[page.pk]) + query
        return count_statements(lambda: browser.get(address))

    counts = []
    for size in (3, 40):
        course, module = fill(size)
        places = [(get_catalogue(), ""), (course, ""), (module, ""), (module, "?ordering=ord")]
        places += [(get_catalogue(), "?level=beginner"), (course, "?status=published")]
        counts.append([cost(page, query) for page, query in places])

    assert LessonPage.objects.count() == 43
    assert counts[0] == counts[1]
