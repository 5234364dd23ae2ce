"""What analytics hears: one row for each thing that a person did."""

from accounts.signals import person_logged_in
from analytics.enums import ActivityKind
from analytics.services.activities import record_activity
from events.signals import Announcement
from learning.signals import (
    course_completed,
    lesson_completed,
    lesson_reopened,
    student_enrolled,
    student_left,
)


@person_logged_in.listener
def on_person_logged_in(event: Announcement) -> None:
    record_activity(event=event, kind=ActivityKind.LOGIN, person_id=event.facts["person_id"])


@student_enrolled.listener
def on_student_enrolled(event: Announcement) -> None:
    _record(event, ActivityKind.ENROLLED, "course_id")


@student_left.listener
def on_student_left(event: Announcement) -> None:
    _record(event, ActivityKind.LEFT, "course_id")


@lesson_completed.listener
def on_lesson_completed(event: Announcement) -> None:
    _record(event, ActivityKind.LESSON_COMPLETED, "lesson_id")


@lesson_reopened.listener
def on_lesson_reopened(event: Announcement) -> None:
    _record(event, ActivityKind.LESSON_REOPENED, "lesson_id")


@course_completed.listener
def on_course_completed(event: Announcement) -> None:
    _record(event, ActivityKind.COURSE_COMPLETED, "course_id")


def _record(event: Announcement, kind: ActivityKind, page: str) -> None:
    """Write what a student did with the page that the fact called `page` names."""
    record_activity(
        event=event,
        kind=kind,
        person_id=event.facts["student_id"],
        object_id=event.facts[page],
    )
