"""Addresses that every page links to."""

from django import template
from django.utils.translation import get_language

from course_pages.selectors.addresses import get_catalogue_url

register = template.Library()


@register.simple_tag
def catalogue_url() -> str:
    """Return where the catalogue stands in the reader's language."""
    return get_catalogue_url(get_language() or "en")
