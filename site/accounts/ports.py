"""What is personal, and where: every app says for itself what it keeps of a person.

An app registers one `PersonalData` in its `apps.ready()`. It hands out a copy of its rows, says
beforehand what would become of them, and erases them. Nothing here knows who registers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from django.utils.functional import Promise

Words: TypeAlias = "str | Promise"


@dataclass(frozen=True, slots=True)
class ExportTable:
    """Rows of one kind; they go out as JSON and as CSV."""

    name: str
    """The name of the files without their ending: "enrollments"."""
    columns: tuple[str, ...]
    rows: Iterable[Sequence[Any]]
    """Plain values, dates and times; read once, so that thousands need no room at once."""


@dataclass(frozen=True, slots=True)
class ExportText:
    """A text for people, such as Markdown, piece by piece."""

    name: str
    """The path in the archive: "notes/bread.md"."""
    pieces: Iterable[str]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on one of the site's storages."""

    storage: str
    """Its alias in STORAGES."""
    name: str


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of the person's own, copied as it is."""

    name: str
    """The path in the archive: "avatar.webp"."""
    file: StoredFile


ExportPart: TypeAlias = ExportTable | ExportText | ExportFile


@dataclass(frozen=True, slots=True)
class Kept:
    """What must stay although the person goes: receipts that the law wants, for one."""

    what: Words
    why: Words
    until: date | None = None
    """None where no end is known."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an erasure would do, in words for the person who thinks about it."""

    deleted: Sequence[Words] = ()
    anonymous: Sequence[Words] = ()
    kept: Sequence[Kept] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a person cannot be erased yet, and where that is put right."""

    code: str
    message: Words
    url: str = ""


@dataclass(slots=True)
class Erased:
    """What an erasure did: rows by kind, and the files that go after the commit."""

    deleted: Mapping[str, int] = field(default_factory=dict)
    anonymous: Mapping[str, int] = field(default_factory=dict)
    kept: Sequence[Kept] = ()
    files: Sequence[StoredFile] = ()


@dataclass(frozen=True, slots=True)
class Traces:
    """By what a person may be found in texts that somebody else wrote: labels of a log."""

    addresses: frozenset[str]
    names: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        return self.addresses | self.names


class PersonalData:
    """What one app keeps of a person. An app overrides what concerns it."""

    name = ""
    """The folder of its part of a copy, and its key in the report of an erasure."""
    label: Words = ""
    """What it is, for the table of contents."""

    def export(self, person: Any) -> Iterable[ExportPart]:
        """Return what is kept of `person`, without secrets and without anybody else's data."""
        return ()

    def foretell(self, person: Any) -> Forecast:
        """Return what `erase` would do."""
        return Forecast()

    def list_obstacles(self, person: Any) -> Sequence[Obstacle]:
        """Return why `person` cannot be erased yet."""
        return ()

    def erase(self, person: Any, traces: Traces) -> Erased:
        """Delete or make anonymous what is kept of `person`.

        Runs in the one transaction of the whole erasure, and may be run twice. Leaves files alone:
        those that it returns are deleted after the commit.
        """
        return Erased()


_registered: list[PersonalData] = []


def register_personal_data(data: PersonalData) -> Callable[[], None]:
    """Ask `data` from now on; returns a function that takes it out again.

    Raises:
        ValueError: another app has the name.
    """
    if any(known.name == data.name for known in _registered):
        raise ValueError(f"Personal data called {data.name} are registered already.")
    _registered.append(data)
    return lambda: _registered.remove(data)


def list_personal_data() -> tuple[PersonalData, ...]:
    """Return what is registered; the account itself comes last, for the others may need it."""
    return tuple(sorted(_registered, key=lambda data: (data.name == "account", data.name)))
