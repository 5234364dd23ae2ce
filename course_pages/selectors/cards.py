"""A course as lists show it."""

from dataclasses import dataclass

from core.money import Money
from course_pages.models import CourseImage


@dataclass(frozen=True, slots=True)
class CourseCard:
    """One course in a list, in the reader's language where that is published."""

    course_id: int
    """Primary key of the canonical page."""
    title: str
    subtitle: str
    url: str
    language: str
    """Language the words are in; "" when it is the reader's own."""
    thumbnail: CourseImage | None
    category: str
    level: str
    """Translated label, as `delivery`."""
    delivery: str
    price: Money
    lesson_count: int
    minutes: int
    teachers: tuple[str, ...]
