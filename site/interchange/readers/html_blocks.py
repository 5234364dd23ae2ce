"""What foreign HTML is made of besides tables and media: words, lists, code, quotes, formulas."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from interchange.document import (
    CodePart,
    DetailsPart,
    ImagePart,
    MathPart,
    Part,
    QuotePart,
    TablePart,
)
from interchange.readers.html_media import squeeze, words_block
from interchange.readers.html_page import (
    Content,
    Flow,
    Handler,
    Made,
    Page,
    formulas_in_line,
)
from interchange.readers.html_tree import BREAK, TOO_DEEP, Node
from interchange.readers.html_words import (
    BOLD,
    ITALIC,
    Block,
    Mark,
    Marks,
    Words,
    add_mark,
    as_paragraphs,
    run_together,
    to_html,
    to_plain,
)
from interchange.readers.lesson_body import find_language
from interchange.report import Element

MARKED = {
    **dict.fromkeys(("b", "strong"), "b"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "i"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    "sup": "sup",
    "sub": "sub",
}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

# --- words and formulas ---------------------------------------------------------------------------

OPENERS = re.compile(r"\\\[|\$\$|\[mathjax\]|\[mathjaxinline\]")
CLOSERS = {
    "\\[": "\\]",
    "$$": "$$",
    "[mathjax]": "[/mathjax]",
    "[mathjaxinline]": "[/mathjaxinline]",
}


def read_text(text: str, flow: Flow, marks: Marks) -> None:
    """Read words; formulas on lines of their own are taken out of them."""
    if any(mark.tag == "code" for mark in marks):
        flow.words(text, marks)
        return
    for words, opener, latex in cut_formulas(text):
        if words:
            flow.words(words, marks)
        if opener == "[mathjaxinline]":
            flow.words(f"\\({latex}\\)", marks)
        elif opener:
            flow.add(make_formula(latex))


def cut_formulas(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield words and the formula after them, with what opened it: ("so ", "$$", "a+b")."""
    at = done = 0
    unclosed: set[str] = set()
    while opening := OPENERS.search(text, at):
        at = opening.end()
        opener = opening[0]
        end = -1 if opener in unclosed else text.find(CLOSERS[opener], at)
        latex = text[at : max(end, at)].strip()
        if end < 0:
            unclosed.add(opener)
        elif latex:
            yield text[done : opening.start()], opener, latex
            at = done = end + len(CLOSERS[opener])
    yield text[done:], "", ""


def make_formula(latex: str, node: Node | None = None) -> Made:
    words = words_block(f"\\({latex}\\)")
    return Made(MathPart, lambda: MathPart(latex), node.element if node else None, words=words)


