"""What an instructor types about price and catalogue, and what a translation leaves alone."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import Translation

from accounts.models import User
from core.money import Money
from course_pages.models import CourseFacts, CoursePage, LessonPage
from course_pages.selectors.cards import get_cards
from tests.factories.pages import get_lessons, make_category, make_course, translate

pytestmark = pytest.mark.django_db


def typed(course: CoursePage, **changes: Any) -> dict[str, Any]:
    """Return what the editor's form sends for the course."""
    return nested_form_data(
        {
            "title": course.title,
            "slug": course.slug,
            "subtitle": course.subtitle,
            "description": rich_text(""),
            "outcomes": streamfield([]),
            "requirements": streamfield([]),
            "thumbnail": "",
            "category": course.category_id or "",
            "difficulty_level": course.difficulty_level,
            "delivery": course.delivery,
            "price": "",
            "currency": course.currency,
            "seo_title": "",
            "search_description": "",
            "comments": inline_formset([]),
        }
        | changes
    )


def check(course: CoursePage, user: User, **changes: Any) -> Any:
    """Return the editor's form after it has judged what was typed."""
    form_class = CoursePage.get_edit_handler().get_form_class()
    form = form_class(typed(course, **changes), instance=course, for_user=user)
    form.is_valid()
    return form


@pytest.mark.parametrize(
    ("price", "currency", "minor"),
    [
        ("19.99", "USD", 1999),
        ("19.9", "EUR", 1990),
        ("19", "USD", 1900),
        ("1500", "JPY", 1500),
        ("1.234", "KWD", 1234),
        ("150000", "IDR", 15_000_000),
        ("0.01", "USD", 1),
        ("0", "USD", 0),
        ("", "USD", 0),
        ("99999999.99", "USD", 9_999_999_999),
    ],
)
def test_price_is_typed_as_a_decimal_and_kept_in_minor_units(
    admin: User, price: str, currency: str, minor: int
) -> None:
    course = make_course(lessons=0)
    form = check(course, admin, price=price, currency=currency)

    assert form.errors == {}
    form.save(commit=False).save()
    saved = CoursePage.objects.get(pk=course.pk)
    assert saved.price == Money(minor, currency)


@pytest.mark.parametrize(
    ("price", "currency", "error"),
    [
        ("19.999", "USD", "USD has 2 decimal places; “19.999” has more."),
        ("1500.50", "JPY", "JPY has 0 decimal places; “1500.50” has more."),
        ("1.2345", "KWD", "KWD has 3 decimal places; “1.2345” has more."),
        ("-1", "USD", "Ensure this value is greater than or equal to 0."),
        ("99999999999", "USD", "Ensure that there are no more than 10 digits in total."),
        ("1e30", "USD", "Ensure that there are no more than 10 digits in total."),
        ("NaN", "USD", "Enter a number."),
        ("Infinity", "USD", "Enter a number."),
        ("nineteen", "USD", "Enter a number."),
    ],
)
def test_price_that_cannot_be_is_refused(
    admin: User, price: str, currency: str, error: str
) -> None:
    course = make_course(lessons=0, price_minor=500)
    form = check(course, admin, price=price, currency=currency)

    assert form.errors == {"price": [error]}
    assert CoursePage.objects.get(pk=course.pk).price == Money(500, "USD")


def test_unknown_currency_is_refused_and_the_price_left_alone(admin: User) -> None:
    course = make_course(lessons=0, price_minor=500)
    form = check(course, admin, price="3", currency="XXX")

    assert list(form.errors) == ["currency"]
    assert form.instance.price_minor == 500


def test_price_is_shown_as_it_is_typed(admin: User) -> None:
    form_class = CoursePage.get_edit_handler().get_form_class()
    shown = {
        (minor, currency): form_class(
            instance=CoursePage(price_minor=minor, currency=currency), for_user=admin
        ).initial.get("price")
        for minor, currency in ((1999, "USD"), (1500, "JPY"), (1234, "KWD"), (0, "USD"))
    }

    assert {key: str(value) for key, value in shown.items()} == {
        (1999, "USD"): "19.99",
        (1500, "JPY"): "1500",
        (1234, "KWD"): "1.234",
        (0, "USD"): "None",
    }


