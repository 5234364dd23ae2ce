"""The smallest pieces of every screen: icons, prices, dates, lengths of time, lists, languages.

Dates, numbers and sizes are written as the Unicode Consortium (CLDR, by Babel) says people of the
active language write them, times by the reader's own clock.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.units import format_unit
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _

from core.money import Money

register = template.Library()

LIST_SEPARATOR = ", "
"""What Django itself joins lists with: its own words have it in every language."""
SIZES = ("byte", "kilobyte", "megabyte", "gigabyte")
STEP = 1000
"""Bytes in a kilobyte, as phones and file managers count them."""


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


@register.simple_tag
def comma() -> str:
    """Return what stands between two entries of a list; Arabic has a comma of its own."""
    return _(LIST_SEPARATOR)


@register.filter
def listed(words: Iterable[str]) -> str:
    """Return some words as one list."""
    return comma().join(words)


@register.filter
def isolated(words: str) -> SafeString:
    """Return words that may run the other way, so that the marks around them keep their place.

    For the values of `{% blocktranslate %}`; elsewhere a template writes `<bdi>` itself.
    """
    return format_html("<bdi>{}</bdi>", words)


@register.filter
def price(money: Money) -> str:
    """Return an amount as a shop window shows it; a word where it costs nothing."""
    return _("Free") if money.is_free else money.display_price()


@register.filter
def duration(minutes: int) -> str:
    """Return a length in minutes as people say it: `45 min`, `1 h 20 min`, `2 h`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


# --- dates and numbers ----------------------------------------------------------------------------


@register.filter
def day(moment: date | datetime | None) -> str:
    """Return a day: `November 22, 2026`, `22 November 2026`; "" for none."""
    return dates.format_date(_by_the_clock(moment), "long", _locale()) if moment else ""


@register.filter
def month(moment: date | datetime | None) -> str:
    """Return a month and its year: `November 2026`; "" for none."""
    if not moment:
        return ""
    return str(dates.format_skeleton("yMMMM", _by_the_clock(moment), locale=_locale()))


@register.filter
def day_and_time(moment: datetime | None) -> str:
    """Return a moment by the reader's clock: `Nov 22, 2026, 8:24 PM`; "" for none."""
    if not moment:
        return ""
    return dates.format_datetime(_by_the_clock(moment), "medium", locale=_locale())


@register.filter
def number(value: float) -> str:
    """Return a number, its thousands parted: `1,234.5`, `1.234,5`."""
    return numbers.format_decimal(value, locale=_locale())


@register.filter
def percent(value: int) -> str:
    """Return whole percent: `45%`."""
    return numbers.format_percent(value / 100, locale=_locale())


@register.filter
def size(count: int | None) -> str:
    """Return the size of a file: `22 bytes`, `18.4 kB`, `2.4 MB`; that of a missing one is 0."""
    amount, step = float(count or 0), 0
    while amount >= STEP and step < len(SIZES) - 1:
        amount, step = amount / STEP, step + 1
    # The short form of a byte has no plural in English.
    length: Literal["short", "long"] = "short" if step else "long"
    return str(format_unit(round(amount, 1), SIZES[step], length, locale=_locale()))


def _locale() -> Locale:
    """Return the active language as Babel names it, English for one that Babel does not know."""
    return _find_locale(get_language() or settings.LANGUAGE_CODE) or Locale("en")


@lru_cache(maxsize=200)
def _find_locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


def _by_the_clock(moment: date | datetime) -> date | datetime:
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


# --- languages ------------------------------------------------------------------------------------


@register.filter
def in_language(language: str) -> SafeString:
    """Return the attributes of an element whose words are in `language`; "" for the reader's own.

    <span{{ lesson.language|in_language }}>{{ lesson.title }}</span>
    """
    if not language:
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language, _direction(language))


@register.filter
def name_of_language(language: str) -> str:
    """Return what the reader calls a language: `English`, `Inggris`; the code if unknown."""
    found = _find_locale(language)
    return (found and found.get_display_name(_locale())) or language


@register.simple_tag
def language_mark(language: str, around: str = "") -> SafeString:
    """Return a small mark beside words that are in another language than the reader's.

    Nothing beside words in the reader's own (`language` is ""), nor where all words around are in
    the same language and have said so.
    """
    if not language or language == around:
        return SafeString("")
    words = _("in %(language)s") % {"language": name_of_language(language)}
    return format_html(
        '<span class="badge badge--lang" title="{words}"><span aria-hidden="true">{code}</span>'
        '<span class="vh"> ({words})</span></span>',
        words=words,
        code=language.partition("-")[0].upper(),
    )


def _direction(language: str) -> str:
    with override(language):
        return "rtl" if get_language_bidi() else "ltr"
