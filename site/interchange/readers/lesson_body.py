"""The body of a lesson: Markdown cut into the parts that become blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from course_pages.blocks.code import LANGUAGES
from interchange.document import CodePart, ImagePart, Part, TextPart
from interchange.readers.directives import read_directive
from interchange.readers.folder_files import Folder
from interchange.readers.markdown import PARSER, RUNNING, Words, render
from interchange.report import Report

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
OPENING = re.compile(r":::\s*([A-Za-z][\w-]*)[ \t]*(.*)$")
CLOSING = re.compile(r":::\s*$")
INFO = re.compile(r'(?P<language>[^\s"]+)(?:\s+title="(?P<title>[^"]*)")?\s*$')
KNOWN_LANGUAGES = dict(LANGUAGES)


@dataclass(slots=True)
class Piece:
    """A stretch of lines: Markdown, or the inside of one directive."""

    line: int
    name: str = ""
    """The directive's name; empty for Markdown."""
    attributes: str = ""
    opened_at: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read_body(words: Words, folder: Folder) -> tuple[Part, ...]:
    """Return the parts of a lesson's body in order; report what cannot be one."""
    parts: list[Part] = []
    for piece in cut(words, folder.report):
        inside = Words(piece.text, words.file, piece.line)
        if piece.name:
            part = read_directive(piece.name, piece.attributes, inside, piece.opened_at, folder)
            parts += [part] if part else []
        else:
            parts += read_markdown(inside, folder)
    return tuple(parts)


def cut(words: Words, report: Report) -> list[Piece]:
    """Cut the lines at the directives. Between fences of code, colons mean nothing."""
    pieces = [Piece(words.line)]
    fence = ""
    for line, text in enumerate(words.text.split("\n"), words.line):
        inside = bool(pieces[-1].name)
        opening, closing = OPENING.match(text), CLOSING.match(text)
        if fence or not text.startswith(":::"):
            fence = next_fence(text, fence)
            pieces[-1].lines.append(text)
        elif closing and inside:
            pieces.append(Piece(line + 1))
        elif opening and not inside:
            pieces.append(Piece(line + 1, opening[1], opening[2], line))
        else:
            message = "stands inside another" if inside else "closes nothing"
            report.error(words.file, line, "directive-open", f"“{text.strip()}” {message}")
    if pieces[-1].name:
        message = f":::{pieces[-1].name} is not closed"
        report.error(words.file, pieces[-1].opened_at, "directive-open", message)
    return [piece for piece in pieces if piece.name or piece.text.strip()]


def next_fence(text: str, fence: str) -> str:
    """Return the fence that is open after this line; empty outside of code."""
    match = FENCE.match(text)
    if not fence:
        return match[1] if match else ""
    closes = match and match[1].startswith(fence) and not text.strip().strip(fence[0])
    return "" if closes else fence


def read_markdown(words: Words, folder: Folder) -> Iterator[Part]:
    """Yield the parts of plain Markdown: runs of text, code and images in between."""
    run: list[Token] = []
    for group in group_blocks(PARSER.parse(words.text)):
        special = read_special(group, words, folder)
        if special is None:
            run += group
            continue
        yield from text_part(run, words, folder.report)
        run = []
        yield from special
    yield from text_part(run, words, folder.report)


def group_blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each outermost block."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def text_part(run: Sequence[Token], words: Words, report: Report) -> Iterator[Part]:
    html = render(run, words, RUNNING, report) if run else ""
    if html:
        yield TextPart(html)


def read_special(group: Sequence[Token], words: Words, folder: Folder) -> list[Part] | None:
    """Return the code or image that a block is, an empty list if it is a bad one, else None."""
    first = group[0]
    at = (words.file, words.line + (first.map[0] if first.map else 0))
    if first.type == "fence":
        return read_code(first, at, folder.report)
    inner = group[1].children or [] if first.type == "paragraph_open" else []
    if len(inner) == 1 and inner[0].type == "image":
        return read_image(inner[0], at, folder)
    return None


def read_code(fence: Token, at: tuple[str, int], report: Report) -> list[Part]:
    info = INFO.match(fence.info.strip())
    if info is None:
        message = 'a code block begins with a language, and may have title="..." after it'
        report.error(*at, "code-language", message)
        return []
    title = info["title"] or ""
    if len(title) > 120:
        report.error(*at, "value", "the title of a code block has at most 120 characters")
    language = find_language(info["language"])
    if not language:
        report.warn(*at, "language-unknown", f"“{info['language']}” is shown without colours")
    return [CodePart(language or "text", title, fence.content.strip("\n"))]


def find_language(name: str) -> str:
    """Return the name under which the site knows a language; empty when it does not."""
    if name in KNOWN_LANGUAGES:
        return name
    try:
        aliases = get_lexer_by_name(name).aliases
    except ClassNotFound:
        return ""
    return next((alias for alias in aliases if alias in KNOWN_LANGUAGES), "")


def read_image(image: Token, at: tuple[str, int], folder: Folder) -> list[Part]:
    alt = image.content.strip()
    caption = str(image.attrGet("title") or "").strip()
    if not alt:
        folder.report.error(*at, "alt-missing", "say in the brackets what the image shows")
    if len(alt) > 255 or len(caption) > 300:
        message = "an image has at most 255 characters of alternative text and 300 of caption"
        folder.report.error(*at, "value", message)
    file = folder.file(str(image.attrGet("src")), at, kind="image")
    return [ImagePart(file, alt, caption)] if file and alt else []