def read_math(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    """Read MathML: the LaTeX written into it, else its words."""
    latex = next((squeeze(inner.text) for inner in node.inside() if is_latex(inner)), "")
    page.drop_inside(node, "It stood inside of a formula.")
    if latex and node.attributes.get("display") == "block":
        flow.add(make_formula(latex, node))
        return
    words = f"\\({latex}\\)" if latex else squeeze(node.text)
    flow.words(words, marks)
    if latex:
        page.mapped(node)
    elif words:
        page.degraded(node, "The formula is plain words now; write it in LaTeX in the editor.")
    else:
        page.dropped(node, "The formula has no words in it.")


def is_latex(node: Node) -> bool:
    return node.tag == "annotation" and "tex" in node.attributes.get("encoding", "").lower()


def read_math_wrapper(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    """Read a wrapper that says that it holds LaTeX."""
    if "katex-html" in node.classes:
        page.drop_inside(node, "The formula is taken over from its source.")
        return
    if any(inner.element for inner in node.inside()):
        page.read_wrapper(node, flow, marks)
        return
    latex = bare_latex(node.text)
    display = node.tag == "div" or not {"display", "block"}.isdisjoint(node.classes)
    if latex and display:
        flow.add(make_formula(latex))
    elif latex:
        flow.words(f"\\({latex}\\)", marks)


def bare_latex(text: str) -> str:
    latex = text.strip()
    for opener, closer in (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$")):
        if latex.startswith(opener) and latex.endswith(closer) and len(latex) > len(opener):
            return latex[len(opener) : -len(closer)].strip()
    return latex


def read_script(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    kind = node.attributes.get("type", "").lower().replace(" ", "")
    latex = node.text.strip()
    if not kind.startswith("math/tex") or not latex:
        page.dropped(node, "")
    elif "mode=display" in kind:
        flow.add(make_formula(latex, node))
    else:
        flow.words(f"\\({latex}\\)", marks)
        page.mapped(node)


def read_marked(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    page.read(node.children, flow, add_mark(marks, Mark(MARKED[node.tag])))


def read_quoted(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    flow.words("“", marks)
    page.read(node.children, flow, marks)
    flow.words("”", marks)


def read_break(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    flow.newline(marks)


def read_rule(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    flow.add(Block("hr"))


def read_nothing(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    page.dropped(node, "It stands where nobody sees it.")
    page.drop_inside(node, "It stands where nobody sees it.")


def read_heading(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    contents = formulas_in_line(page.read_apart(node.children, marks))
    words = run_together([content for content in contents if isinstance(content, Block)])
    flow.end()
    if words:
        flow.add(Block(page.levels.get(node.tag, "h4"), words))
    flow.add(*[content for content in contents if isinstance(content, Made)])


# --- lists ----------------------------------------------------------------------------------------

NEAR = 20
"""So many paragraphs and parts may stand between a numbered list and what goes on with it."""


def read_list(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    items = read_items(node, marks, page)
    numbered = node.tag == "ol"
    first = first_number(node) if numbered else 1
    if not items:
        flow.end()
    elif first == 1 and all(isinstance(content, Block) for item in items for content in item):
        flow.add(list_block(node, items))
    elif numbered:
        flow.end()
        open_former(flow, first)
        flow.add(*open_numbered(items, first))
    else:
        flow.add(*open_bullets(items))


def read_items(node: Node, marks: Marks, page: Page) -> list[list[Content]]:
    """Return what stands in each item; what stands between items belongs to the one before."""
    items: list[list[Content]] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag == "li":
            contents = formulas_in_line(page.read_apart(child.children, marks))
            items += [contents] if contents else []
            continue
        loose = formulas_in_line(page.read_apart([child], marks))
        if items:
            items[-1] += loose
        elif loose:
            items.append(loose)
    return items


def first_number(node: Node) -> int:
    start = node.attributes.get("start", "1").strip()
    return int(start[:6]) if start.isdecimal() else 1


def list_block(node: Node, items: list[list[Content]]) -> Block:
    inside = [tuple(block for block in item if isinstance(block, Block)) for item in items]
    return Block("ol" if node.tag == "ol" else "ul", (), tuple(inside))


def open_numbered(items: list[list[Content]], first: int) -> Iterator[Content]:
    """Yield a numbered list with parts between its items: the numbers become words.

    A list that is interrupted would begin with 1 again.
    """
    for number, item in enumerate(items, first):
        head, *rest = item
        sign = Words(f"{number}. ")
        if isinstance(head, Block) and head.tag == "p":
            yield Block("p", (sign, *head.words))
        else:
            yield from (Block("p", (Words(f"{number}."),)), head)
        yield from rest


def open_former(flow: Flow, first: int) -> None:
    """Make words of the numbers of the list that one beginning with `first` goes on with.

    The two are one list to their reader, and must look alike.
    """
    last = Words(f"{first - 1}. ")
    for place in reversed(range(len(flow.contents))[-NEAR:]):
        content = flow.contents[place]
        if not isinstance(content, Block):
            continue
        if content.tag == "ol" and len(content.items) == first - 1:
            items: list[list[Content]] = [list(item) for item in content.items]
            flow.contents[place : place + 1] = open_numbered(items, 1)
        if content.tag in ("ol", *HEADINGS) or last in content.words[:1]:
            return


def open_bullets(items: list[list[Content]]) -> Iterator[Content]:
    """Yield a list with parts between its items as several lists."""
    run: list[tuple[Block, ...]] = []
    for item in items:
        words, rest = split_at_part(item)
        run += [words] if words else []
        if rest:
            if run:
                yield Block("ul", (), tuple(run))
            run = []
            yield from rest
    if run:
        yield Block("ul", (), tuple(run))


def split_at_part(item: Sequence[Content]) -> tuple[tuple[Block, ...], Sequence[Content]]:
    blocks: list[Block] = []
    for at, content in enumerate(item):
        if not isinstance(content, Block):
            return tuple(blocks), item[at:]
        blocks.append(content)
    return tuple(blocks), ()


def read_term(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    page.read_wrapper(node, flow, add_mark(marks, BOLD))


# --- code -----------------------------------------------------------------------------------------

PREFIXES = ("language-", "lang-", "highlight-source-", "highlight-", "brush:")
OUTPUTS = {"output": "Output", "error": "Error"}


def read_code(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    code = code_text(node).replace("\xa0", " ").strip("\n").rstrip()
    page.drop_inside(node, "Program text is words only.", words_stay=True)
    if not code.strip():
        page.dropped(node, "The program text is empty.")
        return
    names = list(class_names(node))
    title = next((OUTPUTS[name] for name in names if name in OUTPUTS), "")
    language = next((found for found in map(known_language, names) if found), "text")
    words = (Block("p", (Words(code, (Mark("code"),)),)),)
    flow.add(Made(CodePart, lambda: CodePart(language, title, code), node.element, words=words))


def code_text(node: Node) -> str:
    """Return program text; a wrapper inside of it begins and ends a line."""
    written = ""
    for child in node.children:
        if isinstance(child, str):
            written += child
        elif child.tag == "br":
            written += "\n"
        elif child.tag in (BREAK, "p", "li", "tr"):
            written += "\n" if written and not written.endswith("\n") else ""
            written += code_text(child)
        else:
            written += code_text(child)
    return written


def class_names(node: Node) -> Iterator[str]:
    """Yield what may be a language: in the classes of the code, or announced by those around it."""
    own = [name for inner in (node, *node.inside()) for name in inner.classes]
    for name in (*own, *node.around):
        prefix = next((prefix for prefix in PREFIXES if name.lower().startswith(prefix)), "")
        if prefix or name in own or name in OUTPUTS:
            yield name.lower().removeprefix(prefix).rstrip(";")
    yield node.attributes.get("lang", "").lower()


@lru_cache(maxsize=512)
def known_language(name: str) -> str:
    return find_language(name) if name else ""


# --- quotes, details, figures ---------------------------------------------------------------------


def read_quote(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    footers = [child for child in node.children if is_tag(child, "footer")]
    inside = [child for child in node.children if not is_tag(child, "footer")]
    contents = formulas_in_line(page.read_apart(inside, marks))
    said = formulas_in_line(page.read_apart(footers, marks))
    source = page.lose_parts(said, "The name under a quotation")
    runs = list(group_blocks(contents))
    if all(isinstance(run, Made) for run in runs):
        reason = "Only what stood in the quotation is taken over, without a frame of its own."
        page.degraded(node, reason) if contents else page.dropped(node, "The quotation is empty.")
        flow.add(*contents, *source)
        return
    if len(runs) > 1:
        page.degraded(node, "Pictures, code and the like interrupt the quotation.")
    element = node.element
    for run in runs:
        if isinstance(run, Made):
            flow.add(run)
        else:
            flow.add(make_quote(run, source, page, element))
            source, element = [], None


def is_tag(child: Node | str, tag: str) -> bool:
    return isinstance(child, Node) and child.tag == tag


def group_blocks(contents: Sequence[Content]) -> Iterator[list[Block] | Made]:
    """Yield parts as they are, and what stands between them as runs of blocks."""
    run: list[Block] = []
    for content in contents:
        if isinstance(content, Block):
            run += as_paragraphs([content])
            continue
        if run:
            yield run
        run = []
        yield content
    if run:
        yield run


def make_quote(run: list[Block], source: list[Block], page: Page, element: Element | None) -> Made:
    def build() -> Part:
        page.keep_marks(run)
        page.lose_marks(source, "The name under a quotation")
        return QuotePart(to_html(run), to_plain(source).replace("\n", " "))

    return Made(QuotePart, build, element, words=(*run, *source))


@dataclass(slots=True)
class Title:
    """The words that details are opened by, and the parts that stood among them."""

    blocks: list[Block]
    parts: list[Content]


def read_details(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    title = read_summary(node, marks, page)
    body = [child for child in node.children if not is_tag(child, "summary")]
    inside = [*title.parts, *page.read_apart(body, marks)]
    if not inside:
        page.degraded(node, "There was nothing to open; the words stay.")
        if not title.blocks:
            page.dropped(node, "There was nothing in it.")
        flow.add(*title.blocks)
        return
    contents = tuple(flatten_details(inside, page))

    def build() -> Part:
        page.lose_marks(title.blocks, "The title of details")
        words = to_plain(title.blocks).replace("\n", " ")
        return DetailsPart("more", words, page.keep(contents))

    flow.add(
        Made(DetailsPart, build, node.element, words=bold_lines(title.blocks), contents=contents)
    )


def read_summary(node: Node, marks: Marks, page: Page) -> Title:
    found = [child for child in node.children if is_tag(child, "summary")]
    contents: list[Content] = []
    for child in found:
        if isinstance(child, Node):
            contents += formulas_in_line(page.read_apart(child.children, marks))
    blocks = [content for content in contents if isinstance(content, Block)]
    return Title(blocks, [content for content in contents if isinstance(content, Made)])


def bold_lines(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return lines in bold, as titles stand in running text."""
    return tuple(
        replace(block, words=tuple(Words(w.text, add_mark(w.marks, BOLD)) for w in block.words))
        for block in as_paragraphs(blocks)
    )


def flatten_details(contents: Sequence[Content], page: Page) -> Iterator[Content]:
    """Yield contents with details inside of details opened: they may not be nested."""
    for content in contents:
        if not isinstance(content, Made) or content.kind is not DetailsPart:
            yield content
            continue
        if content.element:
            reason = "It stood inside of other details and is open now."
            page.report.degraded(content.element, reason, lesson=page.lesson)
        yield from content.words
        yield from content.contents


def read_figure(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    captions = [child for child in node.children if is_tag(child, "figcaption")]
    others = [child for child in node.children if not is_tag(child, "figcaption")]
    contents = page.read_apart(others, marks)
    said = page.read_apart(captions, marks)
    caption = page.lose_parts(formulas_in_line(said), "A caption")
    takers = [content for content in contents if takes_caption(content)]
    if len(takers) == 1 and isinstance(takers[0], Made):
        takers[0].build = with_caption(takers[0].build, caption, page)
        takers[0].words = (*takers[0].words, *caption)
        flow.add(*contents)
    else:
        flow.add(*contents, *italic_lines(caption))


def takes_caption(content: Content) -> bool:
    return isinstance(content, Made) and content.kind in (ImagePart, TablePart)


def with_caption(build: Callable[[], Part], caption: list[Block], page: Page) -> Callable[[], Part]:
    """Return `build` with a caption put under what it makes."""

    def build_with_caption() -> Part:
        part = build()
        page.lose_marks(caption, "A caption")
        words = to_plain(caption).replace("\n", " ")
        if isinstance(part, ImagePart | TablePart) and words != part.caption:
            return replace(part, caption=f"{part.caption} {words}".strip())
        return part

    return build_with_caption


def italic_lines(blocks: Sequence[Block]) -> list[Block]:
    return [
        replace(block, words=tuple(Words(w.text, add_mark(w.marks, ITALIC)) for w in block.words))
        for block in as_paragraphs(blocks)
    ]


# --- fields ---------------------------------------------------------------------------------------


def read_form(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    page.dropped(node, "A form cannot be filled in here; the words in it stay.")
    page.read_wrapper(node, flow, marks)


def read_input(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    """Read a field; the box of a list of tasks becomes a sign."""
    if node.attributes.get("type", "").lower() != "checkbox" or "disabled" not in node.attributes:
        page.dropped(node, "")
        return
    flow.words("☑ " if "checked" in node.attributes else "☐ ", marks)
    page.mapped(node)


def read_too_deep(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    page.degraded(node, "It is nested too deeply: only the words in it are taken over.")


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(MARKED, read_marked),
    **dict.fromkeys(HEADINGS, read_heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), read_list),
    **dict.fromkeys(("title", "style", "select", "textarea", "datalist"), read_nothing),
    **dict.fromkeys(("template", "track", "source", "colgroup", "wbr"), read_nothing),
    **dict.fromkeys(("span", "div"), read_math_wrapper),
    "math": read_math,
    "script": read_script,
    "q": read_quoted,
    "br": read_break,
    "hr": read_rule,
    "dt": read_term,
    "pre": read_code,
    "blockquote": read_quote,
    "details": read_details,
    "figure": read_figure,
    "form": read_form,
    "input": read_input,
    TOO_DEEP: read_too_deep,
}
