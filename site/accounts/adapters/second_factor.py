"""allauth's second factor by the rules of the house."""

from typing import Any
from urllib.parse import urlsplit

import structlog
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import make as make_qr

from accounts.services import ciphers

logger = structlog.get_logger(__name__)

NOT_OF_A_BROWSER = (TypeError, ValueError, KeyError, AttributeError)
"""What fido2 raises for an answer of the wrong shape."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets rest encrypted, passkeys are known by the site's own name, errors say what to do."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _(
            "Two-step login is on, so no address can be added. Turn it off first, then on again."
        ),
        "cannot_generate_recovery_codes": _(
            "Recovery codes stand in for an app or a passkey. Set one of these up first."
        ),
        "incorrect_code": _(
            "This code is not right, or was used already. Type the one that your app shows now."
        ),
        "unverified_email": _(
            "Confirm your e-mail address first: without it, nobody could let you in again."
        ),
        "unknown_passkey": _(
            "This passkey did not fit, or the page stood open too long. Try again."
        ),
        "unreadable_secret": _(
            "We cannot read what your codes are compared with. Write to those who run this site."
        ),
    }

    def encrypt(self, text: str) -> str:
        return ciphers.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; a form says so in words when it cannot be read."""
        try:
            return ciphers.decrypt(encrypted_text)
        except ciphers.UnreadableSecret:
            logger.error("second_factor_unreadable", hint="Is a key of SECOND_FACTOR_KEYS lost?")
            raise self.validation_error("unreadable_secret") from None

    def build_totp_svg(self, url: str) -> str:
        """Return the picture that an app reads, on white of its own: it is read by night too."""
        picture = make_qr(url, image_factory=SvgPathFillImage, border=2)
        return str(picture.to_string(encoding="unicode"))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _now("Passkey %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whom a passkey is for: the site, also where it is asked on a host below it."""
        host = context.request.get_host().partition(":")[0]
        site = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or host
        is_below = host == site or host.endswith(f".{site}")
        return {"id": site if is_below else host, "name": settings.WAGTAIL_SITE_NAME}


class OnceOnlyTOTP(totp.TOTP):
    """Codes of an app, each good once.

    allauth remembers a used code for one period, in the cache. A code is good for three where the
    clocks may differ by one, and a cache forgets: so the last step that was used is kept with the
    secret, and neither it nor an earlier one is taken again (RFC 6238, 5.2).
    """

    def validate_code(self, code: str) -> bool:
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
            step = find_step(totp.decrypt(row.data["secret"]), code)
            if step is None or step <= row.data.get("last_step", 0):
                return False
            row.data["last_step"] = step
            row.save(update_fields=["data"])
        return True


def find_step(secret: str, code: str) -> int | None:
    """Return the period, counted from 1970, in which an app shows `code`, if that is about now."""
    for step in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, step))
        if totp.compare_user_code(actual=code, expected=expected):
            return int(step)
    return None


def read_new_passkey(response: Any) -> RegistrationResponse:
    """Return a browser's answer; what no browser made is refused in words, where allauth fails."""
    try:
        return RegistrationResponse.from_dict(response)
    except NOT_OF_A_BROWSER:
        raise SecondFactorAdapter().validation_error("unknown_passkey") from None


def read_passkey(response: Any) -> AuthenticationResponse:
    """Return a browser's answer, as above."""
    try:
        return AuthenticationResponse.from_dict(response)
    except NOT_OF_A_BROWSER:
        raise SecondFactorAdapter().validation_error("unknown_passkey") from None


def mend_allauth() -> None:
    """Put ours in the place of what allauth has no setting for, on the site and for apps."""
    totp.TOTP = OnceOnlyTOTP
    webauthn.parse_registration_response = read_new_passkey
    webauthn.parse_authentication_response = read_passkey
