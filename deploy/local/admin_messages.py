"""Wagtail's own admin in the platform's languages: what its packages leave open, we translate.

    .venv/bin/python deploy/local/admin_messages.py          renew the list, compile, measure
    .venv/bin/python deploy/local/admin_messages.py --table   measure alone

Wagtail calls its Indonesian "id_ID", the platform says "id": what the packages have there is taken
over when the catalogs are compiled, and only what they lack is kept in site/locale_admin. What a
newer release translates itself falls out of our list, and is named.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from messages import DATE, NOISE, is_translated

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "site" / "locale_admin"
DOMAINS = ("django", "djangojs")
SOURCES = {"id": ("id", "id_ID"), "ar": ("ar",)}
"""Language to the names under which packages keep it, the nearest first."""
PLURALS = {
    "id": "nplurals=1; plural=0;",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
}
"""As gettext has them: Babel gives Indonesian two forms, and Arabic others than everybody."""
PACKAGES = (
    "wagtail.admin",
    "wagtail",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.search",
    "wagtail.embeds",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtailmedia",
    "taggit",
)
Key = tuple[str, str]
"""Context ("" for none) and singular of a message."""


@dataclass(frozen=True, slots=True)
class Row:
    """How much of one package there is in one language."""

    package: str
    domain: str
    total: int
    theirs: int
    """Messages that this package or another brings translated."""
    ours: int
    """Messages that only we have."""


def measure(language: str) -> Iterator[Row]:
    """Count, package by package, what is translated by whom."""
    for domain in DOMAINS:
        known = read_known(language, domain)
        kept = read_kept(language, domain).keys() - known
        for package in PACKAGES:
            wanted = read_wanted(package, domain).keys()
            if wanted:
                yield Row(package, domain, len(wanted), len(wanted & known), len(wanted & kept))


def renew(language: str, domain: str) -> None:
    """Write our catalog anew: what no package has in `language`, with what we said of it so far."""
    kept = read_kept(language, domain)
    catalog = make_catalog(language, domain)
    known = read_known(language, domain)
    for package in PACKAGES:
        for key, message in read_wanted(package, domain).items():
            if key not in known:
                words = kept[key].string if key in kept else None
                catalog.add(
                    message.id,
                    string=words,
                    context=message.context,
                    locations=[(package, 0)],
                    flags=message.flags & {"python-format", "python-brace-format"},
                )
    for key in kept.keys() & known:
        print(f"==> {language}: a package has its own words now for {key[1]!r}")
    path = path_of(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalog, width=0, include_lineno=False)
    path.write_text(NOISE.sub("", path.read_text("utf-8")), "utf-8")
    read_messages.cache_clear()


def compile_catalog(language: str, domain: str) -> None:
    """Write what Django reads: theirs where they have it, ours where they do not."""
    catalog = gather(language, domain)
    with path_of(language, domain).with_suffix(".mo").open("wb") as target:
        write_mo(target, catalog)


def gather(language: str, domain: str) -> Catalog:
    """Return the words of all packages in `language`.

    What a package keeps under the platform's own name of the language is found by Django itself
    and left out.
    """
    catalog = make_catalog(language, domain)
    messages: dict[Key, Message] = {}
    for package in PACKAGES:
        elsewhere = read_theirs(package, language, domain, names=SOURCES[language][1:])
        messages = {**elsewhere, **messages}
    for key, message in sorted({**messages, **read_kept(language, domain)}.items()):
        catalog.add(message.id, string=message.string, context=key[0] or None)
    return catalog


def read_known(language: str, domain: str) -> set[Key]:
    """Return what any of the packages says in `language`; words are shared between them."""
    return {key for package in PACKAGES for key in read_theirs(package, language, domain)}


def make_catalog(language: str, domain: str) -> Catalog:
    """Return an empty catalog whose bytes say nothing of the hour."""
    catalog = Catalog(locale=language, domain=domain, project="Hybrid LMS", version="", fuzzy=False)
    catalog.header_comment = "# What Wagtail and its companions leave untranslated."
    catalog.creation_date = catalog.revision_date = DATE
    catalog.mime_headers = [("Plural-Forms", PLURALS[language])]
    return catalog


def read_wanted(package: str, domain: str) -> dict[Key, Message]:
    return read_messages(folder_of(package) / "en" / "LC_MESSAGES" / f"{domain}.po")


def read_theirs(
    package: str, language: str, domain: str, *, names: tuple[str, ...] | None = None
) -> dict[Key, Message]:
    found: dict[Key, Message] = {}
    for name in SOURCES[language] if names is None else names:
        path = folder_of(package) / name / "LC_MESSAGES" / f"{domain}.po"
        found = {**translated(read_messages(path)), **found}
    return found


def read_kept(language: str, domain: str) -> dict[Key, Message]:
    return translated(read_messages(path_of(language, domain)))


def translated(messages: dict[Key, Message]) -> dict[Key, Message]:
    return {
        key: message
        for key, message in messages.items()
        if is_translated(message.string) and not message.fuzzy
    }


@cache
def read_messages(path: Path) -> dict[Key, Message]:
    if not path.exists():
        return {}
    with path.open("rb") as source:
        catalog = read_po(source, ignore_obsolete=True)
    return {key_of(message): message for message in catalog if message.id}


def key_of(message: Message) -> Key:
    words = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return (message.context or "", words)


def folder_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed.")
    return Path(spec.origin).parent / "locale"


def path_of(language: str, domain: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def print_table() -> None:
    for language in SOURCES:
        rows = list(measure(language))
        print(f"\n{language:<44}{'messages':>9}{'theirs':>8}{'ours':>6}{'all':>7}")
        for row in [*rows, add_up(rows)]:
            share = (row.theirs + row.ours) / row.total
            name = f"{row.package} {row.domain}"
            print(f"{name:<44}{row.total:>9}{row.theirs:>8}{row.ours:>6}{share:>7.0%}")


def add_up(rows: list[Row]) -> Row:
    return Row(
        "together",
        "",
        sum(row.total for row in rows),
        sum(row.theirs for row in rows),
        sum(row.ours for row in rows),
    )


if __name__ == "__main__":
    if "--table" not in sys.argv:
        for language in SOURCES:
            for domain in DOMAINS:
                renew(language, domain)
                compile_catalog(language, domain)
    print_table()
