"""Which course any page of Wagtail's belongs to, whatever its type."""

from wagtail.models import Page

from course_pages.models import CoursePage


def get_ancestor_paths(path: str) -> list[str]:
    """Return the paths of all pages above `path` and of the page itself, the root first."""
    step = Page.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def get_course_id_of(page: Page) -> int | None:
    """Return the id of the canonical course that `page` is or belongs to; None outside courses."""
    return (
        CoursePage.objects.filter(path__in=get_ancestor_paths(page.path))
        .values_list("canonical_id", flat=True)
        .first()
    )
