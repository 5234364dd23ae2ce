"""What editors' previews show from each seat: a visitor's, a learner's, one who has finished.

Nobody sits there. No row is read of anybody, and none is written. The page at hand counts as
published, with the words being typed; around it stands what learners see. While nothing of a course
is published, all that is written stands there.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser

from course_pages.drawings.strips import Strip
from course_pages.enums import PreviewSeat
from course_pages.models import CoursePage, LessonPage, ModulePage
from course_pages.selectors.belonging import get_course_id_of
from course_pages.selectors.links import PageLinks
from course_pages.selectors.outline import OutlineLesson, OutlineModule, get_outline
from course_pages.selectors.recordings import find_recordings
from learning.selectors.access import LessonAccess, list_lesson_access
from learning.selectors.lesson import make_lesson_screen
from learning.selectors.notes import NotesPanel, find_way_in
from learning.selectors.rail import Rail, make_rail
from learning.selectors.screens import LessonScreen, ModuleScreen, Progress
from learning.selectors.steps import Step, list_steps, list_written_steps
from learning.selectors.words import Words, get_words

A_PLACE = -1
"""Stands for the enrolment that a previewed learner would have; no row has it."""
NO_WORDS = Words(0, "", "", "", "", "")
NO_RAIL = Rail(
    course=NO_WORDS,
    lesson=None,
    modules=(),
    current=OutlineModule(module_id=0, title="", summary="", lessons=()),
    done=frozenset(),
    progress=Progress(done=0, total=0),
    strip=Strip("", "", ""),
    minutes_left=0,
    number=0,
    previous=None,
    next=None,
)


def get_preview_access(lesson: LessonPage, seat: PreviewSeat) -> LessonAccess:
    """Return the circumstances of somebody on `seat` before `lesson`, as if it were published.

    What the editor has typed counts, unless the original of a translation decides.
    """
    known = _ask_for_visitor(lesson)
    is_original = lesson.canonical_id in (None, lesson.pk)
    is_learner = seat != PreviewSeat.VISITOR
    return replace(
        known,
        minutes=(lesson.minutes or 0) if is_original else known.minutes,
        is_published=True,
        is_preview=lesson.free_preview if is_original else known.is_preview,
        is_private=known.is_private and not is_learner,
        is_anonymous=not is_learner,
        enrollment_id=A_PLACE if is_learner else None,
        is_complete=seat == PreviewSeat.FINISHED,
    )


def _ask_for_visitor(lesson: LessonPage) -> LessonAccess:
    """Return what holds for anybody; for a lesson never saved, what holds in its course."""
    ids = [lesson.canonical_id] if lesson.canonical_id else []
    for access in list_lesson_access(AnonymousUser(), ids).values():
        return access
    return LessonAccess(
        lesson_id=lesson.canonical_id or 0,
        course_id=get_course_id_of(lesson) or 0,
        path=lesson.path or "",
        minutes=0,
        is_published=False,
        is_preview=False,
        is_paid=False,
        is_anonymous=True,
        is_staff=False,
    )


def get_lesson_preview(lesson: LessonPage, seat: PreviewSeat, *, language: str) -> LessonScreen:
    """Return what `lesson`, published or not, shows from `seat`; nothing in it is answered."""
    access = get_preview_access(lesson, seat)
    rail = _make_rail(lesson, access, seat, language) if access.course_id else NO_RAIL
    screen = make_lesson_screen(lesson, rail, access, checks={}, language="")
    return replace(screen, is_preview=True)


def _make_rail(lesson: LessonPage, access: LessonAccess, seat: PreviewSeat, language: str) -> Rail:
    url = PageLinks().get_url(lesson.url_path)
    own = Words(access.lesson_id, access.path, lesson.title, url, "", lesson.url_path)
    return make_rail(
        _list_steps(access, is_done=seat == PreviewSeat.FINISHED),
        access.lesson_id,
        access.path,
        access.course_id,
        language=language,
        lesson_words=own,
    )


def _list_steps(access: LessonAccess, *, is_done: bool) -> list[Step]:
    """Return the way through the course with this lesson on it, all done or nothing."""
    own = Step(access.lesson_id, access.path, access.minutes, access.is_preview, is_done)
    others = list_steps(access.course_id, None) or list_written_steps(access.course_id)
    steps = [replace(step, is_done=is_done) for step in others if step.lesson_id != own.lesson_id]
    return sorted([*steps, own], key=lambda step: step.path)


def get_notes_preview(lesson: LessonPage, seat: PreviewSeat) -> NotesPanel:
    """Return the panel of notes as somebody finds it who has written none."""
    access = get_preview_access(lesson, seat)
    return NotesPanel(
        lesson_id=access.lesson_id,
        course_id=access.course_id,
        way_in=find_way_in(access),
        page_url=PageLinks().get_url(lesson.url_path),
        is_preview=True,
    )


def get_outline_preview(course: CoursePage, *, language: str) -> tuple[OutlineModule, ...]:
    """Return the outline of a course, or of one with nothing published all that is written."""
    if not course.canonical_id:
        return ()
    outline = get_outline(course, language=language)
    return outline or get_outline(course, language=language, with_drafts=True)


def get_module_preview(module: ModulePage, seat: PreviewSeat, *, language: str) -> ModuleScreen:
    """Return how `module`, published or not, stands on the page of its course."""
    course = CoursePage.objects.filter(path=module.path[: -module.steplen]).first()
    words = get_words([course.canonical_id], language)[course.canonical_id] if course else NO_WORDS
    lessons = _list_lessons(module, course, language)
    return ModuleScreen(
        course_title=words.title,
        course_url=words.url,
        course_language=words.language,
        modules=(
            OutlineModule(
                module_id=module.canonical_id or 0,
                title=module.title,
                summary=module.summary,
                lessons=tuple(lessons),
            ),
        ),
        done=list_done(lessons, seat),
        opens_all=seat != PreviewSeat.VISITOR,
        video_lessons=find_recordings([lesson.lesson_id for lesson in lessons]).video_lessons,
        unfolded=frozenset([module.canonical_id or 0]),
    )


def _list_lessons(
    module: ModulePage, course: CoursePage | None, language: str
) -> Sequence[OutlineLesson]:
    """Return the published lessons of a module, or where there is none all that are written."""
    if course is None or not module.canonical_id:
        return ()
    for with_drafts in (False, True):
        for entry in get_outline(course, language=language, with_drafts=with_drafts):
            if entry.module_id == module.canonical_id and entry.lessons:
                return entry.lessons
    return ()


def list_done(lessons: Sequence[OutlineLesson], seat: PreviewSeat) -> frozenset[int]:
    """Return the ids of the lessons that somebody on `seat` has done: all of them, or none."""
    is_done = seat == PreviewSeat.FINISHED
    return frozenset(lesson.lesson_id for lesson in lessons if is_done)
