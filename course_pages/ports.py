"""Questions that the catalogue asks of the apps above it.

An app above registers in its `AppConfig.ready()`; nothing here knows who answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from wagtail.documents.models import AbstractDocument
from wagtailmedia.models import AbstractMedia

from accounts.models import User

Person: TypeAlias = User | AnonymousUser
PrivateFile: TypeAlias = AbstractDocument | AbstractMedia


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a page must stay: a stable code for programs, a sentence for people."""

    code: str
    message: "str | Promise"


class PageKeeper(Protocol):
    """Says why pages must not be deleted."""

    def __call__(self, page_ids: frozenset[int]) -> Iterable[Reason]:
        """Return the reasons to keep any of these canonical courses, modules and lessons."""
        ...


class FileGate(Protocol):
    """Says whether a person may have a private file."""

    def __call__(self, person: Person, file: PrivateFile) -> bool:
        """Return True to allow; False leaves the question to the other gates."""
        ...


page_keepers: list[PageKeeper] = []
file_gates: list[FileGate] = []


def register_page_keeper(keeper: PageKeeper) -> None:
    """Have `keeper` asked before any page is deleted."""
    if keeper not in page_keepers:
        page_keepers.append(keeper)


def register_file_gate(gate: FileGate) -> None:
    """Have `gate` asked before a private file is refused."""
    if gate not in file_gates:
        file_gates.append(gate)
