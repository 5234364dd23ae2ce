"""Who may write what: learners in lessons, staff in the list of their learners."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.enums import Role
from accounts.models import User
from core.exceptions import NotAllowed
from course_pages.models import CoursePage, LessonPage
from course_pages.permissions.people import is_admin, is_course_staff, staff_rows
from learning.enums import LessonDoor
from learning.models import Enrollment
from learning.selectors.access import LessonAccess, get_lesson_access

ENROLLMENT_ACTIONS = {"add", "delete", "view"}
"""Nothing of an enrolment is typed: it begins, and it ends."""


def check_enrolled(student: User, lesson: LessonPage) -> LessonAccess:
    """Return the circumstances of a learner before a lesson that is open by enrolment.

    Raises:
        NotAllowed: with the door as its code.
    """
    access = get_lesson_access(student, lesson.canonical_id)
    if access.door != LessonDoor.ENROLLED:
        raise NotAllowed(_("Only learners of the course can do this."), code=access.door.value)
    return access


def check_may_keep_notes(person: User, lesson_id: int) -> LessonAccess:
    """Return the circumstances of a learner or of staff before a canonical lesson.

    Raises:
        LessonPage.DoesNotExist: there is no canonical lesson with this id.
        NotAllowed: with the door as its code.
    """
    access = get_lesson_access(person, lesson_id)
    if not access.door.keeps_notes:
        raise NotAllowed(
            _("Notes are kept by learners of the course and by its staff."), code=access.door.value
        )
    return access


class EnrollmentPermissionPolicy(BasePermissionPolicy):
    """Staff see, add and remove the learners of their own courses; admins those of all."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ENROLLMENT_ACTIONS and (is_admin(user) or staff_rows(user).exists())

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Enrollment
    ) -> bool:
        return action in ENROLLMENT_ACTIONS and is_course_staff(user, instance.course)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Enrollment
    ) -> bool:
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Enrollment]:
        if not ENROLLMENT_ACTIONS & set(actions):
            return Enrollment.objects.none()
        return Enrollment.objects.filter(course__in=get_staffed_courses(user))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        staff = Q(role=Role.INSTRUCTOR, course_staff__isnull=False)
        return User.objects.filter(Q(is_superuser=True) | staff, is_active=True).distinct()


def get_staffed_courses(person: Any) -> QuerySet[CoursePage]:
    """Return the canonical courses whose learners `person` may see."""
    courses = CoursePage.objects.filter(canonical_id=F("pk"))
    if is_admin(person):
        return courses
    return courses.filter(pk__in=staff_rows(person).values("course_id"))
