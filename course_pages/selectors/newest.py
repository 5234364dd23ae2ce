"""The courses published last, for the front door."""

from course_pages.models import CourseFacts
from course_pages.selectors.cards import CourseCard, make_cards
from course_pages.selectors.catalogue import NEWEST_FIRST
from course_pages.selectors.subjects import SubjectTree


def get_newest(language: str, limit: int, *, subjects: SubjectTree) -> tuple[CourseCard, ...]:
    """Return at most `limit` cards, the newest course first; four statements at most."""
    facts = CourseFacts.objects.filter(is_published=True).order_by(*NEWEST_FIRST)[:limit]
    return make_cards(list(facts), language=language, subjects=subjects)
