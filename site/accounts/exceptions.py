"""What identity refuses."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import DomainError


class TokenRefused(DomainError):
    """A token that is not ours, is too old, or belongs to a login that has ended."""

    code = "invalid_token"

    def __init__(self) -> None:
        super().__init__(_("This login has ended. Log in again."))