def test_no_row_holds_a_negative_price() -> None:
    course = make_course(lessons=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        CoursePage.objects.filter(pk=course.pk).update(price_minor=-1)

    assert CoursePage.objects.get(pk=course.pk).price_minor == 0


def test_price_reaches_the_catalogue_through_the_editor(client: Client, instructor: User) -> None:
    course = make_course(owner=instructor, lessons=0)
    client.force_login(instructor)
    data = typed(course, price="19.99", **{"action-publish": "on"})
    response = client.post(reverse("wagtailadmin_pages:edit", args=[course.pk]), data)

    assert response.status_code == 302
    facts = CourseFacts.objects.get(course=course)
    assert (facts.price_minor, facts.currency) == (1999, "USD")


@pytest.mark.spec("S120")
def test_instructor_chooses_a_category_in_the_editor(client: Client, instructor: User) -> None:
    course = make_course(owner=instructor, lessons=0)
    category = make_category("Databases")
    client.force_login(instructor)
    data = typed(course, category=category.pk, **{"action-publish": "on"})
    client.post(reverse("wagtailadmin_pages:edit", args=[course.pk]), data)

    assert CoursePage.objects.get(pk=course.pk).category == category
    assert list(category.courses.all()) == [course]


def test_translation_has_no_fields_for_what_the_original_says(admin: User) -> None:
    course = make_course(lessons=1, price_minor=1999)
    translated = translate(course, "id", tree=True)
    form_class = CoursePage.get_edit_handler().get_form_class()
    lesson_form = LessonPage.get_edit_handler().get_form_class()

    fields = set(form_class(instance=translated, for_user=admin).fields)
    assert {"title", "subtitle", "description"} < fields
    assert fields.isdisjoint({"category", "difficulty_level", "delivery", "price", "currency"})
    lesson = lesson_form(instance=get_lessons(translated)[0], for_user=admin)
    assert {"minutes", "free_preview"}.isdisjoint(lesson.fields)
    assert "price" in form_class(instance=course, for_user=admin).fields
    assert "minutes" in lesson_form(instance=get_lessons(course)[0], for_user=admin).fields


def test_typing_a_price_into_a_translation_does_nothing(admin: User) -> None:
    course = make_course(lessons=0, price_minor=1999)
    translated = translate(course, "id")
    form = check(translated, admin, price="3", currency="JPY", difficulty_level="advanced")

    assert form.errors == {}
    page = form.save(commit=False)
    assert (page.price_minor, page.currency, page.difficulty_level) == (1999, "USD", "beginner")


def test_editor_of_a_translation_says_where_to_change_the_price(
    client: Client, admin: User
) -> None:
    course = make_course(lessons=0)
    translated = translate(course, "id")
    # Out of the translation editor, into the plain one.
    Translation.objects.update(enabled=False)
    client.force_login(admin)

    original = reverse("wagtailadmin_pages:edit", args=[course.pk])
    hint = f'are the same in every language. <a href="{original}">Change them in the original</a>'
    page = client.get(reverse("wagtailadmin_pages:edit", args=[translated.pk]))
    assert hint in page.content.decode()
    assert 'name="price"' not in page.content.decode()

    page = client.get(original)
    assert hint not in page.content.decode()
    assert 'name="price"' in page.content.decode()


def test_stale_columns_of_a_translation_never_show() -> None:
    category = make_category("Databases")
    course = make_course(lessons=1, price_minor=1999, category=category)
    translated = translate(course, "id", tree=True)
    CoursePage.objects.filter(pk=translated.pk).update(
        price_minor=1, currency="JPY", difficulty_level="advanced", delivery="classroom",
        category=None,
    )  # fmt: skip
    translated = CoursePage.objects.get(pk=translated.pk)
    translated.save_revision().publish()

    (card,) = get_cards([course.pk], language="id")
    assert card.title == translated.title
    assert card.price == Money(1999, "USD")
    assert (card.level, card.delivery) == ("Beginner", "Self-paced")
    assert card.category == "Databases"


def test_publishing_an_old_draft_of_a_translation_brings_no_old_price_back() -> None:
    course = make_course(lessons=0, price_minor=500)
    translated = translate(course, "id")
    old = translated.get_latest_revision()
    course.price_minor = 1999
    course.save_revision().publish()
    old.publish()

    assert CourseFacts.objects.get(course=course).price_minor == 1999
    (card,) = get_cards([course.pk], language="id")
    assert card.price == Money(1999, "USD")
