"""Two of allauth's addresses for apps: signing up, and confirming an address."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.headless.account import views as theirs
from allauth.headless.account.inputs import SignupInput, VerifyEmailInput
from allauth.headless.constants import Client
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from accounts.models import User
from accounts.services.email_verification import find_confirmation


class AppSignupInput(SignupInput):
    """allauth's, which would accept a password that is nearly the address."""

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean()
        password = words.get("password")
        if password:
            try:
                get_adapter().clean_password(password, user=User(email=words.get("email", "")))
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return words

    def clean_password(self) -> str:
        """Return the password as it is; `clean` looks at it when the address is known."""
        password: str = self.cleaned_data["password"]
        return password


class AppVerifyEmailInput(VerifyEmailInput):
    """allauth's, for links of ours."""

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        verification = find_confirmation(key)
        if verification is None:
            raise get_adapter().validation_error("invalid_or_expired_key")
        if not verification.email_address.can_set_verified():
            raise get_adapter().validation_error("email_taken")
        self.verification = verification
        return key


class AppSignupView(theirs.SignupView):
    """Make an account; the answer is the same whether the address has one or not.

    Who has no profile yet is written to in the language that the app asks for.
    """

    input_class = {"POST": AppSignupInput}

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Without a language in the address, Django's middleware takes the default.
        asked = translation.get_language_from_request(request)
        spoken = dict(settings.INTERFACE_LANGUAGES)
        with translation.override(asked if asked in spoken else settings.LANGUAGE_CODE):
            return super().handle(request, *args, **kwargs)


class AppVerifyEmailView(theirs.VerifyEmailView):
    """Tell whose address a link confirms, and confirm it."""

    input_class = AppVerifyEmailInput


signup = AppSignupView.as_api_view(client=Client.APP)
verify_email = AppVerifyEmailView.as_api_view(client=Client.APP)
