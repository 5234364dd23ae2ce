"""Small Carpentries lessons, read and held against the census."""

from collections.abc import Mapping
from pathlib import Path

from interchange.document import CourseDocument
from interchange.enums import Outcome
from interchange.readers.carpentries.census import count_carpentries
from interchange.readers.carpentries.reader import read_carpentries
from interchange.report import Balance, Entry, Report, strike_balance

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def read_balanced(root: Path) -> tuple[CourseDocument, Report]:
    """Read a lesson; the report must account for exactly what the census counts."""
    report = Report()
    document = read_carpentries(root, report)
    balance = strike_balance(report, count_carpentries(root))
    assert (balance.missing, balance.unknown) == ((), ())
    assert balance.holds
    return document, report


def balance_of(root: Path) -> Balance:
    report = Report()
    read_carpentries(root, report)
    return strike_balance(report, count_carpentries(root))


def entries_of(report: Report, kind: str) -> list[tuple[str, Outcome, str]]:
    """Return id, outcome and reason of all entries of a kind, in the order of their ids."""
    found: list[Entry] = [entry for entry in report.entries.values() if entry.element.kind == kind]
    found.sort(key=lambda entry: (entry.element.path, entry.element.id))
    return [(entry.element.id, entry.outcome, entry.reason) for entry in found]
