"""How long somebody has to wait whom a limit keeps out."""

import math
import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.core.internal.ratelimit import get_cache_key, get_rates
from allauth.mfa import app_settings as mfa_settings
from django.core.cache import cache
from django.http import HttpRequest

ACCOUNT, MFA = "allauth.account", "allauth.mfa"
USUAL_WAIT = 60
"""Seconds that most limits count over; for those that count by something we cannot see here."""


def count_seconds_left(request: HttpRequest) -> int:
    """Return after how many seconds a page that answered "too often" may be asked for again."""
    found = [
        _seconds_left(request, app=app, action=action, rates=rates, key=None)
        for app, actions in ((ACCOUNT, account_settings), (MFA, mfa_settings))
        for action, rates in actions.RATE_LIMITS.items()
        if rates
    ]
    return max(found, default=0) or USUAL_WAIT


def count_seconds_of_failed_tries(request: HttpRequest, *, key: str | None) -> int:
    """Return after how many seconds a password may be tried again for the account of `key`.

    0 is now. Without a key, the address that the request comes from is asked for alone.
    """
    rates = account_settings.RATE_LIMITS.get("login_failed")
    return _seconds_left(request, app=ACCOUNT, action="login_failed", rates=rates, key=key)


def _seconds_left(
    request: HttpRequest, *, app: str, action: str, rates: str | None, key: str | None
) -> int:
    left = 0
    for rate in get_rates(app=app, action=action, config={action: rates or ""}):
        if not _can_be_counted(rate, request, key):
            continue
        name = get_cache_key(request, app=app, action=action, rate=rate, key=key)
        tries: list[float] = cache.get(name, [])
        if len(tries) >= rate.amount:
            # The newest stands first; there is room again when the oldest is forgotten.
            left = max(left, math.ceil(tries[-1] + rate.duration - time.time()))
    return left


def _can_be_counted(rate: Any, request: HttpRequest, key: str | None) -> bool:
    if rate.per == "user":
        return request.user.is_authenticated
    return key is not None if rate.per == "key" else True
