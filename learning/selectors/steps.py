"""The way through a course: its open lessons in canonical order, ticked for one learner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import F, FilteredRelation, Q, QuerySet, Value
from django.db.models.fields import BooleanField
from wagtail.models import Page

from accounts.models import User
from course_pages.drawings.strips import Strip, make_strip
from course_pages.models import LessonFacts
from learning.selectors.progress import is_done_by, open_lessons
from learning.selectors.screens import Progress


@dataclass(frozen=True, slots=True)
class Step:
    """One open lesson on the way; a bare row, because there may be hundreds."""

    lesson_id: int
    path: str
    """Place in the page tree; steps are in its order."""
    minutes: int
    is_preview: bool
    is_done: bool
    position: int = 0
    """Where the learner stopped in it; asked by `list_steps_by_course` alone."""
    position_block: str = ""

    @property
    def module_path(self) -> str:
        return self.path[: -Page.steplen]


def list_steps(
    course_id: int, student: User | None, *, module_id: int | None = None
) -> tuple[Step, ...]:
    """Return the open lessons of a canonical course, or of one of its modules; one query.

    None is done without a student.
    """
    lessons = open_lessons([course_id])
    if module_id is not None:
        lessons = lessons.filter(module_id=module_id)
    return _read_steps(lessons, student)


def list_written_steps(course_id: int) -> tuple[Step, ...]:
    """Return every lesson of a canonical course, published or not; one query."""
    return _read_steps(LessonFacts.objects.filter(course_id=course_id), None)


def _read_steps(lessons: QuerySet[LessonFacts], student: User | None) -> tuple[Step, ...]:
    is_done = is_done_by(student) if student else Value(False, output_field=BooleanField())
    rows = (
        lessons.annotate(is_done=is_done, path=F("lesson__path"))
        .order_by("path")
        .values_list("pk", "path", "lesson__minutes", "lesson__free_preview", "is_done")
    )
    return tuple(Step(*row) for row in rows)


def list_steps_by_course(student: User, course_ids: Iterable[int]) -> dict[int, tuple[Step, ...]]:
    """Return course id to its open lessons with the learner's ticks and places; one query."""
    wanted = list(course_ids)
    mine = Q(lesson__progress__student_id=student.pk)
    rows = (
        open_lessons(wanted)
        .annotate(own=FilteredRelation("lesson__progress", condition=mine), path=F("lesson__path"))
        .order_by("course_id", "path")
        .values_list(
            "course_id",
            "pk",
            "path",
            "lesson__minutes",
            "lesson__free_preview",
            "own__completed_at",
            "own__position",
            "own__position_block",
        )
    )
    found: dict[int, tuple[Step, ...]] = dict.fromkeys(wanted, ())
    for course_id, group in groupby(rows, key=lambda row: row[0]):
        found[course_id] = tuple(_make_step(*row[1:]) for row in group)
    return found


def _make_step(
    lesson_id: int,
    path: str,
    minutes: int,
    is_preview: bool,
    completed_at: datetime | None,
    position: int | None,
    position_block: str | None,
) -> Step:
    return Step(
        lesson_id=lesson_id,
        path=path,
        minutes=minutes,
        is_preview=is_preview,
        is_done=completed_at is not None,
        position=position or 0,
        position_block=position_block or "",
    )


def draw_steps(steps: Sequence[Step], *, here: int | None, longest: int = 0) -> Strip:
    """Return the strip of a course: what is done, and the lesson with the id `here` lit.

    `longest` are the minutes of the longest course of the same list.
    """
    parts = [
        [step.minutes for step in group]
        for _path, group in groupby(steps, key=lambda step: step.module_path)
    ]
    done = {index for index, step in enumerate(steps) if step.is_done}
    place = next((i for i, step in enumerate(steps) if step.lesson_id == here), None)
    return make_strip(parts, done=done, here=place, longest=longest)


def count_minutes(steps: Iterable[Step]) -> int:
    return sum(step.minutes for step in steps)


def count_minutes_left(steps: Iterable[Step]) -> int:
    """Return the minutes of the lessons that are not done."""
    return count_minutes(step for step in steps if not step.is_done)


def count_progress(steps: Sequence[Step]) -> Progress:
    """Return the progress that the ticks of a whole course amount to."""
    return Progress(done=sum(step.is_done for step in steps), total=len(steps))
