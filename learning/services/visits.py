"""Where a learner was: which lesson was opened last, and where in it the reading stopped."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.exceptions import InvalidInput
from course_pages.models import LessonPage
from learning.enums import LessonDoor
from learning.models import Enrollment, LessonProgress
from learning.permissions import check_enrolled
from learning.selectors.access import LessonAccess

LONGEST_POSITION = 86_400
"""Seconds; no recording of a lesson is longer than a day."""


def record_position(*, student: User, lesson: LessonPage, position: int, block: str = "") -> None:
    """Keep where `student` stopped in `lesson`: the last one to speak wins.

    `position` is thousandths of the text, or seconds of the recording in the block `block`. Two
    statements, the first time one transaction more.

    Raises:
        InvalidInput: no such position.
        NotAllowed: the lesson is not open to `student` as a learner of the course.
    """
    _check_position(position, block)
    access = check_enrolled(student, lesson)
    place = {"position": position, "position_block": block, "updated_at": timezone.now()}
    rows = LessonProgress.objects.for_student(student).filter(lesson_id=access.lesson_id)
    if not rows.update(**place):
        LessonProgress.objects.bulk_create(
            [LessonProgress(student=student, lesson_id=access.lesson_id, **place)],
            update_conflicts=True,
            unique_fields=["student", "lesson"],
            update_fields=list(place),
        )


def record_visit(*, student: User, access: LessonAccess) -> None:
    """Keep that `student` opened a lesson, which is where "continue" leads.

    One statement, none when this lesson is what the learner opened last of all.
    """
    if access.door != LessonDoor.ENROLLED or access.is_last_visit:
        return
    places = Enrollment.objects.active().for_student(student)
    places.filter(course_id=access.course_id).update(
        last_lesson_id=access.lesson_id, last_opened_at=timezone.now()
    )


def _check_position(position: int, block: str) -> None:
    longest = LONGEST_POSITION if block else 1000
    if not 0 <= position <= longest:
        raise InvalidInput(_("There is no such position in a lesson."), code="position")
    if len(block) > 36 or not all(char.isalnum() or char == "-" for char in block):
        raise InvalidInput(_("There is no such block in a lesson."), code="block")
