"""The files of an OLX course: its blocks, and the names by which it calls its files."""

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from interchange.document import Place, SourceFile
from interchange.readers.assets import FILE, Assets
from interchange.readers.olx import markup
from interchange.readers.olx.markup import Node
from interchange.report import Element, Report

UNMANGLED = re.compile(r"[^\w.%-]")
"""What Open edX makes an underscore of in the names of uploaded files."""
IN_STORE = re.compile(r"(?:^|/)(?:asset-v1:[^/]*@|c4x/[^/]+/[^/]+/asset/)", re.I)
SECRETS = (
    *("annotation_token_secret", "giturl", "lti_passports", "matlab_api_key", "xqa_key"),
    *("client_secret", "lti_1p1_client_secret", "password", "secret", "video_password"),
)
"""Attributes that hold keys and passwords: they are not kept."""
STAFF = "visible_to_staff_only"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the course, wherever it is defined."""

    node: Node
    id: str
    """Unique in the course."""
    file: str
    """Path of the file in which it is defined."""
    name: str
    """Unique in the file among blocks of its kind."""
    facts: Mapping[str, str]
    """Its attributes, and what the policy says of it."""
    is_missing: bool = False
    """Does it only name a file that is not there?"""

    @property
    def kind(self) -> str:
        return str(self.node.tag)

    @property
    def element(self) -> Element:
        return Element(self.file, self.kind, self.name)

    @property
    def place(self) -> Place:
        return Place(self.file, self.node.sourceline or 1)

    @property
    def title(self) -> str:
        return " ".join(self.facts.get("display_name", "").split())

    @property
    def is_for_staff(self) -> bool:
        return is_true(self.facts.get(STAFF, ""))

    @property
    def xml(self) -> str:
        """The block as it stands in the source, without secrets."""
        node = self.node
        if any(key in inner.attrib for inner in node.iter() for key in SECRETS):
            node = deepcopy(node)
            for inner in node.iter():
                for key in SECRETS:
                    inner.attrib.pop(key, None)
        return markup.outer_xml(node)

    @property
    def open_facts(self) -> dict[str, str]:
        """The facts without secrets."""
        return {key: value for key, value in self.facts.items() if key not in SECRETS}

    @property
    def is_for_groups(self) -> bool:
        """Is it shown to some groups of learners only?"""
        return self.facts.get("group_access", "").strip() not in ("", "{}", "null")


def is_true(value: object) -> bool:
    return str(value).strip().strip("\"'").lower() in ("true", "1", "yes")


class OlxSource:
    """Finds blocks and files. What it opens is remembered, and accounted for."""

    def __init__(self, assets: Assets, home: str, report: Report) -> None:
        self.assets = assets
        self.home = home
        self.report = report
        self.roots: dict[str, Node] = {}
        """The root elements of the XML files that have been opened."""
        self.given: dict[Node, str] = {}
        self.ids: set[str] = set()
        self.policy: Mapping[str, Any] = {}
        """The policy of the run: facts by "kind/url_name"."""
        self.static = Static(assets, home)

    # --- blocks

    def top(self) -> Block | None:
        """Return the course itself."""
        name = f"{self.home}course.xml"
        root = self.open(name)
        if root is None:
            return None
        pointed = markup.point_to(root, self.home, self.assets.names)
        if pointed is None:
            return self._make(root, name)
        self.assets.use(name)
        inner = self.open(pointed)
        return None if inner is None else self._make(inner, pointed, pointer=root)

    def children(self, block: Block) -> Iterator[Block]:
        """Yield what stands in a container, in order; files that hold nothing are left out."""
        for child in block.node:
            if not markup.is_element(child):
                continue
            pointed = markup.point_to(child, self.home, self.assets.names)
            if pointed is None:
                yield self._make(child, block.file)
            else:
                root = self.open(pointed)
                if root is not None:
                    yield self._make(root, pointed, pointer=child)

    def list_unread(self) -> Iterator[Block]:
        """Yield every block of every file, whether the course reaches it or not."""
        for name in self.assets.names:
            if not markup.is_block_file(name, self.home):
                continue
            root = self.open(name)
            is_pointer = name == f"{self.home}course.xml" and root is not None
            if is_pointer and markup.point_to(root, self.home, self.assets.names):
                continue
            if root is not None:
                yield from self._list_in(root, name)

    def _list_in(self, root: Node, name: str) -> Iterator[Block]:
        for node in root.iter():
            if node in self.given:
                yield self._make(node, name)

    def _make(self, node: Node, file: str, pointer: Node | None = None) -> Block:
        name = self.given[node]
        url_name = (pointer is not None and pointer.get("url_name")) or node.get("url_name")
        stem = PurePosixPath(file).stem
        own = url_name or (stem if node.getparent() is None else f"{stem}-{node.tag}-{name}")
        given = {} if pointer is None else dict(pointer.attrib)
        facts = {**given, **dict(node.attrib), **self._policy_of(node.tag, own)}
        missing = markup.is_bare(node) and node.getparent() is not None
        return Block(node, own, file, name, facts, is_missing=missing)

    def _policy_of(self, kind: str, name: str) -> dict[str, str]:
        facts = self.policy.get(f"{kind}/{name}")
        return {
            str(key): value if isinstance(value, str) else json.dumps(value)
            for key, value in (facts.items() if isinstance(facts, dict) else ())
        }

    # --- files

    def open(self, name: str) -> Node | None:
        """Return the root of an XML file; None, with the file entered, when it cannot be read."""
        if name not in self.roots:
            self.roots[name] = self._parse(name)
        return self.roots[name]

    def _parse(self, name: str) -> Node | None:
        found = markup.parse_xml(self.assets.names[name])
        element = Element(name, FILE, "")
        if found.declares:
            message = "XML that declares a DOCTYPE or entities is not read."
            self.report.error(name, None, "xml-entity", message)
        if found.root is None:
            self.report.dropped(element, f"{name} is not XML that can be read.")
            return None
        if not found.is_well_formed:
            reason = "The file is not well-formed XML: read what became of it, and mend it."
            self.report.degraded(element, reason)
        self._give_names(found.root, name)
        return found.root

    def _give_names(self, root: Node, file: str) -> None:
        """Name all blocks of a file, outer ones first."""
        names = markup.Names()
        self.given[root] = names.give(root)
        for node in root.iterdescendants():
            if self._is_block(node):
                self.given[node] = names.give(node)

    def _is_block(self, node: Node) -> bool:
        parent = node.getparent()
        is_inside = parent in self.given and parent.tag in markup.CONTAINERS
        is_block = is_inside and markup.is_element(node)
        return is_block and not markup.point_to(node, self.home, self.assets.names)

    def text(self, name: str) -> str | None:
        """Return the words of a file; None when there is none of that name."""
        path = self.assets.names.get(name)
        return None if path is None else markup.read_text(path)

    def page_of(self, block: Block) -> str | None:
        """Return the file in which the HTML of an `html` block stands; None when it has none."""
        named = block.facts.get("filename") or ""
        for stem in (named, block.facts.get("url_name") or "", block.id):
            name = f"{self.home}html/{stem.replace(':', '/')}.html"
            if stem and name in self.assets.names:
                return name
        return None


class Static:
    """Files under `static`, which Open edX calls by other names than they have on disk."""

    def __init__(self, assets: Assets, home: str) -> None:
        self.assets = assets
        self.folder = f"{home}static/"
        self.names = [name for name in assets.names if name.startswith(self.folder)]
        self.by_name = self._index(str)
        self.by_mangled = self._index(mangle)
        self.by_letters = self._index(lambda name: mangle(name).casefold())

    def _index(self, key: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in self.names:
            found.setdefault(key(name.removeprefix(self.folder)), name)
        return found

    def find(self, address: str) -> SourceFile | None:
        """Return the file that an address of Open edX means; None when it is not in the source."""
        wished = name_in_store(address)
        name = (
            self.by_name.get(wished)
            or self.by_mangled.get(mangle(wished))
            or self.by_letters.get(mangle(wished).casefold())
        )
        return self.assets.find(name) if name else None


def mangle(name: str) -> str:
    return UNMANGLED.sub("_", name)


def name_in_store(address: str) -> str:
    """Return the name of an uploaded file in an address such as
    `/asset-v1:org+course+run+type@asset+block@NAME`, `/static/NAME` or NAME."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return ""
    if address.lower().startswith("asset-v1:"):
        path = unquote(address)
    if IN_STORE.search(path):
        return re.split(r"@|/", path)[-1] if "asset-v1:" in path else path.rsplit("/", 1)[-1]
    return path.removeprefix("/").removeprefix("static/")
