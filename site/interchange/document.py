"""A course between two systems: plain values, no rows and no pages.

Readers make it from a foreign format, writers fill apps with it. Ids are the source's own. HTML is
clean and holds only what the editor's rich text offers; all other texts are plain.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from core.money import Money


@dataclass(frozen=True)
class SourceFile:
    """A file of the course, not yet stored."""

    path: Path
    name: str
    """Its path in the course, with forward slashes."""

    @cached_property
    def digest(self) -> str:
        """SHA-1 of the content in hexadecimal, as Wagtail computes it for images and documents."""
        with self.path.open("rb") as content:
            return hashlib.file_digest(content, "sha1").hexdigest()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the source something stands, for reports."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class TextPart:
    html: str


@dataclass(frozen=True, slots=True)
class CodePart:
    language: str
    title: str
    code: str


@dataclass(frozen=True, slots=True)
class ImagePart:
    file: SourceFile
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class CalloutPart:
    kind: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Captions:
    language: str
    file: SourceFile


@dataclass(frozen=True, slots=True)
class VideoPart:
    """A recording of the course's own, or a video elsewhere: exactly one of `file` and `embed`."""

    file: SourceFile | None
    embed: str
    title: str
    captions: Captions | None
    transcript: str
    poster: SourceFile | None


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class CheckPart:
    """A knowledge check. Its texts are plain, with code between `backticks`."""

    id: str
    question: str
    kind: str
    choices: tuple[Choice, ...]
    explanation: str


Part = TextPart | CodePart | ImagePart | CalloutPart | VideoPart | CheckPart


@dataclass(frozen=True, slots=True)
class Attachment:
    file: SourceFile
    title: str


@dataclass(frozen=True, slots=True)
class LessonDocument:
    id: str
    title: str
    summary: str
    minutes: int
    free_preview: bool
    attachments: tuple[Attachment, ...]
    body: tuple[Part, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class ModuleDocument:
    id: str
    title: str
    summary: str
    lessons: tuple[LessonDocument, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Thumbnail:
    file: SourceFile
    alt: str


@dataclass(frozen=True, slots=True)
class CourseDocument:
    """One course. `category` is a path of names, outermost first."""

    id: str
    language: str
    title: str
    subtitle: str
    description: str
    outcomes: tuple[str, ...]
    requirements: tuple[str, ...]
    category: tuple[str, ...]
    level: str
    delivery: str
    price: Money
    licence: str
    authors: tuple[str, ...]
    thumbnail: Thumbnail | None
    modules: tuple[ModuleDocument, ...]
    place: Place

    @property
    def lessons(self) -> Iterator[LessonDocument]:
        """All lessons in the order of the course."""
        for module in self.modules:
            yield from module.lessons
