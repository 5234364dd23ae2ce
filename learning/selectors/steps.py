"""The way through a course: its open lessons in canonical order, ticked for one learner."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Value
from django.db.models.fields import BooleanField
from wagtail.models import Page

from accounts.models import User
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

    @property
    def module_path(self) -> str:
        return self.path[: -Page.steplen]


def list_steps(course_id: int, student: User | None) -> tuple[Step, ...]:
    """Return the open lessons of a canonical course, none done without a student; one query."""
    is_done = is_done_by(student) if student else Value(False, output_field=BooleanField())
    rows = (
        open_lessons([course_id])
        .annotate(is_done=is_done, path=F("lesson__path"))
        .order_by("path")
        .values_list("pk", "path", "lesson__minutes", "lesson__free_preview", "is_done")
    )
    return tuple(Step(*row) for row in rows)


def count_progress(steps: Sequence[Step]) -> Progress:
    """Return the progress that the ticks of a whole course amount to."""
    return Progress(done=sum(step.is_done for step in steps), total=len(steps))
