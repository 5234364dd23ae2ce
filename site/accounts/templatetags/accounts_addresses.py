"""What templates ask about e-mail addresses that wait to be confirmed."""

from typing import Any

from django import template
from django.conf import settings

from accounts.selectors.addresses import find_unconfirmed_address

register = template.Library()


@register.simple_tag(takes_context=True)
def unconfirmed_address(context: dict[str, Any]) -> str:
    """Return the address that who is logged in has yet to confirm, or ""; one statement."""
    return find_unconfirmed_address(context["request"].user)


@register.simple_tag
def may_log_in_unverified() -> bool:
    """Whether people may log in before they confirm their address."""
    return bool(settings.UNVERIFIED_MAY_LOG_IN)
