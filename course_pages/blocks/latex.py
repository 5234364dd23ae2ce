"""Formulas in LaTeX as MathML, made on the server: the page needs no script for them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element, tostring

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from latex2mathml.converter import convert_to_element

LONGEST = 5_000
"""Characters of one formula: beyond that it is no formula, and costs too much to read."""
ELEMENTS = {
    *("math", "menclose", "merror", "mfenced", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover"),
    *("mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle"),
    *("msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none"),
}
PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2} | {
    "msubsup": 3,
    "munderover": 3,
}
"""How many children an element must have to be drawn at all."""
ATTRIBUTES = {
    *("accent", "accentunder", "columnalign", "columnlines", "columnspacing", "columnspan"),
    *("depth", "display", "displaystyle", "fence", "form", "frame", "height", "largeop"),
    *("linethickness", "lspace", "mathbackground", "mathcolor", "mathsize", "mathvariant"),
    *("maxsize", "minsize", "movablelimits", "notation", "rowlines", "rowspacing", "rowspan"),
    *("rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width", "xmlns"),
}
"""Neither links, classes nor styles: what LaTeX may say of them is left out."""
UNKNOWN_COMMAND = re.compile(r"\\[A-Za-z]+")
BOOKKEEPING = re.compile(r"\\(?:label|require|nonumber|notag)\b(?:\{[^{}]*\})?")
NAMES = re.compile(r"\\(arg|sgn|sinc|Var|Cov|tr|rank|erf)(?![A-Za-z])")
DEFINITION = re.compile(r"\\(?:(?:re)?newcommand|def|DeclareMathOperator)")
MATRIX_BEGIN = re.compile(r"\\begin\{[bBpvV]?(?:small)?matrix\}")
MATRIX_END = re.compile(r"\\end\{[bBpvV]?(?:small)?matrix\}")
ESCAPED = re.compile(r"\\.", re.DOTALL)

REST_OF_TAG = r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
MARKUP = re.compile(rf"(<code\b{REST_OF_TAG}.*?</code>|<{REST_OF_TAG})", re.DOTALL)
INLINE = re.compile(r"\\\((.{1,2000}?)\\\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as MathML, or why it is none."""

    html: SafeString
    """Empty when the LaTeX cannot be read."""
    reason: str
    """Why it cannot be read, as a sentence for the author; else empty."""


class _UnknownCommand(ValueError):
    pass


def read_latex(latex: str, *, is_display: bool) -> Formula:
    """Return a formula in LaTeX, without delimiters, as MathML: on its own line, or in a line."""
    html, unknown = _convert(latex.strip(), "block" if is_display else "inline")
    if html:
        # Every name of an element and attribute is one of ours, all else is escaped.
        return Formula(mark_safe(html), "")  # noqa: S308
    if unknown:
        reason = _("The formula has a command that is not known here: %(command)s")
        return Formula(SafeString(), reason % {"command": unknown})
    return Formula(SafeString(), _("The formula cannot be read. Are all braces closed?"))


def show_formulas(html: str) -> SafeString:
    r"""Return clean HTML with what stands between `\(` and `\)` as MathML.

    Code is left alone, and what cannot be read stays as it was typed.
    """
    if "\\(" not in html:
        return mark_safe(html)  # noqa: S308 - it was clean before
    pieces = MARKUP.split(html)
    # Text stands at the even places, markup at the odd ones.
    pieces[::2] = [INLINE.sub(_show_inline, text) for text in pieces[::2]]
    return mark_safe("".join(pieces))  # noqa: S308


def _show_inline(match: re.Match[str]) -> str:
    return read_latex(unescape(match[1]), is_display=False).html or match[0]


@lru_cache(maxsize=1024)
def _convert(latex: str, display: str) -> tuple[str, str]:
    """Return MathML, or nothing and the command that is not known, if it was that."""
    if not latex or len(latex) > LONGEST or not _is_balanced(latex):
        return "", ""
    try:
        root = convert_to_element(_prepare(latex), display=display)
        elements = list(root.iter())
        for element in elements:
            _clean(element)
    except _UnknownCommand as error:
        return "", str(error)
    except Exception:
        # The library answers LaTeX that it cannot read with errors of every kind.
        return "", ""
    return _write(root, latex), ""


def _prepare(latex: str) -> str:
    """Return a formula as the library reads it.

    It knows no bookkeeping, not all names of functions, and no power of a matrix without braces.
    """
    known = BOOKKEEPING.sub("", latex)
    if not DEFINITION.search(known):
        known = NAMES.sub(r"\\operatorname{\1}", known)
    return MATRIX_END.sub(r"\g<0>}", MATRIX_BEGIN.sub(r"{\g<0>", known))


def _is_balanced(latex: str) -> bool:
    bare = ESCAPED.sub("", latex)
    return bare.count("{") == bare.count("}")


def _clean(element: Element) -> None:
    if element.tag not in ELEMENTS or len(element) != PARTS.get(element.tag, len(element)):
        raise ValueError(element.tag)
    for name in set(element.attrib) - ATTRIBUTES:
        del element.attrib[name]
    # The library writes characters as references and leaves it to others to resolve them.
    text = unescape(element.text or "")
    if element.tag != "mtext" and UNKNOWN_COMMAND.fullmatch(text):
        raise _UnknownCommand(text)
    element.text = text
    element.tail = unescape(element.tail or "")


def _write(root: Element, latex: str) -> str:
    root.set("alttext", latex)
    return tostring(root, encoding="unicode")
