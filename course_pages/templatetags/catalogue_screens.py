"""What the catalogue's template shows."""

from django import template
from django.template import Context
from django.utils.translation import get_language

from course_pages.models import CourseIndexPage
from course_pages.selectors.catalogue import CatalogueScreen, get_catalogue
from course_pages.services.shared_pages import (
    get_shareable_query,
    mark_personal,
    mark_shareable,
)

register = template.Library()


@register.simple_tag(takes_context=True)
def catalogue_screen(context: Context, page: CourseIndexPage) -> CatalogueScreen:
    """Return the catalogue as the address asks for it; tell which part of the address counted."""
    request = context["request"]
    language = get_language() or page.locale.language_code
    screen = get_catalogue(path=request.path, params=request.GET, language=language)
    if get_shareable_query(request) is not None:
        if screen.query:
            mark_personal(request)
        else:
            mark_shareable(request, query=screen.understood)
    return screen
