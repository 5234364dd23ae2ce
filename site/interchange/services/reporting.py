"""The report of an import as JSON: what `import_course --report` writes and the admin shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.models import Page

from interchange.enums import Outcome
from interchange.report import Balance, Element, Entry, Problem
from interchange.services.reading import ReadCourse
from interchange.writers.written import Written

Json = dict[str, Any]
REFUSED = "The course was refused as a whole; the errors say why."


def make_report(read: ReadCourse, written: Written | None) -> Json:
    """Return the report of a source that was read, and written unless `written` is None."""
    pages = written.lessons if written else {}
    return clean(
        {
            "format": read.format,
            "course": describe_course(read, written),
            "summary": summarize(read.balance),
            "elements": [describe_entry(entry, pages) for entry in read.report.entries.values()],
            "notes": [*describe_problems(read.report.warnings), *describe_gaps(read.balance)],
            "conflicts": describe_conflicts(written),
            "unpublished": describe_unpublished(written),
            "errors": [],
        }
    )


def make_refusal(read: ReadCourse, problems: Iterable[Problem]) -> Json:
    """Return the report of a source that was refused: nothing of it was taken over."""
    dropped = [Entry(element, Outcome.DROPPED, REFUSED) for element in read.census]
    total = len(dropped)
    return clean(
        {
            "format": read.format,
            "course": describe_course(read, None),
            "summary": summarize(Balance(total, 0, 0, total, missing=(), unknown=())),
            "elements": [describe_entry(entry, {}) for entry in dropped],
            "notes": describe_problems(read.report.warnings),
            "conflicts": [],
            "unpublished": [],
            "errors": describe_problems(problems),
        }
    )


def describe_course(read: ReadCourse, written: Written | None) -> Json | None:
    document = read.document
    if document is None:
        return None
    return {
        "id": document.id,
        "title": document.title,
        "language": document.language,
        "languages": [document.language, *(found.language for found in document.translations)],
        "page": written.course.pk if written else None,
    }


def summarize(balance: Balance) -> Json:
    return {
        "elements": balance.elements,
        "mapped": balance.mapped,
        "degraded": balance.degraded,
        "dropped": balance.dropped,
        "balance": balance.holds,
    }


def describe_entry(entry: Entry, pages: Mapping[str, int]) -> Json:
    return {
        "path": entry.element.path,
        "id": entry.element.id,
        "kind": entry.element.kind,
        "outcome": entry.outcome.value,
        "reason": entry.reason,
        "lesson": entry.lesson,
        "page": pages.get(entry.lesson),
    }


def describe_problems(problems: Iterable[Problem]) -> list[Json]:
    return [
        {"code": found.code, "message": found.message, "file": found.file, "line": found.line}
        for found in problems
    ]


def describe_gaps(balance: Balance) -> list[Json]:
    """Name what keeps the balance from holding: a mistake of the importer, never of the source."""
    missing = [make_gap(found, "is in the source, not in the report") for found in balance.missing]
    unknown = [make_gap(found, "is in the report, not in the source") for found in balance.unknown]
    return describe_problems([*missing, *unknown])


def make_gap(element: Element, sentence: str) -> Problem:
    name = f"{element.kind} {element.id}".strip()
    return Problem(element.path, None, "unaccounted", f"{name} {sentence}")


def describe_conflicts(written: Written | None) -> list[Json]:
    return [
        {"page": found.pk, "lesson": found.lesson, "title": found.title, "why": found.why}
        for found in (written.conflicts if written else ())
    ]


def describe_unpublished(written: Written | None) -> list[Json]:
    pages = Page.objects.filter(pk__in=written.unpublished) if written else Page.objects.none()
    return [{"page": page.pk, "title": page.draft_title} for page in pages.order_by("path")]


def clean(value: Any) -> Any:
    """Return JSON values that both databases take: without NUL and halves of characters."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    return value
