"""Shutting a person out, and letting them in again; nothing of theirs is lost."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.enums import Role
from accounts.models import ErasureRequest, User
from accounts.services.sessions import end_sessions
from accounts.signals import person_deactivated, person_reactivated
from core.exceptions import NotAllowed
from events.services.announcing import announce


@transaction.atomic
def deactivate_person(*, person: User, actor: User) -> User:
    """Shut a person out of every road of logging in, and end every session; safe to run twice.

    Raises:
        NotAllowed: it is the actor's own account, or that of the last admin.
    """
    if person.pk == actor.pk:
        raise NotAllowed(_("You cannot deactivate your own account."), code="own_account")
    # All admins are locked, so that two of them cannot shut each other out at once.
    admins = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True)
    active_admins = {admin.pk for admin in admins.order_by("pk")}
    if active_admins == {person.pk}:
        raise NotAllowed(_("Somebody must stay admin."), code="last_admin")
    if not _set_active(person, is_active=False) and not _keep_shut(person):
        return person
    end_sessions(user=person)
    log(instance=person, action="accounts.deactivated", user=actor)
    announce(person_deactivated, actor_id=actor.pk, person_id=person.pk)
    return person


@transaction.atomic
def reactivate_person(*, person: User, actor: User) -> User:
    """Let a person in again, with the password and role they had; safe to run twice.

    Raises:
        NotAllowed: the person is to be erased, or is erased: then there is nobody to let in.
    """
    if ErasureRequest.objects.select_for_update(of=("self",)).filter(person=person).exists():
        raise NotAllowed(
            _("This person is to be erased. Keep the person first, under “Personal data”."),
            code="to_be_erased",
        )
    if _set_active(person, is_active=True):
        log(instance=person, action="accounts.reactivated", user=actor)
        announce(person_reactivated, actor_id=actor.pk, person_id=person.pk)
    return person


def _keep_shut(person: User) -> bool:
    """See that who closed the account by themselves stays shut out if they keep it after all.

    Return whether that was not so before.
    """
    open_requests = ErasureRequest.objects.filter(person=person, done_at=None, was_active=True)
    return bool(open_requests.update(was_active=False))


def _set_active(person: User, *, is_active: bool) -> bool:
    """Return whether this changed anything; `person` is brought up to date either way."""
    changed = User.objects.filter(pk=person.pk, is_active=not is_active).update(is_active=is_active)
    person.is_active = is_active
    return bool(changed)
