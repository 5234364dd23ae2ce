"""What the catalogue costs, at two sizes: hard limits on statements and on what they read."""

import gzip
import json
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file

from accounts.models import User
from course_pages.models import CourseFacts, CourseImage, CoursePage
from course_pages.selectors.catalogue import get_catalogue
from course_pages.services.shared_pages import SHARED_PAGES
from tests.counting import count_hit, count_statements
from tests.factories.pages import make_category, make_courses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

GROWING = {"course_pages_coursefacts", "course_pages_coursepage", "wagtailcore_page"}
QUERIES = (
    "",
    "page=2",
    "category=data",
    "category=data&level=beginner",
    "language=id",
    "language=id&language=en&category=music&category=data",
    "sort=title",
    "sort=shortest&page=3",
)
HTML_BUDGET = 20 * 1024
"""Bytes of a catalogue page, compressed."""


def visit(query: str = "") -> Any:
    return Client().get(f"/courses/{query}")


def fill(count: int, *, modules: int = 0, lessons: int = 0) -> list[CoursePage]:
    categories = [make_category("Data"), make_category("Languages"), make_category("Music")]
    images = [
        CourseImage.objects.create(title=title, file=get_test_image_file(f"{title}.png"))
        for title in ("owl", "hawk", "wren")
    ]
    return make_courses(
        count,
        modules=modules,
        lessons=lessons,
        thumbnail=images,
        category=categories,
        price_minor=[0, 500, 1999, 9900],
        difficulty_level=["beginner", "intermediate", "advanced"],
    )


@pytest.mark.parametrize("courses", [200, 2000])
def test_a_catalogue_page_takes_eight_statements_and_none_when_kept(courses: int) -> None:
    fill(courses)

    assert count_statements(visit) == 8
    assert count_statements(lambda: visit("?level=beginner&price=paid&category=data")) == 8
    assert count_statements(lambda: visit("?page=7")) == 8
    assert count_hit(visit) == 0


def test_counts_are_kept_for_everybody_until_something_visible_changes(learner: User) -> None:
    fill(30)
    client = Client()
    client.force_login(learner)

    def browse(query: str) -> int:
        with CaptureQueriesContext(connection) as statements:
            client.get(f"/courses/?{query}")
        return sum("COUNT" in statement["sql"] for statement in statements)

    browse("")
    assert (browse("level=beginner"), browse("price=paid")) == (0, 0)

    SHARED_PAGES.renew()
    assert (browse("level=beginner"), browse("price=paid")) == (1, 0)


def test_a_list_with_nothing_in_it_costs_no_more_than_a_full_one() -> None:
    fill(30)

    assert count_statements(partial(visit, "?delivery=classroom&level=beginner")) <= 8
    assert count_statements(partial(visit, "?q=course&delivery=classroom")) <= 8


def test_a_full_page_of_drawn_covers_and_long_courses_is_light() -> None:
    make_courses(30, modules=6, lessons=8, category=[make_category("Data"), make_category("Music")])
    CourseFacts.objects.update(languages=",ar,de,en,id,")

    page = visit().content

    assert page.count(b'class="course"') == 24
    assert page.count(b'class="strip"') == 24
    assert len(gzip.compress(page)) <= HTML_BUDGET


def test_a_search_costs_the_same_at_ten_and_at_a_hundred_hits() -> None:
    for title, hits in (("Rare", 10), ("Common", 100)):
        for course in make_courses(hits, modules=0):
            course.title = title
            course.save()

    counts = [count_statements(partial(visit, f"?q={word}")) for word in ("rare", "common")]

    assert counts == [8, 8]


def test_the_page_of_two_thousand_courses_weighs_no_more_than_that_of_two_hundred() -> None:
    fill(200)
    small = len(visit().content)
    make_courses(1800, modules=0, thumbnail=list(CourseImage.objects.order_by("pk")))

    assert CoursePage.objects.count() == 2000
    assert len(visit("?page=1").content) < small * 1.1


@pytest.mark.postgresql
def test_no_statement_reads_a_growing_table_from_end_to_end() -> None:
    """Asked as on a solid-state disk: the default planner thinks of one that must seek."""
    fill(2000, modules=1, lessons=2)
    CourseFacts.objects.filter(course__in=CourseFacts.objects.values("pk")[:300]).update(
        languages=",en,id,"
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SET random_page_cost = 1.1")

    with CaptureQueriesContext(connection) as statements:
        for query in QUERIES:
            get_catalogue(path="/courses/", params=QueryDict(query), language="en")

    scans = {statement["sql"]: scanned_whole(statement["sql"]) for statement in statements}
    assert {sql: tables for sql, tables in scans.items() if tables & GROWING} == {}


def scanned_whole(sql: str) -> set[str]:
    """Return the tables that a statement reads from end to end."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (plan,) = cursor.fetchone()
    return set(find_scans(json.loads(plan) if isinstance(plan, str) else plan))


def find_scans(node: Any) -> list[str]:
    if isinstance(node, list):
        return [table for child in node for table in find_scans(child)]
    if not isinstance(node, dict):
        return []
    own = [node["Relation Name"]] if node.get("Node Type") == "Seq Scan" else []
    return own + [table for child in node.values() for table in find_scans(child)]
