"""What the admin says of an import."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from interchange.enums import ImportState
from interchange.models import CourseImport
from interchange.selectors.reports import ROWS, get_report
from tests.factories.pages import get_lessons, make_course

pytestmark = pytest.mark.django_db


def make_row(number: int, outcome: str = "mapped", **fields: Any) -> dict[str, Any]:
    row = {"path": "a.md", "kind": "image", "id": f"image-{number}", "outcome": outcome}
    return row | {"reason": "", "lesson": "", "page": None} | fields


def make_import(person: User, **report: Any) -> CourseImport:
    return CourseImport.objects.create(
        person=person, file_name="tea.zip", state=ImportState.DONE, report=report
    )


def test_what_needs_a_hand_comes_first(instructor: User) -> None:
    rows = [
        make_row(1),
        make_row(2, "degraded", reason="No words.", page=7),
        make_row(3, "dropped", reason="It is empty."),
    ]
    summary = {"elements": 3, "mapped": 1, "degraded": 1, "dropped": 1, "balance": True}

    report = get_report(make_import(instructor, elements=rows, summary=summary))

    assert [row.id for row in report.rows] == ["image-2", "image-3", "image-1"]
    assert [row.reason for row in report.rows] == ["No words.", "It is empty.", ""]
    assert [(count.name, count.count) for count in report.outcomes] == [
        ("dropped", 1),
        ("degraded", 1),
        ("mapped", 1),
    ]
    assert report.elements == 3
    assert report.is_balanced


def test_one_outcome_alone(instructor: User) -> None:
    rows = [make_row(1), make_row(2, "degraded"), make_row(3, "dropped")]

    report = get_report(make_import(instructor, elements=rows), outcome="dropped")

    assert [row.id for row in report.rows] == ["image-3"]
    assert [count.name for count in report.outcomes if count.is_shown] == ["dropped"]


def test_an_element_leads_to_its_page_while_that_is_there(instructor: User) -> None:
    lesson = get_lessons(make_course(owner=instructor))[0]
    rows = [make_row(1, page=lesson.pk), make_row(2, page=lesson.pk + 1000)]

    report = get_report(make_import(instructor, elements=rows))

    assert [(row.page_id, row.page_title) for row in report.rows] == [
        (lesson.pk, lesson.title),
        (None, ""),
    ]


def test_errors_and_notes_say_where(instructor: User) -> None:
    errors = [{"code": "yaml", "message": "A key stands twice", "file": "course.yaml", "line": 3}]
    notes = [{"code": "x", "message": "Look at it", "file": "a.md", "line": None}]

    report = get_report(make_import(instructor, errors=errors, notes=notes))

    assert [(item.place, item.message) for item in report.errors] == [
        ("course.yaml:3", "A key stands twice")
    ]
    assert [(item.place, item.message) for item in report.notes] == [("a.md", "Look at it")]


def test_a_large_report_is_read_page_by_page_with_one_statement(instructor: User) -> None:
    lesson = get_lessons(make_course(owner=instructor))[0]
    rows = [make_row(number, page=lesson.pk) for number in range(ROWS + 1)]
    course_import = make_import(instructor, elements=rows)

    with CaptureQueriesContext(
        connection,
    ) as statements:
        report = get_report(course_import, page="2")

    assert [row.id for row in report.rows] == [f"image-{ROWS}"]
    assert len(statements) == 1


def test_a_row_without_a_report_is_empty(instructor: User) -> None:
    report = get_report(make_import(instructor), page="none", outcome="unheard")

    assert list(report.rows) == []
    assert report.elements == 0
