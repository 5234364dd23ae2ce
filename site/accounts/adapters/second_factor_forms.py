"""allauth's forms of the second factor in the words of the house."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

CODE_ERRORS = {"required": _("Type a code.")}
NAME_ERRORS = {"required": _("Give it a name.")}
NAME_LENGTH = 60


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
    """Refuses an answer of no browser's making, which allauth would stumble over."""

    answer: type[AuthenticationResponse] | type[RegistrationResponse] = AuthenticationResponse
    error_messages = {
        "unknown": _("This passkey did not fit, or the page stood open too long. Try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        credential = self.fields["credential"]
        for code in ("required", "invalid"):
            credential.error_messages[code] = self.error_messages["unknown"]
        credential.validators.append(self._check_shape)

    def _check_shape(self, credential: Any) -> None:
        try:
            self.answer.from_dict(credential)
        except (TypeError, ValueError, KeyError, AttributeError):
            raise self._unknown() from None

    def _unknown(self) -> ValidationError:
        return ValidationError(self.error_messages["unknown"], code="unknown")


class PasskeyProof(PasskeyAnswer):
    """Says of a passkey what allauth says of a code."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc] # of allauth's forms
        except ValidationError as error:
            if error.code == "incorrect_code":
                raise self._unknown() from None
            raise


class AuthenticateWebAuthnForm(PasskeyProof, webauthn.AuthenticateWebAuthnForm):
    """The second step of logging in, by a passkey."""


class ReauthenticateWebAuthnForm(PasskeyProof, webauthn.ReauthenticateWebAuthnForm):
    """Is it you? by a passkey."""


class LoginWebAuthnForm(PasskeyProof, webauthn.LoginWebAuthnForm):
    """Logging in by a passkey alone."""


class AddWebAuthnForm(PasskeyAnswer, webauthn.AddWebAuthnForm):
    """A new passkey; whether it is enough alone is decided when it is made."""

    answer = RegistrationResponse

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _put_name_words(self.fields["name"])
        alone = self.fields["passwordless"]
        alone.label = _("Log in with it alone, without my password")
        alone.help_text = ""
        alone.initial = True

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except ValidationError as error:
            if error.code == "incorrect_code":
                raise self._unknown() from None
            raise


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
