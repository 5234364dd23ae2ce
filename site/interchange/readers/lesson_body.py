"""The body of a lesson: Markdown cut into the parts that become blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from urllib.parse import unquote

from markdown_it.token import Token
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from course_pages.blocks.code import LANGUAGES
from interchange.document import (
    CodePart,
    ImagePart,
    MathPart,
    Part,
    QuotePart,
    TablePart,
    TextPart,
)
from interchange.readers.directives import CONTAINERS, ROOMS, read_directive
from interchange.readers.folder_files import Folder, lesson_in
from interchange.readers.markdown import (
    CELL,
    PARSER,
    RUNNING,
    SPACES,
    Words,
    read_line,
    render,
)
from interchange.report import Report

FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
FORMULA = "$$"
OPENING = re.compile(r":{3,}\s*([A-Za-z][\w-]*)[ \t]*(.*)$")
CLOSING = re.compile(r":{3,}\s*$")
INFO = re.compile(r'(?P<language>[^\s"]+)(?:\s+title="(?P<title>(?:[^"\\]|\\.)*)")?\s*$')
ESCAPE = re.compile(r'\\(["\\])')
CAPTION = "Table: "
ATTRIBUTION = re.compile(r"(?:^|\n)— ([^\n]+)$")
KNOWN_LANGUAGES = dict(LANGUAGES)
TITLE_LENGTH = 120
ALT_LENGTH = 500
CAPTION_LENGTH = 300
ATTRIBUTION_LENGTH = 255


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


class Cutter:
    """Cuts the lines of a body at its directives. Between fences of code, colons mean nothing."""

    def __init__(self, words: Words, report: Report) -> None:
        self.words = words
        self.report = report
        self.pieces = [Piece(words.line)]
        self.open: list[tuple[str, int]] = []
        """Names and numbers of colons of the directives that are open, the outermost first."""
        self.fence = ""

    def cut(self) -> list[Piece]:
        """Return the pieces that hold something; what is inside a directive stays uncut."""
        for line, text in enumerate(self.words.text.split("\n"), self.words.line):
            if self.fence or not text.startswith(":::"):
                self.keep(text)
            else:
                self.meet_colons(line, text)
        if self.open:
            message = f":::{self.pieces[-1].name} is not closed"
            self.refuse(self.pieces[-1].opened_at, message)
        return [piece for piece in self.pieces if piece.name or piece.text.strip()]

    def keep(self, text: str) -> None:
        # In the YAML of a directive three backticks begin no code.
        in_markdown = not self.open or self.open[-1][0] in CONTAINERS
        self.fence = next_fence(text, self.fence) if in_markdown else ""
        self.pieces[-1].lines.append(text)

    def meet_colons(self, line: int, text: str) -> None:
        colons = len(text) - len(text.lstrip(":"))
        opening = OPENING.match(text)
        if CLOSING.match(text):
            self.close(line, text, colons)
        elif opening:
            self.begin(line, text, colons, opening)
        else:
            self.refuse(line, f"“{text.strip()}” closes nothing")

    def close(self, line: int, text: str, colons: int) -> None:
        if not self.open:
            self.refuse(line, f"“{text.strip()}” closes nothing")
        elif colons < self.open[-1][1]:
            self.keep(text)
        else:
            self.open.pop()
            if self.open:
                self.pieces[-1].lines.append(text)
            else:
                self.pieces.append(Piece(line + 1))

    def begin(self, line: int, text: str, colons: int, opening: re.Match[str]) -> None:
        if not self.open:
            self.pieces.append(Piece(line + 1, opening[1], opening[2], line))
        elif self.open[-1][0] in CONTAINERS and colons < self.open[-1][1]:
            self.pieces[-1].lines.append(text)
        else:
            self.refuse(line, f"“{text.strip()}” stands inside another")
            return
        self.open.append((opening[1], colons))

    def refuse(self, line: int, message: str) -> None:
        self.report.error(self.words.file, line, "directive-open", message)


def next_fence(text: str, fence: str) -> str:
    """Return the fence that is open after this line; empty outside of code and formulas."""
    if FORMULA in (fence, text.rstrip()) and not (fence and fence != FORMULA):
        return ("" if fence else FORMULA) if text.rstrip() == FORMULA else fence
    match = FENCE.match(text)
    if not fence:
        return match[1] if match else ""
    closes = match and match[1].startswith(fence) and not text.strip().strip(fence[0])
    return "" if closes else fence


def read_body(words: Words, folder: Folder, *, inside: str = "") -> tuple[Part, ...]:
    """Return the parts of a lesson's body, or of a directive's, in order; report what is none.

    `inside` is the name of the directive that the words stand in.
    """
    parts: list[Part] = []
    for piece in Cutter(words, folder.report).cut():
        stretch = Words(piece.text, words.file, piece.line)
        if not piece.name:
            parts += MarkdownReader(stretch, folder).read()
        elif piece.name in ROOMS[inside]:
            part = read_directive(
                piece.name, piece.attributes, stretch, piece.opened_at, folder, read_body
            )
            parts += [part] if part else []
        else:
            refuse_directive(piece, words.file, inside, folder.report)
    return tuple(parts)


def refuse_directive(piece: Piece, file: str, inside: str, report: Report) -> None:
    if piece.name in ROOMS[""]:
        message = f":::{piece.name} may not stand inside :::{inside}"
        report.error(file, piece.opened_at, "directive-open", message)
    else:
        message = f"there is no directive :::{piece.name}"
        report.error(file, piece.opened_at, "directive-unknown", message)


class MarkdownReader:
    """Reads plain Markdown: runs of text, and code, images, tables ... in between."""

    def __init__(self, words: Words, folder: Folder) -> None:
        self.words = words
        self.folder = folder
        self.report = folder.report
        self.parts: list[Part] = []

    def read(self) -> list[Part]:
        run: list[Token] = []
        for group in group_blocks(PARSER.parse(self.words.text)):
            if self.is_caption(group, run):
                self.read_caption(group)
                continue
            special = self.read_special(group)
            if special is None:
                run += group
                continue
            self.end_text(run)
            run = []
            self.parts += special
        self.end_text(run)
        return self.parts

    def end_text(self, run: Sequence[Token]) -> None:
        html = render(run, self.words, RUNNING, self.folder) if run else ""
        if html:
            self.parts.append(TextPart(html))

    def read_special(self, group: list[Token]) -> list[Part] | None:
        """Return the part that a block is, an empty list if it is a bad one, None for text."""
        first = group[0]
        if first.type == "math_block":
            return self.read_math(first)
        if first.type == "fence":
            return self.read_code(first)
        if first.type == "blockquote_open":
            return self.read_quote(group)
        if first.type == "table_open":
            return self.read_table(group)
        inner = group[1].children or [] if first.type == "paragraph_open" else []
        if len(inner) == 1 and inner[0].type == "image":
            return self.read_image(inner[0], self.place(first))
        return None

    def place(self, token: Token) -> tuple[str, int]:
        return self.words.file, self.words.line + (token.map[0] if token.map else 0)

    def read_math(self, formula: Token) -> list[Part]:
        if not formula.content:
            self.report.error(*self.place(formula), "body-empty", "a formula needs LaTeX")
            return []
        return [MathPart(formula.content)]

    def read_code(self, fence: Token) -> list[Part]:
        at = self.place(fence)
        info = INFO.match(fence.info.strip())
        if info is None:
            message = 'a code block begins with a language, and may have title="..." after it'
            self.report.error(*at, "code-language", message)
            return []
        title = ESCAPE.sub(r"\1", info["title"] or "")
        if len(title) > TITLE_LENGTH:
            message = f"the title of a code block has at most {TITLE_LENGTH} characters"
            self.report.error(*at, "value", message)
        language = find_language(info["language"])
        if not language:
            message = f"“{info['language']}” is shown without colours"
            self.report.warn(*at, "language-unknown", message)
        return [CodePart(language or "text", title, fence.content.strip("\n"))]

    def read_image(self, image: Token, at: tuple[str, int]) -> list[Part]:
        self.report.mapped(self.folder.element(at[0], "image"), lesson=lesson_in(at[0]))
        alt = read_line(image)
        caption = SPACES.sub(" ", str(image.attrGet("title") or "")).strip()
        if not alt:
            self.report.error(*at, "alt-missing", "say in the brackets what the image shows")
        if len(alt) > ALT_LENGTH or len(caption) > CAPTION_LENGTH:
            message = (
                f"an image has at most {ALT_LENGTH} characters of alternative text and "
                f"{CAPTION_LENGTH} of caption"
            )
            self.report.error(*at, "value", message)
        file = self.folder.file(unquote(str(image.attrGet("src"))), at, kind="image")
        return [ImagePart(file, alt, caption)] if file and alt else []

    def read_quote(self, group: list[Token]) -> list[Part]:
        attribution = take_attribution(group)
        html = render(group[1:-1], self.words, RUNNING, self.folder)
        at = self.place(group[0])
        if not html:
            self.report.error(*at, "body-empty", "a quotation needs words")
        if len(attribution) > ATTRIBUTION_LENGTH:
            message = f"whose words it is has at most {ATTRIBUTION_LENGTH} characters"
            self.report.error(*at, "value", message)
        return [QuotePart(html, attribution)] if html else []

    def read_table(self, group: Sequence[Token]) -> list[Part]:
        # The brackets of the whole table are left out: they are no fault here.
        header: list[str] = []
        rows: list[list[str]] = []
        for before, token in pairwise(group):
            if before.type == "tr_open":
                rows.append([])
            elif before.type == "th_open":
                header.append(read_line(token))
            elif before.type == "td_open":
                rows[-1].append(self.read_cell(token, before))
        # The row of headings is the first, and has no cells of its own.
        return [TablePart(tuple(header), tuple(tuple(row) for row in rows[1:]))]

    def read_cell(self, inline: Token, cell: Token) -> str:
        words = replace(self.words, line=self.place(inline)[1])
        shifted = [replace_map(inline)]
        return render(shifted, words, CELL, self.folder)

    def is_caption(self, group: Sequence[Token], run: Sequence[Token]) -> bool:
        """Whether a block is the line under a table that says what the table shows."""
        last = self.parts[-1] if self.parts and not run else None
        is_open = isinstance(last, TablePart) and not last.caption
        return is_open and group[0].type == "paragraph_open" and is_caption_line(group[1])

    def read_caption(self, group: Sequence[Token]) -> None:
        table = self.parts.pop()
        caption = read_line(group[1]).removeprefix(CAPTION)
        if len(caption) > CAPTION_LENGTH:
            message = f"the caption of a table has at most {CAPTION_LENGTH} characters"
            self.report.error(*self.place(group[0]), "value", message)
        if isinstance(table, TablePart):
            self.parts.append(replace(table, caption=caption))


def is_caption_line(inline: Token) -> bool:
    return inline.content.startswith(CAPTION)


def replace_map(inline: Token) -> Token:
    """Return the token as if it stood on the first line."""
    copied = inline.copy()
    copied.map = [0, 1]
    return copied


def take_attribution(group: list[Token]) -> str:
    """Cut the last line "— Name" off a quotation, and return the name; empty without one."""
    last = group[-3] if group[-2].type == "paragraph_close" and group[-2].level == 1 else None
    found = ATTRIBUTION.search(last.content) if last else None
    if last is None or found is None:
        return ""
    last.content = last.content[: found.start()]
    if last.content:
        last.children = PARSER.parseInline(last.content)[0].children
    else:
        del group[-4:-1]
    (name,) = PARSER.parseInline(found[1])
    return read_line(name)


def group_blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each outermost block."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def find_language(name: str) -> str:
    """Return the name under which the site knows a language; empty when it does not."""
    if name in KNOWN_LANGUAGES:
        return name
    try:
        aliases = get_lexer_by_name(name).aliases
    except ClassNotFound:
        return ""
    return next((alias for alias in aliases if alias in KNOWN_LANGUAGES), "")
