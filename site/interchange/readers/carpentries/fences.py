"""Lines with their numbers, and which of them are code: nothing in code means anything."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

COMMENT = "<!--"
CODE = re.compile(r"(?P<indent>\s*)(?P<marks>`{3,}|~{3,})(?P<info>.*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, without its end; numbers count from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class CodeFence:
    """The line that opens a block of code."""

    indent: str
    marks: str
    info: str

    def closes(self, text: str) -> bool:
        """Whether a line ends the block that this one opened."""
        bare = text.strip()
        return len(bare) >= len(self.marks) and set(bare) == {self.marks[0]}


def find_code_fence(text: str) -> CodeFence | None:
    """Return the fence that a line opens; None when it opens none."""
    found = CODE.fullmatch(text)
    if found is None or (found["marks"][0] == "`" and "`" in found["info"]):
        return None
    return CodeFence(found["indent"], found["marks"], found["info"].strip())


def opens_comment(text: str) -> bool:
    return text.lstrip().startswith(COMMENT)


def mend_comments(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with an HTML comment that never ends as words: it would hide the rest."""
    ends = [at for at, line in enumerate(lines) if "-->" in line.text]
    last = ends[-1] if ends else -1
    mended: list[Line] = []
    fence: CodeFence | None = None
    for at, line in enumerate(lines):
        if fence is not None:
            fence = None if fence.closes(line.text) else fence
        elif at > last and opens_comment(line.text):
            line = Line(line.number, line.text.replace(COMMENT, "&lt;!--", 1))
        else:
            fence = find_code_fence(line.text)
        mended.append(line)
    return mended


def with_code(lines: Iterable[Line]) -> Iterator[tuple[Line, bool]]:
    """Yield every line, and whether it belongs to a block of code or to an HTML comment."""
    fence: CodeFence | None = None
    comment = False
    for line in lines:
        if fence is not None:
            yield line, True
            fence = None if fence.closes(line.text) else fence
        elif comment or opens_comment(line.text):
            comment = "-->" not in line.text
            yield line, True
        else:
            fence = find_code_fence(line.text)
            yield line, fence is not None
