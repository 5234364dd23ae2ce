"""What a lesson says about itself outside its pages: config.yaml, AUTHORS, CITATION."""

import datetime
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from interchange.readers.carpentries.layout import CONFIGS
from interchange.readers.carpentries.pages import read_text
from interchange.readers.carpentries.titles import cut, plain_title
from interchange.readers.languages import find_language
from interchange.readers.licences import read_licence
from interchange.readers.loose_markdown import read_yaml
from interchange.readers.slugs import make_slug
from interchange.report import Report

CARPENTRIES = {
    "swc": "Software Carpentry",
    "dc": "Data Carpentry",
    "lc": "Library Carpentry",
    "cp": "The Carpentries",
    "incubator": "The Carpentries Incubator",
    "lab": "The Carpentries Lab",
}
NAME_LENGTH = 80
TEMPLATE = re.compile(r"^(styles|lesson-example)$|template|[<>]", re.IGNORECASE)
"""Repositories that lessons are begun from: an address that nobody has changed yet."""
CITATIONS = ("CITATION.cff", "CITATION.CFF")
AUTHOR_FILES = ("AUTHORS", "AUTHORS.md", "AUTHORS.txt")
PERSON = re.compile(r"\s*(?:[-*+]\s+)?(?P<name>[^<>()\[\]@,:;#|]+?)\s*(?:[<(\[,@].*)?")
"""A line that names somebody; an address or more may follow."""
WORDS_OF_A_NAME = 6


class Facts:
    """The settings of a lesson, and the names in its files."""

    def __init__(self, root: Path, report: Report) -> None:
        self.root = root
        self.report = report
        self.file = next((name for name in CONFIGS if (root / name).is_file()), "")
        self.values = self.read_config()

    def read_config(self) -> Mapping[str, Any]:
        if not self.file:
            return {}
        values = read_yaml(read_text(self.root / self.file))
        if values is None:
            message = "it is no YAML that can be read; the pages are taken in the order of names"
            self.report.warn(self.file, None, "yaml", message)
        return values or {}

    def word(self, key: str) -> str:
        """Return a setting as one line of text."""
        value = self.values.get(key)
        return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""

    def names(self, *keys: str) -> list[str]:
        """Return the page names that the first of the settings with any lists."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, list):
                return [PurePosixPath(str(name)).name for name in value if name]
        return []

    @property
    def title(self) -> str:
        return cut(plain_title(self.word("title")))

    @property
    def id(self) -> str:
        """The name of the repository, which outlives a title; else the title."""
        repository = self.word("source") or self.word("repository")
        name = PurePosixPath(path_of(repository)).name.removesuffix(".git")
        if TEMPLATE.search(name):
            name = ""
        return make_slug(name or self.title or self.root.name)

    @cached_property
    def language(self) -> str:
        code = self.word("lang") or self.word("language") or "en"
        found = find_language(code)
        if not found:
            message = f"the site has no language “{code}”; the course is taken for English"
            self.report.warn(self.file, None, "language-unavailable", message)
        return found or "en"

    @property
    def licence(self) -> str:
        return read_licence(self.root) or tidy_licence(self.word("license"))

    @property
    def settings(self) -> dict[str, Any]:
        """All settings under their own names, as plain JSON."""
        return {key: plain_json(value) for key, value in self.values.items()}

    @property
    def authors(self) -> tuple[str, ...]:
        """The people that the lesson names, else the organization; at least one."""
        people = [*self.people_of_citation(), *self.people_of_file()]
        carpentry = self.word("carpentry")
        organization = CARPENTRIES.get(carpentry, carpentry) or "The Carpentries"
        return tuple(dict.fromkeys(people)) or (cut(organization, NAME_LENGTH),)

    def people_of_file(self) -> Iterable[str]:
        for name in AUTHOR_FILES:
            if (self.root / name).is_file():
                lines = read_text(self.root / name).split("\n")
                return [person for line in lines if (person := find_person(line))]
        return []

    def people_of_citation(self) -> Iterable[str]:
        for name in CITATIONS:
            if (self.root / name).is_file():
                values = read_yaml(read_text(self.root / name)) or {}
                authors = values.get("authors")
                people = authors if isinstance(authors, list) else []
                return [name for person in people if (name := name_of(person))]
        return []


def path_of(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/")
    except ValueError:
        return ""


def find_person(line: str) -> str:
    """Return the name that a line of an AUTHORS file holds; empty when it holds none."""
    found = PERSON.fullmatch(line[:500])
    name = " ".join(found["name"].split()) if found else ""
    fits = name[:1].isalpha() and len(name.split()) <= WORDS_OF_A_NAME
    return name if fits and len(name) <= NAME_LENGTH and not name.endswith(".") else ""


def name_of(person: object) -> str:
    """Return the name of an author in CITATION.cff."""
    if not isinstance(person, Mapping):
        return ""
    keys = ("given-names", "name-particle", "family-names")
    names = [str(person[key]) for key in keys if person.get(key)]
    return cut(" ".join(names) or str(person.get("name") or ""), NAME_LENGTH)


def tidy_licence(words: str) -> str:
    """Return a licence as SPDX writes it: “CC-BY 4.0” is CC-BY-4.0."""
    return cut(re.sub(r"\s+", "-", words.upper()), NAME_LENGTH)


def plain_json(value: object) -> Any:
    """Return a value of YAML as JSON knows it."""
    if isinstance(value, Mapping):
        return {str(key): plain_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain_json(inner) for inner in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)
