"""Who may import courses, and who may see what became of an import."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.enums import Role
from accounts.models import User
from course_pages.permissions import is_admin, may_create_courses
from interchange.models import CourseImport


class ImportPermissionPolicy(BasePermissionPolicy):
    """Whoever may make courses may import them, and sees their own imports; admins see all."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("add", "view") and may_create_courses(user)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: CourseImport
    ) -> bool:
        if not self.user_has_permission(user, action):
            return False
        return is_admin(user) or instance.person_id == user.pk

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[CourseImport]:
        if not self.user_has_any_permission(user, actions):
            return CourseImport.objects.none()
        return CourseImport.objects.filter(Q() if is_admin(user) else Q(person_id=user.pk))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        people = User.objects.filter(is_active=True)
        if not {"add", "view"} & set(actions):
            return people.none()
        return people.filter(Q(is_superuser=True) | Q(role=Role.INSTRUCTOR))
