"""Reads a source of this format into a `CourseDocument`."""

from pathlib import Path

from interchange.document import CourseDocument
from interchange.report import Report


def recognizes(root: Path) -> bool:
    return False


def read_curriculum(root: Path, report: Report) -> CourseDocument:
    """Return the course in `root`.

    Raises:
        InvalidCourse: with everything that keeps it from being read.
    """
    raise NotImplementedError
