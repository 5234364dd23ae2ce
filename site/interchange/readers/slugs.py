"""Ids as a course folder writes them: small letters, digits and single hyphens, a letter first."""

import hashlib
import re
import unicodedata

LENGTH = 64
OTHER = re.compile(r"[^a-z0-9]+")
LEADING_NUMBER = re.compile(r"^[\d.]+[-_ .]+(?=.)")


def make_slug(text: str, fallback: str = "part") -> str:
    """Return an id made of words in any script, the same one from the same words.

    `fallback`, an id itself, begins the id of words that do not begin with a Latin letter. Words
    that are too long, or in which no Latin letter or digit stands, are told apart by a digest.
    """
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = OTHER.sub("-", latin).strip("-")
    if not slug and text.strip():
        slug = make_digest(text)
    if not slug[:1].isalpha():
        slug = f"{fallback}-{slug}".rstrip("-")
    if len(slug) > LENGTH:
        slug = f"{slug[: LENGTH - 9].rstrip('-')}-{make_digest(text)}"
    return slug


def make_digest(text: str) -> str:
    """Return eight characters, the first a letter, that stand for a text."""
    return (
        "x" + hashlib.sha1(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:7]
    )


def strip_number(name: str) -> str:
    """Return the name of a folder or file without the number that puts it in order."""
    return LEADING_NUMBER.sub("", name)


def make_unique(slug: str, taken: set[str]) -> str:
    """Return the id, or with a number after it where it is taken, and add it to `taken`."""
    found, number = slug, 1
    while found in taken:
        number += 1
        ending = f"-{number}"
        found = slug[: LENGTH - len(ending)].rstrip("-") + ending
    taken.add(found)
    return found
