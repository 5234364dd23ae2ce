"""What the admin shows of an import: how far it is, and what became of every element."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from wagtail.models import Page as WagtailPage

from interchange.enums import Outcome
from interchange.models import CourseImport

ROWS = 100
"""Elements on one page of the report."""


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """One outcome, and of how many elements."""

    name: str
    label: str | Promise
    count: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One element of the source, and where it went."""

    kind: str
    path: str
    id: str
    outcome: str
    label: str | Promise
    reason: str
    page_id: int | None
    """The page it is in, when that still exists."""
    page_title: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about the source, and where in it."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """An import's report as a teacher reads it."""

    elements: int
    outcomes: tuple[OutcomeCount, ...]
    is_balanced: bool
    errors: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    conflicts: tuple[ReportRow, ...]
    rows: Page[Any]
    """Of `ReportRow`; those that need a hand come first."""


def get_report(course_import: CourseImport, *, outcome: str = "", page: str = "1") -> ImportReport:
    """Return the report, its elements those of one outcome or all, one page of them.

    One statement, however many elements there are.
    """
    report: dict[str, Any] = course_import.report or {}
    elements = [row for row in report.get("elements", []) if not outcome or is_of(row, outcome)]
    elements.sort(key=weigh)
    rows = Paginator(elements, ROWS).get_page(page)
    conflicts = report.get("conflicts", [])
    titles = get_titles([*rows.object_list, *conflicts])
    rows.object_list = [make_row(row, titles) for row in rows.object_list]
    summary: Mapping[str, Any] = report.get("summary") or {}
    return ImportReport(
        elements=summary.get("elements", 0),
        outcomes=tuple(
            OutcomeCount(kind.value, kind.label, summary.get(kind.value, 0), kind.value == outcome)
            for kind in (Outcome.DROPPED, Outcome.DEGRADED, Outcome.MAPPED)
        ),
        is_balanced=summary.get("balance", True) is True,
        errors=tuple(make_remark(row) for row in report.get("errors", [])),
        notes=tuple(make_remark(row) for row in report.get("notes", [])),
        conflicts=tuple(make_row(row, titles) for row in conflicts),
        rows=rows,
    )


def weigh(row: Mapping[str, Any]) -> tuple[bool, bool, str]:
    """Return what sorts first the elements that have a page to mend them on, like beside like."""
    return (row.get("outcome") == Outcome.MAPPED, not row.get("page"), row.get("reason") or "")


def is_of(row: Mapping[str, Any], outcome: str) -> bool:
    return row.get("outcome") == outcome


def get_titles(rows: list[Mapping[str, Any]]) -> dict[int, str]:
    """Return the titles of the pages that the rows name, as far as they still exist."""
    ids = {row["page"] for row in rows if row.get("page")}
    pages = WagtailPage.objects.filter(pk__in=ids).values_list("pk", "draft_title")
    return dict(pages)


def make_row(row: Mapping[str, Any], titles: Mapping[int, str]) -> ReportRow:
    page_id: int | None = row.get("page")
    outcome = row.get("outcome", "")
    return ReportRow(
        kind=row.get("kind", ""),
        path=row.get("path", ""),
        id=row.get("id", ""),
        outcome=outcome,
        label=Outcome(outcome).label if outcome in Outcome.values else "",
        reason=row.get("reason", "") or row.get("why", ""),
        page_id=page_id if page_id in titles else None,
        page_title=titles.get(page_id or 0, row.get("title", "")),
    )


def make_remark(row: Mapping[str, Any]) -> Remark:
    file, line = row.get("file") or "", row.get("line")
    return Remark(f"{file}:{line}" if line else file, row.get("message", ""))
