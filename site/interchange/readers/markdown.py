"""Markdown into the clean HTML of rich text, or into plain words; what does not fit is reported."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from interchange.document import FILE_LINK, LESSON_LINK
from interchange.readers.folder_files import Folder
from interchange.report import Report

RUNNING = frozenset({"heading", "hr", "list", "link"})
"""What the text of a lesson may hold besides paragraphs and words set apart."""
SHORT = frozenset({"list", "link"})
"""What a description or a question may hold."""
CELL = frozenset({"link"})
"""What a cell of a table may hold."""
LINE = frozenset[str]()
"""What a line may hold: bold, italic and inline code."""

KINDS = {
    "heading_open": "heading",
    "hr": "hr",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "link_open": "link",
}
PLAIN = frozenset(
    {
        *("paragraph_open", "paragraph_close", "heading_close", "inline", "text", "code_inline"),
        *("softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close"),
        *("bullet_list_close", "ordered_list_close", "list_item_open", "list_item_close"),
        *("link_close", "text_special"),
    }
)
NAMES = {
    "html_block": "raw HTML",
    "html_inline": "raw HTML",
    "table_open": "a table",
    "blockquote_open": "a quotation",
    "code_block": "code by indentation: fence it",
    "image": "an image within other text",
    "fence": "a code block",
    "math_block": "a formula on a line of its own",
    "heading_open": "a heading",
    "hr": "a rule",
    "link_open": "a link",
    "bullet_list_open": "a list",
    "ordered_list_open": "a list",
}
INNER = ("thead", "tbody", "tr_", "th_", "td_", "table_close", "blockquote_close")
SCHEMES = ("https://", "http://", "mailto:", "tel:")
LESSON = "lesson:"
INLINE_TAG = re.compile(r"</?(?:sup|sub|strong|em)>|<br ?/?>")
"""The HTML that may stand in a line: what Markdown has no marks for, or not everywhere."""
FORMULA_LENGTH = 2000
"""The longest formula within a line."""
SPACES = re.compile(r"[ \t\n]+")
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/#?]")
"""How an address begins that is no path in the folder."""
TAGS = {"p", "br", "h2", "h3", "h4", "strong", "em", "ol", "ul", "li", "hr", "a", "code"} | {
    "sup",
    "sub",
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel"} | {FILE_LINK[:-1], LESSON_LINK[:-1]},
    link_rel=None,
)


def read_inline_math(state: StateInline, silent: bool) -> bool:
    r"""Leave `\( latex \)` in the text as it is written: nothing in it is Markdown."""
    if not state.src.startswith("\\(", state.pos):
        return False
    # Not to the end of the text: a thousand openings would look for theirs a thousand times.
    furthest = state.pos + FORMULA_LENGTH + 4
    end = state.src.find("\\)", state.pos + 2, furthest)
    if end < 0:
        return False
    if not silent:
        state.pending += state.src[state.pos : end + 2]
    state.pos = end + 2
    return True


def read_math_block(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read `$$ latex $$`: on one line, or between two lines that begin and end with `$$`."""
    first = line_of(state, line)
    if state.level or state.blkIndent or not first.startswith("$$"):
        return False
    last = find_math_end(state, line, end)
    if last is None:
        return False
    if not silent:
        lines = [line_of(state, number) for number in range(line, last + 1)]
        token = state.push("math_block", "", 0)
        token.content = "\n".join(lines).strip()[2:-2].strip()
        token.map = [line, last + 1]
        token.block = True
        state.line = last + 1
    return True


def find_math_end(state: StateBlock, line: int, end: int) -> int | None:
    first = line_of(state, line).strip()
    if len(first) > 4 and first.endswith("$$"):
        return line
    if first != "$$":
        return None
    closing = (n for n in range(line + 1, end) if line_of(state, n).strip() == "$$")
    return next(closing, None)


def line_of(state: StateBlock, line: int) -> str:
    """Return a line with the spaces before it."""
    return state.src[state.bMarks[line] : state.eMarks[line]]


def make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    # A link of any scheme is noticed and reported: the parser alone would silently leave it as
    # plain words. Addresses stay as they are written.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.inline.ruler.before("escape", "math_inline", read_inline_math)
    parser.block.ruler.before(
        "fence",
        "math_block",
        read_math_block,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )
    return parser


