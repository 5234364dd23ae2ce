"""Words of a block as HTML."""

import re

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

CODE_SPAN = re.compile(r"`([^`]+)`")


@register.filter
def code_spans(text: str) -> SafeString:
    """Return plain text escaped, with line breaks, and what stands between `backticks` as code."""
    pieces = CODE_SPAN.split(str(text).strip())
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<code>{}</code>", piece) if place % 2 else linebreaksbr(piece),)
            for place, piece in enumerate(pieces)
        ),
    )
