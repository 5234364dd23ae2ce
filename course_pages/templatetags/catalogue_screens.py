"""What the catalogue's template shows."""

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.translation import get_language

from course_pages.models import CourseIndexPage
from course_pages.selectors.catalogue import CatalogueScreen, get_catalogue
from course_pages.services.shared_pages import (
    SHARED_PAGES,
    get_shareable_query,
    mark_personal,
    mark_shareable,
)

register = template.Library()


KEY = "catalogue_screen"


@register.simple_tag(takes_context=True)
def catalogue_screen(context: Context, page: CourseIndexPage) -> CatalogueScreen:
    """Return the catalogue as the address asks for it; tell which part of the address counted.

    The blocks of a template may each ask: it is made once.
    """
    made: CatalogueScreen | None = context.render_context.get(KEY)
    if made is None:
        made = context.render_context[KEY] = _make_screen(context["request"], page)
    return made


def _make_screen(request: HttpRequest, page: CourseIndexPage) -> CatalogueScreen:
    screen = get_catalogue(
        path=request.path,
        params=request.GET,
        language=get_language() or page.locale.language_code,
        stamp=SHARED_PAGES.read(),
        subjects=getattr(request, "catalogue_subjects", None),
    )
    if get_shareable_query(request) is not None:
        if screen.query:
            mark_personal(request)
        else:
            mark_shareable(request, query=screen.understood)
    return screen
