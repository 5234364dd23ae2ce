"""Where allauth leads people, and how it writes to them: in the language of their profile."""

from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.validators import is_time_zone


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own, which knows what a person said in their profile."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and this password do not belong together. Look for a slip, or choose a "
            "new password below."
        ),
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

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the home page in the language that the person was reading."""
        return reverse("wagtail_serve", args=[""])

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
