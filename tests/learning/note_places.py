"""Places that notes of tests stand at, and the makers of such notes."""

from typing import Any

from accounts.models import User
from course_pages.models import LessonPage
from learning.enums import NotePlace
from learning.models import Note
from learning.services.notes import keep_note

FIRST = "a0000000-0000-4000-8000-000000000000"
SECOND = "b0000000-0000-4000-8000-000000000000"
INNER = "d0000000-0000-4000-8000-000000000000"
LOST = "e0000000-0000-4000-8000-000000000000"


def beside(block: str, number: int = 0, quote: str = "As it begins") -> dict[str, Any]:
    """Return the place of a paragraph as `keep_note` takes it."""
    return {"place": NotePlace.PARAGRAPH, "block": block, "number": number, "quote": quote}


def at(block: str, second: int, quote: str = "") -> dict[str, Any]:
    """Return a second of a recording as `keep_note` takes it."""
    return {"place": NotePlace.SECOND, "block": block, "number": second, "quote": quote}


def keep(student: User, lesson: LessonPage, text: str, **place: Any) -> Note:
    return keep_note(student=student, lesson_id=lesson.canonical_id, text=text, **place)


def plant_notes(student: User, lesson: LessonPage, count: int) -> list[Note]:
    """Put many notes into the table, past the service."""
    return Note.objects.bulk_create(
        Note(student=student, lesson=lesson, text=f"Note {number}") for number in range(count)
    )
