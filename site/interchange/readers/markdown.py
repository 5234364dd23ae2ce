"""Markdown into the clean HTML of rich text, or into plain words; what does not fit is reported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from interchange.report import Report

# The table rule is on so that a table is noticed and reported, instead of read as a paragraph.
PARSER = MarkdownIt("commonmark").enable("table")
# Likewise a link of any scheme: the parser alone would silently leave it as plain words.
PARSER.validateLink = lambda url: True  # type: ignore[method-assign]

RUNNING = frozenset({"heading", "hr", "list", "link"})
"""What the text of a lesson may hold besides paragraphs and words set apart."""
SHORT = frozenset({"list", "link"})
"""What a callout, a description or a question may hold."""
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
    "table_open": "a table: show it in a code block of the language text",
    "blockquote_open": "a quotation",
    "code_block": "code by indentation: fence it",
    "image": "an image within other text",
    "fence": "a code block",
    "heading_open": "a heading",
    "hr": "a rule",
    "link_open": "a link",
    "bullet_list_open": "a list",
    "ordered_list_open": "a list",
}
INNER = ("thead", "tbody", "tr_", "th_", "td_", "table_close", "blockquote_close")
SCHEMES = ("https://", "http://", "mailto:")
TAGS = {"p", "br", "h2", "h3", "strong", "em", "ol", "ul", "li", "hr", "a", "code"}


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of Markdown and where it stands."""

    text: str
    file: str
    line: int


def read_html(words: Words, allowed: frozenset[str], report: Report) -> str:
    """Return clean HTML with nothing but what is allowed; report what had to stay out."""
    return render(PARSER.parse(words.text), words, allowed, report)


def render(tokens: Sequence[Token], words: Words, allowed: frozenset[str], report: Report) -> str:
    """Return parsed Markdown as clean HTML; `words` says where the first token's text begins."""
    check_tokens(tokens, words, allowed, report)
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    ).strip()


def read_plain(words: Words, allowed: frozenset[str], report: Report) -> str:
    """Return plain words with code between `backticks`, for places that hold no rich text."""
    tokens = PARSER.parse(words.text)
    check_tokens(tokens, words, allowed, report)
    blocks = [plain_words(token) for token in tokens if token.type == "inline"]
    return "\n\n".join(blocks)


def plain_words(inline: Token) -> str:
    pieces = []
    for token in inline.children or ():
        if token.type == "code_inline":
            pieces.append(f"`{token.content}`")
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(" " if token.type == "softbreak" else "\n")
        else:
            pieces.append(token.content)
    return "".join(pieces).strip()


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
    if token.type in PLAIN or token.type.startswith(INNER):
        return ""
    if kind is None or kind not in allowed:
        return f"{NAMES.get(token.type, token.type)} may not stand here"
    if kind == "heading" and token.tag not in ("h2", "h3"):
        return f"a heading {token.markup} may not stand here: use ## or ###"
    if kind == "link" and not str(token.attrGet("href")).startswith(SCHEMES):
        return f"a link begins with https://, http:// or mailto:, not {token.attrGet('href')}"
    return ""
