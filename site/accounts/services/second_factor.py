"""That a person has a second factor, for a while of their session; its secrets under a new key."""

import time

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest

from accounts.services import ciphers

KEY = "second_factor_seen"
"""In the session: to look it up would cost every request of the admin a statement."""
BELIEVED_SECONDS = 300
"""After so long it is looked up again: it may have been removed on another device."""


def remember_second_factor(request: HttpRequest) -> None:
    """Keep that this person was seen to have a second factor just now."""
    request.session[KEY] = time.time()


def forget_second_factor(request: HttpRequest) -> None:
    """Look again at the next request."""
    request.session.pop(KEY, None)


def is_second_factor_remembered(request: HttpRequest) -> bool:
    seen: float = request.session.get(KEY, 0)
    return time.time() - seen < BELIEVED_SECONDS


SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}
"""Where each kind keeps what must stay secret; a passkey keeps its own on the device."""


def renew_secrets() -> tuple[int, int]:
    """Encrypt every secret with the first key; return how many were, and how many cannot be read.

    Safe to run twice, and while people log in.
    """
    renewed = unreadable = 0
    rows = Authenticator.objects.filter(type__in=SECRETS).order_by("pk")
    for pk in rows.values_list("pk", flat=True):
        with transaction.atomic():
            row = rows.select_for_update().filter(pk=pk).first()
            if row is None:
                continue
            name = SECRETS[Authenticator.Type(row.type)]
            try:
                row.data[name] = ciphers.renew(row.data[name])
            except ciphers.UnreadableSecret:
                unreadable += 1
                continue
            row.save(update_fields=["data"])
            renewed += 1
    return renewed, unreadable
