"""What the account itself keeps of a person: registered like every other app's."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import registry
from wagtail.models import APIToken, ModelLogEntry, PageSubscription, UploadedFile
from wagtail.users.models import UserProfile as AdminProfile

from accounts.enums import Role
from accounts.models import ErasureRequest, PersonalDataExport, User
from accounts.models.profile import AVATAR_SIZES, UserProfile, name_avatar
from accounts.ports import (
    Erased,
    ExportFile,
    ExportPart,
    ExportTable,
    Forecast,
    Kept,
    Obstacle,
    PersonalData,
    StoredFile,
    Traces,
)
from accounts.services.data_archives import single_row
from accounts.services.roles import set_role
from accounts.services.sessions import end_sessions
from events.models import Delivery

DELETED_PERSON = "Deleted person"
"""What stands for the name of a person who was erased: in data, so in one language."""
IDENTITY_APPS = ("accounts", "account", "mfa", "usersessions", "socialaccount")
"""The apps whose every row that points at a person goes with them."""
KEPT_MODELS = (ErasureRequest, UserProfile)
"""But these: the proof of the erasure, and the emptied profile, without which no page can be."""


class AccountData(PersonalData):
    """Account, profile, addresses, ways of logging in, sessions."""

    name = "account"
    label = _("Your account")

    def export(self, person: User) -> Iterable[ExportPart]:
        yield single_row("account", _describe_account(person))
        yield single_row("profile", _describe_profile(person.profile))
        yield _table(
            "addresses",
            EmailAddress.objects.filter(user=person),
            ("email", "verified", "primary"),
        )
        # Without their secrets: whoever holds the copy must not get in by it.
        yield _table(
            "second-factor",
            Authenticator.objects.filter(user=person),
            ("type", "created_at", "last_used_at"),
        )
        yield _table(
            "sessions",
            UserSession.objects.filter(user=person),
            ("created_at", "last_seen_at", "ip", "user_agent"),
        )
        yield _table(
            "social-accounts",
            SocialAccount.objects.filter(user=person),
            ("provider", "uid", "date_joined", "last_login", "extra_data"),
        )
        yield _table(
            "copies-of-your-data",
            PersonalDataExport.objects.filter(person=person),
            ("requested_at", "state", "ready_at", "expires_at"),
        )
        yield from _export_avatar(person.profile)

    def foretell(self, person: User) -> Forecast:
        return Forecast(
            deleted=[
                _("Your name, your addresses, your profile and your picture."),
                _("Every login, second factor, linked account and session."),
            ],
            kept=[
                Kept(
                    _("An account without a name, known by a number."),
                    _("So that what others wrote in answer to you keeps its place."),
                )
            ],
        )

    def list_obstacles(self, person: User) -> Sequence[Obstacle]:
        if person.role != Role.ADMIN:
            return ()
        others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=person.pk)
        if others.exists():
            return ()
        return [Obstacle("last_admin", _("You are the only admin. Give somebody the role first."))]

    def erase(self, person: User, traces: Traces) -> Erased:
        files = _list_files(person)
        end_sessions(user=person)
        deleted = _delete_identity(person)
        if person.role != Role.STUDENT:
            set_role(user=person, role=Role.STUDENT)
        _empty_account(person)
        return Erased(
            deleted=deleted,
            anonymous={
                "accounts.User": 1,
                "wagtailcore.ModelLogEntry": _clean_logs(person, traces),
                "events.Delivery": _clean_deliveries(traces),
            },
            kept=[Kept("accounts.User", "Others' rows point at its number.")],
            files=files,
        )


def _describe_account(person: User) -> list[tuple[str, Any]]:
    return [
        ("id", person.pk),
        ("email", person.email),
        ("first_name", person.first_name),
        ("last_name", person.last_name),
        ("role", person.role),
        ("joined", person.date_joined),
        ("last_login", person.last_login),
    ]


def _describe_profile(profile: UserProfile) -> list[tuple[str, Any]]:
    """Return every column of the profile but its key."""
    return [
        (field.name, getattr(profile, field.name))
        for field in profile._meta.concrete_fields
        if not field.primary_key
    ]


def _table(name: str, rows: "models.QuerySet[Any]", columns: tuple[str, ...]) -> ExportTable:
    return ExportTable(name, columns, rows.order_by("pk").values_list(*columns).iterator())


def _avatar_files(profile: UserProfile) -> list[StoredFile]:
    if not profile.avatar:
        return []
    return [StoredFile("default", name_avatar(profile.avatar, size)) for size in AVATAR_SIZES]


def _export_avatar(profile: UserProfile) -> Iterable[ExportPart]:
    largest = _avatar_files(profile)[-1:]
    return [ExportFile("picture.webp", file) for file in largest]


def _list_files(person: User) -> list[StoredFile]:
    exports = PersonalDataExport.objects.filter(person=person).exclude(file="")
    uploads = UploadedFile.objects.filter(uploaded_by_user=person)
    admin_profile = AdminProfile.objects.filter(user=person).exclude(avatar="").first()
    return [
        *_avatar_files(person.profile),
        *(StoredFile("private", str(export.file.name)) for export in exports),
        *(StoredFile("default", str(upload.file.name)) for upload in uploads),
        *([StoredFile("default", str(admin_profile.avatar.name))] if admin_profile else []),
    ]


def _delete_identity(person: User) -> dict[str, int]:
    """Delete every row of identity that points at the person, whoever adds the next kind."""
    deleted: dict[str, int] = {}
    for relation in person._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.app_label in IDENTITY_APPS and model not in KEPT_MODELS:
            rows = model._base_manager.filter(**{relation.field.name: person})
            deleted |= rows.delete()[1]
    for furniture in (AdminProfile, EditingSession, FormState, APIToken, PageSubscription):
        deleted |= furniture._base_manager.filter(user=person).delete()[1]
    return deleted | UploadedFile.objects.filter(uploaded_by_user=person).delete()[1]


def _empty_account(person: User) -> None:
    """Leave a row that says nothing; saved one by one, so that pages with the name are renewed."""
    person = User.objects.get(pk=person.pk)
    person.email = f"deleted-{person.pk}@deleted.invalid"
    person.first_name, person.last_name = DELETED_PERSON.split()
    person.is_active = False
    person.last_login = None
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()
    profile = person.profile
    for field in profile._meta.concrete_fields:
        if not field.primary_key:
            setattr(profile, field.attname, field.get_default())
    profile.save()


def _clean_logs(person: User, traces: Traces) -> int:
    """Take the person out of the labels and details of Wagtail's logs; return of how many."""
    about = ModelLogEntry.objects.for_instance(person)
    changed: int = about.update(label=DELETED_PERSON, data={})
    changed += _clean_own_rows(person)
    for model in registry.get_log_entry_models():
        for entry in _find_entries(model, traces):
            entry.label = _replace(entry.label, traces)
            entry.data = json.loads(_replace(json.dumps(entry.data, ensure_ascii=False), traces))
            entry.save(update_fields=["label", "data"])
            changed += 1
    return changed


