"""What services ask before they write."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.exceptions import NotAllowed
from course_pages.models import LessonPage
from learning.enums import LessonDoor
from learning.selectors.access import LessonAccess, get_lesson_access


def check_enrolled(student: User, lesson: LessonPage) -> LessonAccess:
    """Return the circumstances of a learner before a lesson that is open by enrolment.

    Raises:
        NotAllowed: with the door as its code.
    """
    access = get_lesson_access(student, lesson.canonical_id)
    if access.door != LessonDoor.ENROLLED:
        raise NotAllowed(_("Only learners of the course can do this."), code=access.door.value)
    return access
