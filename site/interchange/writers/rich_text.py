"""Rich text as a tree of the few things that it can hold, in one form for all that looks alike."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

SPACES = re.compile("[ \t\n\r\f\u2028\u2029]+")
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
NAMES = {"b": "strong", "i": "em"}
MARKS = frozenset({"strong", "em", "sup", "sub", "a", "code"})
LISTS = ("ul", "ol")
HEADINGS = ("h2", "h3", "h4")
BLOCKS = frozenset({"p", "hr", "li", *LISTS, *HEADINGS})


# --- words ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Text:
    words: str


@dataclass(slots=True)
class Code:
    words: str


@dataclass(slots=True)
class Break:
    pass


@dataclass(slots=True)
class Mark:
    """Words in bold ("strong"), italics ("em"), high ("sup"), low ("sub") or as a link ("a")."""

    tag: str
    words: "list[Word]"
    address: str = ""


Word = Text | Code | Break | Mark


# --- blocks ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Paragraph:
    words: list[Word]


@dataclass(slots=True)
class Heading:
    tag: str
    words: list[Word]


@dataclass(slots=True)
class Rule:
    pass


@dataclass(slots=True)
class List:
    is_ordered: bool
    items: "list[list[Block]]"

    @property
    def is_loose(self) -> bool:
        """Whether its items are paragraphs: one of them has a paragraph that is not its first."""
        return any(isinstance(block, Paragraph) for item in self.items for block in item[1:])


Block = Paragraph | Heading | Rule | List


# --- from HTML ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Node:
    tag: str
    address: str = ""
    children: "list[Node | str]" = field(default_factory=list)


class TreeBuilder(HTMLParser):
    """Builds the tree of HTML that is clean already; tags that it does not know are left aside."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = NAMES.get(tag, tag)
        if tag not in MARKS and tag not in BLOCKS and tag != "br":
            return
        node = Node(tag, (dict(attrs).get("href") or "").strip())
        self.open[-1].children.append(node)
        if tag not in ("br", "hr"):
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        tag = NAMES.get(tag, tag)
        if any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(CONTROLS.sub("", data))


def parse_blocks(html: str) -> list[Block]:
    """Return the blocks of rich text; words outside of any block become a paragraph."""
    return list(make_blocks(build(html).children))


def parse_words(html: str) -> list[Word]:
    """Return rich text as one line of words: its blocks stand one under the other."""
    words: list[Word] = []
    for block in flatten(parse_blocks(html)):
        if words:
            words.append(Break())
        words += block
    return trim(words)


def flatten(blocks: Iterable[Block]) -> Iterator[list[Word]]:
    for block in blocks:
        if isinstance(block, List):
            for item in block.items:
                yield from flatten(item)
        elif not isinstance(block, Rule):
            yield block.words


def build(html: str) -> Node:
    builder = TreeBuilder()
    builder.feed(html)
    builder.close()
    return builder.open[0]


def make_blocks(children: Iterable[Node | str]) -> Iterator[Block]:
    loose: list[Node | str] = []
    for child in children:
        if isinstance(child, str) or child.tag not in BLOCKS:
            loose.append(child)
            continue
        yield from make_paragraph(loose)
        loose = []
        yield from make_block(child)
    yield from make_paragraph(loose)


def make_block(node: Node) -> Iterator[Block]:
    if node.tag == "hr":
        yield Rule()
    elif node.tag in LISTS:
        yield from make_list(node)
    elif node.tag in HEADINGS:
        words = make_words(node.children)
        if words:
            yield Heading(node.tag, words)
    else:
        yield from make_blocks(node.children)


def make_paragraph(children: list[Node | str]) -> Iterator[Block]:
    words = make_words(children)
    if words:
        yield Paragraph(words)


def make_list(node: Node) -> Iterator[Block]:
    items = []
    for child in node.children:
        if isinstance(child, Node):
            item = list(make_blocks(child.children if child.tag == "li" else [child]))
            items += [item] if item else []
    if items:
        yield List(node.tag == "ol", items)


def make_words(children: Iterable[Node | str], inside: tuple[str, ...] = ()) -> list[Word]:
    """Return words of one block without spaces at its ends, `inside` being the marks around."""
    words: list[Word] = []
    for child in children:
        for word in make_word(child, inside):
            add_word(words, word)
    return trim(words, at_ends=not inside)


