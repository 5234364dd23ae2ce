"""What a password must not be."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class DemoPasswordValidator:
    """Refuse the password of the demo, which everybody can read, outside a demo."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if password == settings.DEMO_PASSWORD and not settings.DEMO_ALLOWED:
            raise ValidationError(
                _("This is the password of the demo; everybody knows it."), code="demo_password"
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be one that everybody can look up.")
