"""Categories nest, never in a circle, and stand in one place in every language."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.operations import translate_object

from accounts.models import User
from course_pages.models import Category, CoursePage
from tests.factories.pages import make_category, make_course

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S120")]


@pytest.fixture
def indonesian() -> Locale:
    return Locale.objects.create(language_code="id")


def translated(category: Category, locale: Locale) -> Category:
    translate_object(category, [locale])
    page: Category = category.get_translation(locale)
    return page


def test_category_knows_its_path() -> None:
    data = make_category("Data")
    sql = make_category("SQL", parent=make_category("Databases", parent=data))

    assert sql.path == "Data › Databases › SQL"
    assert data.path == "Data"


@pytest.mark.spec("S55")
def test_one_category_has_many_courses() -> None:
    category = make_category()
    courses = [make_course(lessons=0, category=category) for _ in range(2)]

    assert list(category.courses.order_by("pk")) == courses


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_category_cannot_stand_under_its_own_child(levels: int) -> None:
    top = make_category("Top")
    below = top
    for level in range(levels):
        below = make_category(f"Level {level}", parent=below)

    top.parent = below
    with pytest.raises(ValidationError) as refusal:
        top.full_clean()
    assert refusal.value.message_dict == {
        "parent": ["A category cannot stand under itself or under its own child."]
    }
    assert Category.objects.get(pk=top.pk).parent is None


def test_category_cannot_stand_under_itself() -> None:
    top = make_category("Top")
    top.parent = top
    with pytest.raises(ValidationError):
        top.full_clean()


def test_category_may_move_to_another_branch() -> None:
    top, other = make_category("Top"), make_category("Other")
    child = make_category("Child", parent=top)
    child.parent = other
    child.full_clean()


def test_circle_through_a_translation_is_refused(indonesian: Locale) -> None:
    top = make_category("Top")
    child = make_category("Child", parent=top)
    child_in_indonesian = translated(child, indonesian)

    top.parent = child_in_indonesian
    with pytest.raises(ValidationError):
        top.full_clean()

    top_in_indonesian = translated(Category.objects.get(pk=top.pk), indonesian)
    top_in_indonesian.parent = top
    with pytest.raises(ValidationError):
        top_in_indonesian.full_clean()


def test_circle_written_past_validation_ends_every_walk() -> None:
    top = make_category("Top")
    child = make_category("Child", parent=top)
    Category.objects.filter(pk=top.pk).update(parent=child)

    assert Category.objects.get(pk=top.pk).path.endswith("Top")
    other = make_category("Other", parent=child)
    other.full_clean()


def test_translation_stands_where_the_original_stands(indonesian: Locale) -> None:
    top, other = make_category("Top"), make_category("Other")
    child = make_category("Child", parent=make_category("Middle", parent=top))
    in_indonesian = translated(child, indonesian)
    assert in_indonesian.parent is not None
    assert child.parent is not None
    assert in_indonesian.parent.translation_key == child.parent.translation_key

    child.parent = other
    child.save()
    in_indonesian = translated(child, indonesian)
    child.refresh_from_db()
    assert child.parent == other


def test_slug_is_unique_in_one_language_only(indonesian: Locale) -> None:
    category = make_category("Databases")
    assert translated(category, indonesian).slug == "databases"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_category("Databases")


def test_category_in_use_is_not_deleted() -> None:
    category = make_category()
    course = make_course(lessons=0, category=category)
    with pytest.raises(ProtectedError), transaction.atomic():
        category.delete()

    assert CoursePage.objects.get(pk=course.pk).category == category


def test_admin_finds_categories_with_their_paths(client: Client, admin: User) -> None:
    make_category("SQL", parent=make_category("Databases"))
    client.force_login(admin)
    response = client.get(reverse("wagtailsnippets_course_pages_category:list"))

    assert response.status_code == 200
    assert "Databases › SQL" in response.content.decode()


def test_paths_in_the_list_cost_no_statement_for_each_row(client: Client, admin: User) -> None:
    client.force_login(admin)
    address = reverse("wagtailsnippets_course_pages_category:list")
    make_category("First", parent=make_category("Zeroth"))
    client.get(address)
    counts = []
    for number in range(2):
        for child in range(10):
            make_category(f"C{number}.{child}", parent=make_category(f"P{number}.{child}"))
        with CaptureQueriesContext(connection) as statements:
            client.get(address)
        # Whole rows only: the translation buttons ask two small questions a row of their own.
        rows = [entry for entry in statements if '"course_pages_category"."name"' in entry["sql"]]
        counts.append(len(rows))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("action", ["delete", "edit", "usage"])
def test_category_in_use_answers_the_admin_without_failing(
    client: Client, admin: User, action: str
) -> None:
    category = make_category()
    make_course(lessons=0, category=category)
    client.force_login(admin)
    address = reverse(f"wagtailsnippets_course_pages_category:{action}", args=[category.pk])
    assert client.get(address, follow=True).status_code == 200

    if action == "delete":
        assert client.post(address).status_code in (200, 302)
        assert Category.objects.filter(pk=category.pk).exists()


def test_instructor_may_not_keep_categories(client: Client, instructor: User) -> None:
    category = make_category()
    client.force_login(instructor)
    for name, args in (
        ("list", []),
        ("add", []),
        ("edit", [category.pk]),
        ("delete", [category.pk]),
    ):
        address = reverse(f"wagtailsnippets_course_pages_category:{name}", args=args)
        client.post(address, {"name": "Mine", "slug": "mine"})
        assert client.get(address).status_code == 302

    assert list(Category.objects.values_list("name", flat=True)) == ["Databases"]


def test_admin_adds_a_category_below_another(client: Client, admin: User) -> None:
    parent = make_category("Databases")
    client.force_login(admin)
    address = reverse("wagtailsnippets_course_pages_category:add")
    client.post(address, {"name": "SQL", "slug": "sql", "parent": parent.pk})

    assert Category.objects.get(slug="sql").path == "Databases › SQL"
