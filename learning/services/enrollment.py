"""Coming into a course and leaving it. An enrolment is always the canonical course's."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Deed
from accounts.models import User
from accounts.permissions import may_do
from core.exceptions import NotAllowed
from course_pages.models import CoursePage
from events.services import announce
from learning.enums import EnrollmentStatus
from learning.models import Enrollment
from learning.signals import student_enrolled, student_left


@transaction.atomic
def enroll_student(
    *, student: User, course: CoursePage, paid: bool = False, actor_id: int | None = None
) -> Enrollment:
    """Give `student` a place in `course`, in whatever language the page is.

    Safe to run twice and at the same time: there is one row, and `student_enrolled` is announced
    only when the place becomes active. Who comes back finds progress and answers as they were.
    `paid` is for whoever has taken the money: a paid course opens to nobody else.

    Raises:
        NotAllowed: `not_published`, `payment_required`, `inactive` or `unverified`.
    """
    canonical = CoursePage.objects.get(pk=course.canonical_id)
    enrollment = Enrollment.objects.filter(student=student, course=canonical).first()
    if enrollment and enrollment.is_active:
        return enrollment
    _check(student, canonical, paid=paid)
    enrollment, has_begun = _activate(student, canonical)
    if has_begun:
        announce(
            student_enrolled,
            actor_id=actor_id or student.pk,
            student_id=student.pk,
            course_id=canonical.pk,
            enrollment_id=enrollment.pk,
        )
    return enrollment


@transaction.atomic
def leave_course(
    *, student: User, course: CoursePage, actor_id: int | None = None
) -> Enrollment | None:
    """End the place of `student`; progress and answers are kept for a return.

    Safe to run twice; returns None when there never was a place.
    """
    places = Enrollment.objects.filter(student=student, course_id=course.canonical_id)
    has_left = places.active().update(status=EnrollmentStatus.ENDED, updated_at=timezone.now())
    enrollment = places.first()
    if enrollment and has_left:
        announce(
            student_left,
            actor_id=actor_id or student.pk,
            student_id=student.pk,
            course_id=enrollment.course_id,
            enrollment_id=enrollment.pk,
        )
    return enrollment


def _check(student: User, course: CoursePage, *, paid: bool) -> None:
    if not student.is_active:
        raise NotAllowed(_("This account is closed."), code="inactive")
    if not may_do(student, Deed.ENROLL):
        raise NotAllowed(_("Confirm your e-mail address first."), code="unverified")
    if not course.live:
        raise NotAllowed(_("This course is not published."), code="not_published")
    if course.price_minor and not paid:
        raise NotAllowed(_("This course has to be paid for first."), code="payment_required")


def _activate(student: User, course: CoursePage) -> tuple[Enrollment, bool]:
    """Return the active place and whether it was this call that made it active."""
    now = timezone.now()
    enrollment, is_new = Enrollment.objects.get_or_create(
        student=student, course=course, defaults={"enrolled_at": now}
    )
    if is_new:
        return enrollment, True
    ended = Enrollment.objects.filter(pk=enrollment.pk, status=EnrollmentStatus.ENDED)
    has_returned = ended.update(status=EnrollmentStatus.ACTIVE, enrolled_at=now, updated_at=now)
    enrollment.refresh_from_db()
    return enrollment, bool(has_returned)
