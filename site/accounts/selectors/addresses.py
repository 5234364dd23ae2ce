"""What pages say about a person's e-mail address."""

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def find_unconfirmed_address(person: "User | AnonymousUser") -> str:
    """Return the main address of a person who has not confirmed it; "" where that is done.

    One statement, so it is asked on the pages of the account alone.
    """
    if not person.is_authenticated:
        return ""
    own = EmailAddress.objects.filter(user_id=person.pk, email=person.email.lower())
    return "" if own.filter(verified=True).exists() else person.email
