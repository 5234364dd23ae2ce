"""The platform's own words in every language it speaks: all there, all whole, all compiled."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import ngettext, override

from tests.template_database import ROOT

LOCALE = ROOT / "site" / "locale"
LANGUAGES = [code for code, _name in settings.INTERFACE_LANGUAGES if code != "en"]
COLLECTED = ("course_pages", "learning", "search", "site", "templates", "manage.py")


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_missing_or_doubtful(code: str) -> None:
    catalog = read_catalog(LOCALE / code / "LC_MESSAGES" / "django.po")

    assert [entry.id for entry in catalog if entry.id and not all(words_of(entry.string))] == []
    assert [entry.id for entry in catalog if entry.fuzzy and entry.id] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_translation_takes_the_same_values(code: str) -> None:
    catalog = read_catalog(LOCALE / code / "LC_MESSAGES" / "django.po")
    faults = [str(error) for entry, errors in catalog.check() for error in errors]

    assert faults == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_django_reads_is_what_was_translated(code: str) -> None:
    source = LOCALE / code / "LC_MESSAGES" / "django.po"
    with source.with_suffix(".mo").open("rb") as compiled:
        known = read_mo(compiled)

    assert translations_of(known) == translations_of(read_catalog(source))


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_every_word_of_the_sources_has_been_collected(tmp_path: Path) -> None:
    for name in COLLECTED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("*.pyc", "demo"))
        else:
            shutil.copy(source, tmp_path / name)
    command = [sys.executable, "manage.py", "makemessages", "--no-obsolete", "--locale=id"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    fresh = read_catalog(tmp_path / "site" / "locale" / "id" / "LC_MESSAGES" / "django.po")

    for code in LANGUAGES:
        kept = read_catalog(LOCALE / code / "LC_MESSAGES" / "django.po")
        assert sorted(ids_of(fresh) - ids_of(kept)) == []
        assert sorted(ids_of(kept) - ids_of(fresh)) == []


def test_arabic_has_its_six_ways_to_count() -> None:
    with override("ar"):
        forms = {
            ngettext("%(counter)s lesson", "%(counter)s lessons", number) % {"counter": number}
            for number in (0, 1, 2, 3, 11, 100)
        }

    assert len(forms) == 6


def read_catalog(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, abort_invalid=True)


def translations_of(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Return what is said for each message; of one that counts, the singular is its name."""
    return {
        f"{plain(entry.context)}/{words_of(entry.id)[0]}": words_of(entry.string)
        for entry in catalog
        if entry.id
    }


def plain(context: "str | bytes | None") -> str:
    """Babel reads contexts from compiled files as bytes."""
    return context.decode() if isinstance(context, bytes) else context or ""


def ids_of(catalog: Catalog) -> set[str]:
    return {words_of(entry.id)[0] + (entry.context or "") for entry in catalog if entry.id}


def words_of(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, tuple | list) else (words or "",)
