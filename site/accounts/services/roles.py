"""The one place that gives a person a role, and with it the groups and flags."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission

from accounts.enums import Deed, Role
from accounts.models import User
from accounts.permissions import may_do
from accounts.signals import role_changed
from core.exceptions import NotAllowed
from events.services import announce

INSTRUCTORS = "Instructors"
"""The group that opens the Wagtail admin. What its members may touch there is decided by the
staff list of each course, not by the group."""

INSTRUCTOR_PERMISSIONS = [
    ("wagtailadmin", "access_admin"),
    ("wagtail_localize", "submit_translation"),
]

INSTRUCTOR_UPLOADS = [
    ("wagtailimages", "add_image"),
    ("wagtaildocs", "add_document"),
    ("wagtailmedia", "add_media"),
]
"""What instructors may add to any collection; whoever may add may change what they added."""


@transaction.atomic
def set_role(*, user: User, role: Role, actor: User | None = None) -> User:
    """Make `user` a student, instructor or admin; safe to run twice.

    `actor` is who decides it, an admin; None is the machine: a command, the demo. A change holds
    from the person's next request on, is written to their history and announced.

    Raises:
        NotAllowed: the actor is no admin (any more), nobody would be one afterwards, or the person
            is to get more rights and has not confirmed their address (`unverified`).
    """
    user, others = _lock(user)
    admins = {person.pk for person in (user, *others) if _rules(person)}
    if actor is not None and actor.pk not in admins:
        raise NotAllowed(_("Only admins change roles."), code="no_admin")
    if admins == {user.pk} and role != Role.ADMIN:
        raise NotAllowed(_("Somebody must stay admin."), code="last_admin")
    before = Role(user.role)
    if actor is not None and _gains(before, role) and not may_do(user, Deed.TEACH):
        words = _("%(address)s is not confirmed: who may teach must read the mail we send there.")
        raise NotAllowed(words % {"address": user.email}, code="unverified")
    _write_role(user, role)
    if before != role:
        facts = {"old_role": before.value, "new_role": role.value}
        log(instance=user, action="accounts.role_changed", user=actor, data=facts)
        actor_id = actor.pk if actor else None
        announce(role_changed, actor_id=actor_id, person_id=user.pk, **facts)
    return user


def _lock(user: User) -> tuple[User, list[User]]:
    """Lock and return the person as they are now, and the other active admins.

    All admins are locked, and in one order: of two who demote each other at once, the second waits
    and then is no admin any more.
    """
    locked = User.objects.select_for_update().order_by("pk")
    rows = list(locked.filter(Q(pk=user.pk) | Q(role=Role.ADMIN, is_active=True)))
    return (
        next(row for row in rows if row.pk == user.pk),
        [row for row in rows if row.pk != user.pk],
    )


def _rules(person: User) -> bool:
    return person.is_active and person.role == Role.ADMIN


def _gains(before: Role, after: Role) -> bool:
    ranks = list(Role)
    return ranks.index(after) > ranks.index(before)


def _write_role(user: User, role: Role) -> None:
    user.role = role
    user.is_superuser = user.is_staff = role == Role.ADMIN
    user.save(update_fields=["role", "is_superuser", "is_staff"])
    group = instructors_group()
    if role == Role.INSTRUCTOR:
        user.groups.add(group)
    else:
        user.groups.remove(group)


def instructors_group() -> Group:
    """Return the instructors' group with exactly the permissions it must have."""
    group, _created = Group.objects.get_or_create(name=INSTRUCTORS)
    group.permissions.set(_permissions(INSTRUCTOR_PERMISSIONS))
    everything = Collection.get_first_root_node()
    for permission in _permissions(INSTRUCTOR_UPLOADS):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=everything, permission=permission
        )
    return group


def _permissions(names: list[tuple[str, str]]) -> list[Permission]:
    return [
        Permission.objects.get(content_type__app_label=app_label, codename=codename)
        for app_label, codename in names
    ]
