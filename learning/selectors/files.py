"""Learning's answer to "may this person have this file?"."""

from course_pages.ports import PrivateFile
from course_pages.selectors.files import lessons_using
from learning.selectors.access import Person, list_lesson_access


def may_have_lesson_file(person: Person, file: PrivateFile) -> bool:
    """Return whether `person` may open any lesson that uses `file`."""
    lessons = lessons_using(file)
    found = list_lesson_access(person, lessons) if lessons else {}
    return any(access.door.is_open for access in found.values())
