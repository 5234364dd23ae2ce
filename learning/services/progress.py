"""Completing lessons, and with the last one the course; and taking it back.

All services take a lesson in any language and write at its canonical lesson. Whatever changes what
is complete takes the learner's enrolment as a lock, so that of two at once one sees the other.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.exceptions import NotAllowed
from course_pages.models import LessonPage
from events.services import announce
from events.signals import DomainSignal
from learning.enums import LessonDoor
from learning.models import Enrollment, LessonProgress
from learning.permissions import check_enrolled
from learning.selectors.access import LessonAccess
from learning.selectors.progress import get_progress, get_progress_around
from learning.selectors.screens import Progress
from learning.signals import course_completed, lesson_completed, lesson_reopened


def complete_lesson(*, student: User, lesson: LessonPage) -> Progress:
    """Mark `lesson` complete and return how far the course is now.

    Safe to run twice: `lesson_completed` is announced once until the lesson is reopened. When it
    was the last open lesson, the course is completed in the same transaction.

    Raises:
        NotAllowed: the lesson is not open to `student` as a learner of the course.
    """
    access = check_enrolled(student, lesson)
    now = timezone.now()
    with transaction.atomic():
        enrollment = _lock(student, access)
        before, was_done = get_progress_around(student, access.course_id, access.lesson_id)
        if was_done is None:
            raise NotAllowed(LessonDoor.GONE.label, code=LessonDoor.GONE.value)
        if was_done:
            return before
        _set_completed(student, access.lesson_id, now)
        _announce_lesson(lesson_completed, student, access)
        progress = Progress(done=before.done + 1, total=before.total)
        if progress.is_complete and enrollment.completed_at is None:
            _complete_course(enrollment, now)
    return progress


def reopen_lesson(*, student: User, lesson: LessonPage) -> Progress:
    """Take "complete" back from `lesson`, and from the course with it; safe to run twice.

    Raises:
        NotAllowed: the lesson is not open to `student` as a learner of the course.
    """
    access = check_enrolled(student, lesson)
    with transaction.atomic():
        enrollment = _lock(student, access)
        completed = LessonProgress.objects.for_student(student).completed()
        if completed.filter(lesson_id=access.lesson_id).update(
            completed_at=None, updated_at=timezone.now()
        ):
            _announce_lesson(lesson_reopened, student, access)
            _reopen_course(enrollment)
        return get_progress(student, access.course_id)


def _lock(student: User, access: LessonAccess) -> Enrollment:
    """Return the active enrolment, held until the transaction ends."""
    places = Enrollment.objects.active().for_student(student).select_for_update()
    enrollment = places.filter(course_id=access.course_id).first()
    if enrollment is None:
        raise NotAllowed(_("Only learners of the course can do this."), code="enrol")
    return enrollment


def _set_completed(student: User, lesson_id: int, now: datetime) -> None:
    """Upsert, because the position of a reader is kept without the lock."""
    LessonProgress.objects.bulk_create(
        [LessonProgress(student=student, lesson_id=lesson_id, completed_at=now, updated_at=now)],
        update_conflicts=True,
        unique_fields=["student", "lesson"],
        update_fields=["completed_at", "updated_at"],
    )


def _announce_lesson(event: DomainSignal, student: User, access: LessonAccess) -> None:
    announce(
        event,
        actor_id=student.pk,
        student_id=student.pk,
        lesson_id=access.lesson_id,
        course_id=access.course_id,
    )


def _complete_course(enrollment: Enrollment, now: datetime) -> None:
    enrollment.completed_at = now
    enrollment.save(update_fields=["completed_at", "updated_at"])
    announce(
        course_completed,
        actor_id=enrollment.student_id,
        student_id=enrollment.student_id,
        course_id=enrollment.course_id,
    )


def _reopen_course(enrollment: Enrollment) -> None:
    if enrollment.completed_at is not None:
        enrollment.completed_at = None
        enrollment.save(update_fields=["completed_at", "updated_at"])
