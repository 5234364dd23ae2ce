"""A person's own notes: beside a lesson, of a course, and all of them. Nobody else reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.utils.http import urlencode
from wagtail.models import Page

from accounts.models import User
from course_pages.blocks.transcripts import write_clock
from course_pages.models import CoursePage, LessonPage
from course_pages.selectors.links import PageLinks
from course_pages.selectors.paging import PageLink, make_page_links
from learning.enums import LessonDoor, NoteKind, NotePlace
from learning.models import Note
from learning.querysets import NoteQuerySet
from learning.selectors.access import LessonAccess, list_lesson_access
from learning.selectors.versions import LARGEST_ID
from learning.selectors.words import Words, get_words

BESIDE_A_LESSON = 100
"""How many notes stand beside a lesson; the others are in the list of the course."""
ON_A_PAGE = 100
"""A page of a course's list holds whole lessons, until it has so many notes."""
NEWEST_ON_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a block stands in the body of a lesson."""

    order: int
    anchor: str
    """The id in the page that leads to it."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """One note as every screen shows it."""

    note_id: int
    text: str
    """Plain text; "" is a bookmark."""
    place: str
    """"second", "paragraph" or "lesson"; the last one also where the block is no longer there."""
    block: str
    number: int
    clock: str
    """The second as players show it, "4:12"; "" where it stands beside no recording."""
    quote: str
    url: str
    """The place in the lesson; "" where the lesson is not published."""
    changed_at: datetime
    version: str
    """To be sent back with other words; see `edit_note`."""
    can_edit: bool
    lesson_title: str
    lesson_language: str
    """Language of the title; "" when it is the reader's own."""
    course_id: int = 0
    """0 where the screen shows the course itself."""
    course_title: str = ""
    course_language: str = ""

    @property
    def is_bookmark(self) -> bool:
        return not self.text


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """What somebody is writing, given back with the reason why it is not kept yet."""

    text: str = ""
    place: str = NotePlace.LESSON
    block: str = ""
    number: int = 0
    quote: str = ""
    error: str = ""

    @property
    def clock(self) -> str:
        return write_clock(self.number) if self.place == NotePlace.SECOND else ""


@dataclass(frozen=True, slots=True)
class NotesPanel:
    """The notes beside a lesson, and the form for another one."""

    lesson_id: int
    course_id: int
    way_in: str
    """Why this reader keeps no notes, a value of `LessonDoor`; "" for those who do."""
    page_url: str
    notes: tuple[NoteView, ...] = ()
    more: int = 0
    """How many there are that the panel does not show."""
    draft: NoteDraft = field(default_factory=NoteDraft)
    kept_id: int = 0
    """The note that was kept just now; 0 when none was."""
    is_preview: bool = False
    """An editor looks at it from a learner's seat; nothing can be written."""


@dataclass(frozen=True, slots=True)
class LessonNotes:
    """The notes of one lesson in the list of a course."""

    title: str
    url: str
    language: str
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class ModuleNotes:
    title: str
    language: str
    lessons: tuple[LessonNotes, ...]


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What a list is asked for."""

    kind: NoteKind = NoteKind.ALL
    words: str = ""
    page: str = "1"

    @property
    def is_active(self) -> bool:
        return bool(self.kind or self.words)

    def address_of(self, number: int) -> str:
        """Return the query of another page of the same list."""
        asked = {"kind": self.kind.value, "q": self.words, "page": str(number)}
        return "?" + urlencode({key: value for key, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class CourseNotesScreen:
    """All notes of a course in the order of the course."""

    course_id: int
    course_title: str
    course_url: str
    """"" where the course is not published."""
    course_language: str
    modules: tuple[ModuleNotes, ...]
    total: int
    asked: NoteFilter
    page_number: int
    page_count: int

    @property
    def pages(self) -> tuple[PageLink, ...]:
        return make_page_links(self.page_number, self.page_count, self.asked.address_of)

    @property
    def previous_url(self) -> str:
        return self.asked.address_of(self.page_number - 1) if self.page_number > 1 else ""

    @property
    def next_url(self) -> str:
        is_last = self.page_number >= self.page_count
        return "" if is_last else self.asked.address_of(self.page_number + 1)


@dataclass(frozen=True, slots=True)
class AllNotesScreen:
    """The notes of all courses, the newest first."""

    notes: tuple[NoteView, ...]
    total: int
    asked: NoteFilter
    page_number: int
    page_count: int
    previous_url: str
    next_url: str

    @property
    def pages(self) -> tuple[PageLink, ...]:
        return make_page_links(self.page_number, self.page_count, self.asked.address_of)


@dataclass(frozen=True, slots=True)
class NoteLesson:
    """What the notes of one lesson need to know of it."""

    words: Words
    course: Words | None
    spots: Mapping[str, Spot]
    is_published: bool
    can_edit: bool


def list_spots(lesson: LessonPage) -> dict[str, Spot]:
    """Return block id to where it stands in the body of `lesson`, inner blocks included."""
    ids = [
        block_id
        for block in lesson.body.raw_data
        for block_id in (block.get("id"), *_inner_ids(block.get("value")))
    ]
    return {block_id: Spot(order, f"block-{block_id}") for order, block_id in enumerate(ids)}


def get_notes_panel(
    student: User | None,
    access: LessonAccess,
    lesson: LessonPage,
    *,
    language: str,
    draft: NoteDraft | None = None,
    kept_id: int = 0,
) -> NotesPanel:
    """Return the notes beside `lesson`, in order of place; one query, none for visitors.

    `lesson` is the page in the reader's `language`, or the original where there is none.
    """
    url = PageLinks().get_reader_url(lesson.pk, lesson.url_path, language=language)
    panel = NotesPanel(access.lesson_id, access.course_id, find_way_in(access), url)
    if student is None or panel.way_in:
        return panel
    words = Words(access.lesson_id, "", lesson.title, url, "", lesson.url_path)
    about = NoteLesson(words, None, list_spots(lesson), is_published=True, can_edit=True)
    rows = Note.objects.for_student(student).filter(lesson_id=access.lesson_id)
    notes = _in_place([_view(note, about) for note in rows], about.spots)
    return NotesPanel(
        lesson_id=access.lesson_id,
        course_id=access.course_id,
        way_in="",
        page_url=url,
        notes=notes[:BESIDE_A_LESSON],
        more=max(0, len(notes) - BESIDE_A_LESSON),
        draft=draft or NoteDraft(),
        kept_id=kept_id,
    )


def find_note(student: User, note_id: int, *, language: str) -> NoteView | None:
    """Return one of the person's own notes; None when there is no such."""
    found = list(Note.objects.for_student(student).filter(pk=note_id))
    return next(iter(_views(student, found, language)), None)


