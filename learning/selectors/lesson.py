"""What a lesson page shows to those who may open it."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from course_pages.models import LessonAttachment, LessonPage
from learning.enums import LessonDoor
from learning.selectors.access import LessonAccess, get_lesson_access
from learning.selectors.checks import list_check_states, list_guest_states
from learning.selectors.rail import Rail, get_rail
from learning.selectors.screens import CheckState, LessonScreen


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
    return make_lesson_screen(
        lesson,
        rail,
        access,
        checks=list_check_states(learner, lesson)
        if learner
        else list_guest_states(session, lesson),
        language=_foreign_language(lesson, rail, language),
    )


def make_lesson_screen(
    lesson: LessonPage,
    rail: Rail,
    access: LessonAccess,
    *,
    checks: dict[str, CheckState],
    language: str,
) -> LessonScreen:
    """Return the screen of a lesson from what was found out; one query, for its files."""
    files = tuple(lesson.attachments.select_related("document"))
    return _screen(lesson, rail, access, checks=checks, attachments=files, language=language)


def get_completion_screen(lesson: LessonPage, student: User, *, language: str) -> LessonScreen:
    """Return what changes around `lesson` when it is completed or taken back, read afresh.

    Files and answers stay as they are on the page and are left out; three queries.
    """
    access = get_lesson_access(student, lesson.canonical_id)
    rail = get_rail(access.lesson_id, access.path, access.course_id, student, language=language)
    return _screen(lesson, rail, access, checks={}, attachments=(), language="")


def _screen(
    lesson: LessonPage,
    rail: Rail,
    access: LessonAccess,
    *,
    checks: dict[str, CheckState],
    attachments: tuple[LessonAttachment, ...],
    language: str,
) -> LessonScreen:
    is_learner = access.door == LessonDoor.ENROLLED
    return LessonScreen(
        lesson_id=access.lesson_id,
        door=access.door,
        course_id=access.course_id,
        course_title=rail.course.title,
        course_url=rail.course.url,
        course_language=rail.course.language,
        module_title=rail.current.title,
        modules=rail.modules,
        current=rail.current,
        done=rail.done,
        number=rail.number,
        total=rail.progress.total,
        previous=rail.previous,
        next=rail.next,
        minutes=access.minutes,
        strip=rail.strip,
        minutes_left=rail.minutes_left,
        has_recording=_has_recording(lesson),
        progress=rail.progress if is_learner else None,
        can_complete=is_learner,
        is_complete=is_learner and access.is_complete,
        position=access.position if is_learner else 0,
        position_block=access.position_block if is_learner else "",
        attachments=attachments,
        checks=checks,
        language=language,
    )


def _has_recording(lesson: LessonPage) -> bool:
    """Return whether a recording of ours stands in the body or in a block of it; no query."""
    return any(_holds_recording(block) for block in lesson.body.raw_data)


def _holds_recording(value: Any) -> bool:
    """Look into a raw block, and into all that it is made of."""
    if isinstance(value, list):
        return any(_holds_recording(item) for item in value)
    if not isinstance(value, dict):
        return False
    is_recording = value.get("type") in ("video", "audio") and isinstance(value["value"], dict)
    return bool(is_recording and value["value"].get("media")) or any(
        _holds_recording(item) for item in value.values()
    )


def _foreign_language(lesson: LessonPage, rail: Rail, language: str) -> str:
    """Return the language of the lesson's words; "" when it is the reader's own."""
    if rail.lesson and rail.lesson.url_path == lesson.url_path:
        return rail.lesson.language
    # Read at another address than the rail leads to; rare enough to ask for the locale.
    words: str = lesson.locale.language_code
    return "" if words == language else words
