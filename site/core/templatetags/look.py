"""The smallest pieces of every screen: icons and lengths of time."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@lru_cache
def _sprite() -> str:
    return static("img/icons.svg")


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """Return one icon of the sprite; it is decoration, the word beside it carries the meaning."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css_class,
        _sprite(),
        name,
    )


@register.filter
def duration(minutes: int) -> str:
    """Return a length in minutes as people say it: `45 min`, `1 h 20 min`, `2 h`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
