"""Reading a source of any format, and holding what was read against a count of the source."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from interchange.document import CourseDocument
from interchange.readers.formats import CourseFormat, find_format
from interchange.report import Balance, Element, InvalidCourse, Report, strike_balance

Progress = Callable[[str, int, int], None]
"""Told the stage (a value of `ImportStage`), how much of it is done, and of how much; 0 where that
is not known."""


@dataclass(slots=True)
class ReadCourse:
    """What is known of a source, filled step by step: a refusal leaves what was known by then."""

    format: str = ""
    document: CourseDocument | None = None
    report: Report = field(default_factory=Report)
    census: tuple[Element, ...] = ()
    """Every element of the source, counted apart from the reader."""

    @property
    def balance(self) -> Balance:
        """The report, as it stands now, held against the count."""
        return strike_balance(self.report, self.census)


def read_source(root: Path, *, name: str = "", into: ReadCourse) -> CourseDocument:
    """Read the source that was unpacked at `root`, in the format called `name` or the one it has.

    Its files are needed until the document is written.

    Raises:
        InvalidCourse: no format fits, or the source cannot be read; `into` says how far it came.
    """
    found = find_format(root, name)
    into.format = found.name
    try:
        document = into.document = found.read(root, into.report)
        into.report.refuse()
    except InvalidCourse:
        # What cannot be read can perhaps be counted still: the report is the fuller for it.
        with suppress(Exception):
            into.census = count(found, root)
        raise
    into.census = count(found, root)
    return document


def count(found: CourseFormat, root: Path) -> tuple[Element, ...]:
    return tuple(found.count(root))
