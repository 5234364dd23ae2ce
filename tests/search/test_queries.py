"""What a search costs, at two sizes: hard limits on statements and on what they read."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff, LessonPage
from learning.services.enrollment import enroll_student
from search.enums import EntryKind
from search.selectors.suggestions import list_suggestions
from search.services.index import rebuild_index
from tests.counting import count_statements
from tests.course_pages.test_queries_catalogue import scanned_whole
from tests.factories.pages import make_category, make_courses
from tests.search.entries import add_entries
from tests.search.index import search

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

GROWING = {
    "search_entry",
    "course_pages_coursefacts",
    "course_pages_coursepage",
    "course_pages_lessonfacts",
    "course_pages_lessonpage",
    "wagtailcore_page",
}


def fill(count: int, hits: int = 20) -> CoursePage:
    """Make and index courses, `hits` of which are about ikat."""
    courses = make_courses(count, modules=1, lessons=1, category=make_category("Crafts"))
    for course in courses[:hits]:
        CoursePage.objects.filter(pk=course.pk).update(title=f"Ikat {course.pk}")
    rebuild_index()
    return courses[0]


def visit(path: str, person: User | None = None) -> Any:
    client = Client()
    if person:
        client.force_login(person)
    return client.get(path)


@pytest.mark.spec("B5")
@pytest.mark.parametrize("courses", [40, 400])
def test_twenty_hits_are_five_statements_at_any_size(courses: int) -> None:
    fill(courses)

    assert b"20 results" in visit("/search/?q=ikat").content
    assert count_statements(partial(visit, "/search/?q=ikat")) <= 5
    assert count_statements(partial(visit, "/search/?q=ikat+lesson")) <= 5
    assert count_statements(partial(visit, "/search/?q=lesson&in=lessons")) <= 5
    assert count_statements(partial(visit, "/search/suggest/?q=ik")) <= 3
    assert count_statements(partial(visit, "/search/suggest/?q=le")) <= 3


def count_of(person: User) -> int:
    client = Client()
    client.force_login(person)
    return count_statements(lambda: client.get("/search/?q=lesson"))


@pytest.mark.parametrize("courses", [40, 400])
def test_a_learner_pays_for_the_session_and_the_account_alone(courses: int, learner: User) -> None:
    enroll_student(student=learner, course=fill(courses))

    in_memory = settings.SESSION_ENGINE.endswith("cached_db")
    assert count_of(learner) == (5 if in_memory else 6)


@pytest.mark.postgresql
@pytest.mark.timeout(300)
def test_no_statement_reads_a_growing_table_from_end_to_end(learner: User) -> None:
    """Asked as on a solid-state disk: the default planner thinks of one that must seek."""
    enroll_student(student=learner, course=fill(1000))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SET random_page_cost = 1.1")

    with CaptureQueriesContext(connection) as statements:
        for person in (AnonymousUser(), learner):
            search("ikat", person)
            search("ika", person)
        list_suggestions("ika", language="en", catalogue_url="/courses/")

    # The statement of the subjects is the catalogue's, whose tests ask the same of it.
    own = [one["sql"] for one in statements if 'FROM "course_pages_category"' not in one["sql"]]
    assert sum('FROM "search_entry"' in sql for sql in own) >= 5
    scans = {sql: scanned_whole(sql) for sql in own}
    assert {sql: tables for sql, tables in scans.items() if tables & GROWING} == {}


@pytest.mark.postgresql
@pytest.mark.timeout(300)
def test_as_many_rows_are_read_for_a_word_of_every_course_at_any_size(learner: User) -> None:
    counted = [rows_at(size, learner) for size in (300, 1500)]

    few, many = counted
    assert few.keys() == many.keys()
    assert {name: count for name, count in many.items() if count > few[name] * 1.5} == {}


@pytest.mark.postgresql
@pytest.mark.timeout(300)
def test_as_many_rows_are_read_for_words_of_every_lesson_at_any_size(
    learner: User, stranger: User
) -> None:
    courses = make_courses(40, modules=1, lessons=1)
    add_entries(
        EntryKind.TEXT, LessonPage.objects.all(), title="Weaving", words="The loom and the dye"
    )
    enroll_student(student=learner, course=courses[0])
    CourseStaff.objects.create(course=courses[1], person=stranger, role=StaffRole.ASSISTANT)

    few, many = (rows_of_lessons_with(more, learner, stranger) for more in (25, 250))

    # PostgreSQL may read the forty courses from end to end or not; not 9,000 passages more.
    assert {name: count for name, count in many.items() if count > few[name] + 200} == {}


def rows_of_lessons_with(more: int, learner: User, stranger: User) -> dict[str, int]:
    """Give everybody else's lessons `more` passages; return the rows that one's own words cost.

    `learner` studies the first course; `stranger`, who teaches, is on the staff of the second.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO search_entry (
                kind, page_id, lesson_id, is_free, is_original, page_language, language,
                title, words, title_terms, terms, block_id, second
            )
            SELECT 'passage', page_id, lesson_id, is_free, is_original, page_language, language,
                title, words, title_terms, terms, '', number
            FROM search_entry, generate_series(1, %s) AS number
            WHERE kind = 'text' AND lesson_id NOT IN (
                SELECT lesson_id FROM search_entry WHERE kind = 'text' ORDER BY lesson_id LIMIT 2
            )
            """,
            [more],
        )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SET random_page_cost = 1.1")
    for person in (learner, stranger):
        assert search("loom dye", person).total == 1
    return {
        f"{words}, {person}": rows_read(partial(search, words, person))
        for words in ("loom", "loom dye")
        for person in (learner, stranger)
    }


def rows_at(size: int, learner: User) -> dict[str, int]:
    """Bring the site to `size` courses and return the rows that each search reads."""
    more = make_courses(size - CoursePage.objects.count(), modules=0)
    add_entries(EntryKind.COURSE, more, title="Weaving", words="About cloth and dye")
    if size == 300:
        add_entries(EntryKind.COURSE, more[:20], title="Ikat", words="About cloth")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SET random_page_cost = 1.1")
    searches: dict[str, Callable[[], object]] = {
        f"{word}, {person}": partial(search, word, person)
        for word in ("ikat", "weaving", "dye", "weaving dye", "weav")
        for person in (AnonymousUser(), learner)
    }
    searches["suggest"] = partial(list_suggestions, "wea", language="en", catalogue_url="/courses/")
    return {name: rows_read(ask) for name, ask in searches.items()}


def rows_read(ask: Callable[[], object]) -> int:
    """Return how many rows of the tables the search's own statements read, found or not."""
    with CaptureQueriesContext(connection) as statements:
        ask()
    own = [one["sql"] for one in statements if '"search_entry"' in one["sql"]]
    assert own
    plans = []
    with connection.cursor() as cursor:
        for sql in own:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
            plans.append(cursor.fetchone()[0])
    return sum(map(count_rows, plans))


def count_rows(node: Any) -> int:
    if isinstance(node, list):
        return sum(map(count_rows, node))
    if not isinstance(node, dict):
        return 0
    read = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    own = sum(node.get(name, 0) for name in read) * node.get("Actual Loops", 0)
    return (own if "Relation Name" in node else 0) + sum(map(count_rows, node.values()))
