"""The template language of old lesson sites: filled in where it says words, else taken out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from posixpath import basename

from interchange.readers.carpentries.fences import Line, with_code

# Code between backticks comes first, so that a tag that is only shown stays.
TAG = re.compile(r"(?P<code>(?P<ticks>`+)[^`].*?(?P=ticks))|(?P<tag>\{%.*?%\}|\{\{.*?\}\})")
RAW = re.compile(r"\{%-?\s*(end)?raw\s*-?%\}")
COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}")
END_COMMENT = re.compile(r"\{%-?\s*endcomment\s*-?%\}")
ROOT = re.compile(r"\{\{-?\s*(?:page\.root|site\.baseurl|site\.root|relative_root_path)\b.*\}\}")
LINK = re.compile(r"\{%-?\s*link\s+(\S+?)\s*-?%\}")
INCLUDE = re.compile(r"\{%-?\s*include\s+(\S+)(.*?)-?%\}")
PAIR = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)')""")
FURNITURE = ("links.md", "base_path.html", "gh_variables.html", "lesson_footer", "toc.html")
"""Includes that put nothing before a reader's eyes."""
LONGEST_TAG = 12
"""Lines that a tag may go over."""
LONGEST = 5_000
"""Longer lines are no writing of a person's, and are left as they are."""


@dataclass(frozen=True, slots=True)
class LiquidTag:
    """One tag; `known` when the lesson loses nothing by its going."""

    text: str
    line: int
    known: bool


def fill_in(lines: Sequence[Line]) -> tuple[list[Line], list[LiquidTag]]:
    """Return the lines without template tags, and the tags that were there, in their order."""
    filled: list[Line] = []
    tags: list[LiquidTag] = []
    hidden = False
    for line, code in with_code(join_tags(lines)):
        if hidden or (not code and COMMENT.search(line.text)):
            if not hidden:
                tags.append(LiquidTag("{% comment %}", line.number, known=True))
            hidden = not END_COMMENT.search(line.text)
        elif code:
            filled.append(Line(line.number, RAW.sub("", line.text)))
        else:
            filled.append(fill_line(line, tags))
    return filled, tags


def join_tags(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with tags that go over several of them in one; code is left alone."""
    marked = list(with_code(lines))
    joined: list[Line] = []
    at = 0
    while at < len(marked):
        line, code = marked[at]
        end = at if code else find_end(lines, at)
        joined.append(Line(line.number, " ".join(part.text for part in lines[at : end + 1])))
        at = end + 1
    return joined


def find_end(lines: Sequence[Line], at: int) -> int:
    """Return the index of the line in which the tag ends that the line `at` leaves open."""
    if lines[at].text.count("{%") <= lines[at].text.count("%}"):
        return at
    following = range(at + 1, min(at + LONGEST_TAG, len(lines)))
    return next((end for end in following if "%}" in lines[end].text), at)


def fill_line(line: Line, tags: list[LiquidTag]) -> Line:
    def replace(found: re.Match[str]) -> str:
        if found["tag"] is None:
            return found[0]
        words = find_words(found["tag"])
        tags.append(LiquidTag(found["tag"], line.number, known=words is not None))
        return words or ""

    if len(line.text) > LONGEST:
        return line
    return Line(line.number, TAG.sub(replace, line.text))


def find_words(tag: str) -> str | None:
    """Return what a tag stands for; None when only the old site could say."""
    if RAW.fullmatch(tag):
        return ""
    if ROOT.fullmatch(tag):
        return ".."
    if found := LINK.fullmatch(tag):
        return "/" + found[1].lstrip("/")
    if found := INCLUDE.fullmatch(tag):
        return find_include(found[1], found[2])
    return None


def find_include(name: str, rest: str) -> str | None:
    if basename(name) in FURNITURE:
        return ""
    values = {key: double or single for key, double, single in PAIR.findall(rest)}
    source = values.get("file") or values.get("src")
    if "figure" not in name or not source:
        return None
    address = values.get("url", "").rstrip("/") + "/" + source.lstrip("/")
    alt = values.get("alt", "").replace('"', "'")
    return f'![{values.get("caption", "")}](<{address}>){{alt="{alt}"}}'
