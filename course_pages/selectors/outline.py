"""The outline of a course: the canonical tree, each entry in the reader's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutlineLesson:
    """One lesson of an outline."""

    lesson_id: int
    """Primary key of the canonical page."""
    title: str
    summary: str
    url: str
    minutes: int
    is_preview: bool
    language: str
    """Language the words are in; "" when it is the reader's own."""


@dataclass(frozen=True, slots=True)
class OutlineModule:
    """One module of an outline, with its published lessons in order."""

    module_id: int
    title: str
    summary: str
    lessons: tuple[OutlineLesson, ...]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)
