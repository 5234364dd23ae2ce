"""The end of an account: asked for, taken back, and done.

All of a person goes in one transaction, over every app that has registered. Who is killed in
between begins anew; who does it twice finds nothing to do.
"""

from datetime import timedelta
from typing import Any

import structlog
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import ErasureRequest, User
from accounts.ports import Erased, PersonalData, StoredFile, Traces, list_personal_data
from accounts.selectors.erasure import list_due, list_obstacles, list_with_files
from accounts.services.sessions import end_sessions
from accounts.signals import erasure_requested, erasure_withdrawn, person_erased
from core.exceptions import DomainError, NotAllowed
from core.failpoints import failpoint
from events.services import announce

logger = structlog.get_logger(__name__)


def request_erasure(*, person: User, actor: User) -> ErasureRequest:
    """Close the account now and have the person erased when the days of grace are over.

    Every session ends. Without days of grace the person is erased at once. Safe to run twice: the
    days count from the first time.

    Raises:
        NotAllowed: something stands against it (`obstacle`), or the person is erased already.
    """
    request = _close(person, actor)
    if request.due_at <= timezone.now():
        erase_person(person_id=person.pk)
        request.refresh_from_db()
    return request


@transaction.atomic
def withdraw_erasure(*, person: User, actor: User) -> bool:
    """Keep the account after all; return whether there was anything to take back.

    Whoever was shut out before they asked is shut out still.
    """
    rows = ErasureRequest.objects.select_for_update(of=("self",))
    request = rows.filter(person=person, done_at=None).first()
    if request is None:
        return False
    User.objects.filter(pk=person.pk).update(is_active=request.was_active)
    request.delete()
    announce(erasure_withdrawn, actor_id=actor.pk, person_id=person.pk)
    return True


def erase_due() -> int:
    """Erase everybody whose days of grace are over; return how many.

    One who cannot be erased now, or of whom it fails, keeps nobody else waiting.
    """
    done = 0
    for person_id in list_due(timezone.now()):
        try:
            done += erase_person(person_id=person_id)
        except DomainError as refusal:
            logger.warning("erasure_refused", person_id=person_id, reason=refusal.code)
        except Exception:
            logger.exception("erasure_failed", person_id=person_id)
    for person_id in list_with_files():
        delete_files(person_id=person_id)
    return done


def erase_person(*, person_id: int) -> bool:
    """Delete or make anonymous all that is kept of a person; return whether this call did it.

    Raises:
        NotAllowed: something stands against it; nothing was changed.
    """
    with transaction.atomic():
        if not _erase(person_id):
            return False
        failpoint("accounts.erased")
    failpoint("accounts.erasure_committed")
    delete_files(person_id=person_id)
    return True


def delete_files(*, person_id: int) -> None:
    """Delete what an erasure has left on the storages; what cannot be deleted now stays noted."""
    request = ErasureRequest.objects.get(pk=person_id)
    left = [entry for entry in request.files if not _delete_file(StoredFile(**entry))]
    ErasureRequest.objects.filter(pk=person_id).update(files=left)


@transaction.atomic
def _close(person: User, actor: User) -> ErasureRequest:
    # All admins are locked, so that the last two of them cannot both go at once.
    locked = User.objects.select_for_update().order_by("pk")
    list(locked.filter(role=Role.ADMIN) | locked.filter(pk=person.pk))
    request = ErasureRequest.objects.filter(person=person).first()
    if request is not None:
        if request.done_at is not None:
            raise NotAllowed(_("This person is erased already."), code="erased")
        return request
    check_obstacles(person)
    now = timezone.now()
    request = ErasureRequest.objects.create(
        person=person,
        requested_at=now,
        due_at=now + timedelta(days=settings.ERASURE_GRACE_DAYS),
        was_active=person.is_active,
    )
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.is_active = False
    end_sessions(user=person)
    announce(erasure_requested, actor_id=actor.pk, person_id=person.pk)
    return request


def check_obstacles(person: User) -> None:
    """Refuse where an app says that the person cannot be erased yet.

    Raises:
        NotAllowed: with the first of the reasons.
    """
    for obstacle in list_obstacles(person):
        raise NotAllowed(obstacle.message, code=obstacle.code)


def _erase(person_id: int) -> bool:
    rows = ErasureRequest.objects.select_for_update(of=("self",))
    request = rows.filter(pk=person_id, done_at=None).first()
    if request is None:
        return False
    person = User.objects.select_for_update(of=("self",)).get(pk=person_id)
    check_obstacles(person)
    traces = find_traces(person)
    erased = {data.name: _erase_part(data, person, traces) for data in list_personal_data()}
    request.report = {name: _report(part) for name, part in erased.items()}
    request.files = [
        {"storage": file.storage, "name": file.name}
        for part in erased.values()
        for file in part.files
    ]
    request.done_at = timezone.now()
    request.save(update_fields=["report", "files", "done_at"])
    announce(person_erased, person_id=person_id)
    return True


def _erase_part(data: PersonalData, person: User, traces: Traces) -> Erased:
    # A copy of the person for every app: what one changes on it, another must not save again.
    return data.erase(User.objects.get(pk=person.pk), traces)


def find_traces(person: User) -> Traces:
    """Return by which words a person may be found in what others wrote."""
    rows = EmailAddress.objects.filter(user=person)
    addresses = {*rows.values_list("email", flat=True), person.email}
    return Traces(
        addresses=frozenset(address.lower() for address in addresses if address),
        names=frozenset({person.get_full_name()} - {""}),
    )


def _report(erased: Erased) -> dict[str, Any]:
    return {
        "deleted": {kind: count for kind, count in erased.deleted.items() if count},
        "anonymous": {kind: count for kind, count in erased.anonymous.items() if count},
        "kept": [
            {
                "what": str(kept.what),
                "why": str(kept.why),
                "until": kept.until.isoformat() if kept.until else None,
            }
            for kept in erased.kept
        ],
    }


def _delete_file(file: StoredFile) -> bool:
    try:
        storages[file.storage].delete(file.name)
    except Exception:
        logger.exception("erased_file_not_deleted", storage=file.storage)
        return False
    return True
