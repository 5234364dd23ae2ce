"""The formats that can be read, and how to tell which one a folder holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interchange.document import CourseDocument
from interchange.readers.carpentries import census as carpentries_census
from interchange.readers.carpentries import reader as carpentries
from interchange.readers.course_folder import COURSE, count_course_folder, read_course_folder
from interchange.readers.curriculum import census as curriculum_census
from interchange.readers.curriculum import reader as curriculum
from interchange.readers.olx import census as olx_census
from interchange.readers.olx import reader as olx
from interchange.report import Element, InvalidCourse, Problem, Report

Recognize = Callable[[Path], bool]
Read = Callable[[Path, Report], CourseDocument]
Count = Callable[[Path], Iterator[Element]]


@dataclass(frozen=True, slots=True)
class CourseFormat:
    """One foreign format. All three functions are given the root of an unpacked source."""

    name: str
    label: str | Promise
    recognizes: Recognize
    read: Read
    """Raises InvalidCourse with everything that keeps the source from being read."""
    count: Count
    """Walks the source apart from `read`, and yields every element of it once."""


FORMATS = {
    found.name: found
    for found in (
        CourseFormat(
            "course-folder",
            _("Course folder of this platform"),
            lambda root: (root / COURSE).is_file(),
            read_course_folder,
            count_course_folder,
        ),
        CourseFormat(
            "olx", _("Open edX (OLX)"), olx.recognizes, olx.read_olx, olx_census.count_olx
        ),
        CourseFormat(
            "carpentries",
            _("Carpentries lesson"),
            carpentries.recognizes,
            carpentries.read_carpentries,
            carpentries_census.count_carpentries,
        ),
        CourseFormat(
            "curriculum",
            _("Curriculum of Markdown folders"),
            curriculum.recognizes,
            curriculum.read_curriculum,
            curriculum_census.count_curriculum,
        ),
    )
}
"""By name, in the order in which they are tried."""


def find_format(root: Path, name: str = "") -> CourseFormat:
    """Return the format called `name`, or the first that recognizes the folder.

    Raises:
        InvalidCourse: no format of that name, or none that fits.
    """
    if name:
        found = FORMATS.get(name)
    else:
        found = next((known for known in FORMATS.values() if known.recognizes(root)), None)
    if found is None:
        known = ", ".join(FORMATS)
        message = f"this is none of the formats that can be read: {known}"
        raise InvalidCourse([Problem(".", None, "format-unknown", message)])
    return found
