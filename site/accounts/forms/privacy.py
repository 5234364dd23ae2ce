"""What somebody types before their account goes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class ErasureForm(forms.Form):
    """Asks for the person's own address, so that nobody does it by a slip."""

    address = forms.CharField(
        label=_("Your e-mail address"),
        help_text=_("Type it to show that you mean it."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": _("Type your e-mail address.")},
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = address

    def clean_address(self) -> str:
        """Return the address as typed.

        Raises:
            ValidationError: it is another than the person's.
        """
        typed: str = self.cleaned_data["address"]
        if typed.strip().casefold() != self.expected.casefold():
            raise ValidationError(_("This is not the address of this account."), code="other")
        return typed
