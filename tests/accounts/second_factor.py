"""A person with a second factor, and the hands that use it."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.people import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG = "000000"


def give_app(user: User) -> Authenticator:
    """Set up an app whose secret is SECRET."""
    return TOTP.activate(user, SECRET).instance


def give_codes(user: User) -> list[str]:
    """Return a person's recovery codes, made where there were none."""
    return RecoveryCodes.activate(user).get_unused_codes()


def show_code(secret: str = SECRET, *, periods_ago: int = 0) -> str:
    """Return what an app shows now, or showed some periods of half a minute ago."""
    counters = list(yield_hotp_counters_from_time())
    now = counters[len(counters) // 2]
    return format_hotp_value(hotp_value(secret, now - periods_ago))


def type_password(browser: Client, user: User) -> Any:
    """Log in as far as a password leads."""
    return browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def type_code(browser: Client, code: str) -> Any:
    return browser.post(reverse("mfa_authenticate"), {"code": code})


def prove(browser: Client) -> None:
    """Answer "Is it you?"."""
    answer = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302


def is_inside(browser: Client) -> bool:
    return "_auth_user_id" in browser.session
