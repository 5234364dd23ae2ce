"""The style of lessons before 2023, rewritten line by line into today's fenced divs.

There, a quotation with a class below it (`{: .challenge}`) is what is a div today, the language of
code stands below the code (`{: .language-bash}`), and questions, objectives and key points are
lists in the front matter.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from interchange.readers.carpentries.fences import CodeFence, Line, find_code_fence

QUOTED = re.compile(r" {0,3}> ?(.*)")
CLASSES = re.compile(r"\s*\{:\s*([^{}]*)\}\s*")
CLASS = re.compile(r"\.([\w-]+)")
HEADING = re.compile(r" {0,3}#{1,6}\s(?P<words>.*)")
ENDING = re.compile(r"\{([^{}]*)\}\s*#*\s*$")
DEEPEST = 20
"""How deep quotations are looked into."""
LONGEST_ENDING = 200
ABOVE = ("questions", "objectives")
BELOW = ("keypoints",)


def modernize(lines: Sequence[Line], *, depth: int = 0) -> list[Line]:
    """Return the lines with classed quotations as fenced divs, and code with its language.

    Lines that are only attributes (`{: .wide}`) go: they dress what stands above them.
    """
    modern: list[Line] = []
    at = 0
    while at < len(lines):
        if find_code_fence(lines[at].text):
            at = copy_code(lines, at, modern)
        elif QUOTED.fullmatch(lines[at].text) and depth < DEEPEST:
            at = copy_quotation(lines, at, modern, depth)
        else:
            if not CLASSES.fullmatch(lines[at].text):
                modern.append(lines[at])
            at += 1
    return modern


def find_class(lines: Sequence[Line], at: int) -> str:
    """Return the first class that the line `at` gives to what stands above it, else nothing."""
    found = CLASSES.fullmatch(lines[at].text) if at < len(lines) else None
    name = CLASS.search(found[1]) if found else None
    return name[1] if name else ""


def copy_code(lines: Sequence[Line], at: int, modern: list[Line]) -> int:
    """Copy the block of code that begins at `at`; return the index of the line after it."""
    fence = find_code_fence(lines[at].text)
    assert fence is not None  # noqa: S101 - the caller has looked
    end = at + 1
    while end < len(lines) and not fence.closes(lines[end].text):
        end += 1
    language = find_class(lines, end + 1).removeprefix("language-")
    modern.append(Line(lines[at].number, open_code(fence, language)))
    modern.extend(lines[at + 1 : end + 1])
    return end + 1


def open_code(fence: CodeFence, language: str) -> str:
    return f"{fence.indent}{fence.marks}{fence.info or language}"


def copy_quotation(lines: Sequence[Line], at: int, modern: list[Line], depth: int) -> int:
    """Copy the quotation that begins at `at`, as a div when it is one; return what comes after."""
    end = at
    inner: list[Line] = []
    while end < len(lines) and (found := QUOTED.fullmatch(lines[end].text)):
        inner.append(Line(lines[end].number, found[1]))
        end += 1
    name = find_class(lines, end) or name_of_box(inner)
    if not name:
        modern.extend(lines[at:end])
        return end
    first, last = lines[at].number, lines[end - 1].number
    modern += [Line(first, ""), Line(first, f"::: {name}"), *modernize(inner, depth=depth + 1)]
    modern += [Line(last, ""), Line(last, ":::"), Line(last, "")]
    return end


def name_of_box(inner: Sequence[Line]) -> str:
    """Return the class of the heading that a quotation begins with, in the oldest style.

    A heading without a class will do: it quotes nobody, somebody has forgotten the class.
    """
    first = next((line.text for line in inner if line.text.strip()), "")
    heading = HEADING.match(first)
    if heading is None:
        return ""
    ending = ENDING.search(heading["words"][-LONGEST_ENDING:])
    classes = CLASS.findall(ending[1]) if ending else []
    return next(iter(classes), "callout")


def unfold_front(front: Mapping[str, Any], body: Sequence[Line]) -> list[Line]:
    """Return the body with the lists of the front matter as divs above and below it."""
    last = body[-1].number if body else 1
    above = [Line(1, text) for name in ABOVE for text in write_list(name, front.get(name))]
    below = [Line(last, text) for name in BELOW for text in write_list(name, front.get(name))]
    return [*above, *body, *below]


def write_list(name: str, values: object) -> list[str]:
    rows = [values] if isinstance(values, str) else values
    if not isinstance(rows, list) or not rows:
        return []
    items = ["- " + "\n  ".join(say(row).strip().splitlines() or [""]) for row in rows]
    return ["", f"::: {name}", "", *"\n".join(items).split("\n"), "", ":::", ""]


def say(row: object) -> str:
    """Return an item as its author meant it: with a colon and without quotes, YAML reads a pair."""
    if isinstance(row, Mapping):
        return "; ".join(f"{key}: {value}" for key, value in row.items())
    return "" if row is None else str(row)