def make_word(child: Node | str, inside: tuple[str, ...]) -> list[Word]:
    if isinstance(child, str):
        return make_text(child, inside)
    if child.tag == "br":
        return [Break()]
    if child.tag not in MARKS or child.tag in inside:
        return make_words(child.children, inside or ("",))
    words = make_words(child.children, (*inside, child.tag))
    # Code comes out innermost: nothing but words stands in it.
    if child.tag == "code" or not has_words(words) or (child.tag == "a" and not child.address):
        return words
    return [Mark(child.tag, words, child.address)]


def make_text(data: str, inside: tuple[str, ...]) -> list[Word]:
    if "code" in inside:
        words = re.sub(r"[\t\n\r\f]", " ", data)
        return [Code(words)] if words else []
    words = SPACES.sub(" ", data)
    return [Text(words)] if words else []


def has_words(words: Iterable[Word]) -> bool:
    return any(
        has_words(word.words)
        if isinstance(word, Mark)
        else isinstance(word, Code) or (isinstance(word, Text) and word.words != " ")
        for word in words
    )


def add_word(words: list[Word], word: Word) -> None:
    """Append a word; what looks like the one before it is joined with that."""
    last = words[-1] if words else None
    if isinstance(last, Text) and isinstance(word, Text):
        words[-1] = Text(SPACES.sub(" ", last.words + word.words))
    elif isinstance(last, Code) and isinstance(word, Code):
        words[-1] = Code(last.words + word.words)
    elif isinstance(last, Mark) and isinstance(word, Mark) and is_same(last, word):
        for inner in word.words:
            add_word(last.words, inner)
    else:
        words.append(word)


def is_same(one: Mark, other: Mark) -> bool:
    return (one.tag, one.address) == (other.tag, other.address)


def trim(words: list[Word], *, at_ends: bool = True) -> list[Word]:
    """Return words without spaces around breaks, and at the ends of a block; [] without words."""
    edge = Break() if at_ends else Text("")
    trimmed: list[Word] = []
    for before, word, after in zip([edge, *words], words, [*words[1:], edge], strict=False):
        kept = trim_word(before, word, after)
        trimmed += [kept] if kept else []
    return trimmed if has_words(trimmed) or not at_ends else []


def trim_word(before: Word, word: Word, after: Word) -> Word | None:
    if not isinstance(word, Text):
        return word
    text = word.words.lstrip(" ") if isinstance(before, Break) else word.words
    text = text.rstrip(" ") if isinstance(after, Break) else text
    return Text(text) if text else None


# --- to HTML --------------------------------------------------------------------------------------


def tidy(html: str) -> str:
    """Return rich text in the one form that all HTML which looks alike has."""
    return print_blocks(parse_blocks(html))


def tidy_line(html: str) -> str:
    """Return rich text of one line, without a paragraph around it."""
    return print_words(parse_words(html))


def print_blocks(blocks: Iterable[Block], *, is_loose: bool = True) -> str:
    return "\n".join(print_block(block, is_loose=is_loose) for block in blocks)


def print_block(block: Block, *, is_loose: bool) -> str:
    if isinstance(block, Rule):
        return "<hr>"
    if isinstance(block, List):
        tag = LISTS[block.is_ordered]
        items = (print_blocks(item, is_loose=block.is_loose) for item in block.items)
        return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"
    if isinstance(block, Heading):
        return f"<{block.tag}>{print_words(block.words)}</{block.tag}>"
    return f"<p>{print_words(block.words)}</p>" if is_loose else print_words(block.words)


def print_words(words: Iterable[Word]) -> str:
    return "".join(map(print_word, words))


def print_word(word: Word) -> str:
    if isinstance(word, Break):
        return "<br>"
    if isinstance(word, Mark):
        address = f' href="{escape(word.address)}"' if word.tag == "a" else ""
        return f"<{word.tag}{address}>{print_words(word.words)}</{word.tag}>"
    text = escape(word.words, quote=False)
    return f"<code>{text}</code>" if isinstance(word, Code) else text
