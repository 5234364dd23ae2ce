"""allauth's forms of the second factor in the words of the house."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.adapters.second_factor import SecondFactorAdapter

CODE_ERRORS = {"required": _("Type a code.")}
NAME_ERRORS = {"required": _("Give it a name.")}
NAME_LENGTH = 60
UNKNOWN_PASSKEY = SecondFactorAdapter.error_messages["unknown_passkey"]


class CodeWords(forms.Form):
    """Says which code is asked for; a code is typed on the keys of a number."""

    code_help: Any = _("Six digits from your app, or one of your recovery codes.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code")
        code.help_text = self.code_help
        code.error_messages |= CODE_ERRORS
        code.widget.attrs.pop("placeholder", None)
        code.widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "maxlength": 20,
            "dir": "ltr",
        }


class AuthenticateForm(CodeWords, base.AuthenticateForm):
    """The second step of logging in."""


class ReauthenticateForm(CodeWords, base.ReauthenticateForm):
    """Is it you? by a code."""


class ActivateTOTPForm(CodeWords, totp.ActivateTOTPForm):
    code_help = _("The six digits that your app shows now.")


class PasskeyAnswer(forms.Form):
    """Says of a passkey what allauth says of a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in ("required", "invalid"):
            self.fields["credential"].error_messages[code] = UNKNOWN_PASSKEY

    def add_error(self, field: str | None, error: Any) -> None:
        if getattr(error, "code", "") == "incorrect_code":
            error = get_adapter().validation_error("unknown_passkey")
        super().add_error(field, error)


class AuthenticateWebAuthnForm(PasskeyAnswer, webauthn.AuthenticateWebAuthnForm):
    """The second step of logging in, by a passkey."""


class ReauthenticateWebAuthnForm(PasskeyAnswer, webauthn.ReauthenticateWebAuthnForm):
    """Is it you? by a passkey."""


class LoginWebAuthnForm(PasskeyAnswer, webauthn.LoginWebAuthnForm):
    """Logging in by a passkey alone."""


class AddWebAuthnForm(PasskeyAnswer, webauthn.AddWebAuthnForm):
    """A new passkey; whether it is enough alone is decided when it is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _put_name_words(self.fields["name"])
        alone = self.fields["passwordless"]
        alone.label = _("Log in with it alone, without my password")
        alone.help_text = ""
        alone.initial = True


class EditWebAuthnForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _put_name_words(self.fields["name"])


def _put_name_words(name: Any) -> None:
    name.label = _("Name")
    name.help_text = _("So that you know it again, such as “My phone”.")
    name.validators.append(MaxLengthValidator(NAME_LENGTH))
    name.widget.attrs |= {"maxlength": NAME_LENGTH, "autocomplete": "off", "dir": "auto"}
    name.error_messages |= NAME_ERRORS
