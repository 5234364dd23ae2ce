"""Questions that the catalogue asks of the apps above it.

An app above registers in its `AppConfig.ready()`; nothing here knows who answers.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page
from wagtailmedia.models import AbstractMedia

from accounts.models import User
from course_pages.enums import PreviewSeat

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


class PreviewDoor(Protocol):
    """Says what somebody gets who may not see a page, in a preview from their seat."""

    def __call__(
        self, page: Any, request: HttpRequest, seat: PreviewSeat
    ) -> HttpResponseBase | None:
        """Return what is shown instead of `page`; None where that seat sees the page itself."""
        ...


class Approval:
    """Says who may approve which pages for publication; as it stands here, nobody."""

    def may_approve(self, person: Any, page: Page) -> bool:
        """Return whether the person may approve `page`."""
        return False

    def get_pages(self, person: Any) -> QuerySet[Page]:
        """Return every page that the person may approve."""
        return Page.objects.none()


approval = Approval()
page_keepers: list[PageKeeper] = []
file_gates: list[FileGate] = []
preview_doors: list[PreviewDoor] = []


def register_approval(rule: Approval) -> None:
    """Have `rule` asked who may approve."""
    global approval
    approval = rule


def register_page_keeper(keeper: PageKeeper) -> None:
    """Have `keeper` asked before any page is deleted."""
    if keeper not in page_keepers:
        page_keepers.append(keeper)


def register_file_gate(gate: FileGate) -> None:
    """Have `gate` asked before a private file is refused."""
    if gate not in file_gates:
        file_gates.append(gate)


def register_preview_door(door: PreviewDoor) -> None:
    """Have `door` asked before a page is previewed."""
    if door not in preview_doors:
        preview_doors.append(door)


def ask_preview_doors(
    page: Any, request: HttpRequest, seat: PreviewSeat
) -> HttpResponseBase | None:
    """Return what a preview of `page` from `seat` shows instead of it; None for the page itself."""
    answers = (door(page, request, seat) for door in preview_doors)
    return next((answer for answer in answers if answer is not None), None)


@dataclass(frozen=True, slots=True)
class ExplorerColumn:
    """A number that an app above knows of pages and the explorer of the admin shows."""

    page_type: type[Page]
    name: str
    label: "str | Promise"
    count: Callable[[Collection[int]], Mapping[int, int]]
    """Takes canonical ids, returns the number of each that has one; a constant few statements."""


explorer_columns: list[ExplorerColumn] = []


def register_explorer_column(column: ExplorerColumn) -> None:
    """Have the explorer show `column`; a second one of the same name and type is not taken."""
    taken = {(known.page_type, known.name) for known in explorer_columns}
    if (column.page_type, column.name) not in taken:
        explorer_columns.append(column)
