"""Where the catalogue stands, for the frame of every page."""

from django.core.cache import cache
from wagtail.models import Locale

from course_pages.models import CourseIndexPage

KEPT_FOR = 300
"""Seconds an address is remembered: the catalogue hardly ever moves."""


def get_catalogue_url(language: str) -> str:
    """Return the catalogue's path in `language`, else in the default one; "" when there is none.

    Costs no statement once remembered.
    """
    key = f"catalogue-url:{language}"
    url = cache.get(key)
    if url is None:
        url = _find_catalogue_url(language)
        if url:
            cache.set(key, url, KEPT_FOR)
    return str(url)


def _find_catalogue_url(language: str) -> str:
    indexes = CourseIndexPage.objects.live().order_by("pk")
    page = indexes.filter(locale__language_code=language).first()
    page = page or indexes.filter(locale=Locale.get_default()).first()
    return (page.url or "") if page else ""
