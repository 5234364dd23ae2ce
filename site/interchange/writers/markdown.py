"""Rich text and plain words as Markdown: what the reader of course folders makes of it is the same.

Everything is written that CommonMark has a mark for, where it has one; a few things that its rules
on emphasis cannot say (a bold half of a word) and those it knows nothing of (`<sup>`) are written
as the tags they are.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from interchange.document import FILE_LINK, LESSON_LINK
from interchange.writers.rich_text import (
    CONTROLS,
    SPACES,
    Block,
    Break,
    Code,
    Heading,
    List,
    Mark,
    Paragraph,
    Rule,
    Text,
    Word,
    parse_blocks,
    parse_words,
)

FORMULA = r"\\\(.{0,2000}?\\\)"
VERBATIM = re.compile(FORMULA, re.DOTALL)
"""What stays as it is in rich text: formulas, as long as a reader takes them for such."""
VERBATIM_IN_PLAIN = re.compile(rf"{FORMULA}|`[^`\n]+`")
SPECIAL = re.compile(r"[\\`*\[\]<]|&(?=#?[A-Za-z0-9]+;)|_")
LINE_START = re.compile(r"[#>+=|-]|~~~|\$\$|:[:|-]|[0-9]{1,9}(?=[.)](?:\s|$))|Table(?=: )")
"""How a line begins that would be something else than a paragraph."""
DELIMITERS = {"strong": "**", "em": "*"}
BULLETS = ("-", "*")
DOTS = (".", ")")


# --- blocks ---------------------------------------------------------------------------------------


def write_markdown(html: str) -> str:
    """Return rich text as Markdown, without a newline at its end."""
    return "\n\n".join(write_blocks(parse_blocks(html), rule="---"))


def write_line(html: str) -> str:
    """Return rich text as one line of Markdown; its blocks stand one under the other."""
    return guard_ends(write_words(parse_words(html), one_line=True))


def write_blocks(blocks: Sequence[Block], *, rule: str = "___") -> Iterator[str]:
    turn = 0
    for place, block in enumerate(blocks):
        if isinstance(block, List):
            # Two lists after each other are told apart by their marks.
            last = blocks[place - 1] if place else None
            follows = isinstance(last, List) and last.is_ordered == block.is_ordered
            turn = 1 - turn if follows else 0
            yield write_list(block, turn)
        elif isinstance(block, Rule):
            yield rule
        else:
            yield write_text_block(block)


def write_text_block(block: Paragraph | Heading) -> str:
    if isinstance(block, Paragraph):
        return guard_ends(write_words(block.words))
    words = guard_ends(write_words(block.words, one_line=True))
    if words.endswith("#"):
        words = words[:-1] + "\\#"
    return f"{'#' * int(block.tag[1])} {words}"


def write_list(block: List, turn: int) -> str:
    items = []
    gap = "\n\n" if block.is_loose else "\n"
    for number, item in enumerate(block.items, 1):
        mark = f"{number}{DOTS[turn]} " if block.is_ordered else f"{BULLETS[turn]} "
        items.append(indent(mark, gap.join(write_blocks(item))))
    return gap.join(items)


def indent(mark: str, text: str) -> str:
    """Return the text with the mark of an item before it, and its other lines under it."""
    first, *rest = text.split("\n")
    space = " " * len(mark)
    return "\n".join([mark + first, *(space + line if line else "" for line in rest)])


def guard_ends(line: str) -> str:
    """Write a space at an end that is no blank as an entity: a reader cuts spaces off."""
    if line and line[0].isspace():
        line = f"&#{ord(line[0])};{line[1:]}"
    if line and line[-1].isspace():
        line = f"{line[:-1]}&#{ord(line[-1])};"
    return line


# --- words ----------------------------------------------------------------------------------------


def write_words(
    words: Sequence[Word], *, before: str = "", after: str = "", one_line: bool = False
) -> str:
    """Return words as Markdown; `before` and `after` are the characters around them."""
    written = ""
    for place, word in enumerate(words):
        follower = begin_of(words[place + 1]) if place + 1 < len(words) else after
        written += write_word(word, written[-1:] or before, follower, one_line=one_line)
    return written


def begin_of(word: Word) -> str:
    """Return the character that a word will begin with, or one of its kind."""
    if isinstance(word, Text):
        return word.words[0]
    if isinstance(word, Mark):
        return "[" if word.tag == "a" else "*"
    return "`" if isinstance(word, Code) else "<"


def write_word(word: Word, before: str, after: str, *, one_line: bool) -> str:
    if isinstance(word, Text):
        return escape_text(word.words, before, after)
    if isinstance(word, Code):
        return write_code(word.words)
    if isinstance(word, Break):
        # At the end and at the beginning of a block, and before another, a backslash is none.
        between = before not in ("", "\n", ">") and after not in ("", "<")
        return "\\\n" if between and not one_line else "<br>"
    if word.tag == "a":
        inside = write_words(word.words, before="[", after="]", one_line=True)
        return f"[{inside}]({write_address(word.address)})"
    return write_mark(word, before, after, one_line=one_line)


def write_mark(mark: Mark, before: str, after: str, *, one_line: bool) -> str:
    delimiter = DELIMITERS.get(mark.tag, "")
    first, last = mark.words[0], mark.words[-1]
    opens = isinstance(first, Text) and may_stand(before, first.words[0])
    closes = isinstance(last, Text) and may_stand(after, last.words[-1])
    if delimiter and opens and closes:
        inside = write_words(mark.words, before="*", after="*", one_line=one_line)
        return f"{delimiter}{inside}{delimiter}"
    inside = write_words(mark.words, before=">", after="<", one_line=one_line)
    return f"<{mark.tag}>{inside}</{mark.tag}>"


def may_stand(outside: str, inside: str) -> bool:
    """Whether asterisks between two characters can open (or close), and nothing else."""
    if not outside or outside.isspace():
        return not inside.isspace()
    return inside.isalnum() and outside != "*" and unicodedata.category(outside)[0] == "P"


def write_code(words: str) -> str:
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    padded = words.startswith(" ") and words.endswith(" ") and words.strip(" ")
    space = " " if padded or words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{space}{words}{space}{fence}"


def write_address(address: str) -> str:
    """Return an address as it stands in a link; those into the course as the folder has them."""
    if address.startswith(FILE_LINK):
        return address.removeprefix(FILE_LINK)
    if address.startswith(LESSON_LINK):
        return f"lesson:{address.removeprefix(LESSON_LINK)}"
    address = re.sub(r"[\t\n\r]", "", address)
    address = re.sub(r"[\\<>]|&(?=#?[A-Za-z0-9]+;)", r"\\\g<0>", address)
    return f"<{address}>" if re.search(r"[\s()<>\\]", address) else address


def escape_text(text: str, before: str, after: str, verbatim: re.Pattern[str] = VERBATIM) -> str:
    """Return text with backslashes before what would be a mark; what is verbatim stays."""
    pieces = []
    place = 0
    for found in verbatim.finditer(text):
        pieces += [escape_stretch(text, place, found.start(), before, after), found[0]]
        place = found.end()
    pieces.append(escape_stretch(text, place, len(text), before, after))
    escaped = "".join(pieces)
    at_start = LINE_START.match(escaped) if before in ("", "\n") else None
    if at_start:
        # A number and the word "Table" are told by what comes after them.
        place = at_start.end() if at_start[0][-1].isalnum() else 0
        escaped = f"{escaped[:place]}\\{escaped[place:]}"
    return escaped


def escape_stretch(text: str, start: int, end: int, before: str, after: str) -> str:
    pieces = []
    place = start
    for found in SPECIAL.finditer(text, start, end):
        here = found.start()
        left = text[here - 1] if here else before
        right = text[here + 1] if here + 1 < len(text) else after
        # Within a word an underscore is no mark.
        in_word = found[0] == "_" and left.isalnum() and right.isalnum()
        pieces += [text[place:here], "" if in_word else "\\"]
        place = here
    pieces.append(text[place:end])
    escaped = "".join(pieces)
    # An exclamation mark before a link would make an image of it.
    makes_image = end == len(text) and after == "[" and escaped.endswith("!")
    return f"{escaped[:-1]}\\!" if makes_image else escaped


# --- plain words ----------------------------------------------------------------------------------


def write_plain(text: str) -> str:
    """Return plain words of several lines, with code between backticks, as Markdown."""
    lines = [line.strip() for line in tidy_lines(text).split("\n")]
    paragraphs = re.split(r"\n\n+", "\n".join(lines).strip())
    return "\n\n".join(
        "\\\n".join(escape_plain(line) for line in paragraph.split("\n"))
        for paragraph in paragraphs
    )


def write_plain_line(text: str, *, before: str = "", after: str = "") -> str:
    """Return plain words as one line of Markdown, `before` and `after` being what is around."""
    return escape_plain(one_line(text), before=before, after=after)


def escape_plain(line: str, *, before: str = "", after: str = "") -> str:
    return escape_text(line, before, after, VERBATIM_IN_PLAIN)


def tidy_lines(text: str) -> str:
    """Return plain text with LF line ends and without control characters."""
    return CONTROLS.sub("", re.sub("\r\n?|[\u2028\u2029\f]", "\n", text))


def one_line(text: str) -> str:
    return SPACES.sub(" ", tidy_lines(text)).strip()
