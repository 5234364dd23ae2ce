"""Forms of the people admin: a role instead of flags."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from accounts.enums import Role
from accounts.models import User
from accounts.services.deactivation import deactivate_person, reactivate_person
from accounts.services.email_verification import vouch_for_address
from accounts.services.roles import INSTRUCTORS, set_role


class PersonFormMixin(forms.ModelForm):  # type: ignore[type-arg] # Django has no generics
    """Saves a person's role by the one service that keeps groups and flags true to it.

    `actor` is who fills the form in. Saving raises `NotAllowed` where a service refuses.
    """

    error_messages = {
        "duplicate_username": _("Somebody with this e-mail address has an account already."),
        "password_mismatch": _("The two passwords are not the same."),
    }

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        help_text=_(
            "Instructors may open this admin; which courses they may edit is decided by each "
            "course’s staff list. Who is no instructor any more stays on those lists, without "
            "rights, and gets them back with the role. Admins may do everything."
        ),
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields.pop("is_superuser", None)
        for name in ("first_name", "last_name"):
            self.fields[name].required = False
        # The instructors' group comes and goes with the role.
        groups = self.fields["groups"]
        groups.queryset = Group.objects.exclude(name=INSTRUCTORS)  # type: ignore[attr-defined]
        self.initial["role"] = self.instance.role

    def clean_email(self) -> str:
        """Return the address in small letters: it is unique whatever the case of its letters."""
        email: str = self.cleaned_data["email"].lower()
        return email

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        is_new = self.instance.pk is None
        user: User = super().save(commit=commit)
        if commit and is_new:
            vouch_for_address(user=user)
        role = self.cleaned_data.get("role")
        if not commit or not role:
            return user
        return set_role(user=user, role=Role(role), actor=self.actor)


class PersonCreationForm(PersonFormMixin, UserCreationForm):
    """A new person; the admin tells them their first password, and answers for the address."""


class PersonEditForm(PersonFormMixin, UserEditForm):
    """A person's account; nobody changes their own role, lest no admin is left.

    Nobody sets the password of somebody else: the person is sent a link to choose one.
    """

    password_enabled = False

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, editing_self=editing_self, **kwargs)
        self.was_active = self.instance.is_active
        if editing_self:
            del self.fields["role"]
        else:
            self.fields["is_active"].help_text = _(
                "Who is not active cannot log in, and is logged out everywhere at once. Nothing of "
                "theirs is lost."
            )

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        wanted, self.instance.is_active = self.instance.is_active, self.was_active
        user = super().save(commit=commit)
        if commit and wanted != self.was_active:
            change = reactivate_person if wanted else deactivate_person
            change(person=user, actor=self.actor)
        return user


class RoleForm(forms.Form):
    """The question of the bulk action."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
