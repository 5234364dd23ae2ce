"""Categories kept by an admin: nested, translated, renamed, and never lost."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, ModelLogEntry
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from accounts.models import User
from course_pages.models import Category, FormerCategorySlug
from course_pages.selectors.categories import sort_as_tree
from tests.counting import count_statements
from tests.factories.pages import get_catalogue, make_category, make_course, translate

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S50")]


def admin_address(name: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_course_pages_category:{name}", args=args)


@pytest.fixture
def browser(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def list_rows(browser: Client) -> list[tuple[str, str]]:
    """Return name, moved in, and number of courses of every row."""
    page = BeautifulSoup(browser.get(admin_address("list")).content, "html.parser")
    rows = page.select("table.listing tbody tr")
    return [
        (
            re.sub(r"\s+", " ", row.select(".title-wrapper")[0].get_text(" ")).strip(),
            row.select("td")[-1].get_text(strip=True),
        )
        for row in rows
    ]


def test_the_list_is_the_tree_with_its_courses(browser: Client) -> None:
    data = make_category("Data")
    sql = make_category("SQL", parent=make_category("Databases", parent=data))
    make_category("Arts")
    make_category("Charts", parent=data)
    make_course(lessons=0, category=sql)
    make_course(lessons=0, category=sql, live=False)

    assert list_rows(browser) == [
        ("Arts", "0"),
        ("Data", "0"),
        ("— Charts", "0"),
        ("— Databases", "0"),
        ("— — SQL", "2"),
    ]


def test_each_language_has_its_own_tree_and_no_row_twice(browser: Client) -> None:
    child = make_category("SQL", parent=make_category("Databases"))
    locale = Locale.objects.create(language_code="id")
    translate_object(child.parent, [locale])
    translate_object(child, [locale])
    Category.objects.filter(locale=locale, slug="databases").update(name="Basis data")

    assert [name for name, _courses in list_rows(browser)] == [
        "Databases",
        "— SQL",
        "Basis data",
        "— SQL",
    ]


def test_a_circle_and_a_lost_parent_are_listed_all_the_same() -> None:
    top = make_category("Top")
    child = make_category("Child", parent=top)
    Category.objects.filter(pk=top.pk).update(parent=child)
    alone = make_category("Alone", parent=child)

    rows = sort_as_tree(Category.objects.select_related("parent").order_by("name"))

    assert {category.name for category, _depth in rows} == {"Top", "Child", "Alone"}
    assert [depth for category, depth in sort_as_tree([alone])] == [0]


def test_a_category_is_added_below_another(browser: Client) -> None:
    parent = make_category("Databases")

    page = browser.get(admin_address("list")).content.decode()
    link = f"{admin_address('add')}?parent={parent.pk}&amp;locale=en"
    assert link in page
    form = BeautifulSoup(browser.get(link.replace("&amp;", "&")).content, "html.parser")
    assert form.select("input[name=parent]")[0]["value"] == str(parent.pk)
    browser.post(admin_address("add"), {"name": "SQL", "slug": "sql", "parent": parent.pk})

    assert Category.objects.get(slug="sql").path == "Databases › SQL"


def test_a_slug_that_is_taken_is_refused_on_the_form(browser: Client) -> None:
    make_category("Databases")
    other = make_category("Cooking")

    added = browser.post(admin_address("add"), {"name": "Twin", "slug": "databases"})
    edited = browser.post(admin_address("edit", other.pk), {"name": "Cooking", "slug": "databases"})

    for page in (added, edited):
        assert page.status_code == 200
        assert "Another category has this slug." in page.content.decode()
    assert sorted(Category.objects.values_list("slug", flat=True)) == ["cooking", "databases"]


def rename(browser: Client, category: Category, slug: str) -> None:
    category.refresh_from_db()
    answer = browser.post(
        admin_address("edit", category.pk),
        {"name": category.name, "slug": slug, "parent": category.parent_id or ""},
    )
    assert answer.status_code == 302, answer.content
    category.refresh_from_db()
    assert category.slug == slug


def follow(path: str) -> str:
    """Return where a visitor of the catalogue ends; each step is a redirect that asks again."""
    visitor = Client()
    for _step in range(5):
        answer = visitor.get(path)
        if answer.status_code == 200:
            return path
        assert answer.status_code == 301
        assert answer.headers["Cache-Control"] == "no-cache"
        path = answer.headers["Location"]
    raise AssertionError(f"no end: {path}")


def test_addresses_follow_a_renamed_category(browser: Client) -> None:
    category = make_category("Databases")
    make_course(lessons=0, title="Looms", category=category)

    rename(browser, category, "data-stores")
    assert follow("/courses/?category=databases") == "/courses/?category=data-stores"
    rename(browser, category, "data")
    assert follow("/courses/?category=databases") == "/courses/?category=data"
    assert follow("/courses/?category=data-stores") == "/courses/?category=data"
    assert (
        follow("/courses/?level=beginner&category=databases&q=looms&category=data-stores")
        == "/courses/?level=beginner&category=data&q=looms"
    )
    assert "Looms" in Client().get("/courses/?category=data").content.decode()
    assert follow("/courses/?category=nothing") == "/courses/?category=nothing"


def test_a_name_that_comes_back_leads_in_no_circle(browser: Client) -> None:
    category = make_category("Databases")

    rename(browser, category, "data")
    rename(browser, category, "databases")

    assert follow("/courses/?category=databases") == "/courses/?category=databases"
    assert follow("/courses/?category=data") == "/courses/?category=databases"


def test_a_slug_belongs_to_who_has_it_and_then_to_who_had_it_last(browser: Client) -> None:
    first, second = make_category("Databases"), make_category("Stores")

    rename(browser, first, "data")
    rename(browser, second, "databases")
    assert follow("/courses/?category=databases") == "/courses/?category=databases"
    rename(browser, second, "shops")

    assert follow("/courses/?category=databases") == "/courses/?category=shops"
    assert follow("/courses/?category=stores") == "/courses/?category=shops"
    assert FormerCategorySlug.objects.filter(slug="databases").count() == 1


def test_a_category_is_translated_and_renamed_in_its_language(browser: Client, admin: User) -> None:
    category = make_category("Databases")
    course = make_course(lessons=0, category=category)
    translate(course, "id")
    locale = Locale.objects.get(language_code="id")
    submit = reverse(
        "wagtail_localize:submit_snippet_translation",
        args=["course_pages", "category", category.pk],
    )
    assert submit in browser.get(admin_address("list")).content.decode()
    browser.post(submit, {"locales": [locale.pk]})
    translation = Translation.objects.get(source__object_id=category.translation_key)
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        words = {"name": "Basis data", "slug": "basis-data"}[segment.context.path]
        StringTranslation.objects.create(
            translation_of=segment.string, locale=locale, context=segment.context, data=words
        )
    translation.save_target(user=admin)

    page = Client().get("/id/courses/?category=basis-data").content.decode()
    assert "Basis data" in page
    assert follow("/id/courses/?category=databases") == "/id/courses/?category=basis-data"
    assert follow("/courses/?category=basis-data") == "/courses/?category=databases"

    in_indonesian = category.get_translation(locale)
    in_indonesian.slug = "data"
    in_indonesian.save()
    assert follow("/id/courses/?category=basis-data") == "/id/courses/?category=data"
    assert follow("/courses/?category=basis-data") == "/courses/?category=databases"


def test_what_is_in_a_category_keeps_it(browser: Client) -> None:
    top = make_category("Databases")
    child = make_category("SQL", parent=top)
    make_course(lessons=0, title="Looms", category=child)

    for category, why in (
        (top, "1 category stands below it: move that first."),
        (child, "1 course is in it: give the course another category first."),
    ):
        for answer in (
            browser.get(admin_address("delete", category.pk), follow=True),
            browser.post(admin_address("delete", category.pk), follow=True),
        ):
            assert answer.status_code == 200
            assert why in answer.content.decode()
    assert "Looms" in browser.get(admin_address("usage", child.pk)).content.decode()
    assert Category.objects.count() == 2


def test_several_are_deleted_or_kept_together(browser: Client) -> None:
    top = make_category("Databases")
    child = make_category("SQL", parent=top)
    address = (
        reverse("wagtail_bulk_action", args=["course_pages", "category", "delete"])
        + f"?id={top.pk}&next={admin_address('list')}"
    )

    kept = browser.post(address, follow=True)

    assert "1 category stands below it" in kept.content.decode()
    assert Category.objects.count() == 2
    assert browser.post(f"{address}&id={child.pk}").status_code in (200, 302)


def test_an_empty_category_goes_after_a_question(browser: Client) -> None:
    category = make_category("Databases")

    asked = browser.get(admin_address("delete", category.pk))
    assert "Are you sure you want to delete this category?" in asked.content.decode()
    browser.post(admin_address("delete", category.pk))

    assert not Category.objects.exists()


def test_the_history_tells_who_renamed_it(browser: Client, admin: User) -> None:
    category = make_category("Databases")
    rename(browser, category, "data")

    entry = ModelLogEntry.objects.get(object_id=str(category.pk), action="wagtail.edit")
    assert entry.user == admin
    assert browser.get(admin_address("history", category.pk)).status_code == 200


def test_nobody_but_admins_deletes_or_adds(client: Client, instructor: User) -> None:
    category = make_category("Databases")
    client.force_login(instructor)

    for address in (admin_address("delete", category.pk), admin_address("add")):
        answer = client.post(address, {"name": "Mine", "slug": "mine"}, follow=True)
        assert "Databases" not in answer.content.decode()
    assert list(Category.objects.values_list("slug", flat=True)) == ["databases"]


@pytest.mark.slow
def test_the_list_costs_the_same_at_three_rows_and_at_forty(browser: Client) -> None:
    Locale.objects.create(language_code="id")

    def fill(size: int) -> int:
        for number in range(size):
            parent = make_category(f"Top {size}.{number}")
            make_category(f"Child {size}.{number}", parent=parent)
        make_course(lessons=0, category=parent)
        return count_statements(lambda: browser.get(admin_address("list")))

    assert fill(2) == fill(20)
    assert get_catalogue().numchild == 2
