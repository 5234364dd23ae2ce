"""What reader and census must understand alike: how OLX is written down in XML files.

A block is an XML element: the root of a file, or a child of a container. An empty element that only
names a file (`<html url_name="x"/>` where `html/x.xml` exists) is a pointer: the block is there.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from html.entities import html5
from pathlib import Path
from typing import Any

from lxml import etree

Node = Any
"""An element of lxml, which has no types."""

CONTAINERS = frozenset(
    {
        *("course", "chapter", "sequential", "vertical", "library", "library_content"),
        *("itembank", "legacy_library_content", "problem_bank", "randomize", "split_test"),
        *("conditional", "problemset", "videosequence", "wrapper", "problem-builder"),
    }
)
"""Blocks whose children are blocks."""
ASIDE = ("about", "assets", "info", "policies", "static", "tabs")
"""Folders beside the blocks: no XML file in them is a block."""
TRANSLATION = re.compile(r"(?:translations?|locales?)[-_ ]([a-z]{2,3}(?:[-_][a-z]{2,8})?)", re.I)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{2,8})?", re.I)
NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
OF_XML = ("amp", "lt", "gt", "quot", "apos")
RESPONSE = "response"
"""How the names of all elements end that ask for an answer."""


@dataclass(frozen=True, slots=True)
class XmlFile:
    """One XML file, read as well as it can be."""

    root: Node | None
    """None when nothing in it can be read."""
    is_well_formed: bool
    declares: bool
    """Has it a DOCTYPE, in which entities are declared?"""


def parse_xml(path: Path) -> XmlFile:
    """Read an XML file; nothing outside of it is opened, and no entity is resolved."""
    content = path.read_bytes()
    try:
        root = etree.fromstring(content, make_parser(recover=False))
    except (etree.XMLSyntaxError, ValueError):
        root = mend(content)
        return XmlFile(root, is_well_formed=False, declares=declares(content, root))
    return XmlFile(root, is_well_formed=True, declares=declares(content, root))


def make_parser(*, recover: bool) -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def mend(content: bytes) -> Node | None:
    """Return what can be read of XML that is not well-formed; names such as &nbsp; count."""
    try:
        text = content.decode("utf-8-sig").strip()
        content = NAMED_ENTITY.sub(spell_out, text).encode()
    except UnicodeDecodeError:
        pass
    try:
        return etree.fromstring(content, make_parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def spell_out(entity: re.Match[str]) -> str:
    if entity[1] in OF_XML:
        return entity[0]
    return html5.get(f"{entity[1]};", entity[0])


def declares(content: bytes, root: Node | None) -> bool:
    if root is None:
        return b"<!DOCTYPE" in content or b"<!ENTITY" in content
    document = root.getroottree().docinfo
    return bool(document.doctype) or document.internalDTD is not None


def read_text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig", errors="replace")


def find_home(names: Collection[str]) -> str | None:
    """Return the folder of the course, with a slash at its end or empty; None when there is none.

    `names` are all files of the source by their paths from the root.
    """
    if "course.xml" in names:
        return ""
    homes = [name for name in names if re.fullmatch(r"([^/]+/){1,3}course\.xml", name)]
    if not homes:
        return None
    nearest = min(homes, key=lambda name: (name.count("/"), name != "course/course.xml", name))
    return nearest.removesuffix("course.xml")


def find_language_folder(name: str) -> tuple[str, str] | None:
    """Return the folder of translations that a file lies in, and its language.

    `translation-fr/x`, `course/translations/fr/x` and `locale/fr/x` lie in one.
    """
    steps = name.split("/")[:-1]
    for place, step in enumerate(steps[:3]):
        found = TRANSLATION.fullmatch(step)
        if found:
            return "/".join(steps[: place + 1]) + "/", found[1].replace("_", "-").lower()
        below = steps[place + 1] if place + 1 < len(steps) else ""
        if step in ("translations", "locale", "locales") and LANGUAGE.fullmatch(below):
            return "/".join(steps[: place + 2]) + "/", below.replace("_", "-").lower()
    return None


def is_block_file(name: str, home: str) -> bool:
    """May the file `name`, a path from the root, hold blocks?"""
    inner = name.removeprefix(home)
    if not name.startswith(home) or not name.endswith(".xml") or find_language_folder(name):
        return False
    return inner == "course.xml" or ("/" in inner and inner.split("/")[0] not in ASIDE)


def is_page_file(name: str, home: str) -> bool:
    """Is the file `name` a page of HTML of the course?"""
    is_html = name.lower().endswith((".html", ".htm")) and not find_language_folder(name)
    return name.startswith(home) and is_html and not is_asset(name, home)


def is_asset(name: str, home: str) -> bool:
    return name.removeprefix(home).split("/")[0] in ("static", "policies", "assets")


def is_translated_xml(name: str) -> bool:
    """Is a file in a folder of translations XML, as problems are, whatever its last name says?"""
    return name.endswith((".xml", "__xml.html", ".xml.html"))


def is_translated_page(name: str) -> bool:
    return name.lower().endswith((".html", ".htm")) and not is_translated_xml(name)


def point_to(node: Node, home: str, names: Collection[str]) -> str | None:
    """Return the file that a pointer leads to; None when `node` is no pointer to a file."""
    if len(node) or (node.text or "").strip():
        return None
    wished = node.get("url_name") or (node.get("filename") if node.tag == "problem" else None)
    name = f"{home}{node.tag}/{(wished or '').replace(':', '/')}.xml"
    return name if wished and name in names else None


def is_bare(node: Node) -> bool:
    """Is `node` nothing but the name of a block?"""
    has_words = bool((node.text or "").strip())
    return not len(node) and not has_words and set(node.keys()) <= {"url_name", "slug"}


def inner_html(node: Node) -> str:
    """Return the content of an element as HTML."""
    if not len(node):
        text = node.text or ""
        # A page within a CDATA section is HTML already; in a problem it would be its words.
        return text if node.tag == "html" else escape(text)
    return escape(node.text or "") + "".join(outer_html(child, with_tail=True) for child in node)


def outer_html(node: Node, *, with_tail: bool = False) -> str:
    return str(etree.tostring(node, method="html", encoding="unicode", with_tail=with_tail))


def outer_xml(node: Node) -> str:
    return str(etree.tostring(node, encoding="unicode", with_tail=False))


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_element(node: Node) -> bool:
    """Is this an element, not an entity that nobody declared?"""
    return isinstance(node.tag, str)


def holds_pages(node: Node) -> bool:
    """Has the block content of its own that is HTML?"""
    return node.tag not in CONTAINERS and node.tag not in ("video", "wiki", "textbook", "show")


class Names:
    """Gives every block of a file a name of its own: its `url_name`, where it has one."""

    def __init__(self) -> None:
        self.taken: set[tuple[str, str]] = set()
        self.times: Counter[tuple[str, str]] = Counter()

    def give(self, node: Node) -> str:
        wish = node.get("url_name") or node.get("slug") or "unnamed"
        name = wish
        while (node.tag, name) in self.taken:
            self.times[node.tag, wish] += 1
            name = f"{wish}~{self.times[node.tag, wish] + 1}"
        self.taken.add((node.tag, name))
        return name
