"""A person's copies of their own data."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.enums import ExportState
from accounts.models import PersonalDataExport, User
from accounts.models.privacy import OPEN_EXPORTS


@dataclass(frozen=True, slots=True)
class ExportDesk:
    """What the screen says of a person's copies."""

    ready: list[PersonalDataExport]
    is_running: bool
    has_failed: bool
    """The last one did, and none was asked for since."""
    is_spent: bool
    """As many were asked for today as a day allows."""

    @property
    def may_ask(self) -> bool:
        return not (self.is_running or self.is_spent)


def get_export_desk(person: User, *, now: datetime | None = None) -> ExportDesk:
    """Return where a person's copies are; two statements."""
    now = now or timezone.now()
    own = PersonalDataExport.objects.filter(person=person).order_by("-requested_at", "-pk")
    rows = list(own[:20])
    return ExportDesk(
        ready=[row for row in rows if is_offered(row, now)],
        is_running=any(row.state in OPEN_EXPORTS for row in rows),
        has_failed=bool(rows) and rows[0].state == ExportState.FAILED,
        is_spent=count_today(person, now) >= settings.EXPORTS_A_DAY,
    )


def count_today(person: User, now: datetime) -> int:
    """Return how many copies were asked for in the last 24 hours."""
    return PersonalDataExport.objects.filter(
        person=person, requested_at__gt=now - timedelta(days=1)
    ).count()


def is_offered(export: PersonalDataExport, now: datetime) -> bool:
    """Whether the copy is whole and its days are not over."""
    return (
        export.state == ExportState.READY
        and export.expires_at is not None
        and export.expires_at > now
    )


def find_export(person: User, export_id: int) -> PersonalDataExport | None:
    """Return a copy that this person may download; nobody else's, and none that is not whole."""
    export = PersonalDataExport.objects.filter(person=person, pk=export_id).first()
    return export if export is not None and is_offered(export, timezone.now()) else None
