"""What proves that a person is who they say, beside their password."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.conf import settings

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Codes on paper stand in for one of these, and are nothing without it."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key of a phone, a computer or a stick; `is_enough_alone` when it asks for no password."""

    pk: int
    name: str
    is_enough_alone: bool
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SecondFactorScreen:
    """The page on two-step login; `unconfirmed_address` is what keeps a person from beginning."""

    is_on: bool
    has_app: bool
    app_used_at: datetime | None
    passkeys: tuple[Passkey, ...]
    has_recovery_codes: bool
    recovery_codes_left: int
    unconfirmed_address: str

    @property
    def is_last_passkey(self) -> bool:
        """Whether two-step login is off when a passkey is gone."""
        return len(self.passkeys) == 1 and not self.has_app


def has_second_factor(person: "User | AnonymousUser") -> bool:
    """Tell whether a person has an app or a passkey; one statement."""
    if not person.is_authenticated:
        return False
    return Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).exists()


def must_have_second_factor(person: "User | AnonymousUser") -> bool:
    """Tell whether `REQUIRE_SECOND_FACTOR` speaks of this person; costs what `has_perm` costs."""
    if settings.REQUIRE_SECOND_FACTOR == "staff":
        return person.has_perm("wagtailadmin.access_admin")
    if settings.REQUIRE_SECOND_FACTOR == "admins":
        return bool(person.is_superuser)
    return False


def lacks_required_second_factor(person: "User | AnonymousUser") -> bool:
    """Tell whether a person must have a second factor and has none; one statement if they must.

    Every road to an admin's rights asks this: a session of the site and a token of an app alike.
    """
    return must_have_second_factor(person) and not has_second_factor(person)


def get_second_factor_screen(person: "User") -> SecondFactorScreen:
    """Return what a person has; two statements, and no secret is read."""
    rows = list(Authenticator.objects.filter(user_id=person.pk).order_by("created_at", "pk"))
    app = next((row for row in rows if row.type == Authenticator.Type.TOTP), None)
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    passkeys = tuple(_read(row) for row in rows if row.type == Authenticator.Type.WEBAUTHN)
    # allauth lets nobody begin before every address is confirmed: an account made with somebody
    # else's address could otherwise never be won back by its owner.
    unconfirmed = EmailAddress.objects.filter(user_id=person.pk, verified=False).first()
    return SecondFactorScreen(
        is_on=app is not None or bool(passkeys),
        has_app=app is not None,
        app_used_at=app.last_used_at if app else None,
        passkeys=passkeys,
        has_recovery_codes=codes is not None,
        recovery_codes_left=_count_left(codes) if codes else 0,
        unconfirmed_address=unconfirmed.email if unconfirmed else "",
    )


def _read(row: Authenticator) -> Passkey:
    key = row.wrap()
    return Passkey(
        pk=row.pk,
        name=key.name,
        is_enough_alone=bool(key.is_passwordless),
        added_at=row.created_at,
        used_at=row.last_used_at,
    )


def _count_left(row: Authenticator) -> int:
    used: int = row.data["used_mask"].bit_count()
    return int(app_settings.RECOVERY_CODE_COUNT) - used
