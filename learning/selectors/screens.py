"""What each screen of a learner shows: one dataclass a screen, made by one selector."""

from dataclasses import dataclass
from datetime import datetime

from core.money import Money
from course_pages.blocks.transcripts import write_clock
from course_pages.drawings.covers import Cover
from course_pages.drawings.strips import Strip
from course_pages.models import CourseImage, LessonAttachment
from course_pages.selectors.cards import CourseCard
from course_pages.selectors.course_versions import CourseVersion
from course_pages.selectors.offer import Offer
from course_pages.selectors.outline import OutlineModule
from learning.enums import CourseDoor, LessonDoor
from learning.selectors.notes import NoteView


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
    strip: Strip
    """The course drawn to scale, the lesson to go on with lit."""
    strip_in_list: Strip
    """The same; all strips of a shelf share one scale, so a shorter course looks shorter."""
    minutes_left: int
    """Minutes of the lessons to do."""
    continue_url: str
    """The lesson to go on with; the course page when nothing is left."""
    continue_title: str
    continue_language: str
    """Language of the title; "" when it is the reader's own."""
    continue_minutes: int
    module_title: str
    """The module of the lesson to go on with."""
    continue_second: int
    """Where the recording of that lesson stopped; 0 for text and for what was not begun."""
    is_begun: bool
    """Whether that lesson was begun, or another one is done."""
    completed_at: datetime | None
    last_opened_at: datetime | None

    @property
    def continue_clock(self) -> str:
        """The second as players show it: 4:12, 1:04:12."""
        return write_clock(self.continue_second)


@dataclass(frozen=True, slots=True)
class OpenLesson:
    """A lesson that everybody may open."""

    title: str
    url: str
    minutes: int
    language: str
    """Language the title is in; "" when it is the reader's own."""


@dataclass(frozen=True, slots=True)
class HomeScreen:
    """What the front door shows."""

    continue_with: ShelfEntry | None
    """For somebody in the middle of a course; they see no greeting for visitors."""
    name: str
    """Of whoever is logged in; "" for visitors."""
    can_teach: bool
    book: CourseCard | None
    """The book that stands in front on the desk; None before the first course."""
    spines: tuple[CourseCard, ...]
    """The books beside it, an even half on either side."""
    newest: tuple[CourseCard, ...]
    open_lesson: OpenLesson | None
    offer: Offer
    catalogue_url: str

    @property
    def spines_before(self) -> tuple[CourseCard, ...]:
        return self.spines[: (len(self.spines) + 1) // 2]

    @property
    def spines_after(self) -> tuple[CourseCard, ...]:
        return self.spines[(len(self.spines) + 1) // 2 :]


@dataclass(frozen=True, slots=True)
class MyLearningScreen:
    """A learner's shelf: begun courses first, the last opened on top, then the completed ones."""

    current: tuple[ShelfEntry, ...]
    completed: tuple[ShelfEntry, ...]
    notes: tuple[NoteView, ...]
    """What was written last."""
    catalogue_url: str

    @property
    def is_empty(self) -> bool:
        return not self.current and not self.completed

    @property
    def first(self) -> ShelfEntry | None:
        """The course to go on with."""
        return self.current[0] if self.current else None

    @property
    def others(self) -> tuple[ShelfEntry, ...]:
        return self.current[1:]


@dataclass(frozen=True, slots=True)
class Teacher:
    """One of the course's staff, as learners see them."""

    name: str
    headline: str
    bio: str
    url: str = ""
    """Their own page; "" where they have none."""
    avatar_url: str = ""
    """Where their picture is; "" without one."""

    @property
    def initial(self) -> str:
        return self.name[:1].upper()


@dataclass(frozen=True, slots=True)
class CourseScreen:
    """What a course page shows."""

    course_id: int
    thumbnail: CourseImage | None
    cover: Cover
    """Shown where there is no thumbnail."""
    strip: Strip
    category: str
    category_url: str
    level: str
    delivery: str
    price: Money
    lesson_count: int
    minutes: int
    open_count: int
    """Lessons that everybody may open."""
    versions: tuple[CourseVersion, ...]
    """The languages that it is published in."""
    captions: tuple[str, ...]
    """Languages of captions, each by its own name."""
    video_lessons: frozenset[int]
    """Ids of the lessons with a film."""
    revised_at: datetime | None
    """When the page or one of its lessons was last published."""
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
    unfolded: frozenset[int]
    """Ids of the modules whose lessons are shown at once."""
    continue_url: str
    continue_title: str
    is_preview: bool = False
    """An editor looks at it from somebody's seat; nothing can be pressed."""

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
    language: str
    """Language the title is in; "" when it is the reader's own."""


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
    minutes: int
    language: str
    """Language the title is in; "" when it is the reader's own."""


@dataclass(frozen=True, slots=True)
class RailModule:
    """The lessons of one module of the rail, beside the lesson `lesson_id`."""

    lesson_id: int
    current: OutlineModule
    done: frozenset[int]
    """Ids of its completed lessons."""


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
    course_id: int
    course_title: str
    course_url: str
    course_language: str
    """Language the title is in; "" when it is the reader's own."""
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
    strip: Strip
    """The course drawn to scale: what is done, and this lesson lit."""
    minutes_left: int
    """Minutes of the lessons of the course that are not done."""
    has_recording: bool
    """Whether the keys of a player are of use."""
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
    is_preview: bool = False
    """An editor looks at it from somebody's seat; nothing can be pressed."""


@dataclass(frozen=True, slots=True)
class ModuleScreen:
    """How a module stands on the page of its course; seen in previews alone."""

    course_title: str
    course_url: str
    course_language: str
    """Language the title is in; "" when it is the reader's own."""
    modules: tuple[OutlineModule, ...]
    """The module itself, the only one; empty outside a course."""
    done: frozenset[int]
    """Ids of the completed lessons."""
    opens_all: bool
    """Whether every lesson is a link from this seat."""
    video_lessons: frozenset[int]
    unfolded: frozenset[int]
