"""Mails about a person's data, in their language. Sent by the worker, which has no request."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import ExportState
from accounts.models import ErasureRequest, PersonalDataExport, User
from accounts.validators import is_time_zone


def send_copy_ready(*, export_id: int, message_id: int) -> None:
    """Tell a person that their copy can be fetched; nothing when it is gone by now."""
    rows = PersonalDataExport.objects.select_related("person__profile")
    export = rows.filter(pk=export_id, state=ExportState.READY).first()
    if export is None or not export.person.is_active:
        return
    facts = {"expires_at": export.expires_at}
    _send("data_ready", "accounts:privacy", export.person, export.language, facts, message_id)


def send_account_closed(*, person_id: int, message_id: int) -> None:
    """Tell a person until when they can keep the account; nothing when it is over by now."""
    rows = ErasureRequest.objects.select_related("person__profile")
    request = rows.filter(pk=person_id, done_at=None).first()
    if request is None:
        return
    language = request.person.profile.language or settings.LANGUAGE_CODE
    facts = {"due_at": request.due_at}
    _send("account_closed", "account_login", request.person, language, facts, message_id)


def _send(
    name: str, place: str, person: User, language: str, facts: dict[str, Any], message_id: int
) -> None:
    """Send the mail called `name`; a second sending has the same id, so that one is shown."""
    zone = person.profile.timezone
    clock = ZoneInfo(zone) if is_time_zone(zone) else None
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    with translation.override(language), timezone.override(clock):
        context = {"url": settings.WAGTAILADMIN_BASE_URL + reverse(place), **facts}
        subject = render_to_string(f"account/email/{name}_subject.txt", context)
        EmailMessage(
            subject=" ".join(subject.split()),
            body=render_to_string(f"account/email/{name}_message.txt", context).strip(),
            to=[person.email],
            headers={"Message-ID": f"<{name}-{message_id}@{domain}>"},
        ).send()
