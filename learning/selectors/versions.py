"""From a canonical id to the page in the reader's language."""

from typing import TypeVar

from django.db.models import Case, Q, Value, When

from course_pages.models import CoursePage, LessonPage
from course_pages.selectors.links import PageLinks

LARGEST_ID = 2**63 - 1
"""No database has a row with a larger id, and SQLite cannot even be asked for one."""

PageT = TypeVar("PageT", CoursePage, LessonPage)


def find_course(course_id: int, language: str) -> CoursePage | None:
    """Return the published course in `language`, else the original; None when it is not published.

    One query.
    """
    return _find(CoursePage, course_id, language)


def find_lesson(lesson_id: int, language: str) -> LessonPage | None:
    """Return the open lesson in `language`, else the original; None when nobody may learn it now.

    One query.
    """
    return _find(LessonPage, lesson_id, language, canonical__facts__is_open=True)


def get_url(page: CoursePage | LessonPage, language: str) -> str:
    """Return where a reader of `language` finds what `find_course` or `find_lesson` gave."""
    return PageLinks().get_reader_url(page.pk, page.url_path, language=language)


def _find(model: type[PageT], pk: int, language: str, **conditions: object) -> PageT | None:
    if pk > LARGEST_ID:
        return None
    is_original = Q(pk=pk)
    return (
        model.objects.filter(is_original | Q(locale__language_code=language))
        .filter(canonical_id=pk, canonical__live=True, live=True, **conditions)
        .order_by(Case(When(locale__language_code=language, then=Value(0)), default=Value(1)), "pk")
        .first()
    )
