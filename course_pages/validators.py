"""What an uploaded drawing must not hold.

A drawing in SVG is a document that a browser can run. In a lesson it is shown as an image, where
nothing in it runs; but whoever opens its address opens the document itself.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

from course_pages.drawings.colors import COLOR, get_contrast, is_darker

LARGEST = 2 * 1024 * 1024
"""Bytes. What is larger holds photographs, or is meant to hurt."""
SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
DRAWN = {SVG, XHTML, MATHML}
"""What a browser acts on; elements of drawing programs in other namespaces are only kept."""
LEAST_CONTRAST = 6
"""Between the two colors of a cover: its figures are seen well, and so is a line over both."""
ENCODINGS = {"UTF-8", "ASCII", "US-ASCII", "ISO-8859-1", "WINDOWS-1252"}
"""Those in which a browser reads the same as we do."""

DECLARATION = re.compile(rb"<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)\b", re.IGNORECASE)
RUNNING = {
    *("script", "handler", "listener", "iframe", "frame", "embed", "object", "applet", "audio"),
    *("video", "link", "meta", "base", "form", "input", "button", "maction"),
}
WORDS = {
    *("a", "b", "body", "br", "code", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "i", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table"),
    *("tbody", "td", "th", "thead", "tr", "u", "ul"),
}
"""HTML that drawing programs put into `foreignObject` for labels of several lines."""
HANDLER = re.compile(r"on[a-z]+", re.IGNORECASE)
ANIMATED = re.compile(r"(?:.*:)?(?:href|on[a-z]+)", re.IGNORECASE)
SPACE = re.compile(r"[\x00-\x20]+")
CODE = re.compile(r"(?:javascript|vbscript|livescript):", re.IGNORECASE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
PICTURE = re.compile(r"data:image/", re.IGNORECASE)
PICTURE_OR_FONT = re.compile(r"data:(?:image/|font/|application/(?:x-)?font)", re.IGNORECASE)

CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
CSS_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]*)", re.IGNORECASE)
CSS_LOADING = re.compile(
    r"@import|expression\(|-moz-binding|(?<![\w-])behavior\s*:|image-set\(|cross-fade\(|\bsrc\(",
    re.IGNORECASE,
)


def validate_svg(content: bytes) -> None:
    """Check that a drawing in SVG runs nothing and loads nothing from elsewhere.

    Raises:
        ValidationError: it does, it is larger than `LARGEST` or nested too deeply, or it is no SVG;
            the message says what to do.
    """
    if len(content) > LARGEST:
        raise ValidationError(_("The drawing is larger than 2 MB. Save it smaller, or as PNG."))
    if DECLARATION.search(content):
        raise ValidationError(_("The drawing declares entities. Save it as plain SVG."))
    root = _parse(content)
    _refuse_instructions(root)
    for element in root.iter(etree.Element):
        _check_element(element)


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    # Two bytes to a character, or EBCDIC: the search for declarations was blind.
    is_plain = b"\x00" not in content and content.removeprefix(BOM_UTF8).lstrip()[:1] == b"<"
    try:
        root = etree.fromstring(content if is_plain else b"", parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValidationError(_("The drawing cannot be read as SVG in UTF-8.")) from error
    encoding = (root.getroottree().docinfo.encoding or "UTF-8").upper()
    if root.tag != f"{{{SVG}}}svg" or encoding not in ENCODINGS:
        raise ValidationError(_("This is no SVG drawing in UTF-8."))
    return root


def _refuse_instructions(root: etree._Element) -> None:
    """Refuse style sheets and programs that are named outside of all elements."""
    around = (*root.itersiblings(preceding=True), *root.iter())
    targets = {node.target for node in around if isinstance(node, etree._ProcessingInstruction)}
    if "xml-stylesheet" in targets:
        raise ValidationError(_("The drawing names a style sheet. Save it as plain SVG."))


def _check_element(element: etree._Element) -> None:
    name = etree.QName(element)
    local = name.localname.lower()
    if name.namespace not in DRAWN:
        return
    if local in RUNNING or (name.namespace == XHTML and local not in WORDS):
        raise ValidationError(
            _("The drawing holds <%(name)s>, which a drawing may not. Save it as plain SVG.")
            % {"name": local}
        )
    if local == "style":
        _check_style("".join(element.itertext()))
    for attribute, value in element.attrib.items():
        _check_attribute(local, etree.QName(attribute).localname.lower(), value)


def _check_attribute(element: str, name: str, value: str) -> None:
    bare = SPACE.sub("", value)
    runs = HANDLER.fullmatch(name) or (name == "attributename" and ANIMATED.fullmatch(bare))
    if runs or any(CODE.match(part) for part in bare.split(";")):
        raise ValidationError(_("The drawing holds a program. Save it as plain SVG."))
    if name in ("href", "src", "srcset", "background"):
        _check_address(element, bare)
    elif name == "style" or "url" in value.lower() or "\\" in value:
        _check_style(value)


def _check_address(element: str, address: str) -> None:
    if PICTURE.match(address) and element in ("image", "feimage"):
        return
    if element == "a" and LINK.match(address):
        return
    if ELSEWHERE.match(address):
        _refuse_elsewhere(address)


def _check_style(css: str) -> None:
    plain = CSS_ESCAPE.sub(_read_escape, css)
    if CSS_LOADING.search(plain):
        raise ValidationError(
            _("The drawing's style loads something from elsewhere. Save it as plain SVG.")
        )
    for address in _list_addresses(plain):
        if ELSEWHERE.match(address) and not PICTURE_OR_FONT.match(address):
            _refuse_elsewhere(address)


def _list_addresses(css: str) -> Iterator[str]:
    for match in CSS_ADDRESS.finditer(css):
        yield SPACE.sub("", match[1])


def _read_escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2]
    number = int(match[1], 16)
    return chr(number) if 0 < number <= 0x10FFFF else ""


def _refuse_elsewhere(address: str) -> None:
    raise ValidationError(
        _("The drawing loads something from elsewhere (%(address)s). Put it into the drawing.")
        % {"address": address[:80]}
    )


def validate_color(value: str) -> None:
    """Refuse what is not a color as `#1d2b5c`.

    Raises:
        ValidationError: it is written otherwise.
    """
    if not COLOR.fullmatch(value):
        raise ValidationError(
            _("Write the color as # and six digits or letters from a to f, such as #1d2b5c."),
            code="color",
        )


def check_palette(deep: str, pale: str) -> None:
    """Refuse two colors that a cover cannot be drawn in; both may be empty.

    Raises:
        ValidationError: one is missing, they are the wrong way round, or too much alike; it stands
            at the field to mend.
    """
    if not deep and not pale:
        return
    if not (deep and pale):
        missing = "pale" if deep else "deep"
        raise ValidationError({missing: _("A cover needs both colors. Give the other one, too.")})
    if not (COLOR.fullmatch(deep) and COLOR.fullmatch(pale)):
        return
    if is_darker(pale, deep):
        raise ValidationError({"deep": _("This color is lighter than the light one. Swap them.")})
    if (contrast := get_contrast(deep, pale)) < LEAST_CONTRAST:
        message = _(
            "The two colors are too much alike: their contrast is %(contrast).1f to 1, "
            "and figures are seen well from 6 to 1 on. Make this one lighter, or the other darker."
        )
        raise ValidationError({"pale": message % {"contrast": contrast}})
