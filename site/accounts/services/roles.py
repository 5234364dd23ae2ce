"""The one place that gives a person a role, and with it the groups and flags."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission

from accounts.enums import Role
from accounts.models import User

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
def set_role(*, user: User, role: Role) -> User:
    """Make `user` a student, instructor or admin; safe to run twice."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.role = role
    user.is_superuser = user.is_staff = role == Role.ADMIN
    user.save(update_fields=["role", "is_superuser", "is_staff"])
    group = instructors_group()
    if role == Role.INSTRUCTOR:
        user.groups.add(group)
    else:
        user.groups.remove(group)
    return user


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