def list_recent_notes(student: User, limit: int, *, language: str) -> tuple[NoteView, ...]:
    """Return the notes written last, with their lesson and course; four queries."""
    return _views(student, list(_newest(student)[:limit]), language)


def get_all_notes(student: User, asked: NoteFilter, *, language: str) -> AllNotesScreen:
    """Return a page of a person's notes of all courses; five queries."""
    rows = _newest(student).of_kind(asked.kind).with_words(asked.words)
    page = Paginator(rows, NEWEST_ON_A_PAGE).get_page(asked.page)
    return AllNotesScreen(
        notes=_views(student, list(page.object_list), language),
        total=page.paginator.count,
        asked=asked,
        page_number=page.number,
        page_count=page.paginator.num_pages,
        previous_url=asked.address_of(page.number - 1) if page.has_previous() else "",
        next_url=asked.address_of(page.number + 1) if page.has_next() else "",
    )


def get_course_notes(
    student: User, course_id: int, asked: NoteFilter, *, language: str
) -> CourseNotesScreen | None:
    """Return a page of a person's notes of a canonical course, in the order of the course.

    None for a course that is not there, or not published and without a note of theirs. A constant
    number of queries, however many notes and lessons there are.
    """
    if course_id > LARGEST_ID:
        return None
    course = CoursePage.objects.filter(pk=course_id, canonical=course_id).only("live").first()
    if course is None:
        return None
    mine = Note.objects.for_student(student).in_course(course_id)
    found = mine.of_kind(asked.kind).with_words(asked.words)
    counts = count_by_lesson(found)
    if not counts and not course.live and not mine.exists():
        return None
    pages = _paginate(counts)
    number = _page_number(asked.page, len(pages))
    shown = pages[number - 1] if pages else ()
    lessons = read_lessons(student, shown, course_id=course_id, language=language)
    modules = get_words([course_id], language, paths=module_paths(lessons))
    title = modules[course_id]
    return CourseNotesScreen(
        course_id=course_id,
        course_title=title.title,
        course_url=title.url if course.live else "",
        course_language=title.language,
        modules=_by_module(found.filter(lesson_id__in=shown), lessons, modules),
        total=sum(counts.values()),
        asked=asked,
        page_number=number,
        page_count=max(1, len(pages)),
    )


def count_by_lesson(notes: NoteQuerySet) -> dict[int, int]:
    """Return lesson id to how many of `notes` stand beside it, in the order of the tree."""
    rows = notes.order_by("lesson__path").values("lesson_id", path=F("lesson__path"))
    return {row["lesson_id"]: row["count"] for row in rows.annotate(count=Count("pk"))}


def read_lessons(
    student: User, lesson_ids: Iterable[int], *, course_id: int = 0, language: str
) -> dict[int, NoteLesson]:
    """Return what the notes of these canonical lessons need to know of them; three queries.

    Their course is told apart from `course_id`, which the caller shows itself.
    """
    ids = list(lesson_ids)
    access = list_lesson_access(student, ids) if ids else {}
    courses = {entry.course_id for entry in access.values()} - {course_id}
    words = get_words([*access, *courses], language) if access else {}
    bodies = LessonPage.objects.filter(pk__in=list(access)).only("body")
    spots = {lesson.pk: list_spots(lesson) for lesson in bodies.iterator()} if access else {}
    return {
        pk: NoteLesson(
            words=words[pk],
            course=words.get(entry.course_id),
            spots=spots[pk],
            is_published=entry.is_published,
            can_edit=entry.door.keeps_notes,
        )
        for pk, entry in access.items()
    }


