"""How people come in by another site: as whom, with what, and never into somebody's account."""

from typing import Any

import structlog
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import is_headless_request
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.adapters.providers import OURS

logger = structlog.get_logger(__name__)
LENGTH = 150
"""Of a first or last name in the database."""
KEPT = ("name", "username", "email")
"""What we keep of what a provider tells about a person, so that they know the account again."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """allauth's own; providers come from the environment alone, and no address opens an account."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _(
            "You have an account with this address already. Log in to it, then connect %s under "
            "“Connected accounts”."
        ),
        "invalid_token": _("This token is not valid."),
        "no_password": _("You could not log in any more. Choose a password first."),
        "no_verified_email": _("Confirm your e-mail address first: without it you could be lost."),
        "connected_other": _("This account is connected to somebody else's account here."),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the providers that have keys; those in the database are not asked for."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_provider(self, request: HttpRequest, provider: str, client_id: Any = None) -> Any:
        """Return a provider by its id, ours in the place of allauth's.

        Raises:
            SocialApp.DoesNotExist: it has no keys.
        """
        return harden(super().get_provider(request, provider, client_id=client_id))

    def list_providers(self, request: HttpRequest) -> list[Any]:
        return [harden(provider) for provider in super().list_providers(request)]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        """Take the name over, cut to what fits; forget what else the provider told."""
        data = {key: clean(data.get(key)) for key in (*KEPT, "first_name", "last_name")}
        sociallogin.account.extra_data = {key: data[key] for key in KEPT if data[key]}
        user = super().populate_user(request, sociallogin, data)
        user.first_name, user.last_name = user.first_name[:LENGTH], user.last_name[:LENGTH]
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse to open an account by its address: its owner logs in and connects.

        Only who owns the address by the provider's word is told; everybody else gets the answer of
        a sign-up, which is the same whether there is an account or not.
        """
        # One address is enough; the others are the person's own business.
        del sociallogin.email_addresses[1:]
        is_login = sociallogin.state.get("process") != AuthProcess.CONNECT
        if not is_login or sociallogin.is_existing or not sociallogin.email_addresses:
            return
        (address,) = sociallogin.email_addresses
        if not address.verified or not filter_users_by_email(address.email):
            return
        refusal = self.validation_error("email_taken", sociallogin.provider.name)
        if sociallogin.is_headless or is_headless_request(request):
            raise refusal
        messages.warning(request, refusal.messages[0])
        way = sociallogin.get_redirect_url(request)
        query = f"?{urlencode({REDIRECT_FIELD_NAME: way})}" if way else ""
        raise ImmediateHttpResponse(redirect(reverse("account_login") + query))

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Any, str] | None:
        """Return whose address this is, where SOCIAL_LOGIN_BY_EMAIL allows it and both ends know.

        allauth would take the provider's word alone, and wipe the password of the account.
        """
        found = super().authenticate_by_email(sociallogin)
        if found is None:
            return None
        person, email = found
        owned = EmailAddress.objects.filter(user=person, email__iexact=email, verified=True)
        return found if owned.exists() else None

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        """Make the account, its profile, its address and its connection, or none of them."""
        return super().save_user(request, sociallogin, form)

    def validate_disconnect(self, account: SocialAccount, accounts: Any) -> None:
        """Refuse to take off the last way in; a provider without keys lets nobody in.

        Raises:
            django.core.exceptions.ValidationError: "no_password".
        """
        if account.user.has_usable_password():
            return
        working = [provider.sub_id for provider in self.list_providers(self.request)]
        if not accounts.exclude(pk=account.pk).filter(provider__in=working).exists():
            raise self.validation_error("no_password")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Tell who runs the site; the person is told only that it could not be done."""
        logger.warning(
            "social_login_failed",
            provider=getattr(provider, "sub_id", str(provider)),
            error=str(error),
            exception=type(exception).__name__ if exception else "",
            cause=str(exception or "")[:200],
        )


def harden(provider: Any) -> Any:
    """Return our class of a provider in the place of allauth's."""
    return OURS[provider.id](provider.request, app=provider.app)


def clean(value: Any) -> str:
    """Return a provider's word as plain text without control characters; what is no text, as ""."""
    if not isinstance(value, str):
        return ""
    return "".join(letter for letter in value if letter.isprintable()).strip()[:254]
