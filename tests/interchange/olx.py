"""Small courses of Open edX, made for one test each."""

import json
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from PIL import Image

from interchange.document import CheckPart, CourseDocument, LessonDocument, Part
from interchange.readers.olx.census import count_olx
from interchange.readers.olx.reader import read_olx
from interchange.report import Element, Entry, Report, strike_balance

Kind = TypeVar("Kind", bound=Part)

RUN = '<course url_name="run" org="Org" course="C1"/>'


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def write_course(root: Path, inside: str, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Write a course whose chapters are `inside`, with more files beside it."""
    top = f'<course display_name="Tea" language="en">{inside}</course>'
    return write_files(root, {"course.xml": RUN, "course/run.xml": top, **(files or {})})


def write_lesson(root: Path, inside: str, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Write a course of one lesson, of one unit that holds `inside`."""
    unit = f'<vertical url_name="u1" display_name="Water">{inside}</vertical>'
    lesson = f'<sequential url_name="s1" display_name="Water">{unit}</sequential>'
    chapter = f'<chapter url_name="c1" display_name="Brewing">{lesson}</chapter>'
    return write_course(root, chapter, files)


def read(root: Path) -> tuple[CourseDocument, Report]:
    """Return a course and what was said of it, after holding that against the census."""
    report = Report()
    document = read_olx(root, report)
    balance = strike_balance(report, count_olx(root))
    assert (balance.missing, balance.unknown) == ((), ())
    assert balance.holds, str(balance)
    return document, report


def read_parts(root: Path) -> tuple[tuple[Part, ...], Report]:
    """Return the parts of the first lesson."""
    document, report = read(root)
    return first_lesson(document).body, report


def first_lesson(document: CourseDocument) -> LessonDocument:
    return next(document.lessons)


def as_kind(part: Part, kind: type[Kind]) -> Kind:
    """Return the part, which must be of that kind."""
    assert isinstance(part, kind), f"{part} is no {kind.__name__}"
    return part


def all_checks(parts: Iterable[Part]) -> list[CheckPart]:
    """Return the parts, every one of which must be a check."""
    return [as_kind(part, CheckPart) for part in parts]


def only_check(parts: Iterable[Part]) -> CheckPart:
    """Return the one check among the parts."""
    (check,) = [part for part in parts if isinstance(part, CheckPart)]
    return check


def entry(report: Report, path: str, kind: str, name: str = "") -> Entry:
    return report.entries[Element(path, kind, name)]


def png_bytes() -> bytes:
    """Return a small picture."""
    content = BytesIO()
    Image.new("RGB", (4, 3), "white").save(content, "PNG")
    return content.getvalue()


def policy(**facts: object) -> str:
    return json.dumps({"course/run": facts})
