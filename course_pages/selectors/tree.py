"""Where a page stands in the tree of its course, told from its path alone."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page

from course_pages.models import CoursePage, LessonPage, ModulePage
from course_pages.selectors.belonging import get_ancestor_paths

STEP = Page.steplen
LEVELS_BELOW_COURSE = {CoursePage: 0, ModulePage: 1, LessonPage: 2}


def under(path: str, column: str = "path") -> Q:
    """Return the condition for every page below the page at `path`; `column` holds their paths.

    A range and no prefix match: a range uses the path's index on every database.
    """
    return Q((f"{column}__gt", path), (f"{column}__lte", path + "Z" * STEP))


def get_course_path(page: Page) -> str:
    """Return the path of the course that a course, module or lesson page belongs to."""
    levels = LEVELS_BELOW_COURSE[type(page)]
    return page.path[: len(page.path) - levels * STEP]


def find_course(page: Page) -> CoursePage | None:
    """Return the course page above `page`, or the page itself; None when it is gone.

    In the tree of a translation that is the translated course page.
    """
    if isinstance(page, CoursePage):
        return page
    return CoursePage.objects.filter(path=get_course_path(page)).first()


def find_courses_above(pages: Iterable[Page]) -> list[CoursePage]:
    """Return the courses, each once, that `pages` are or stand in, wherever those are now."""
    keys = {page.pk for page in pages}
    return find_courses_at(*Page.objects.filter(pk__in=keys).values_list("path", flat=True))


def find_courses_at(*paths: str) -> list[CoursePage]:
    """Return the courses, each once, that stand at or above the given paths."""
    places = {place for path in paths for place in get_ancestor_paths(path)}
    return list(CoursePage.objects.filter(path__in=places).order_by("pk"))
