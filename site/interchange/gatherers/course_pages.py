"""Gathers a course from the page tree into a `CourseDocument`."""

from pathlib import Path

from course_pages.models import CoursePage
from interchange.document import CourseDocument


def gather_course(course: CoursePage, folder: Path) -> CourseDocument:
    """Return the course as an editor sees it, with its files copied into `folder`."""
    raise NotImplementedError
