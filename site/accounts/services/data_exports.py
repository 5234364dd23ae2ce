"""A copy of all that is kept of a person: asked for, made by the worker, deleted in time.

The archive is written to a file of its own first and offered when it is whole; rows pass through
one by one, so a long history needs no more memory than a short one.
"""

import uuid
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog
from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.enums import ExportState
from accounts.models import PersonalDataExport, User
from accounts.models.privacy import OPEN_EXPORTS, private_storage
from accounts.selectors.exports import count_today
from accounts.services.data_archives import write_archive
from accounts.signals import personal_data_ready, personal_data_requested
from core.exceptions import NotAllowed
from core.failpoints import failpoint
from events.services import announce

logger = structlog.get_logger(__name__)

MOST_TRIES = 3
"""How often a copy is begun, when the process dies of it or the database is away."""
RUNNING_ALREADY = _("Your copy is being made already.")


class Overtaken(RuntimeError):
    """Another process has begun the same copy anew; this one must leave no trace."""


def request_export(*, person: User, actor: User, language: str = "") -> PersonalDataExport:
    """Ask for a copy of `person`'s data; a mail tells them when it is ready.

    `language` is that of its table of contents, unless the profile names one.

    Raises:
        NotAllowed: `running` while one is made, `too_many` when the day's number is spent,
            `inactive` for a closed account.
    """
    if not person.is_active:
        raise NotAllowed(_("This account is closed."), code="inactive")
    now = timezone.now()
    try:
        with transaction.atomic():
            # Whoever asks twice at once waits here for the first.
            User.objects.select_for_update().get(pk=person.pk)
            if PersonalDataExport.objects.filter(person=person, state__in=OPEN_EXPORTS).exists():
                raise NotAllowed(RUNNING_ALREADY, code="running")
            if count_today(person, now) >= settings.EXPORTS_A_DAY:
                raise NotAllowed(
                    _("You have asked often enough today. Try again tomorrow."), code="too_many"
                )
            export = PersonalDataExport.objects.create(
                person=person,
                language=person.profile.language or language or settings.LANGUAGE_CODE,
                requested_at=now,
            )
            announce(personal_data_requested, actor_id=actor.pk, export_id=export.pk)
    except IntegrityError as error:
        raise NotAllowed(RUNNING_ALREADY, code="running") from error
    return export


def run_export(*, export_id: int) -> None:
    """Make a copy that was asked for; one that is over is left alone, so twice is safe.

    Raises:
        OperationalError, InterfaceError: the database is away; trying again may help.
    """
    export = _begin(export_id)
    if export is None:
        return
    failpoint("accounts.export_begun")
    try:
        _make(export)
    except Overtaken:
        logger.warning("export_overtaken", export_id=export_id)
        private_storage().delete(str(export.file.name))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("export_failed", export_id=export_id)
        _fail(export)


def remove_expired_exports(*, now: datetime | None = None) -> int:
    """Delete the copies whose days are over, and their files; return how many.

    The file goes first: a process that dies in between leaves a row, which finds it again.
    """
    expired = PersonalDataExport.objects.filter(expires_at__lte=now or timezone.now())
    removed = 0
    for export in expired.exclude(state__in=OPEN_EXPORTS):
        if export.file:
            private_storage().delete(str(export.file.name))
        export.delete()
        removed += 1
    return removed


@transaction.atomic
def _begin(export_id: int) -> PersonalDataExport | None:
    """Take a copy that is to be made, and name its file; None when there is nothing to do.

    The name is written before the file is: what a dead process has left is found and deleted.
    """
    rows = PersonalDataExport.objects.select_for_update(of=("self",)).select_related("person")
    export = rows.filter(pk=export_id, state__in=OPEN_EXPORTS).first()
    if export is None:
        return None
    if export.file:
        private_storage().delete(str(export.file.name))
    export.tries += 1
    export.file.name = f"personal-data/{uuid.uuid4()}.zip"
    export.state = ExportState.RUNNING
    if export.tries > MOST_TRIES or not export.person.is_active:
        _fail(export)
        return None
    export.save(update_fields=["tries", "file", "state"])
    return export


def _make(export: PersonalDataExport) -> None:
    """Write the archive, store it, and only then offer it."""
    name = str(export.file.name)
    with TemporaryDirectory(prefix="personal-data-") as scratch:
        path = Path(scratch) / "copy.zip"
        with translation.override(export.language):
            write_archive(export.person, path, scratch=Path(scratch))
        with path.open("rb") as archive:
            stored = private_storage().save(name, File(archive))
        size = path.stat().st_size
    failpoint("accounts.export_stored")
    now = timezone.now()
    days = timedelta(days=settings.EXPORT_KEEP_DAYS)
    with transaction.atomic():
        _change(
            export,
            state=ExportState.READY,
            file=stored,
            size=size,
            ready_at=now,
            expires_at=now + days,
        )
        announce(personal_data_ready, export_id=export.pk)


def _fail(export: PersonalDataExport) -> None:
    """Note that there is no copy; the row goes with the others when its days are over."""
    private_storage().delete(str(export.file.name))
    expires = timezone.now() + timedelta(days=settings.EXPORT_KEEP_DAYS)
    PersonalDataExport.objects.filter(pk=export.pk, state__in=OPEN_EXPORTS).update(
        state=ExportState.FAILED, file="", tries=export.tries, expires_at=expires
    )


def _change(export: PersonalDataExport, **columns: Any) -> None:
    """Write to the row, unless somebody else has begun it anew meanwhile."""
    row = PersonalDataExport.objects.filter(pk=export.pk, tries=export.tries)
    if not row.filter(state=ExportState.RUNNING).update(**columns):
        raise Overtaken(f"{export} was begun anew by another process.")
