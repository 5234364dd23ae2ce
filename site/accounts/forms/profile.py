"""Everybody's own profile."""

from collections import defaultdict
from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from accounts.services.avatars import LARGEST, NO_PICTURE, cut_avatar
from accounts.validators import is_time_zone, list_time_zones
from core.exceptions import InvalidInput
from core.text import get_own_name

COMMON_ZONES = (
    "UTC",
    "Asia/Jakarta",
    "Asia/Makassar",
    "Asia/Jayapura",
    "Asia/Singapore",
    "Asia/Riyadh",
    "Africa/Cairo",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
)
"""The first that are offered; all others follow by part of the world."""
PARTS_OF_THE_WORLD = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}


TOO_LONG = _("This is too long: %(show_value)d characters, and %(limit_value)d fit. Shorten it.")


class PlainTextField(forms.CharField):
    """Words of several lines; a line ends the same way whatever machine they were typed on."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


class ProfileForm(forms.Form):
    """What a person says about themselves."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "given-name", "dir": "auto"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "family-name", "dir": "auto"}),
    )
    headline = forms.CharField(
        label=_("Headline"),
        max_length=120,
        required=False,
        help_text=_("One line about you, such as “Baker and bookkeeper”. Up to 120 characters."),
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )
    bio = PlainTextField(
        label=_("About you"),
        max_length=2000,
        required=False,
        help_text=_(
            "Up to 2,000 characters. Visitors read it only if you teach a course, or show your "
            "profile to everybody."
        ),
        widget=forms.Textarea({"rows": 6, "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        help_text=_("Mails come in this language, and after logging in you begin in it."),
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Times on your pages and in mails are told by this clock."),
        error_messages={"invalid_choice": _("Choose a time zone from the list.")},
    )
    public_profile = forms.BooleanField(
        label=_("Show my profile to everybody"),
        required=False,
        help_text=_(
            "A page of your own with your name, picture, headline, what you say about yourself and "
            "the courses you teach. Never your e-mail address. Search engines are asked to leave "
            "it out."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["max_length"] = TOO_LONG
        self._set_choices("language", [("", _("The language of the page I open")), *_languages()])
        self._set_choices("timezone", offer_time_zones(self.initial.get("timezone", "")))

    def clean_timezone(self) -> str:
        """Refuse a zone that was kept once and that this machine does not know any more."""
        name = str(self.cleaned_data["timezone"])
        if not is_time_zone(name):
            raise ValidationError(_("Choose a time zone from the list."), code="invalid_choice")
        return name

    def _set_choices(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # it is a ChoiceField


class AvatarForm(forms.Form):
    """Asks for a picture; what is valid is cut to its squares already."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, up to 2 MB. We keep the middle of it, as a square."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
        validators=[FileExtensionValidator(["jpg", "jpeg", "png", "webp"], message=NO_PICTURE)],
        error_messages={"required": _("Choose a picture first."), "empty": NO_PICTURE},
    )

    def clean_picture(self) -> dict[int, bytes]:
        """Return the squares that `cut_avatar` makes; of a file that is too large, no byte more."""
        upload: UploadedFile[bytes] = self.cleaned_data["picture"]
        try:
            return cut_avatar(upload.read(LARGEST + 1))
        except InvalidInput as error:
            raise ValidationError(str(error.message), code=error.code) from error


def offer_time_zones(kept: str) -> list[tuple[Any, Any]]:
    """Return the zones to choose from in groups; `kept` is among them though it be an old name."""
    zones = _group_time_zones()
    offered = {name for _group, names in zones for name, _label in names}
    extra = [] if kept in offered or not kept else [(kept, kept)]
    return [(_("Often chosen"), [*extra, *((name, _label(name)) for name in COMMON_ZONES)]), *zones]


@lru_cache
def _group_time_zones() -> list[tuple[Any, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(list_time_zones() - set(COMMON_ZONES)):
        part = name.partition("/")[0]
        if part in PARTS_OF_THE_WORLD and name != part:
            groups[part].append((name, _label(name)))
    return [(words, groups[part]) for part, words in PARTS_OF_THE_WORLD.items() if groups[part]]


def _label(name: str) -> str:
    """Return a zone by its place: "Buenos Aires (America/Argentina)"."""
    part, slash, place = name.rpartition("/")
    return f"{place} ({part})".replace("_", " ") if slash else name


def _languages() -> list[tuple[str, str]]:
    return [(code, get_own_name(code)) for code, _name in settings.INTERFACE_LANGUAGES]
