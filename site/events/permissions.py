"""Who may look into the outbox: admins, and nobody may write there by hand."""

from typing import Any

from django.contrib.auth import get_user_model
from wagtail.permission_policies import BasePermissionPolicy


class AdminsLookPolicy(BasePermissionPolicy):
    """Lets admins view the rows; adding, changing and deleting are for services."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser and action == "view")

    def users_with_any_permission(self, actions: Any) -> Any:
        people = get_user_model()._default_manager
        if "view" not in actions:
            return people.none()
        return people.filter(is_active=True, is_superuser=True)
