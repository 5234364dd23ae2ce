"""Drawn covers and strips, straight into the page: no file to fetch, no style attribute."""

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from course_pages.drawings.covers import Cover, draw_cloth, draw_cover
from course_pages.drawings.strips import LENGTH, Strip

register = template.Library()

COUNTER = "drawings_so_far"


@register.simple_tag(takes_context=True)
def cover_drawing(context: Context, cover: Cover) -> SafeString:
    """Return the cover of a course as SVG; decoration, its title stands beside it."""
    return SafeString(draw_cover(cover, _take_key(context)))


@register.simple_tag(takes_context=True)
def cloth_drawing(context: Context, cover: Cover) -> SafeString:
    """Return the cloth of a cover without its composition: the head of a room, a door."""
    return SafeString(draw_cloth(cover, _take_key(context)))


@register.simple_tag
def strip_drawing(strip: Strip) -> SafeString:
    """Return a course drawn to scale; decoration, the words beside it say the same."""
    states = (("todo", strip.todo), ("done", strip.done), ("here", strip.here))
    lines = format_html_join(
        "",
        '<path class="strip__{}" d="M0 5H{}" stroke-dasharray="{}"/>',
        ((state, LENGTH, dashes) for state, dashes in states if dashes),
    )
    return format_html(
        '<svg class="strip" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true">'
        "{}</svg>",
        LENGTH,
        lines,
    )


def _take_key(context: Context) -> str:
    """Return the beginning of ids that no other drawing of this page has."""
    request = context.get("request")
    number = getattr(request, COUNTER, 0) + 1
    if request is not None:
        setattr(request, COUNTER, number)
    return f"c{number}"
