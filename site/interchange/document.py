"""A course between two systems: plain values, no rows and no pages.

Readers make it from a foreign format, writers fill apps with it, gatherers make it from the apps.
Ids are the source's own. HTML is clean and holds only what the editor's rich text offers; all
other texts are plain.

Links inside the course are written as addresses that a writer re-points: `course-file:NAME` leads
to the file of the course called NAME (`SourceFile.name`, percent-encoded), `course-lesson:ID` to
one of its lessons, and `#ANCHOR` to a heading, a line in bold or the title of a box in the same
lesson: its words as `course_pages.blocks.anchors` writes them.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from core.money import Money

FILE_LINK = "course-file:"
LESSON_LINK = "course-lesson:"


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


# --- the parts of a body --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextPart:
    """Running text. Mathematics stands in it between `\\(` and `\\)`, as LaTeX."""

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
class MathPart:
    """A formula on a line of its own, in LaTeX without delimiters."""

    latex: str


@dataclass(frozen=True, slots=True)
class QuotePart:
    html: str
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table. Cells are clean HTML of one line: words, code, links. Every row is equally long."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file to download, in the middle of a lesson."""

    file: SourceFile
    title: str


@dataclass(frozen=True, slots=True)
class EmbedPart:
    """Something elsewhere on the web that the site shows as a link of its own."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class AudioPart:
    file: SourceFile
    title: str
    transcript: str = ""


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
class CalloutPart:
    """A word aside. `kind` is a `CalloutKind`; the body holds no callouts and no checks."""

    kind: str
    title: str
    body: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class DetailsPart:
    """Something shown on demand. `kind` is a `DetailsKind`: solution, hint or more."""

    kind: str
    title: str
    body: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    text: str
    correct: bool
    feedback: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class CheckPart:
    """A knowledge check. Its texts are plain, with code between `backticks`."""

    id: str
    question: str
    kind: str
    choices: tuple[Choice, ...]
    explanation: str
    hints: tuple[str, ...] = ()
    key: str = ""


Part = (
    TextPart
    | CodePart
    | ImagePart
    | MathPart
    | QuotePart
    | TablePart
    | FilePart
    | EmbedPart
    | AudioPart
    | VideoPart
    | CalloutPart
    | DetailsPart
    | CheckPart
)


# --- the course -----------------------------------------------------------------------------------
# `key` is the identity a site gave to something before it was exported: a UUID, else "". Where it
# is empty, the writer works the identity out from the ids.


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
    key: str = ""


@dataclass(frozen=True, slots=True)
class ModuleDocument:
    id: str
    title: str
    summary: str
    lessons: tuple[LessonDocument, ...]
    place: Place
    key: str = ""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    file: SourceFile
    alt: str


@dataclass(frozen=True, slots=True)
class LessonTranslation:
    """The words of the lesson `id` in another language.

    Checks and choices bear the ids of the original's. Which choices are right is the original's to
    say: a writer does not ask the translation.
    """

    id: str
    title: str
    summary: str
    body: tuple[Part, ...]
    attachments: tuple[Attachment, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class ModuleTranslation:
    id: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class CourseTranslation:
    """A course in another language. What it has no lesson for stays in the original's words."""

    language: str
    title: str
    subtitle: str
    description: str
    outcomes: tuple[str, ...]
    requirements: tuple[str, ...]
    modules: tuple[ModuleTranslation, ...]
    lessons: tuple[LessonTranslation, ...]
    place: Place
    sources: tuple[str, ...] = ()
    """Paths of the files that hold it in the source; one that ends in a slash is all below it."""


Facts = Mapping[str, Any]
"""Plain JSON values."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the source says and the site has no place for yet: kept whole, exported again.

    All of it is plain JSON. Lessons and checks are named by their ids in the document.
    """

    grading: tuple[Facts, ...] = ()
    """One entry for each kind of graded work: type, weight, min_count, drop_count ..."""
    cutoffs: Facts = field(default_factory=dict)
    """The share of the points that each grade needs: {"Pass": 0.8}."""
    dates: tuple[Facts, ...] = ()
    """What begins or is due when: lesson or module, start, due."""
    questions: tuple[Facts, ...] = ()
    """Questions with more than a check can hold: lesson, check, kind, points, attempts, data ..."""
    notes: tuple[Facts, ...] = ()
    """Texts that are not for learners: id, title, html."""
    settings: Facts = field(default_factory=dict)
    """The rest, under the source's own names."""


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
    key: str = ""
    translations: tuple[CourseTranslation, ...] = ()
    kept: Kept = field(default_factory=Kept)
    files: tuple[SourceFile, ...] = ()
    """Files that only links lead to; those of parts and attachments are known without it."""
    cover: str = ""
    """Pattern of the drawn cover that stands for a missing thumbnail; "" leaves it to the site."""

    @property
    def lessons(self) -> Iterator[LessonDocument]:
        """All lessons in the order of the course."""
        for module in self.modules:
            yield from module.lessons
