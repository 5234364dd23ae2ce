"""The catalogue: what is found under which filters and words, and where its links lead."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.utils import translation

from accounts.models import User
from core.money import Money
from course_pages.enums import Delivery, Level, StaffRole
from course_pages.models import Category, CourseFacts, CoursePage, CourseStaff
from course_pages.selectors.cards import get_cards
from course_pages.selectors.catalogue import CatalogueScreen, get_catalogue
from course_pages.selectors.newest import get_newest
from tests.factories.pages import make_category, make_course, make_courses, translate

pytestmark = pytest.mark.django_db

NONSENSE = ['"', "\0", "x" * 10_000, "🦉", "' OR 1=1 --", "   ", "NEAR(", "a AND", "*", "-", "c++"]


def look(query: str = "", language: str = "en") -> CatalogueScreen:
    with translation.override(language):
        return get_catalogue(path="/courses/", params=QueryDict(query), language=language)


def titles(screen: CatalogueScreen) -> list[str]:
    return [card.title for card in screen.cards]


def indexed(title: str, **fields: object) -> CoursePage:
    """Return a published course that the word search knows of."""
    course = make_course(title=title, **fields)  # type: ignore[arg-type]
    course.save()
    return course


def published_on(course: CoursePage, day: int) -> None:
    moment = datetime(2026, 1, day, tzinfo=UTC)
    CourseFacts.objects.filter(course=course).update(published_at=moment)


@pytest.mark.spec("S57")
def test_published_courses_stand_newest_first() -> None:
    for day, title in [(1, "First"), (3, "Third"), (2, "Second")]:
        published_on(make_course(title=title), day)
    make_course(title="Draft", live=False)

    screen = look()

    assert titles(screen) == ["Third", "Second", "First"]
    assert (screen.total, screen.page_number, screen.page_count) == (3, 1, 1)
    assert (screen.previous_url, screen.next_url, screen.is_filtered) == ("", "", False)


def test_a_card_tells_what_a_learner_chooses_by(instructor: User) -> None:
    course = make_course(
        title="Queries that hold",
        subtitle="Ask a database",
        owner=instructor,
        modules=2,
        lessons=3,
        category=make_category("Databases"),
        price_minor=1999,
        difficulty_level=Level.ADVANCED,
    )

    (card,) = look().cards

    assert card.course_id == course.pk
    assert (card.title, card.subtitle) == ("Queries that hold", "Ask a database")
    assert card.url == course.url
    assert (card.category, card.level, card.delivery) == ("Databases", "Advanced", "Self-paced")
    assert card.price == Money(1999, "USD")
    assert card.lesson_count == 6
    assert card.teachers == ("Ines Teach",)
    assert (card.language, card.thumbnail) == ("", None)


def test_assistants_are_not_named(instructor: User, stranger: User) -> None:
    course = make_course(owner=instructor)
    CourseStaff.objects.create(course=course, person=stranger, role=StaffRole.ASSISTANT)

    assert look().cards[0].teachers == ("Ines Teach",)


@pytest.mark.spec("S120")
def test_a_course_is_found_under_its_category_and_all_above() -> None:
    data = make_category("Data")
    databases = make_category("Databases", parent=data)
    make_category("Gardening")
    make_course(title="Queries", category=databases)
    make_course(title="Statistics", category=data)
    make_course(title="Poems")

    assert titles(look("category=databases")) == ["Queries"]
    assert titles(look("category=data")) == ["Statistics", "Queries"]
    assert [(o.label, o.depth, o.is_selected) for o in look("category=data").categories] == [
        ("Data", 0, True),
        ("Databases", 1, False),
    ]


def test_level_price_and_delivery_narrow_together() -> None:
    make_course(title="Free start", difficulty_level=Level.BEGINNER)
    make_course(title="Paid start", difficulty_level=Level.BEGINNER, price_minor=500)
    make_course(
        title="Paid class",
        price_minor=500,
        delivery=Delivery.CLASSROOM,
        difficulty_level="advanced",
    )

    assert titles(look("level=beginner")) == ["Paid start", "Free start"]
    assert titles(look("price=free")) == ["Free start"]
    assert titles(look("price=paid&level=beginner")) == ["Paid start"]
    assert titles(look("delivery=classroom")) == ["Paid class"]
    assert titles(look("delivery=classroom&price=free")) == []


def test_price_and_category_are_the_canonical_ones_whatever_a_translation_says() -> None:
    course = make_course(title="Queries", price_minor=500, category=make_category("Data"))
    indonesian = translate(course, "id", title="Kueri")
    CoursePage.objects.filter(pk=indonesian.pk).update(price_minor=0, category=None)

    assert titles(look("price=free", "id")) == []
    assert titles(look("price=paid&category=data", "id")) == ["Kueri"]
    assert look("", "id").cards[0].price == Money(500, "USD")


@pytest.mark.parametrize(
    "query",
    [
        "level=genius",
        "price=cheap",
        "category=nowhere",
        "delivery=pigeon",
        "color=red",
        "level=%00",
    ],
)
def test_what_nobody_offers_is_ignored(query: str) -> None:
    make_course(title="Queries")

    screen = look(query)

    assert titles(screen) == ["Queries"]
    assert (screen.is_filtered, screen.kept, screen.understood) == (False, (), "")


def test_a_filter_keeps_the_others_and_drops_the_page() -> None:
    make_course(category=make_category("Data"))

    screen = look("q=course&level=beginner&page=7")

    assert {option.value: option.url for option in screen.levels} == {
        "beginner": "/courses/?q=course",
        "intermediate": "/courses/?level=intermediate&q=course",
        "advanced": "/courses/?level=advanced&q=course",
    }
    assert [option.url for option in screen.prices] == [
        "/courses/?level=beginner&price=free&q=course",
        "/courses/?level=beginner&price=paid&q=course",
    ]
    assert screen.categories[0].url == "/courses/?category=data&level=beginner&q=course"
    assert screen.kept == (("level", "beginner"),)
    assert (screen.clear_url, screen.is_filtered) == ("/courses/", True)


def test_pages_of_twenty_four_link_to_each_other() -> None:
    make_courses(50, modules=0, difficulty_level=Level.ADVANCED)

    first, second, third = look(), look("level=advanced&page=2"), look("page=3")

    assert [len(screen.cards) for screen in (first, second, third)] == [24, 24, 2]
    shown = [card.course_id for screen in (first, second, third) for card in screen.cards]
    assert len(set(shown)) == 50
    assert (first.previous_url, first.next_url) == ("", "/courses/?page=2")
    assert second.previous_url == "/courses/?level=advanced"
    assert second.next_url == "/courses/?level=advanced&page=3"
    assert (third.next_url, third.page_count, third.total) == ("", 3, 50)


@pytest.mark.parametrize(
    ("raw", "number"),
    [("0", 1), ("-3", 1), ("two", 1), ("", 1), ("1000000000000", 2), ("9" * 5000, 1), ("٢", 2)],
)
def test_a_wrong_page_number_leads_to_a_page_that_exists(raw: str, number: int) -> None:
    make_courses(30, modules=0)

    screen = look(f"page={raw}")

    assert screen.page_number == number
    assert len(screen.cards) == {1: 24, 2: 6}[number]


def test_words_are_found_in_title_subtitle_and_description() -> None:
    indexed("Owls at night")
    indexed("Birds", subtitle="Hawks and owls")
    indexed("Forest", description="<p>Where owls live</p>")
    indexed("Poems")

    assert set(titles(look("q=owls"))) == {"Owls at night", "Birds", "Forest"}
    assert titles(look("q=OWLS+night")) == ["Owls at night"]
    assert titles(look("q=owls+poems")) == []


def test_the_beginning_of_a_word_is_enough_where_no_whole_word_fits() -> None:
    indexed("Statistics with heart")

    assert titles(look("q=statis")) == ["Statistics with heart"]


def test_words_and_filters_work_together() -> None:
    indexed("Owls for all")
    indexed("Owls for some", price_minor=900)

    screen = look("q=owls&price=paid")

    assert (titles(screen), screen.total, screen.query) == (["Owls for some"], 1, "owls")


def test_words_of_an_unpublished_course_are_not_found() -> None:
    course = indexed("Owls at night")
    course.unpublish()

    assert titles(look("q=owls")) == []


def test_words_are_found_in_the_readers_language_and_in_the_original() -> None:
    translate(indexed("Owls at night"), "id", title="Burung hantu")

    assert titles(look("q=hantu", "id")) == ["Burung hantu"]
    assert titles(look("q=owls", "id")) == ["Burung hantu"]
    assert titles(look("q=hantu", "en")) == []


@pytest.mark.spec("S57")
@pytest.mark.parametrize("words", NONSENSE)
def test_any_words_are_answered(words: str) -> None:
    indexed("Owls at night")
    params = QueryDict(mutable=True)
    params["q"] = words

    screen = get_catalogue(path="/courses/", params=params, language="en")

    assert len(screen.query) <= 100
    assert titles(screen) == ([] if screen.query else ["Owls at night"])


def test_readers_see_their_language_where_it_is_published_and_the_original_elsewhere() -> None:
    translate(make_course(title="Translated"), "id", title="Diterjemahkan")
    make_course(title="English only")
    half = translate(make_course(title="Half done"), "id", title="Setengah")
    half.unpublish()

    cards = {card.title: card.language for card in look("", "id").cards}

    assert cards == {"Diterjemahkan": "", "English only": "en", "Half done": "en"}


def test_subjects_carry_the_readers_name() -> None:
    data = make_category("Data")
    course = make_course(category=data)
    indonesian = translate(course, "id").locale
    Category.objects.create(
        name="Ilmu data", slug="ilmu-data", locale=indonesian, translation_key=data.translation_key
    )

    screen = look("category=ilmu-data", "id")

    assert [(o.label, o.value, o.is_selected) for o in screen.categories] == [
        ("Ilmu data", "ilmu-data", True)
    ]
    assert (screen.total, screen.cards[0].category) == (1, "Ilmu data")


def test_the_understood_query_is_in_the_order_of_its_names() -> None:
    make_courses(30, modules=0, category=[make_category("Data")])

    assert look("page=2&level=beginner&category=data&x=1").understood == (
        "category=data&level=beginner&page=2"
    )
    assert look("page=1").understood == ""


def test_newest_are_the_last_published() -> None:
    for day, title in [(1, "First"), (3, "Third"), (2, "Second")]:
        published_on(make_course(title=title), day)

    assert [card.title for card in get_newest("en", 2)] == ["Third", "Second"]


def test_cards_keep_the_order_asked_for_and_leave_out_what_is_not_published() -> None:
    first, second, draft = make_course(), make_course(), make_course(live=False)

    cards = get_cards([second.pk, draft.pk, first.pk], language="en")

    assert [card.course_id for card in cards] == [second.pk, first.pk]


def test_an_empty_catalogue_is_a_page_too() -> None:
    screen = look()

    assert (screen.cards, screen.total, screen.page_count) == ((), 0, 1)
