"""Writes a `CourseDocument` as a course folder (see docs/course-folder.md)."""

from pathlib import Path

from interchange.document import CourseDocument


def write_folder(document: CourseDocument, folder: Path) -> None:
    """Write the course to `folder`, the same bytes for the same document."""
    raise NotImplementedError
