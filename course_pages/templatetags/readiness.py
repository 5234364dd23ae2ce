"""What the page editor says of a page's readiness."""

from django import template

from course_pages.models import CoursePage, LessonPage, ModulePage
from course_pages.selectors.readiness import Readiness, get_readiness

register = template.Library()


@register.simple_tag(name="get_readiness")
def show_readiness(thing: object) -> Readiness | None:
    """Return what a page of a course lacks; None for everything else, and before it is saved."""
    if not isinstance(thing, CoursePage | ModulePage | LessonPage) or not thing.pk:
        return None
    return get_readiness(thing)
