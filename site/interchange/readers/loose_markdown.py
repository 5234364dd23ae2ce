"""Any Markdown into HTML, as leniently as the sites that it was written for.

What a course folder may hold is strict and lives in `markdown`; foreign lessons are read here, and
the HTML goes on through `html_parts`. So the HTML need not be clean, only complete.

Understood besides CommonMark: tables, ~~struck~~ words, footnotes, check lists, definition lists,
raw HTML, mathematics (`$x^2$`, `$$x^2$$`, a fence called `math`), and attribute lists after
pictures, links and headings (`![](a.png){alt='A heron'}`, `{: .wide}`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

FRONT = re.compile(r"\ufeff?---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
NESTING = 60
"""How deep lists and quotations may stand in each other; what is deeper is left out."""
ATTRIBUTE = r"""(?:[.\#][^\s{}"'=]+|[\w:-]+=(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s{}"']+))"""
ATTRIBUTES = re.compile(rf"\{{:?\s*((?:{ATTRIBUTE}\s+)*{ATTRIBUTE})\s*\}}")
PAIR = re.compile(r"""([\w:-]+)=(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s{}"']+))""")
ONLY_ATTRIBUTES = re.compile(r"\{:[^{}]*\}")
ENDING_ATTRIBUTES = re.compile(r"\{:?\s*([.#][^{}]*)\}\s*$")
NAME = re.compile(r"(?:^|\s)#([^\s#]+)")
PRICE = re.compile(r"[\d.,]+(?:\s*[-–]\s*\d|\s+[^\W\d_]{2,})")
"""Between dollars, the beginning of "10 and 20" or "10-20"."""
LONGEST_ATTRIBUTES = 5_000
IMAGE_ATTRIBUTES = ("alt", "title")
BEARERS = ("image", "link_close", "code_inline")
BOXES = {"[ ] ": "\u2610 ", "[x] ": "\u2611 ", "[X] ": "\u2611 "}

Values = dict[str, Any]


# --- Markdown -------------------------------------------------------------------------------------


def to_html(text: str) -> str:
    """Return Markdown as HTML, whatever it is: nothing is refused, nothing raised.

    Mathematics stands in the result as LaTeX between `\\(` and `\\)`, or as a paragraph of its own
    between `\\[` and `\\]`.
    """
    try:
        return str(PARSER.render(text))
    except RecursionError:
        # Deeper than Python can follow: the words are kept as they were written.
        return f"<pre>{escapeHtml(text)}</pre>\n"


def first_heading(text: str) -> str:
    """Return the words of the first heading of the highest rank; empty when there is none."""
    tokens = PARSER.parse(text)
    opened = [at for at, token in enumerate(tokens) if token.type == "heading_open"]
    if not opened:
        return ""
    first = min(opened, key=lambda at: (tokens[at].tag, at))
    return inline_words(tokens[first + 1])


def inline_words(inline: Token) -> str:
    """Return what an inline token says, in plain words of one line."""
    pieces = []
    for token in inline.children or ():
        if token.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif token.type == "image":
            pieces.append(str(token.attrGet("alt") or inline_words(token)))
        elif token.type != "html_inline":
            pieces.append(token.content)
    return " ".join("".join(pieces).split())


# --- front matter ---------------------------------------------------------------------------------


class PlainLoader(yaml.SafeLoader):
    """YAML without aliases: with them, a few lines can stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases are not read", None)
        return super().compose_node(parent, index)


def split_front_matter(text: str) -> tuple[Values, str]:
    """Return the YAML between two `---` at the head of a file, and what comes after it.

    Where there is none, or none that can be read as keys and values, the text is kept whole.
    """
    front = FRONT.match(text)
    if front is None:
        return {}, text
    values = read_yaml(front[1] or "")
    return ({}, text) if values is None else (values, text[front.end() :])


def read_yaml(text: str) -> Values | None:
    """Return YAML keys and values; None when it is something else."""
    try:
        values = yaml.load(text, PlainLoader)  # noqa: S506 - a SafeLoader by inheritance
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if values is None:
        return {}
    if not isinstance(values, dict):
        return None
    return {str(key): value for key, value in values.items()}


# --- the parser -----------------------------------------------------------------------------------


def make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING})
    parser.enable(["table", "strikethrough"])
    # Addresses are judged where the HTML is read; here they would turn into words unheard.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)
    parser.inline.ruler.at("math_inline", read_dollars)
    parser.use(footnote_plugin, inline=False)
    parser.use(deflist_plugin)
    parser.inline.ruler.push("attributes", read_attributes)
    parser.core.ruler.push("tidy", tidy)
    for name, render in RENDERERS.items():
        parser.add_render_rule(name, render)
    return parser


def read_dollars(state: StateInline, silent: bool) -> bool:
    """Read `$x$` and `$$x$$` within a line, but no prices and no shell variables."""
    if state.src[state.pos] != "$" or state.src[max(0, state.pos - 1) : state.pos].isalnum():
        return False
    marks = "$$" if state.src.startswith("$$", state.pos) else "$"
    begin = state.pos + len(marks)
    end = find_dollars(state.src, marks, begin)
    after = end + len(marks)
    if end < 0 or not is_math(state.src[begin:end], state.src[after : after + 1], marks):
        return False
    if not silent:
        token = state.push("math_inline" if marks == "$" else "math_inline_double", "math", 0)
        token.content = state.src[begin:end].strip()
        token.markup = marks
    state.pos = after
    return True


def find_dollars(source: str, marks: str, begin: int) -> int:
    """Return where the closing dollars stand, -1 when nowhere; `\\$` is a dollar in a formula."""
    end = source.find(marks, begin)
    while end > begin and source[end - 1] == "\\":
        end = source.find(marks, end + 1)
    return end


def is_math(content: str, after: str, marks: str) -> bool:
    """Whether words between dollars are a formula: `$5 and $6`, `$HOME/$USER` are none."""
    if not content.strip() or "`" in content:
        return False
    if marks == "$$":
        return True
    at_words = content[0].isspace() or content[-1].isspace() or after.isalnum() or after == "_"
    return not at_words and PRICE.match(content) is None


def read_attributes(state: StateInline, silent: bool) -> bool:
    """Read `{alt='...'}` after a picture, a link or code; only what a picture needs is kept."""
    if state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    bearer = state.tokens[-1]
    if bearer.type not in BEARERS:
        return False
    # What a hostile list may cost is bounded: no real one is longer.
    found = ATTRIBUTES.match(state.src, state.pos, state.pos + LONGEST_ATTRIBUTES)
    if found is None:
        return False
    if bearer.type == "image" and not silent:
        for key, double, single, bare in PAIR.findall(found[1]):
            if key in IMAGE_ATTRIBUTES:
                words = re.sub(r"\\(.)", r"\1", double or single or bare)
                bearer.attrSet(key, " ".join(words.split()))
    state.pos = found.end()
    return True


def tidy(state: StateCore) -> None:
    """Take attribute lists out of words, and turn the brackets of check lists into boxes."""
    before: list[Token] = []
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(without_lists(token.children))
            kinds = [earlier.type for earlier in before[-2:]]
            if kinds[-1:] == ["heading_open"]:
                end_heading(before[-1], token.children)
            if kinds == ["list_item_open", "paragraph_open"]:
                draw_box(token.children)
        before.append(token)


def without_lists(children: Sequence[Token]) -> Iterator[Token]:
    """Yield what stands in a paragraph without lines like `{: .wide}`."""
    for child in children:
        if child.type != "text" or not ONLY_ATTRIBUTES.fullmatch(child.content.strip()):
            yield child


def end_heading(heading: Token, children: Sequence[Token]) -> None:
    """Make `{#name}` at the end of a heading its id."""
    if children and children[-1].type == "text":
        children[-1].content, name = cut_name(children[-1].content)
        if name:
            heading.attrSet("id", name)


def cut_name(words: str) -> tuple[str, str]:
    """Return words without the `{#name}` or `{.class}` at their end, and the name if it has one."""
    found = ENDING_ATTRIBUTES.search(words)
    if found is None:
        return words, ""
    name = NAME.search(found[1])
    return words[: found.start()].rstrip(), name[1] if name else ""


def draw_box(children: Sequence[Token]) -> None:
    first = children[0] if children else None
    if first is not None and first.type == "text":
        box = BOXES.get(first.content[:4])
        first.content = box + first.content[4:] if box else first.content


# --- what the parser writes -----------------------------------------------------------------------

Render = Callable[..., str]


def render_image(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any
) -> str:
    """Where an attribute list gives the `alt`, the words in the brackets are the caption."""
    token = tokens[at]
    words = self.renderInlineAsText(token.children, options, env) if token.children else ""
    alt = str(token.attrGet("alt") or "")
    if alt and words and not token.attrGet("title"):
        token.attrSet("title", words)
    token.attrSet("alt", alt or words)
    return self.renderToken(tokens, at, options, env)


def render_fence(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any
) -> str:
    if tokens[at].info.strip().lower() in ("math", "latex-math"):
        return write_display(tokens[at].content)
    return RendererHTML.fence(self, tokens, at, options, env)


def render_inline_math(_self: Any, tokens: Sequence[Token], at: int, *_more: Any) -> str:
    return rf"\({escapeHtml(tokens[at].content)}\)"


def render_double_math(_self: Any, tokens: Sequence[Token], at: int, *_more: Any) -> str:
    return rf"\[{escapeHtml(tokens[at].content)}\]"


def render_block_math(_self: Any, tokens: Sequence[Token], at: int, *_more: Any) -> str:
    return write_display(tokens[at].content)


def write_display(latex: str) -> str:
    return f"<p>\\[{escapeHtml(latex.strip())}\\]</p>\n"


def render_footnote(_self: Any, tokens: Sequence[Token], at: int, *_more: Any) -> str:
    """A number without a link: on the site, a link within a page leads to a heading only."""
    return f"<sup>[{tokens[at].meta['id'] + 1}]</sup>"


RENDERERS: dict[str, Render] = {
    "image": render_image,
    "fence": render_fence,
    "math_inline": render_inline_math,
    "math_inline_double": render_double_math,
    "math_block": render_block_math,
    "footnote_ref": render_footnote,
    "footnote_block_open": lambda *_more: "<hr>\n<ol>\n",
    "footnote_block_close": lambda *_more: "</ol>\n",
    "footnote_open": lambda *_more: "<li>",
    "footnote_close": lambda *_more: "</li>\n",
    "footnote_anchor": lambda *_more: "",
}
PARSER = make_parser()
