"""The journey: who studies what, and how far. Every row points at canonical pages."""

from learning.models.answer import CheckAnswer
from learning.models.enrollment import Enrollment
from learning.models.note import Note
from learning.models.progress import LessonProgress

__all__ = ["CheckAnswer", "Enrollment", "LessonProgress", "Note"]
