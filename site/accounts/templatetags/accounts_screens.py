"""The frame's own tag."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from accounts.selectors.people import Topbar, get_topbar

register = template.Library()


@register.simple_tag(takes_context=True)
def topbar(context: dict[str, Any]) -> Topbar:
    """Return what the bar at the top shows; a page without a request is an anonymous one.

    A preview is shown to somebody else than the person who asks for it.
    """
    request = context.get("request")
    shown_to = getattr(request, "shown_to", None)
    return get_topbar(shown_to or getattr(request, "user", None) or AnonymousUser())
