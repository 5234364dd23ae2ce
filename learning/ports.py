"""What higher apps may add to the access rule without learning knowing of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class AccessReason:
    """One reason for or against letting a person into a course; against wins over for."""

    course_id: int
    """Primary key of the canonical course."""
    opens: bool


class AccessReasons(Protocol):
    """Says what speaks for and against a person in some courses at a moment.

    Called once for all courses asked about, so an answer costs a fixed number of queries. Staff of
    the course and free previews are not asked about.
    """

    def __call__(
        self, *, person: "User", course_ids: Sequence[int], now: datetime
    ) -> Iterable[AccessReason]: ...


_registered: list[AccessReasons] = []


def register_access_reasons(reasons: AccessReasons) -> Callable[[], None]:
    """Ask `reasons` from now on; returns a function that takes it out again."""
    if reasons not in _registered:
        _registered.append(reasons)
    return lambda: _registered.remove(reasons)


def ask_access_reasons(
    *, person: "User", course_ids: Sequence[int], now: datetime
) -> list[AccessReason]:
    """Return what every registered source says; nothing registered costs nothing."""
    return [
        reason
        for reasons in _registered
        for reason in reasons(person=person, course_ids=course_ids, now=now)
    ]
