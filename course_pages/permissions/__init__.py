"""Who may do what with courses, their staff and their files.

Everything here comes down to one predicate, `is_course_staff`; Wagtail's permission policies
are its translations for the explorer, the choosers, the reports and the page views.
"""

from course_pages.permissions.files import FilePermissionPolicy, may_have_file
from course_pages.permissions.pages import CoursePagePermissionPolicy, forget_rights
from course_pages.permissions.people import (
    is_admin,
    is_course_staff,
    is_instructor,
    is_page_staff,
    may_create_courses,
    may_manage_staff,
)
from course_pages.permissions.staff import StaffPermissionPolicy

__all__ = [
    "CoursePagePermissionPolicy",
    "FilePermissionPolicy",
    "StaffPermissionPolicy",
    "forget_rights",
    "is_admin",
    "is_course_staff",
    "is_instructor",
    "is_page_staff",
    "may_create_courses",
    "may_have_file",
    "may_manage_staff",
]
