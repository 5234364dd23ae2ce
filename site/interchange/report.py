"""What an importer has to say: element by element, and what was wrong, with file and line."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from interchange.enums import Outcome

WORST = (Outcome.MAPPED, Outcome.DEGRADED, Outcome.DROPPED)
"""From best to worst."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth knowing, in what is read."""

    file: str
    """Path from the root of the source."""
    line: int | None
    """Counted from 1; None when it belongs to the whole file."""
    code: str
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.code}: {self.message}"


@dataclass(frozen=True, slots=True, order=True)
class Element:
    """One thing that a source consists of: what a report must account for."""

    path: str
    """Path of its file from the root of the source."""
    kind: str
    """In the words of the source's format: "problem", "image", "challenge" ..."""
    id: str
    """Unique within path and kind."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one element."""

    element: Element
    outcome: Outcome
    reason: str
    """Empty for what was taken over whole."""
    lesson: str = ""
    """Id of the lesson, in the document, that it went into; empty when it went into none."""


@dataclass(slots=True)
class Report:
    """Everything found in one import. With an error nothing is written."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    entries: dict[Element, Entry] = field(default_factory=dict)

    def error(self, file: str, line: int | None, code: str, message: str) -> None:
        self.errors.append(Problem(file, line, code, message))

    def warn(self, file: str, line: int | None, code: str, message: str) -> None:
        self.warnings.append(Problem(file, line, code, message))

    def refuse(self) -> None:
        """Raise `InvalidCourse` when there is an error."""
        if self.errors:
            raise InvalidCourse(self.errors)

    def mapped(self, element: Element, *, lesson: str = "") -> None:
        """Say that an element was taken over whole."""
        self._enter(Entry(element, Outcome.MAPPED, "", lesson))

    def degraded(self, element: Element, reason: str, *, lesson: str = "") -> None:
        """Say that an element was taken over with a loss, and which."""
        self._enter(Entry(element, Outcome.DEGRADED, reason, lesson))

    def dropped(self, element: Element, reason: str, *, lesson: str = "") -> None:
        """Say that an element was left out, and why."""
        self._enter(Entry(element, Outcome.DROPPED, reason, lesson))

    def leave_out(self, paths: Collection[str], reason: str) -> None:
        """Say that all elements of some files were left out after all, whatever was said before.

        A path that ends in a slash means every file below it.
        """
        folders = tuple(path for path in paths if path.endswith("/"))
        for element in self.entries:
            if element.path in paths or element.path.startswith(folders):
                self.entries[element] = Entry(element, Outcome.DROPPED, reason)

    def count(self, outcome: Outcome) -> int:
        return Counter(entry.outcome for entry in self.entries.values())[outcome]

    def _enter(self, entry: Entry) -> None:
        """Note an entry; of several about one element the worst holds, with all reasons."""
        before = self.entries.get(entry.element)
        if before is not None:
            reasons = [before.reason] if before.reason else []
            reasons += [entry.reason] if entry.reason and entry.reason not in reasons else []
            outcome = max(before.outcome, entry.outcome, key=WORST.index)
            lesson = before.lesson or entry.lesson
            entry = Entry(entry.element, outcome, " ".join(reasons), lesson)
        self.entries[entry.element] = entry


@dataclass(frozen=True, slots=True)
class Balance:
    """The report held against a count of the source that was made apart from the reader."""

    elements: int
    """N: what the source consists of."""
    mapped: int
    degraded: int
    dropped: int
    missing: tuple[Element, ...]
    """Elements of the source that the report does not mention."""
    unknown: tuple[Element, ...]
    """Elements of the report that are not in the source."""

    @property
    def holds(self) -> bool:
        total = self.mapped + self.degraded + self.dropped
        return total == self.elements and not self.missing and not self.unknown

    def __str__(self) -> str:
        return (
            f"{self.elements} elements: {self.mapped} mapped, {self.degraded} degraded, "
            f"{self.dropped} dropped"
        )


def strike_balance(report: Report, census: Iterable[Element]) -> Balance:
    """Return whether the report accounts for every element that the census has counted."""
    counted = list(census)
    known = set(counted)
    return Balance(
        elements=len(counted),
        mapped=report.count(Outcome.MAPPED),
        degraded=report.count(Outcome.DEGRADED),
        dropped=report.count(Outcome.DROPPED),
        missing=tuple(element for element in counted if element not in report.entries),
        unknown=tuple(element for element in report.entries if element not in known),
    )


class InvalidCourse(Exception):
    """A course that cannot be imported as it is; nothing of it has been stored."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