def module_paths(lessons: Mapping[int, NoteLesson]) -> set[str]:
    return {lesson.words.path[: -Page.steplen] for lesson in lessons.values()}


def view_lesson(notes: Iterable[Note], lesson: NoteLesson) -> tuple[NoteView, ...]:
    """Return the notes of one lesson in order of place."""
    return _in_place([_view(note, lesson) for note in notes], lesson.spots)


def _newest(student: User) -> NoteQuerySet:
    notes: NoteQuerySet = Note.objects.for_student(student).order_by("-updated_at", "-pk")
    return notes


def _views(student: User, notes: Sequence[Note], language: str) -> tuple[NoteView, ...]:
    lessons = read_lessons(student, {note.lesson_id for note in notes}, language=language)
    return tuple(
        _view(note, lessons[note.lesson_id]) for note in notes if note.lesson_id in lessons
    )


def _view(note: Note, lesson: NoteLesson) -> NoteView:
    spot = lesson.spots.get(note.block) if note.block else None
    return NoteView(
        note_id=note.pk,
        text=note.text,
        place=note.place if spot else NotePlace.LESSON.value,
        block=note.block if spot else "",
        number=note.number if spot else 0,
        clock=write_clock(note.number) if note.place == NotePlace.SECOND else "",
        quote=note.quote,
        url=_address(note, lesson.words.url, spot) if lesson.is_published else "",
        changed_at=note.updated_at,
        version=note.updated_at.isoformat(),
        can_edit=lesson.can_edit,
        lesson_title=lesson.words.title,
        lesson_language=lesson.words.language,
        course_id=lesson.course.page_id if lesson.course else 0,
        course_title=lesson.course.title if lesson.course else "",
        course_language=lesson.course.language if lesson.course else "",
    )


def _address(note: Note, url: str, spot: Spot | None) -> str:
    """Return where the note leads: `t` is a second, `p` a paragraph of the block."""
    if spot is None:
        return url
    name = "t" if note.place == NotePlace.SECOND else "p"
    return f"{url}?{name}={note.number}#{spot.anchor}"


def _in_place(notes: Sequence[NoteView], spots: Mapping[str, Spot]) -> tuple[NoteView, ...]:
    def place(note: NoteView) -> tuple[int, int, int]:
        spot = spots.get(note.block) if note.block else None
        return (spot.order if spot else -1, note.number, note.note_id)

    return tuple(sorted(notes, key=place))


def _by_module(
    notes: NoteQuerySet, lessons: Mapping[int, NoteLesson], words: Mapping[int, Words]
) -> tuple[ModuleNotes, ...]:
    by_path = {entry.path: entry for entry in words.values()}
    beside: dict[int, list[Note]] = {pk: [] for pk in lessons}
    for note in notes:
        beside[note.lesson_id].append(note)
    in_order = sorted(lessons.items(), key=lambda item: item[1].words.path)
    return tuple(
        ModuleNotes(
            title=by_path[path].title,
            language=by_path[path].language,
            lessons=tuple(
                LessonNotes(
                    title=lesson.words.title,
                    url=lesson.words.url if lesson.is_published else "",
                    language=lesson.words.language,
                    notes=view_lesson(beside[pk], lesson),
                )
                for pk, lesson in group
            ),
        )
        for path, group in groupby(in_order, key=lambda item: item[1].words.path[: -Page.steplen])
    )


def _paginate(counts: Mapping[int, int]) -> list[tuple[int, ...]]:
    """Return pages of whole lessons."""
    pages: list[list[int]] = []
    room = 0
    for lesson_id, count in counts.items():
        if room <= 0:
            pages.append([])
            room = ON_A_PAGE
        pages[-1].append(lesson_id)
        room -= count
    return [tuple(page) for page in pages]


def _page_number(raw: str, count: int) -> int:
    """Return a page that there is: the first for what is no number, the last for what is beyond."""
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 1
    return max(1, min(number, count))


def find_way_in(access: LessonAccess) -> str:
    """Return why a reader keeps no notes, a value of `LessonDoor`; "" for those who do."""
    if access.door.keeps_notes:
        return ""
    if access.is_anonymous:
        return LessonDoor.LOGIN.value
    return LessonDoor.BUY.value if access.is_paid else LessonDoor.ENROL.value


def _inner_ids(value: Any) -> Iterable[str]:
    body = value.get("body") if isinstance(value, dict) else None
    for block in body if isinstance(body, list) else ():
        if isinstance(block, dict) and block.get("id"):
            yield block["id"]
