"""Who teaches a course. A course always has exactly one owner."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from core.exceptions import InvalidInput, NotAllowed
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff
from course_pages.permissions import forget_rights, is_admin, may_manage_staff


@transaction.atomic
def make_owner(*, course: CoursePage, person: User) -> CourseStaff:
    """Make `person` the owner of a course that has none; safe to run twice.

    A course that has an owner keeps that owner: the row of the owner is returned. The right holds
    at once: who makes a course in the editor publishes it in the same request.
    """
    canonical = _lock(course)
    owner = CourseStaff.objects.filter(course=canonical, role=StaffRole.OWNER).first()
    if owner is not None:
        return owner
    staff, _created = CourseStaff.objects.update_or_create(
        course=canonical, person=person, defaults={"role": StaffRole.OWNER}
    )
    forget_rights(person)
    return staff


@transaction.atomic
def add_staff(*, course: CoursePage, person: User, role: StaffRole, actor: User) -> CourseStaff:
    """Put an instructor on the staff list of the course.

    Raises:
        NotAllowed: `actor` does not manage this course.
        InvalidInput: the person is no instructor (`not_instructor`), is on the list already
            (`already_staff`), or would be a second owner (`second_owner`).
    """
    canonical = _lock(course)
    _check_manages(actor, canonical)
    _check_teaches(person)
    if role == StaffRole.OWNER:
        raise InvalidInput(
            _("A course has one owner. Hand the ownership over instead."), code="second_owner"
        )
    if CourseStaff.objects.filter(course=canonical, person=person).exists():
        raise InvalidInput(_("This person is on the staff already."), code="already_staff")
    return CourseStaff.objects.create(course=canonical, person=person, role=role)


@transaction.atomic
def change_role(*, staff: CourseStaff, role: StaffRole, actor: User) -> CourseStaff:
    """Give somebody on the staff another role; the owner's role changes hands only.

    Raises:
        NotAllowed: `actor` does not manage this course, or hands over what is not theirs.
        InvalidInput: the owner would be no owner any more (`last_owner`).
    """
    canonical = _lock(staff.course)
    _check_manages(actor, canonical)
    staff = CourseStaff.objects.get(pk=staff.pk)
    if role == staff.role:
        return staff
    if role == StaffRole.OWNER:
        return transfer_ownership(course=canonical, person=staff.person, actor=actor)
    _check_not_owner(staff)
    staff.role = role
    staff.save(update_fields=["role", "updated_at"])
    return staff


@transaction.atomic
def remove_staff(*, staff: CourseStaff, actor: User) -> None:
    """Take somebody off the staff list; their rights end with their next request.

    Raises:
        NotAllowed: `actor` does not manage this course.
        InvalidInput: the person owns the course (`last_owner`).
    """
    canonical = _lock(staff.course)
    _check_manages(actor, canonical)
    staff = CourseStaff.objects.get(pk=staff.pk)
    _check_not_owner(staff)
    staff.delete()


@transaction.atomic
def transfer_ownership(*, course: CoursePage, person: User, actor: User) -> CourseStaff:
    """Make `person` the owner; who owned the course stays on as an instructor.

    Raises:
        NotAllowed: `actor` is neither the owner nor an admin.
        InvalidInput: the person is no instructor (`not_instructor`).
    """
    canonical = _lock(course)
    owners = CourseStaff.objects.filter(course=canonical, role=StaffRole.OWNER)
    if not (is_admin(actor) or owners.filter(person=actor, person__is_active=True).exists()):
        raise NotAllowed(_("Only the owner or an admin can hand a course over."))
    _check_teaches(person)
    owners.exclude(person=person).update(role=StaffRole.INSTRUCTOR)
    staff, _created = CourseStaff.objects.update_or_create(
        course=canonical, person=person, defaults={"role": StaffRole.OWNER}
    )
    return staff


def _lock(course: CoursePage) -> CoursePage:
    """Return the canonical course, locked: two changes of one list wait for each other."""
    return CoursePage.objects.select_for_update(of=("self",)).get(pk=course.canonical_id)


def _check_manages(actor: User, course: CoursePage) -> None:
    if not may_manage_staff(actor, course):
        raise NotAllowed(_("Only the course's owner and instructors change its staff."))


def _check_teaches(person: User) -> None:
    if not person.is_active or person.role not in (Role.INSTRUCTOR, Role.ADMIN):
        raise InvalidInput(
            _("Only instructors can be on the staff of a course."), code="not_instructor"
        )


def _check_not_owner(staff: CourseStaff) -> None:
    if staff.role == StaffRole.OWNER:
        raise InvalidInput(
            _("A course needs an owner. Hand the ownership over first."), code="last_owner"
        )
