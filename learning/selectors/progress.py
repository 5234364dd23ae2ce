"""How far a learner is: the one definition, for every screen, service and report.

Progress is the number of completed open lessons of all open lessons, counted now. A lesson that is
unpublished or moved away counts neither as done nor as to do, a new one counts as to do at once, so
progress is never over 100 % and never out of date.
"""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from course_pages.models import LessonFacts
from learning.models import LessonProgress
from learning.selectors.screens import Progress


def open_lessons(course_ids: Iterable[int]) -> QuerySet[LessonFacts]:
    """Return the lessons that count in the canonical courses `course_ids`."""
    return LessonFacts.objects.filter(course_id__in=list(course_ids), is_open=True)


def is_done_by(student: User) -> Exists:
    """Return an annotation of lesson facts: has `student` completed this lesson?"""
    return Exists(
        LessonProgress.objects.completed()
        .for_student(student)
        .filter(lesson_id=OuterRef("lesson_id"))
    )


def get_progress(student: User, course_id: int) -> Progress:
    """Return how far `student` is in one canonical course; one query."""
    return get_progress_by_course(student, [course_id])[course_id]


def get_progress_by_course(student: User, course_ids: Iterable[int]) -> dict[int, Progress]:
    """Return course id to progress for every one of `course_ids`; one query."""
    wanted = list(course_ids)
    rows = (
        open_lessons(wanted)
        .values("course_id")
        .annotate(total=Count("pk"), done=Count("pk", filter=is_done_by(student)))
        .values_list("course_id", "done", "total")
    )
    found = {course_id: Progress(done=done, total=total) for course_id, done, total in rows}
    return {course_id: found.get(course_id, Progress(done=0, total=0)) for course_id in wanted}


def get_progress_around(
    student: User, course_id: int, lesson_id: int
) -> tuple[Progress, bool | None]:
    """Return the progress in a course and whether one of its lessons is done; one query.

    None when the lesson is no open lesson of the course now.
    """
    is_done = is_done_by(student)
    counts = open_lessons([course_id]).aggregate(
        total=Count("pk"),
        done=Count("pk", filter=is_done),
        has_lesson=Count("pk", filter=Q(pk=lesson_id)),
        has_done=Count("pk", filter=Q(is_done, pk=lesson_id)),
    )
    progress = Progress(done=counts["done"], total=counts["total"])
    return progress, bool(counts["has_done"]) if counts["has_lesson"] else None