PARSER = make_parser()


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of Markdown and where it stands."""

    text: str
    file: str
    line: int


def read_html(words: Words, allowed: frozenset[str], folder: Folder) -> str:
    """Return clean HTML with nothing but what is allowed; report what had to stay out."""
    return render(PARSER.parse(words.text), words, allowed, folder)


def render(tokens: Sequence[Token], words: Words, allowed: frozenset[str], folder: Folder) -> str:
    """Return parsed Markdown as clean HTML; `words` says where the first token's text begins."""
    check_tokens(tokens, words, allowed, folder.report)
    for token, line in with_lines(tokens, words.line):
        if token.type == "link_open":
            aim_link(token, (words.file, line), folder)
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return CLEANER.clean(html).strip()


def aim_link(token: Token, at: tuple[str, int], folder: Folder) -> None:
    """Point a link into the course at what it means; report it where that does not exist."""
    address = str(token.attrGet("href"))
    if address.startswith(LESSON):
        name = address.removeprefix(LESSON)
        if name not in folder.lessons:
            folder.report.error(*at, "lesson-unknown", f"the course has no lesson “{name}”")
        token.attrSet("href", LESSON_LINK + name)
    elif not ELSEWHERE.match(address):
        file = folder.linked(unquote(address), at)
        token.attrSet("href", FILE_LINK + quote(file.name) if file else "")


def read_plain(words: Words, allowed: frozenset[str], report: Report) -> str:
    """Return plain words with code between `backticks`, for places that hold no rich text."""
    tokens = PARSER.parse(words.text)
    check_tokens(tokens, words, allowed, report)
    blocks = [plain_words(token) for token in tokens if token.type == "inline"]
    return "\n\n".join(block for block in blocks if block)


def read_line(inline: Token) -> str:
    """Return plain words on one line."""
    return SPACES.sub(" ", plain_words(inline)).strip()


def plain_words(inline: Token) -> str:
    return "".join(plain_word(token) for token in inline.children or ()).strip()


def plain_word(token: Token) -> str:
    if token.type == "code_inline":
        return f"`{token.content}`"
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak" or token.content.startswith("<br"):
        return "\n" if token.type in ("hardbreak", "html_inline") else token.content
    return "" if token.type == "html_inline" else token.content


def check_tokens(
    tokens: Sequence[Token], words: Words, allowed: frozenset[str], report: Report
) -> None:
    """Report every token that may not stand here, once for each place."""
    for token, line in with_lines(tokens, words.line):
        message = find_fault(token, allowed)
        if message:
            report.error(words.file, line, "markdown", message)


def with_lines(tokens: Sequence[Token], first: int) -> Iterator[tuple[Token, int]]:
    """Yield all tokens, inner ones too, with the line of the block they stand in."""
    line = first
    for token in tokens:
        line = first + token.map[0] if token.map else line
        yield token, line
        for child in token.children or ():
            yield child, line


def find_fault(token: Token, allowed: frozenset[str]) -> str:
    """Return what is wrong with a token; empty when nothing is."""
    kind = KINDS.get(token.type)
    if is_harmless(token):
        return ""
    if kind is None or kind not in allowed:
        return f"{NAMES.get(token.type, token.type)} may not stand here"
    if kind == "heading" and token.tag not in ("h2", "h3", "h4"):
        return f"a heading {token.markup} may not stand here: use ##, ### or ####"
    return find_link_fault(str(token.attrGet("href"))) if kind == "link" else ""


def is_harmless(token: Token) -> bool:
    if token.type == "html_inline":
        return INLINE_TAG.fullmatch(token.content) is not None
    return token.type in PLAIN or token.type.startswith(INNER)


def find_link_fault(address: str) -> str:
    known = address.startswith((*SCHEMES, LESSON)) or (address[:1] == "#" and address[1:])
    if known or (address and not ELSEWHERE.match(address)):
        return ""
    return (
        "a link begins with https://, http://, mailto:, tel:, lesson: or # and a heading, or is "
        f"the path of a file in the folder, not {address}"
    )
