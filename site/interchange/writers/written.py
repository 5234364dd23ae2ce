"""What a writer hands back: everything that it takes to look at an import, and to undo it."""

from dataclasses import dataclass, field

from course_pages.models import CoursePage


@dataclass(frozen=True, slots=True)
class Conflict:
    """A page that was edited on the site and has changed in the source since the last import."""

    pk: int
    lesson: str
    """Id of the lesson in the document; empty for a course or a module."""
    title: str
    """The page's title on the site."""
    why: str


@dataclass(frozen=True, slots=True)
class Revised:
    """A page that an import has given another version."""

    pk: int
    previous_revision: int | None
    was_live: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one course."""

    course: CoursePage
    created: tuple[int, ...] = ()
    """New pages in every language, each after the one above it."""
    revised: tuple[Revised, ...] = ()
    unpublished: tuple[int, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    files: tuple[tuple[str, int], ...] = ()
    """Label of the model and primary key of each row of a file that was stored."""
    lessons: dict[str, int] = field(default_factory=dict)
    """The page of each lesson, in the language of the original, by the lesson's id."""
    unchanged: bool = False
    """Nothing was written: the source is what it was."""
