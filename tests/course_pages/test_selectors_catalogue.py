"""The catalogue: what is found under which filters and words, and where its links lead."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import User
from core.money import Money
from course_pages.enums import Delivery, Level, StaffRole
from course_pages.models import Category, CourseFacts, CoursePage, CourseStaff
from course_pages.selectors.cards import get_cards
from course_pages.selectors.catalogue import CatalogueScreen, get_catalogue
from course_pages.selectors.facets import Option
from course_pages.selectors.newest import get_newest
from course_pages.selectors.subjects import get_subjects
from tests.factories.pages import make_category, make_course, make_courses, translate

pytestmark = pytest.mark.django_db

NONSENSE = ['"', "\0", "x" * 10_000, "🦉", "' OR 1=1 --", "   ", "NEAR(", "a AND", "*", "-", "c++"]


def look(query: str = "", language: str = "en") -> CatalogueScreen:
    with translation.override(language):
        return get_catalogue(path="/courses/", params=QueryDict(query), language=language)


def titles(screen: CatalogueScreen) -> list[str]:
    return [card.title for card in screen.cards]


def options(screen: CatalogueScreen, name: str) -> tuple[Option, ...]:
    return next((facet.options for facet in screen.facets if facet.name == name), ())


def counted(query: str, name: str) -> dict[str, int]:
    """Return the value of each option of a facet, and the number beside it."""
    return {option.value: option.count for option in options(look(query), name)}


def indexed(title: str, **fields: object) -> CoursePage:
    """Return a published course that the word search knows of."""
    course = make_course(title=title, **fields)  # type: ignore[arg-type]
    course.save()
    return course


def published_on(course: CoursePage, day: int) -> None:
    moment = datetime(2026, 1, day, tzinfo=UTC)
    CourseFacts.objects.filter(course=course).update(published_at=moment)


def test_nothing_found_costs_the_same_however_much_is_chosen() -> None:
    make_course(title="Free")

    def cost(query: str) -> int:
        with CaptureQueriesContext(connection) as statements:
            assert look(query).total == 0
        return len(statements)

    little = cost("price=paid")
    assert cost("price=paid&level=beginner&level=advanced&language=en&language=ar") == little


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
    assert [
        (o.label, o.depth, o.is_selected, o.count)
        for o in options(look("category=data"), "category")
    ] == [
        ("Data", 0, True, 2),
        ("Databases", 1, False, 1),
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


def test_several_values_of_one_facet_widen_and_facets_narrow_each_other() -> None:
    make_course(title="Free start")
    make_course(title="Dear start", price_minor=500)
    make_course(title="Free middle", difficulty_level=Level.INTERMEDIATE)
    make_course(title="Free end", difficulty_level=Level.ADVANCED)

    assert titles(look("level=beginner&level=intermediate")) == [
        "Free middle",
        "Dear start",
        "Free start",
    ]
    assert titles(look("level=beginner&level=intermediate&price=free")) == [
        "Free middle",
        "Free start",
    ]


def test_a_course_is_found_under_each_language_it_is_published_in() -> None:
    both = make_course(title="Both")
    translate(both, "id", title="Keduanya")
    half = translate(make_course(title="Half done"), "ar", title="نصف")
    half.unpublish()
    make_course(title="English only")

    assert titles(look("language=id")) == ["Both"]
    assert set(titles(look("language=id&language=en"))) == {"Both", "Half done", "English only"}
    assert [(o.label, o.language, o.count) for o in options(look(), "language")] == [
        ("English", "en", 3),
        ("Bahasa Indonesia", "id", 1),
    ]


@pytest.mark.spec("S51")
def test_the_number_beside_an_option_is_what_choosing_it_leads_to() -> None:
    data = make_category("Data")
    make_course(category=make_category("Databases", parent=data), price_minor=500)
    make_course(category=data, difficulty_level=Level.ADVANCED)
    make_course(difficulty_level=Level.ADVANCED, delivery=Delivery.CLASSROOM)
    make_course(live=False)

    assert counted("", "category") == {"data": 2, "databases": 1}
    assert counted("", "level") == {"beginner": 1, "advanced": 2}
    assert counted("", "price") == {"": 3, "free": 2, "paid": 1}
    assert counted("", "delivery") == {"self_paced": 2, "classroom": 1}
    for query, name in [("", "level"), ("price=free", "category"), ("level=advanced", "delivery")]:
        for value, number in counted(query, name).items():
            assert look(f"{query}&{name}={value}").total == number


def test_a_choice_counts_for_the_other_facets_and_not_for_its_own() -> None:
    make_course(difficulty_level=Level.BEGINNER)
    make_course(difficulty_level=Level.ADVANCED, price_minor=500)
    make_course(difficulty_level=Level.ADVANCED)

    assert counted("level=beginner", "level") == {"beginner": 1, "advanced": 2}
    assert counted("level=beginner", "price") == {"": 1, "free": 1}
    assert counted("level=beginner&price=paid", "level") == {"beginner": 0, "advanced": 1}
    assert counted("level=beginner&price=paid", "price") == {"": 1, "free": 1, "paid": 0}


def test_words_are_counted_among_their_hits() -> None:
    indexed("Owls for all")
    indexed("Owls for some", price_minor=900)
    indexed("Poems", price_minor=900)

    assert counted("q=owls", "price") == {"": 2, "free": 1, "paid": 1}
    assert counted("q=owls&price=paid", "level") == {"beginner": 1}


def test_a_subject_above_a_chosen_one_stays_in_sight() -> None:
    data = make_category("Data")
    make_course(category=make_category("Databases", parent=data))

    shown = options(look("category=databases&price=paid"), "category")

    assert [(o.label, o.count, o.is_selected) for o in shown] == [
        ("Data", 0, False),
        ("Databases", 0, True),
    ]


def test_where_nothing_fits_the_way_out_is_named_with_what_lies_behind_it() -> None:
    indexed("Owls for all")
    indexed("Owls for some")
    indexed("Poems", price_minor=900, difficulty_level=Level.ADVANCED)

    screen = look("q=owls&price=paid")

    assert (screen.cards, screen.total) == ((), 0)
    assert [(way.label, way.count, way.url) for way in screen.ways_out] == [
        ("Paid", 2, "/courses/?q=owls"),
        ("owls", 1, "/courses/?price=paid"),
    ]
    assert look("q=owls&level=advanced&delivery=classroom").ways_out == ()
    assert look().ways_out == ()


def test_the_list_is_sorted_as_asked() -> None:
    for day, title, lessons in [(1, "Beta", 1), (3, "Gamma", 3), (2, "Alpha", 2)]:
        published_on(make_course(title=title, lessons=lessons), day)

    assert titles(look("sort=title")) == ["Alpha", "Beta", "Gamma"]
    assert titles(look("sort=shortest")) == ["Beta", "Alpha", "Gamma"]
    assert titles(look("sort=best")) == ["Gamma", "Alpha", "Beta"]
    assert [(o.value, o.label, o.is_selected) for o in look("sort=title").sorts] == [
        ("", "Newest", False),
        ("title", "A to Z", True),
        ("shortest", "Shortest", False),
    ]


def test_hits_are_sorted_as_asked_and_else_by_how_well_they_match() -> None:
    published_on(indexed("Zebras and owls", lessons=1), 2)
    published_on(indexed("Owls", lessons=3), 1)

    assert [o.label for o in look("q=owls").sorts] == [
        "Best match",
        "Newest",
        "A to Z",
        "Shortest",
    ]
    assert titles(look("q=owls&sort=title")) == ["Owls", "Zebras and owls"]
    assert titles(look("q=owls&sort=shortest")) == ["Zebras and owls", "Owls"]
    assert titles(look("q=owls&sort=newest")) == ["Zebras and owls", "Owls"]
    assert look("sort=newest").understood == ""


@pytest.mark.parametrize(
    ("query", "is_indexed"),
    [
        ("", True),
        ("level=beginner", True),
        ("level=beginner&price=free", False),
        ("q=course", False),
        ("sort=title", False),
    ],
)
def test_search_engines_are_sent_to_plain_lists_alone(query: str, is_indexed: bool) -> None:
    make_course()

    assert look(query).is_indexed is is_indexed


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
    assert (screen.is_filtered, screen.chips, screen.understood) == (False, (), "")


def test_a_chip_takes_one_choice_away_and_keeps_the_rest_but_the_page() -> None:
    make_courses(30, modules=0, category=[make_category("Data")])

    screen = look("q=course&level=advanced&level=beginner&language=id&category=data&page=7")

    rest = "/courses/?category=data&language=id&level=beginner&q=course"
    assert [(chip.label, chip.language, chip.is_words) for chip in screen.chips] == [
        ("course", "", True),
        ("Data", "", False),
        ("Bahasa Indonesia", "id", False),
        ("Advanced", "", False),
        ("Beginner", "", False),
    ]
    assert screen.chips[3].url == rest
    assert screen.chips[0].url == (
        "/courses/?category=data&language=id&level=advanced&level=beginner"
    )
    assert (screen.path, screen.is_filtered) == ("/courses/", True)


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

    assert [(o.label, o.value, o.is_selected) for o in options(screen, "category")] == [
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

    assert [card.title for card in get_newest("en", 2, subjects=get_subjects("en"))] == [
        "Third",
        "Second",
    ]


def test_cards_keep_the_order_asked_for_and_leave_out_what_is_not_published() -> None:
    first, second, draft = make_course(), make_course(), make_course(live=False)

    cards = get_cards([second.pk, draft.pk, first.pk], language="en")

    assert [card.course_id for card in cards] == [second.pk, first.pk]


def test_an_empty_catalogue_is_a_page_too() -> None:
    screen = look()

    assert (screen.cards, screen.total, screen.page_count) == ((), 0, 1)
