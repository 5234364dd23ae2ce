"""The staff lists in the admin: seen and changed by those who manage them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.enums import Role
from accounts.models import User
from course_pages.models import CoursePage, CourseStaff
from course_pages.permissions.people import MANAGERS, is_admin, may_manage_staff, staff_rows

KNOWN_ACTIONS = {"add", "change", "delete", "view"}


class StaffPermissionPolicy(BasePermissionPolicy):
    """Owners and instructors manage the staff of their own courses; admins of all."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action not in KNOWN_ACTIONS:
            return False
        return is_admin(user) or staff_rows(user).filter(role__in=MANAGERS).exists()

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: CourseStaff
    ) -> bool:
        return action in KNOWN_ACTIONS and may_manage_staff(user, instance.course)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: CourseStaff
    ) -> bool:
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[CourseStaff]:
        if not KNOWN_ACTIONS & set(actions):
            return CourseStaff.objects.none()
        return CourseStaff.objects.filter(course__in=get_managed_courses(user))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        managers = Q(role=Role.INSTRUCTOR, course_staff__role__in=MANAGERS)
        return User.objects.filter(Q(is_superuser=True) | managers, is_active=True).distinct()


def get_managed_courses(person: Any) -> QuerySet[CoursePage]:
    """Return the canonical courses whose staff list the person may change."""
    courses = CoursePage.objects.filter(canonical_id=F("pk"))
    if is_admin(person):
        return courses
    return courses.filter(pk__in=staff_rows(person).filter(role__in=MANAGERS).values("course_id"))


def get_staffed_courses(person: Any) -> QuerySet[CoursePage]:
    """Return the canonical courses on whose staff the person is; for an admin all."""
    courses = CoursePage.objects.filter(canonical_id=F("pk"))
    if is_admin(person):
        return courses
    return courses.filter(pk__in=staff_rows(person).values("course_id"))
