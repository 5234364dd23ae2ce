"""What waits until a person has confirmed their e-mail address."""

from typing import TYPE_CHECKING

from django.conf import settings

from accounts.enums import Deed
from accounts.selectors.addresses import find_unconfirmed_address

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def is_verified(person: "User | AnonymousUser") -> bool:
    """Whether the person has shown that they read the mail of their main address; one statement."""
    return person.is_authenticated and not find_unconfirmed_address(person)


def may_do(person: "User | AnonymousUser", deed: Deed) -> bool:
    """Whether the state of the person's address allows it: every road to the deed asks here.

    What UNVERIFIED_MAY names costs nothing to ask, everything else one statement.
    """
    if not person.is_authenticated:
        return False
    return deed in settings.UNVERIFIED_MAY or is_verified(person)
