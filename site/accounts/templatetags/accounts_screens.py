"""The frame's own tag."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from accounts.selectors.people import Topbar, get_topbar
from accounts.selectors.second_factor import SecondFactorScreen, get_second_factor_screen

register = template.Library()


@register.simple_tag(takes_context=True)
def topbar(context: dict[str, Any]) -> Topbar:
    """Return what the bar at the top shows; a page without a request is an anonymous one.

    A preview is shown to somebody else than the person who asks for it.
    """
    request = context.get("request")
    shown_to = getattr(request, "shown_to", None)
    return get_topbar(shown_to or getattr(request, "user", None) or AnonymousUser())


@register.simple_tag(takes_context=True)
def second_factor_screen(context: dict[str, Any]) -> SecondFactorScreen:
    """Return what the pages on two-step login show of who is logged in."""
    return get_second_factor_screen(context["request"].user)
