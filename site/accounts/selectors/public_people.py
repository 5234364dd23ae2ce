"""Who shows their profile to everybody."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from accounts.enums import Deed
from accounts.models import User


def public_people() -> QuerySet[User]:
    """Return the people whose public page is there, each with their profile.

    They chose it, their account is active, and their main address is confirmed: an account that
    anybody can make with any address shows nothing in its name. UNVERIFIED_MAY can allow it.
    """
    shown = User.objects.filter(is_active=True, profile__public_profile=True)
    if Deed.SHOW_PROFILE not in settings.UNVERIFIED_MAY:
        confirmed = EmailAddress.objects.filter(
            user=OuterRef("pk"), email=OuterRef("email"), verified=True
        )
        shown = shown.filter(Exists(confirmed))
    return shown.select_related("profile")