def _clean_own_rows(person: User) -> int:
    """Clean the labels of rows that were the person's own and began with how they were called."""
    models_of_people = [relation.related_model for relation in User._meta.related_objects]
    types = ContentType.objects.get_for_models(*models_of_people).values()
    name = person.display_name
    entries = ModelLogEntry.objects.filter(content_type__in=types, label__startswith=name)
    for entry in entries:
        entry.label = DELETED_PERSON + entry.label[len(name) :]
        entry.save(update_fields=["label"])
    return len(entries)


def _find_entries(model: Any, traces: Traces) -> Iterable[Any]:
    """Return the entries in which one of the words stands.

    SQLite keeps JSON with escapes and knows large and small letters of ASCII alone, so the others
    are looked for both ways.
    """
    found = Q(pk=None)
    for word in {way for name in traces.words for way in (name, name.lower(), name.upper())}:
        escaped = json.dumps(word)[1:-1]
        found |= Q(label__icontains=word) | Q(text__icontains=word) | Q(text__icontains=escaped)
    return model.objects.annotate(text=Cast("data", TextField())).filter(found)


def _replace(text: str, traces: Traces) -> str:
    """Return `text` with the stand-in for each of the words, whatever the case of its letters."""
    for word in sorted(traces.words, key=len, reverse=True):
        text = re.sub(re.escape(word), DELETED_PERSON, text, flags=re.IGNORECASE)
    return text


def _clean_deliveries(traces: Traces) -> int:
    """Take errors away that name an address: a mail server repeats whom it refused."""
    found = Q(pk=None)
    for address in traces.addresses:
        found |= Q(error__icontains=address)
    return Delivery.objects.filter(found).update(error="")
