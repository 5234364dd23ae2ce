"""Collect every word that can be translated into site/locale, and make what Django reads of it.

    .venv/bin/python deploy/local/messages.py           collect (needs GNU gettext), then compile
    .venv/bin/python deploy/local/messages.py --compile  compile alone, after a translation

Both kinds of file are in the repository, so that nobody needs gettext to run the product.
"""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "site" / "locale"
LANGUAGES = ("id", "ar")
IGNORED = (".venv", "var", "staticfiles", "tests", "screenshots", "docs", "deploy")
DATE = datetime(2026, 1, 1, tzinfo=UTC)
NOISE = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To'
    r"|Generated-By):.*\n",
    re.MULTILINE,
)


def collect() -> None:
    LOCALE.mkdir(exist_ok=True)
    command = [sys.executable, str(ROOT / "manage.py"), "makemessages", "--no-obsolete"]
    command += ["--add-location", "file", "--no-wrap"]
    command += [f"--locale={code}" for code in LANGUAGES]
    command += [f"--ignore={name}" for name in IGNORED]
    subprocess.run(command, cwd=ROOT, check=True)
    for source in list_sources():
        forget_guesses(source)
        # The hour of the collection says nothing, and would make a change of every one.
        source.write_text(NOISE.sub("", source.read_text("utf-8")), "utf-8")


def forget_guesses(source: Path) -> None:
    """Empty what gettext took from a message that is written alike: a guess is no translation."""
    with source.open("rb") as words:
        catalog = read_po(words, abort_invalid=True)
    for entry in catalog:
        if entry.id and entry.fuzzy:
            forms = entry.string if isinstance(entry.string, tuple | list) else ()
            entry.string = tuple("" for _form in forms) or ""
            entry.flags.discard("fuzzy")
    with source.open("wb") as target:
        write_po(target, catalog, width=0, include_lineno=False)


def compile_messages() -> None:
    for source in list_sources():
        with source.open("rb") as words:
            catalog = read_po(words, abort_invalid=True)
        # The same words are the same bytes, whenever they are compiled.
        catalog.creation_date = catalog.revision_date = DATE
        with source.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalog)
        missing = [entry.id for entry in catalog if entry.id and not is_translated(entry.string)]
        print(f"==> {source.parent.parent.name}: {len(catalog)} messages, {len(missing)} missing")


def is_translated(words: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(words) if isinstance(words, tuple | list) else bool(words)


def list_sources() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


if __name__ == "__main__":
    if "--compile" not in sys.argv:
        collect()
    compile_messages()
