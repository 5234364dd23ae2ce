"""Counting passwords that were wrong, so that a whole class may log in at once."""

import math
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import ngettext

from accounts.selectors.limits import ACCOUNT, count_seconds_of_failed_tries

ACTION = "login_failed"


class FailedTriesAdapter(DefaultAccountAdapter):
    """allauth's limit on failed logins; what it counts by address, it counts after the failure.

    allauth counts a try before it looks at the password, and takes it back when that was right.
    For an account that is good: many guesses at once are not more guesses. For an address it is
    not: of thirty learners in one room, twenty would be refused while the first ten are looked at.
    So an address may try a little more than its limit at once, as many as there are threads.
    """

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try for the account, and refuse it when account or address had too many.

        Raises:
            django.forms.ValidationError: "too_many_login_attempts", with the time to wait.
        """
        key = self._get_login_attempts_cache_key(request, **credentials)
        self._login_failed_rl_usage = None
        # Read, not counted: to count is to wait for a lock, and a class would wait for too long.
        if count_seconds_of_failed_tries(request, key=None) == 0:
            self._login_failed_rl_usage = self._count(request, per="key", key=key)
        if self._login_failed_rl_usage is None:
            seconds = count_seconds_of_failed_tries(request, key=key)
            raise forms.ValidationError(say_wait(seconds), code="too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._count(request, per="ip")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Forget the tries of an account whose password was reset by mail.

        allauth's own would forget those of the address too: guessing, and resetting a password of
        one's own now and then, would go on without an end.
        """
        key = self._get_login_attempts_cache_key(request, **credentials)
        ratelimit.clear(request, app=ACCOUNT, action=ACTION, config=_rates(per="key"), key=key)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that limits are counted by.

        Who comes past the proxies brings fewer addresses than there are proxies, and is known by
        the one that they came from.
        """
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            return str(request.META["REMOTE_ADDR"])

    def _count(
        self, request: HttpRequest, *, per: str, key: str | None = None
    ) -> ratelimit.RateLimitUsage | None:
        return ratelimit.consume(
            request, app=ACCOUNT, action=ACTION, config=_rates(per=per), key=key
        )


def _rates(*, per: str) -> dict[str, str]:
    return {ACTION: keep_rates(app_settings.RATE_LIMITS.get(ACTION), per=per)}


def keep_rates(rates: str | None, *, per: str) -> str:
    """Return those of allauth's comma-separated rates that count by `per`: "ip" or "key"."""
    parts = [part.strip() for part in (rates or "").split(",") if part.strip()]
    return ",".join(part for part in parts if [*part.split("/"), "ip"][2] == per)


def say_wait(seconds: int) -> str:
    """Return that there were too many tries, and in how many minutes to come again."""
    minutes = max(1, math.ceil(seconds / 60))
    return ngettext(
        "Too many attempts. Try again in %(minutes)d minute.",
        "Too many attempts. Try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
