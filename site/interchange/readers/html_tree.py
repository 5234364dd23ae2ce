"""HTML as a small tree of what means something, however broken or deep the page is.

lxml parses; no entity is resolved and nothing is fetched. Tags that only wrap are taken away, so
that the tree is never deeper than `DEEPEST` and may be walked by recursion.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from interchange.report import Element

COUNTED = (
    *("img", "svg", "iframe", "embed", "object", "audio", "video"),
    *("script", "style", "form", "input", "table", "pre", "blockquote", "math", "details"),
)
INTERNAL_LINK = "link"
DEEPEST = 48
BREAK = "break"
"""Tag of the nodes that stand where a wrapper begins or ends: a new paragraph begins there."""
TOO_DEEP = "too-deep"
"""Tag of the node before the contents of a counted element that was too deep to be kept."""
EMPTY = frozenset({"img", "embed", "input", "br", "hr", "wbr", "source", "track"})
"""Tags that hold nothing. lxml does not know all of them: it puts what follows inside."""
LEAVES = EMPTY | {"script", "style"}
MEANT = (
    frozenset(COUNTED)
    | LEAVES
    | {"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "menu", "dir", "li", "dl", "dt", "dd"}
    | {"b", "strong", "i", "em", "cite", "dfn", "var", "code", "kbd", "samp", "tt", "sup", "sub"}
    | {"a", "q", "tr", "td", "th", "caption", "thead", "tbody", "tfoot", "colgroup", "figure"}
    | {"figcaption", "summary", "select", "textarea", "datalist", "title"}
    | {"template", "annotation", "semantics", "footer"}
)
"""Tags that the reader of parts asks about; all others only wrap."""
WRAPPERS = frozenset(
    {"div", "section", "article", "main", "header", "nav", "aside", "center", "address", "body"}
    | {"html", "fieldset", "legend", "hgroup", "form", "noscript", "figure", "search", "dialog"}
)
"""Wrappers around paragraphs; the remaining ones stand around words."""
CONTROLS = dict.fromkeys((*range(9), 11, *range(14, 32), 127))
ANY_TAG = re.compile(rf"</?(?!(?:{'|'.join(COUNTED)}|a)\b)[A-Za-z][^<>]*>", re.IGNORECASE)


@dataclass(slots=True)
class Node:
    """One tag that means something; `children` are nodes and runs of raw text."""

    tag: str
    attributes: dict[str, str]
    children: "list[Node | str]" = field(default_factory=list)
    element: Element | None = None
    """What the report must account for."""
    around: tuple[str, ...] = ()
    """The classes of up to three tags around it, also of those that are not in the tree."""

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All words inside, as they stand."""
        return "".join(
            child if isinstance(child, str) else "\n" if child.tag == "br" else child.text
            for child in self.children
        )

    def inside(self) -> "Iterator[Node]":
        """Yield all nodes inside, outer ones first."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.inside()


def parse_html(html: str) -> tuple[Any, bool]:
    """Return the root of the parsed tree, and whether all of the page is in it.

    A page nested deeper than the parser goes (2048) loses the tags around its words first.
    """
    text = html.translate(CONTROLS)
    root, whole = _parse(text)
    if whole:
        return root, True
    return _parse(ANY_TAG.sub(" ", text))


def _parse(text: str) -> tuple[Any, bool]:
    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        no_network=True,
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    whole = not any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return (etree.Element("html") if root is None else root), whole


def is_internal(address: str | None) -> bool:
    """Return whether an address has neither scheme nor host."""
    if address is None:
        return False
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def build_tree(root: Any, path: str, counts: Counter[str]) -> Node:
    """Return the tree of a parsed page of the file `path`; `counts` are counted on."""
    return _Builder(path, counts).build(root)


class _Builder:
    def __init__(self, path: str, counts: Counter[str]) -> None:
        self.path = path
        self.counts = counts
        self.open: list[Node] = [Node("root", {})]
        self.kept: list[bool] = []

    def build(self, root: Any) -> Node:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self.start(element)
            else:
                self.end(element)
        return self.open[0]

    def start(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        counted = self.number(tag, element)
        keep = (tag in MEANT or is_math(element)) and self.fits(tag)
        self.kept.append(keep and tag not in EMPTY)
        if keep:
            node = Node(tag, dict(element.attrib), [], counted, classes_around(element))
            self.append(node)
            self.open += [] if tag in EMPTY else [node]
        elif counted is not None:
            self.append(Node(TOO_DEEP, {}, [], counted))
        elif tag in WRAPPERS or tag in MEANT:
            self.append(Node(BREAK, {}))
        if element.text:
            self.append(element.text)

    def end(self, element: Any) -> None:
        if self.kept.pop():
            self.open.pop()
        elif element.tag in WRAPPERS or element.tag in MEANT - EMPTY:
            self.append(Node(BREAK, {}))
        if element.tail:
            self.append(element.tail)

    def fits(self, tag: str) -> bool:
        return len(self.open) < DEEPEST or tag in LEAVES

    def number(self, tag: str, element: Any) -> Element | None:
        """Return the counted element that a tag is, if it is one."""
        if tag in COUNTED:
            kind = tag
        elif tag == "a" and is_internal(element.get("href")):
            kind = INTERNAL_LINK
        else:
            return None
        self.counts[kind] += 1
        return Element(self.path, kind, f"{kind}-{self.counts[kind]}")

    def append(self, child: "Node | str") -> None:
        children = self.open[-1].children
        last = children[-1] if children else None
        if isinstance(child, str) and isinstance(last, str):
            children[-1] = last + child
        elif not (isinstance(child, Node) and child.tag == BREAK and is_break(last)):
            children.append(child)


def is_break(node: "Node | str | None") -> bool:
    return isinstance(node, Node) and node.tag == BREAK


def is_math(element: Any) -> bool:
    """Return whether a wrapper says that a formula stands in it: in LaTeX, or drawn by KaTeX."""
    if element.tag not in ("span", "div"):
        return False
    return not {"math", "katex-html"}.isdisjoint((element.get("class") or "").split())


def classes_around(element: Any) -> tuple[str, ...]:
    found: list[str] = []
    for _ in range(3):
        element = element.getparent()
        if element is None:
            break
        found += (element.get("class") or "").split()
    return tuple(found)
