"""What happens when somebody logs in, or takes a factor away."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_removed
from django.contrib.auth import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.services.data_exports import run_export
from accounts.services.logins import record_login
from accounts.services.privacy_mails import send_account_closed, send_copy_ready
from accounts.services.second_factor import forget_second_factor
from accounts.services.sessions import end_sessions, remember_noted
from accounts.services.time_zones import keep_time_zone
from accounts.signals import erasure_requested, personal_data_ready, personal_data_requested
from events.signals import Announcement


@receiver(user_logged_in)
def on_login(request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """Times are told by the clock of the person from the first page on."""
    if request is not None and hasattr(request, "session"):
        keep_time_zone(request, user.profile.timezone)
        remember_noted(request.session)


@receiver(user_logged_in)
def on_every_login(user: User, **kwargs: Any) -> None:
    """Every road leads through here once: the site, apps, passkeys, other sites."""
    record_login(person=user)


@personal_data_requested.listener(long=True)
def on_personal_data_requested(event: Announcement) -> None:
    """Make the copy that was asked for."""
    run_export(export_id=event.facts["export_id"])


@personal_data_ready.listener
def on_personal_data_ready(event: Announcement) -> None:
    """Tell its owner."""
    send_copy_ready(export_id=event.facts["export_id"], message_id=event.id)


@erasure_requested.listener
def on_erasure_requested(event: Announcement) -> None:
    """Tell who goes until when they can stay."""
    send_account_closed(person_id=event.facts["person_id"], message_id=event.id)


@receiver(authenticator_removed)
def on_second_factor_removed(request: HttpRequest, **kwargs: Any) -> None:
    """The admin asks at the next request whether there is still one."""
    forget_second_factor(request)


@receiver([password_changed, password_set])
def on_password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever knew the old password is out; their sessions are worth nothing, and go."""
    end_sessions(user=user, keep=request.session.session_key)


@receiver(password_reset)
def on_password_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Who resets a password is nowhere logged in until they log in with it, which they may."""
    end_sessions(user=user)
    # allauth forgets the tries of addresses that it knows; those whom an admin made have none.
    get_adapter()._delete_login_attempts_cached_email(request, email=user.email)
