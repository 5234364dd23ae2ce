"""Who may approve what is submitted for publication."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from accounts.enums import Role
from accounts.models import User
from course_pages.models import CoursePage
from course_pages.permissions.pages import is_under
from course_pages.permissions.people import MANAGERS, is_admin, staff_rows
from course_pages.ports import Approval
from course_pages.selectors.belonging import get_course_id_of

PATHS = "_approval_paths"


class StaffApproval(Approval):
    """The owner and the instructors of a course, and admins; of pages outside courses, admins."""

    def may_approve(self, person: Any, page: Page) -> bool:
        """Return whether the person may approve `page`; asked often, one statement a person."""
        return is_admin(person) or page.path.startswith(tuple(_managed_paths(person)))

    def get_pages(self, person: Any) -> QuerySet[Page]:
        """Return every page that the person may approve."""
        pages = Page.objects.all()
        return pages if is_admin(person) else pages.filter(is_under(_managed_paths(person)))


def get_approvers(page: Page) -> QuerySet[User]:
    """Return who is asked for approval: those who answer for the course, or else the admins."""
    people = User.objects.filter(is_active=True)
    managers = people.filter(
        role=Role.INSTRUCTOR,
        course_staff__course=get_course_id_of(page),
        course_staff__role__in=MANAGERS,
    )
    return managers if managers.exists() else people.filter(is_superuser=True)


def _managed_paths(person: Any) -> set[str]:
    """Return where the courses lie, in every language, that the person answers for."""
    if not hasattr(person, PATHS):
        courses = staff_rows(person).filter(role__in=MANAGERS).values("course_id")
        versions = CoursePage.objects.filter(canonical__in=courses)
        setattr(person, PATHS, set(versions.values_list("path", flat=True)))
    paths: set[str] = getattr(person, PATHS)
    return paths
