"""What each screen of a learner shows: one dataclass a screen, made by one selector."""

from dataclasses import dataclass
from datetime import datetime

from core.money import Money
from course_pages.models import CourseImage, LessonAttachment
from course_pages.selectors.cards import CourseCard
from course_pages.selectors.outline import OutlineModule
from learning.enums import CourseDoor, LessonDoor


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner is: completed published lessons of all published lessons."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down, so that 100 means every lesson."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.done == self.total


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """One course of a learner."""

    card: CourseCard
    progress: Progress
    continue_url: str
    """The lesson to go on with; the course page when nothing is left."""
    continue_title: str
    completed_at: datetime | None
    last_opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class HomeScreen:
    """What the front door shows."""

    continue_with: ShelfEntry | None
    newest: tuple[CourseCard, ...]
    catalogue_url: str


@dataclass(frozen=True, slots=True)
class MyLearningScreen:
    """A learner's shelf: begun courses first, the last opened on top, then the completed ones."""

    current: tuple[ShelfEntry, ...]
    completed: tuple[ShelfEntry, ...]
    catalogue_url: str


@dataclass(frozen=True, slots=True)
class Teacher:
    """One of the course's staff, as learners see them."""

    name: str
    headline: str
    bio: str


@dataclass(frozen=True, slots=True)
class CourseScreen:
    """What a course page shows."""

    course_id: int
    thumbnail: CourseImage | None
    category: str
    category_url: str
    level: str
    delivery: str
    price: Money
    lesson_count: int
    minutes: int
    teachers: tuple[Teacher, ...]
    authors: tuple[str, ...]
    """Who wrote the course, where that is said."""
    licence: str
    outline: tuple[OutlineModule, ...]
    preview_url: str
    """The first lesson open to everyone; empty when there is none."""
    catalogue_url: str
    door: CourseDoor
    progress: Progress | None
    """None for those who are not enrolled."""
    done: frozenset[int]
    """Ids of the completed lessons."""
    continue_url: str
    continue_title: str

    @property
    def opens_all(self) -> bool:
        """Whether every lesson of the outline is a link for this person."""
        return self.door in (CourseDoor.ENROLLED, CourseDoor.STAFF)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The lesson before or after."""

    title: str
    url: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """One module in the lesson's rail: only the current one lists its lessons."""

    module_id: int
    title: str
    url: str
    """The module's first lesson."""
    is_current: bool
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class CheckState:
    """What a learner's answer to one knowledge check looks like; made by the server alone."""

    chosen: frozenset[str]
    """Ids of the chosen choices."""
    is_right: bool
    feedback: dict[str, str]
    """Choice id to feedback, for the chosen choices only."""
    explanation: str
    tries: int


@dataclass(frozen=True, slots=True)
class LessonScreen:
    """What a lesson page shows to somebody who may open it, or to an editor's preview."""

    lesson_id: int
    door: LessonDoor
    course_title: str
    course_url: str
    module_title: str
    modules: tuple[ModuleLine, ...]
    current: OutlineModule
    """The module of this lesson, with its lessons."""
    done: frozenset[int]
    """Ids of the completed lessons of the current module."""
    number: int
    total: int
    """This is lesson `number` of `total`."""
    previous: Neighbour | None
    next: Neighbour | None
    minutes: int
    progress: Progress | None
    can_complete: bool
    is_complete: bool
    position: int
    position_block: str
    attachments: tuple[LessonAttachment, ...]
    checks: dict[str, CheckState]
    """Block id to state, for the checks that were answered."""
    language: str
    """Language of the words when they are not the reader's own; "" otherwise."""
