"""Ids for what a site knows by keys and slugs: short, unique, and the same at every export."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.text import slugify

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
ID_LENGTH = 64
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def make_ids(wanted: Mapping[int, tuple[str, str]], kind: str) -> dict[int, str]:
    """Return an id for every primary key, given the id at its source and its slug.

    An id of the source is kept where it is a valid one; `kind` begins one that a slug in another
    script, or one that begins with a digit, cannot make.
    """
    ids: dict[int, str] = {}
    for key, (source, _slug) in wanted.items():
        if is_id(source) and source not in ids.values():
            ids[key] = source
    for key, (_source, slug) in wanted.items():
        if key not in ids:
            ids[key] = make_unique(make_id_of(slug, kind), ids.values())
    return ids


def is_id(text: str) -> bool:
    return len(text) <= ID_LENGTH and ID.fullmatch(text) is not None


def make_id_of(slug: str, kind: str) -> str:
    plain = re.sub(r"[-_]+", "-", slugify(slug)).strip("-")
    if not plain[:1].isalpha():
        plain = f"{kind}-{plain}".rstrip("-")
    return plain[: ID_LENGTH - 4].rstrip("-")


def make_unique(name: str, taken: Iterable[str]) -> str:
    known = set(taken)
    found, number = name, 2
    while found in known:
        found, number = f"{name}-{number}", number + 1
    return found


def letter_of(number: int) -> str:
    """Return "a" for 0, "z" for 25, "aa" for 26."""
    before, last = divmod(number, len(LETTERS))
    return (letter_of(before - 1) if before else "") + LETTERS[last]


def make_key(value: Any) -> str:
    """Return a UUID as text; empty for what is none."""
    try:
        return str(UUID(str(value)))
    except ValueError:
        return ""
