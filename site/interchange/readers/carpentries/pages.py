"""A page of a lesson, parsed: its front matter and its divs, whichever style it is written in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interchange.readers.carpentries.divs import Node, Stretch, grow_tree
from interchange.readers.carpentries.fences import Line, mend_comments, with_code
from interchange.readers.carpentries.kramdown import modernize, unfold_front
from interchange.readers.carpentries.liquid import LiquidTag, fill_in
from interchange.readers.loose_markdown import split_front_matter, to_html

DEFINITION = re.compile(r" {0,3}\[([^\[\]]+)\]:\s*\S.*")
LABEL = re.compile(r"\[([^\[\]]+)\]")
SPAN = re.compile(r"(?<![!\]])\[([^\[\]]+)\]\{([#.][^{}]*)\}")
NAME = re.compile(r"(?:^|\s)#([\w:.-]+)")
DASHES = re.compile(
    r"(<pre\b.*?</pre>|<code\b.*?</code>|<!--.*?-->|<[^>]*>)|(?<!-)---(?!-)", re.DOTALL
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")

SHARED = ("links.md", "episodes/links.md", "_includes/links.md")
"""Files that define links for all pages."""

Definitions = dict[str, str]
"""What reference links mean: the definition in Markdown, by its label."""


@dataclass(frozen=True, slots=True)
class Page:
    """`strays` are the lines that close a div that nobody opened."""

    path: str
    front: Mapping[str, Any]
    nodes: Sequence[Node]
    tags: Sequence[LiquidTag]
    strays: Sequence[int]
    definitions: Definitions
    headless: bool = False
    """Whether there is front matter that cannot be read, and stands in the text."""

    def render(self, stretch: Stretch) -> str:
        """Return a stretch of the page as HTML; links may be defined anywhere on the page."""
        labels = dict.fromkeys(tidy_label(label) for label in LABEL.findall(stretch.text))
        known = [self.definitions[label] for label in labels if label in self.definitions]
        return draw_dashes(to_html("\n".join([*known, "", without_spans(stretch.text)])))


def read_text(path: Path) -> str:
    """Return a text file; bytes that are no UTF-8 become replacement characters."""
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def parse_page(root: Path, path: str, shared: Mapping[str, str]) -> Page:
    """Return the page in the file `path`; `shared` defines links for all pages."""
    text = read_text(root / path)
    front, body = split_front_matter(text)
    above = text[: len(text) - len(body)].count("\n")
    lines = mend_comments(number_lines(body, above))
    lines, tags = fill_in(lines)
    lines = unfold_front(front, modernize(lines))
    tree = grow_tree(lines)
    definitions = {**shared, **find_definitions(lines)}
    headless = not front and body.startswith("---\n")
    return Page(path, front, tree.nodes, tags, tree.strays, definitions, headless)


def number_lines(text: str, above: int) -> list[Line]:
    return [Line(above + at, words) for at, words in enumerate(text.split("\n"), start=1)]


def read_shared(root: Path) -> Definitions:
    """Return the links that are defined for all pages of a lesson; the first definition holds."""
    found: Definitions = {}
    for name in SHARED:
        if (root / name).is_file():
            lines, _ = fill_in(number_lines(read_text(root / name), 0))
            found = {**find_definitions(lines), **found}
    return found


def find_definitions(lines: Iterable[Line]) -> Definitions:
    """Return the definitions of links and footnotes; of several with one label the first holds."""
    found: Definitions = {}
    footnote = ""
    for line, code in with_code(lines):
        definition = None if code else DEFINITION.fullmatch(line.text)
        if definition is not None:
            label = tidy_label(definition[1])
            footnote = label if label.startswith("^") and label not in found else ""
            found.setdefault(label, line.text)
        elif footnote and line.text.strip() and line.text.startswith("  "):
            found[footnote] += "\n" + line.text
        else:
            footnote = ""
    return found


def tidy_label(label: str) -> str:
    return " ".join(label.split()).casefold()


def draw_dashes(html: str) -> str:
    """Return HTML with `---` between words as the dash that the lesson's website shows."""
    return DASHES.sub(lambda found: found[1] or "—", html) if "---" in html else html


def without_spans(text: str) -> str:
    """Return Markdown in which a word with an anchor (`[path]{#path}`) is the word with an id."""
    lines = with_code(number_lines(text, 0))
    return "\n".join(line.text if code else SPAN.sub(name_word, line.text) for line, code in lines)


def name_word(span: re.Match[str]) -> str:
    name = NAME.search(span[2])
    return f'<span id="{name[1]}">{span[1]}</span>' if name else span[1]
