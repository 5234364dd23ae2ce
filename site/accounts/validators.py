"""What a password must not be, and what a time zone must."""

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@lru_cache
def list_time_zones() -> frozenset[str]:
    """Return every name of a time zone that this machine knows: "Asia/Jakarta"."""
    return frozenset(available_timezones())


def is_time_zone(name: Any) -> bool:
    """Whether `name` is one of them; whatever else it may be."""
    return isinstance(name, str) and name in list_time_zones()


class DemoPasswordValidator:
    """Refuse the password of the demo, which everybody can read, outside a demo."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if password == settings.DEMO_PASSWORD and not settings.DEMO_ALLOWED:
            raise ValidationError(
                _("This is the password of the demo; everybody knows it."), code="demo_password"
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be one that everybody can look up.")
