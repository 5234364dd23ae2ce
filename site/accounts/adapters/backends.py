"""Checking a password at login, by allauth's rules and one of our own."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from accounts.models import User


class AccountBackend(AuthenticationBackend):
    """Log in by e-mail address; the password of the demo opens nothing outside a demo."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """Return who a session belongs to with their profile: every page shows a part of it."""
        people = User.objects.select_related("profile")
        person = people.filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None

    def authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        user = super().authenticate(request, **credentials)
        if credentials.get("password") == settings.DEMO_PASSWORD and not settings.DEMO_ALLOWED:
            return None
        return user
