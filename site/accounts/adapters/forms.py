"""allauth's forms in the words of the house: one name for one thing, and what to do about an error.

Labels stand above their fields and stay while somebody types, so there are no placeholders.
"""

from typing import Any

from allauth.account import forms as theirs
from allauth.socialaccount import forms as social
from django import forms
from django.utils.translation import gettext_lazy as _

ADDRESS, AGAIN, NEW = _("E-mail address"), _("The same password again"), _("New password")
PASSWORD_RULES = _(
    "At least 8 characters, and not numbers alone. No password that many people use, and nothing "
    "close to your name or address."
)
"""What AUTH_PASSWORD_VALIDATORS ask for, told before they refuse."""
ADDRESS_ERRORS = {
    "required": _("Type your e-mail address."),
    "invalid": _("Something is missing. An address looks like dewi@example.com."),
}
PASSWORD_ERRORS = {"required": _("Type a password.")}


class PlainWords(forms.Form):
    """Puts the labels of the house on allauth's fields."""

    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            field = self.fields[name]
            field.label = label
            field.widget.attrs.pop("placeholder", None)
            field.error_messages |= ADDRESS_ERRORS if label is ADDRESS else PASSWORD_ERRORS
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_RULES


class LoginForm(PlainWords, theirs.LoginForm):
    labels = {"login": ADDRESS, "password": _("Password")}


class SignupForm(PlainWords, theirs.SignupForm):
    labels = {"email": ADDRESS, "password1": _("Password"), "password2": AGAIN}


class SocialSignupForm(PlainWords, social.SignupForm):
    labels = {"email": ADDRESS}


class AddEmailForm(PlainWords, theirs.AddEmailForm):
    labels = {"email": ADDRESS}


class ChangePasswordForm(PlainWords, theirs.ChangePasswordForm):
    labels = {"oldpassword": _("Current password"), "password1": NEW, "password2": AGAIN}


class SetPasswordForm(PlainWords, theirs.SetPasswordForm):
    labels = {"password1": _("Password"), "password2": AGAIN}


class ResetPasswordForm(PlainWords, theirs.ResetPasswordForm):
    labels = {"email": ADDRESS}


class ResetPasswordKeyForm(PlainWords, theirs.ResetPasswordKeyForm):
    labels = {"password1": NEW, "password2": AGAIN}


class ReauthenticateForm(PlainWords, theirs.ReauthenticateForm):
    labels = {"password": _("Password")}
