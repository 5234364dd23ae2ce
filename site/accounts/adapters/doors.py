"""Where allauth leads people, and how it writes to them: in the language of their profile."""

from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import is_headless_request
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse, translate_url
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.adapters.limits import FailedTriesAdapter
from accounts.models import User
from accounts.services.email_verification import start_verification
from accounts.validators import is_time_zone
from accounts.views.privacy import offer_to_keep


class AccountAdapter(FailedTriesAdapter):
    """allauth's own, which knows what a person said in their profile."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and this password do not belong together. Look for a slip, or choose a "
            "new password below."
        ),
        # Of second steps; of passwords, `FailedTriesAdapter` says how many minutes.
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
        "duplicate_email": _("Your account has this address already."),
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where who logged in goes, unless their way says otherwise."""
        url = str(super().get_login_redirect_url(request))
        language = request.user.profile.language  # type: ignore[union-attr] # logged in
        return str(translate_url(url, language)) if language else url

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> Any:
        """Offer a closed account to who has just shown that it is theirs; turn others away."""
        is_offered = isinstance(user, User) and offer_to_keep(request, user)
        if is_offered and not is_headless_request(request):
            return redirect("accounts:keep")
        return super().respond_user_inactive(request, user)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the home page in the language that the person was reading."""
        return reverse("wagtail_serve", args=[""])

    def is_safe_url(self, url: str) -> bool:
        """Return whether a way on stays on this site; one that is no address at all does not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_login_stages(self) -> list[str]:
        """Return the steps on the way in, ours in the place of allauth's own."""
        theirs, ours = "EmailVerificationStage", "accounts.adapters.stages.ConfirmAddressStage"
        return [ours if path.endswith(theirs) else path for path in super().get_login_stages()]

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """Send a link that works once, in place of allauth's, which nothing could take back."""
        confirmation = start_verification(email_address=emailconfirmation.email_address)
        super().send_confirmation_mail(request, confirmation, signup)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address in the mail; who was on their way somewhere is led there after it."""
        url = str(super().get_reset_password_from_key_url(key))
        place = self.request.GET.get("next", "")
        return f"{url}?{urlencode({'next': place})}" if self.is_safe_url(place) else url

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Send news of an account; allauth alone would not tell `send_mail` whose it is."""
        context = {"user": user} | (context or {})
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the language and by the clock of the person it goes to.

        Its links lead to pages in the same language. Who has no account, or never chose a language,
        is written to in that of the page.
        """
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        if not isinstance(person, User):
            super().send_mail(template_prefix, email, context)
            return
        profile = person.profile
        language = profile.language or translation.get_language()
        zone = ZoneInfo(profile.timezone) if is_time_zone(profile.timezone) else None
        with_links = context | {
            name: translate_url(str(value), language)
            for name, value in context.items()
            if language and name.endswith("_url") and value
        }
        with translation.override(language), timezone.override(zone):
            super().send_mail(template_prefix, email, with_links)
