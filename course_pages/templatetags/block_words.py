"""Words of a block as HTML."""

import re

from django import template
from django.template import Context
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.rich_text import RichText

from course_pages.blocks.anchors import Anchors, add_ids, point_links
from course_pages.blocks.latex import show_formulas

register = template.Library()

CODE_SPAN = re.compile(r"`([^`]+)`")


@register.filter
def code_spans(text: str) -> SafeString:
    r"""Return plain text escaped, with line breaks.

    What stands between `backticks` is code, also of several lines, between `\(` and `\)` a formula.
    """
    pieces = CODE_SPAN.split(str(text).strip())
    return format_html_join(
        "",
        "{}",
        ((_code(piece) if place % 2 else _words(piece),) for place, piece in enumerate(pieces)),
    )


def _code(text: str) -> SafeString:
    if "\n" in text:
        return format_html('<code class="lines">{}</code>', text.strip("\n"))
    return format_html("<code>{}</code>", text)


def _words(text: str) -> SafeString:
    return show_formulas(linebreaksbr(text))


@register.filter
def rich_words(text: RichText | str) -> SafeString:
    r"""Return rich text as HTML, its formulas between `\(` and `\)` drawn."""
    return show_formulas(point_links(str(text)))


@register.simple_tag(takes_context=True)
def running_text(context: Context, text: RichText) -> SafeString:
    """Return rich text as HTML with ids at its headings, unlike those of the rest of the lesson."""
    return rich_words(add_ids(str(text), context.get("anchors") or Anchors()))
