"""Confirming that a person reads the mail of an address: one link, once, for a time.

allauth asks, sends and marks the address. What it is given here is the link: a token whose digest
is a row of `EmailVerification`, in place of allauth's own key, which nothing could take back.
"""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from allauth.account import app_settings
from allauth.account.models import EmailAddress, EmailConfirmationMixin
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.enums import LinkState
from accounts.models import EmailVerification, User


class AddressConfirmation(EmailConfirmationMixin):
    """A link as allauth's flow takes it: it has an address and a key, and can be confirmed."""

    def __init__(self, verification: EmailVerification, key: str) -> None:
        self.verification = verification
        self.email_address = verification.email_address
        self.key = key

    def key_expired(self) -> bool:
        """Whether time has run out; `find_confirmation` returns none whose time has."""
        return self.verification.expires_at <= timezone.now()

    def confirm(self, request: HttpRequest) -> EmailAddress | None:
        """Mark the address as confirmed and the link as used, both or neither.

        Returns None where it was used a moment ago, or another account has confirmed the address.
        """
        try:
            with transaction.atomic():
                return self._confirm(request)
        except IntegrityError:  # Another account was quicker by a moment.
            return None

    def _confirm(self, request: HttpRequest) -> EmailAddress | None:
        links = EmailVerification.objects.select_for_update()
        link = links.filter(pk=self.verification.pk, used_at=None).first()
        if link is None or self.key_expired():
            return None
        address = super().confirm(request)
        if address is not None:
            link.used_at = timezone.now()
            link.save(update_fields=["used_at"])
        return address


@transaction.atomic
def start_verification(*, email_address: EmailAddress) -> AddressConfirmation:
    """Make a link for the address; an earlier one that nobody used works no more."""
    # Two at once: the second waits here, and takes the link of the first away.
    address = EmailAddress.objects.select_for_update().get(pk=email_address.pk)
    EmailVerification.objects.filter(email_address=address, used_at=None).delete()
    key, now = token_urlsafe(32), timezone.now()
    verification = EmailVerification.objects.create(
        user_id=address.user_id,
        email_address=address,
        token_digest=make_digest(key),
        made_at=now,
        expires_at=now + timedelta(days=app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS),
    )
    return AddressConfirmation(verification, key)


def find_confirmation(key: str) -> AddressConfirmation | None:
    """Return what a link confirms; None for one that is used, too old, replaced or made up."""
    link = _find_link(key)
    if link is None or _get_state(link) != LinkState.OPEN:
        return None
    return AddressConfirmation(link, key)


def get_link_state(key: str) -> LinkState:
    """Return what has become of a link; one that was replaced is as unknown as one made up."""
    link = _find_link(key)
    return LinkState.UNKNOWN if link is None else _get_state(link)


def make_digest(key: str) -> str:
    """Return what is kept of a token: a token has 256 random bits, so a quick hash is enough."""
    return sha256(key.encode()).hexdigest()


@transaction.atomic
def vouch_for_address(*, user: User) -> EmailAddress:
    """Record a person's main address as confirmed: whoever made the account answers for it.

    Safe to run twice. An address that another account has confirmed stays unconfirmed here.
    """
    address, _made = EmailAddress.objects.get_or_create(
        user=user, email=user.email.lower(), defaults={"primary": True}
    )
    address.set_verified()
    return address


def _find_link(key: str) -> EmailVerification | None:
    links = EmailVerification.objects.select_related("email_address__user")
    return links.filter(token_digest=make_digest(key)).first()


def _get_state(link: EmailVerification) -> LinkState:
    if link.used_at or link.email_address.verified:
        return LinkState.USED
    return LinkState.EXPIRED if link.expires_at <= timezone.now() else LinkState.OPEN
