"""The predicates: what a person is to a course."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from wagtail.models import Page

from accounts.enums import Role
from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff
from course_pages.selectors.belonging import get_course_id_of

MANAGERS = (StaffRole.OWNER, StaffRole.INSTRUCTOR)
"""The staff roles that may change the staff list; an assistant may not."""


def is_admin(person: User | AnonymousUser) -> bool:
    return person.is_active and person.is_superuser


def is_instructor(person: User | AnonymousUser) -> bool:
    """Return whether the person teaches on this platform at all.

    Losing the role takes every right in every course at the next request, although the staff
    lists still name the person.
    """
    return isinstance(person, User) and person.is_active and person.role == Role.INSTRUCTOR


def may_create_courses(person: User | AnonymousUser) -> bool:
    return is_admin(person) or is_instructor(person)


def staff_rows(person: User | AnonymousUser) -> QuerySet[CourseStaff]:
    """Return the staff rows that count for this person now."""
    if not is_instructor(person):
        return CourseStaff.objects.none()
    return CourseStaff.objects.filter(person_id=person.pk)


def is_course_staff(person: User | AnonymousUser, course: CoursePage) -> bool:
    """Return whether the person may edit the course, in whatever language `course` is.

    True for the owner, instructors and assistants of the canonical course, and for admins.
    """
    if is_admin(person):
        return True
    return staff_rows(person).filter(course_id=course.canonical_id).exists()


def is_page_staff(person: User | AnonymousUser, page: Page) -> bool:
    """Return whether the person is on the staff of the course that `page` is or belongs to."""
    if is_admin(person):
        return True
    if not is_instructor(person):
        return False
    return staff_rows(person).filter(course_id=get_course_id_of(page)).exists()


def may_manage_staff(person: User | AnonymousUser, course: CoursePage) -> bool:
    """Return whether the person may add and remove staff of the course."""
    if is_admin(person):
        return True
    return staff_rows(person).filter(course_id=course.canonical_id, role__in=MANAGERS).exists()
