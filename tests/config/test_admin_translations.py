"""Wagtail's admin speaks the platform's languages: what packages leave open, we translate."""

import re
import sys
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from django.test import Client
from wagtail.users.models import UserProfile

from accounts.models import User
from tests.template_database import ROOT

sys.path.insert(0, str(ROOT / "deploy" / "local"))

import admin_messages

PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<\w+|</\w+>")
PAIRS = [(code, domain) for code in admin_messages.SOURCES for domain in admin_messages.DOMAINS]


@pytest.mark.parametrize("code", admin_messages.SOURCES)
def test_every_package_is_translated(code: str) -> None:
    rows = list(admin_messages.measure(code))
    poor = [row for row in rows if row.theirs + row.ours < 0.95 * row.total]

    assert poor == []
    assert admin_messages.add_up(rows).total > 2000


@pytest.mark.parametrize(("code", "domain"), PAIRS)
def test_values_and_tags_survive_translation(code: str, domain: str) -> None:
    faults = [
        (words, said)
        for message in admin_messages.read_kept(code, domain).values()
        for words, said in sentences(message)
        if set(PLACE.findall(said)) - set(PLACE.findall(words))
    ]

    assert faults == []


@pytest.mark.parametrize(("code", "domain"), PAIRS)
def test_nothing_named_in_a_message_is_left_out(code: str, domain: str) -> None:
    """A message that counts may leave its number out in some forms; any other says all."""
    faults = [
        message.id
        for message in admin_messages.read_kept(code, domain).values()
        if not isinstance(message.id, tuple | list)
        if set(PLACE.findall(message.id)) != set(PLACE.findall(str(message.string)))
    ]

    assert faults == []


@pytest.mark.parametrize(("code", "domain"), PAIRS)
def test_what_django_reads_is_what_was_translated(code: str, domain: str) -> None:
    wanted = admin_messages.gather(code, domain)
    with admin_messages.path_of(code, domain).with_suffix(".mo").open("rb") as compiled:
        known = read_mo(compiled)

    assert dict(forms_of(known)) == dict(forms_of(wanted))


@pytest.mark.parametrize(("code", "domain"), PAIRS)
def test_no_package_has_words_of_its_own_for_ours(code: str, domain: str) -> None:
    kept = admin_messages.read_kept(code, domain).keys()

    assert sorted(kept & admin_messages.read_known(code, domain)) == []


def test_the_admin_speaks_to_a_teacher_in_indonesian(client: Client, instructor: User) -> None:
    speak(instructor, "id")
    client.force_login(instructor)

    page = client.get("/admin/").content.decode()

    assert '<html lang="id"' in page
    assert "Langsung ke isi utama" in page  # ours
    assert "Skip to main content" not in page


def test_scripts_of_the_admin_do_too(client: Client, instructor: User) -> None:
    speak(instructor, "id")
    client.force_login(instructor)

    words = client.get("/admin/jsi18n/").content.decode()
    localize = client.get("/admin/localize/jsi18n/").content.decode()

    assert '"Insert a block": "Sisipkan blok"' in words
    assert '"Not translated": "Belum diterjemahkan"' in localize


def speak(person: User, language: str) -> None:
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})


def forms_of(catalog: Catalog) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the first form of every message, by which it is known, and all forms of ours."""
    for message in catalog:
        if message.id:
            yield (plain(message.context), listed(message.id)[0]), listed(message.string)


def plain(context: str | bytes | None) -> str:
    """Babel reads contexts from compiled files as bytes."""
    return context.decode() if isinstance(context, bytes) else context or ""


def listed(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, tuple | list) else (words or "",)


def sentences(message: Message) -> Iterator[tuple[str, str]]:
    """Yield what is said in the source, all its forms together, and each form of ours."""
    for words in listed(message.string):
        yield " ".join(listed(message.id)), words
