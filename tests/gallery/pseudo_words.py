"""The pseudo-language: every message in look-alike letters, in brackets, and longer than it was.

"Save %(name)s" becomes "⟦Şȧṽḗ %(name)s ...⟧". Whatever still stands in plain letters on a screen
came from no message. It takes the place of English in one process; nothing of it is kept.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.test import override_settings

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = "en"
"""English gives way: everything on the stage is there in English, so its screens are full."""
DOMAINS = ("django", "djangojs")
OPEN, CLOSE = "⟦", "⟧"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALIKE = "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ"
"""Letters that no real word on the stage has."""
LETTERS = str.maketrans(PLAIN, ALIKE)
KEPT = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%%|%[sdifr]|\{[^{}]*\}|<[^<>]*>|&#?\w+;")
"""Placeholders, tags and entities."""
FORMAT = re.compile(r"[A-Z_]+(?:_FORMAT|_SEPARATOR|_GROUPING|_WEEK)")
"""Django's catalogs once held formats of dates under such names; they are no words."""
FILLING = ["ŀǿƞɠḗř", "ŧħȧƞ", "īŧ", "ẇȧş", "ĵŭşŧ", "ȧ", "ḿǿḿḗƞŧ", "ȧɠǿ"]


@contextmanager
def pseudo_language() -> Iterator[None]:
    """Let everything that is rendered in this process speak the pseudo-language for English."""
    with TemporaryDirectory() as folder:
        for domain in DOMAINS:
            path = Path(folder) / LANGUAGE / "LC_MESSAGES" / f"{domain}.mo"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as target:
                write_mo(target, make_catalog(domain))
        with override_settings(LOCALE_PATHS=[folder]):
            yield


def make_catalog(domain: str) -> Catalog:
    """Return every message of ours and of the installed packages, disguised.

    A message that one says plainly and another counts is counted.
    """
    catalog = Catalog(locale=LANGUAGE, domain=domain, fuzzy=False)
    messages = [message for path in list_sources(domain) for message in read_messages(path)]
    for message in sorted(messages, key=lambda message: isinstance(message.id, tuple)):
        catalog.add(message.id, string=disguise_all(message.id), context=message.context)
    return catalog


def list_sources(domain: str) -> list[Path]:
    """Return the catalogs that name every message once: English, and for our own words any."""
    folders = [Path(str(django.__file__)).parent / "conf" / "locale"]
    folders += [Path(config.path) / "locale" for config in apps.get_app_configs()]
    paths = [folder / "en" / "LC_MESSAGES" / f"{domain}.po" for folder in folders]
    paths.append(ROOT / "site" / "locale" / "id" / "LC_MESSAGES" / f"{domain}.po")
    return [path for path in paths if path.exists()]


def read_messages(path: Path) -> list[Message]:
    with path.open("rb") as source:
        return [message for message in read_po(source, ignore_obsolete=True) if message.id]


def disguise_all(words: str | tuple[str, ...] | list[str]) -> str | tuple[str, ...]:
    if isinstance(words, str):
        return disguise(words)
    return tuple(disguise(form) for form in words)


def disguise(words: str) -> str:
    """Return words of one message as the pseudo-language has them.

    A single word is drawn out by its last vowel, as languages do that put words together.
    """
    if FORMAT.fullmatch(words):
        return words
    plain = KEPT.sub("", words)
    parts, kept = KEPT.split(words), [*KEPT.findall(words), ""]
    body = "".join(part.translate(LETTERS) + hold for part, hold in zip(parts, kept, strict=True))
    longer = count_extra(len(plain.strip()))
    filling = "ḗ" * longer if plain.strip().isalpha() else fill(longer)
    return f"{OPEN}{body}{filling}{CLOSE}"


def count_extra(length: int) -> int:
    """Return by how many letters a message grows: by two fifths, a short one by more."""
    share = 0.8 if length <= 10 else 0.6 if length <= 20 else 0.4
    return round(length * share)


def fill(length: int) -> str:
    """Return a beginning of the filling of about `length` letters, whole words alone."""
    words: list[str] = []
    taken = 0
    while taken < length:
        word = FILLING[len(words) % len(FILLING)]
        words.append(word)
        taken += len(word) + 1
    return "".join(f" {word}" for word in words)
