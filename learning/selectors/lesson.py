"""What a lesson page shows, to those who may open it and in an editor's preview."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from course_pages.models import LessonAttachment, LessonPage
from course_pages.selectors.belonging import get_course_id_of
from course_pages.selectors.outline import OutlineModule
from learning.enums import LessonDoor
from learning.selectors.access import LessonAccess
from learning.selectors.checks import list_check_states, list_guest_states
from learning.selectors.rail import Rail, get_rail
from learning.selectors.screens import CheckState, LessonScreen, Progress
from learning.selectors.words import Words

NO_RAIL = Rail(
    course=Words(0, "", "", "", "", ""),
    lesson=None,
    modules=(),
    current=OutlineModule(module_id=0, title="", summary="", lessons=()),
    done=frozenset(),
    progress=Progress(done=0, total=0),
    number=0,
    previous=None,
    next=None,
)


def get_lesson_screen(
    lesson: LessonPage,
    access: LessonAccess,
    *,
    student: User | None,
    language: str,
    session: Mapping[str, Any],
) -> LessonScreen:
    """Return what `lesson` shows to somebody before an open door.

    `student` is the person logged in; `session` remembers the answers of those not enrolled.
    """
    learner = student if access.door == LessonDoor.ENROLLED else None
    rail = get_rail(access.lesson_id, access.path, access.course_id, learner, language=language)
    return _screen(
        lesson,
        rail,
        access,
        checks=list_check_states(learner, lesson)
        if learner
        else list_guest_states(session, lesson),
        language=_foreign_language(lesson, rail, language),
    )


def get_preview_screen(
    lesson: LessonPage, access: LessonAccess | None, *, language: str
) -> LessonScreen:
    """Return what an editor's preview of `lesson`, published or not, shows around its body.

    There is no learner: nothing is done, nothing answered, and nothing can be. `access` is None
    for a lesson that was never saved; it stands in the module it is being made in.
    """
    course_id = access.course_id if access else get_course_id_of(lesson)
    access = access or _before_saving(lesson, course_id or 0)
    rail = (
        get_rail(access.lesson_id, access.path, course_id, None, language=language)
        if course_id
        else NO_RAIL
    )
    return _screen(lesson, rail, access, checks={}, language="")


def _screen(
    lesson: LessonPage,
    rail: Rail,
    access: LessonAccess,
    *,
    checks: dict[str, CheckState],
    language: str,
) -> LessonScreen:
    is_learner = access.door == LessonDoor.ENROLLED
    return LessonScreen(
        lesson_id=access.lesson_id,
        door=access.door,
        course_title=rail.course.title,
        course_url=rail.course.url,
        module_title=rail.current.title,
        modules=rail.modules,
        current=rail.current,
        done=rail.done,
        number=rail.number,
        total=rail.progress.total,
        previous=rail.previous,
        next=rail.next,
        minutes=access.minutes,
        progress=rail.progress if is_learner else None,
        can_complete=is_learner,
        is_complete=is_learner and access.is_complete,
        position=access.position if is_learner else 0,
        position_block=access.position_block if is_learner else "",
        attachments=_attachments(lesson),
        checks=checks,
        language=language,
    )


def _attachments(lesson: LessonPage) -> tuple[LessonAttachment, ...]:
    return tuple(lesson.attachments.select_related("document"))


def _foreign_language(lesson: LessonPage, rail: Rail, language: str) -> str:
    """Return the language of the lesson's words; "" when it is the reader's own."""
    if rail.lesson and rail.lesson.url_path == lesson.url_path:
        return rail.lesson.language
    # Read at another address than the rail leads to; rare enough to ask for the locale.
    words: str = lesson.locale.language_code
    return "" if words == language else words


def _before_saving(lesson: LessonPage, course_id: int) -> LessonAccess:
    return LessonAccess(
        lesson_id=lesson.canonical_id or 0,
        course_id=course_id,
        path=lesson.path or "",
        minutes=lesson.minutes or 0,
        is_published=False,
        is_preview=False,
        is_paid=False,
        is_anonymous=False,
        is_staff=True,
    )
