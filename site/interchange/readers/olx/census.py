"""Counts what an OLX source consists of, apart from the reader: file by file, in no other order.

Elements are:

- every file (`file`);
- every block: an XML element that is the root of a file or the child of a container, with its tag
  as its kind and its `url_name` as its id (`markup.py`), whether the course reaches it or not;
- every question of a problem (`question`, id `<problem>-<n>`): an element whose name ends in
  "response"; of an `optionresponse` every dropdown;
- every language of a video's words (`transcript`, id `<video>-<language>`);
- every tab and every kind of graded work of the policies (`tab`, `grader`, counted from 1);
- what `html_parts.COUNTED` names, and links into the course, in pages (`html`, `about`, `info`,
  `tabs`), in the content of blocks, and in pages and problems of the translations.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interchange.readers.assets import count_files
from interchange.readers.html_parts import count_in_html
from interchange.readers.olx import markup
from interchange.readers.olx.markup import Node
from interchange.report import Element


def count_olx(root: Path) -> Iterator[Element]:
    """Yield every element of the source once."""
    files = list(count_files(root))
    yield from files
    names = frozenset(file.path for file in files)
    home = markup.find_home(names)
    if home is None:
        return
    for name in sorted(names):
        yield from count_in_file(root, name, home, names)


def count_in_file(root: Path, name: str, home: str, names: frozenset[str]) -> Iterator[Element]:
    if markup.is_block_file(name, home):
        yield from count_blocks(root, name, home, names)
    elif markup.is_page_file(name, home):
        yield from count_in_html(markup.read_text(root / name), name)
    elif markup.find_language_folder(name):
        yield from count_translation(root, name)
    elif name.startswith(f"{home}policies/"):
        yield from count_policies(root, name)


def count_translation(root: Path, name: str) -> Iterator[Element]:
    if markup.is_translated_page(name):
        yield from count_in_html(markup.read_text(root / name), name)
    elif markup.is_translated_xml(name):
        translated = markup.parse_xml(root / name).root
        if translated is not None:
            yield from count_in_html(markup.inner_html(translated), name)


def count_blocks(root: Path, name: str, home: str, names: frozenset[str]) -> Iterator[Element]:
    top = markup.parse_xml(root / name).root
    if top is None:
        return
    given = markup.Names()
    counts: Counter[str] = Counter()
    for block in list_blocks(top, name, home, names):
        block_id = given.give(block)
        yield Element(name, str(block.tag), block_id)
        if markup.holds_pages(block):
            yield from count_in_html(markup.inner_html(block), name, counts)
        if block.tag == "problem":
            yield from count_questions(block, name, block_id)
        elif block.tag == "video":
            yield from count_transcripts(block, name, block_id)


def list_blocks(top: Node, name: str, home: str, names: frozenset[str]) -> Iterator[Node]:
    """Yield the blocks of a file in the order of their tags in it."""
    if name == f"{home}course.xml" and markup.point_to(top, home, names):
        return
    waiting = [top]
    while waiting:
        block = waiting.pop()
        yield block
        if block.tag in markup.CONTAINERS:
            inner = [child for child in block if markup.is_element(child)]
            here = [child for child in inner if not markup.point_to(child, home, names)]
            waiting += reversed(here)


def count_questions(problem: Node, name: str, block_id: str) -> Iterator[Element]:
    number = 0
    for node in problem.iter(tag=None):
        if not markup.is_element(node) or not node.tag.endswith(markup.RESPONSE):
            continue
        dropdowns = len(node.findall(".//optioninput")) if node.tag == "optionresponse" else 0
        for _ in range(max(1, dropdowns)):
            number += 1
            yield Element(name, "question", f"{block_id}-{number}")


def count_transcripts(video: Node, name: str, block_id: str) -> Iterator[Element]:
    try:
        named = json.loads(video.get("transcripts") or "{}")
    except (ValueError, RecursionError):
        named = {}
    languages = set(named) if isinstance(named, dict) else set()
    languages |= {str(node.get("language") or "") for node in video.findall("transcript")}
    if (video.get("sub") or "").strip():
        languages.add("en")
    for language in sorted(languages - {""}):
        yield Element(name, "transcript", f"{block_id}-{language}")


def count_policies(root: Path, name: str) -> Iterator[Element]:
    base = name.rsplit("/", 1)[-1]
    if base not in ("policy.json", "grading_policy.json"):
        return
    try:
        policy = json.loads(markup.read_text(root / name))
    except (ValueError, RecursionError):
        return
    if base == "grading_policy.json":
        yield from count_rows(policy, "GRADER", "grader", name)
    elif isinstance(policy, dict):
        rows = [value for value in policy.values() if isinstance(value, dict) and "tabs" in value]
        for facts in rows[:1]:
            yield from count_rows(facts, "tabs", "tab", name)


def count_rows(facts: Any, key: str, kind: str, name: str) -> Iterator[Element]:
    rows = facts.get(key) if isinstance(facts, dict) else None
    for number, _ in enumerate(rows if isinstance(rows, list) else (), 1):
        yield Element(name, kind, f"{kind}-{number}")
