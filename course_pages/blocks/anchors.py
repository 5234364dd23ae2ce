"""Places in a lesson that links within it lead to: headings, lines in bold, titles of boxes.

In the text of a lesson such a link is `#ANCHOR`. On the page ids begin with `PREFIX`, so that none
meets an id of the page's own frame; the links are written to match when they are shown.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

PREFIX = "h-"
HEADLINE = re.compile(
    r"<(?P<tag>h[234])\b[^>]*>(?P<words>.*?)</(?P=tag)>"
    r"|<p\b[^>]*><(?P<bold>b|strong)>(?P<term>(?:(?!</?(?:b|strong|p)\b).)*)</(?P=bold)></p>",
    re.DOTALL,
)
"""A heading, or a paragraph that is nothing but words in bold, as the terms of a glossary are."""
TAG = re.compile(r"<(?:[^<>\"]|\"[^\"]*\")*>")
LINK = re.compile(r'(<a(?: [a-z-]+="[^"]*")*? href="#)(?=[^"])')


class Anchors:
    """Hands out the anchors of one lesson, each once: the second "Try it" is `try-it-1`."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def take(self, words: str) -> str:
        """Return the anchor of plain words; empty where no letter or digit is in them."""
        name = make_anchor(words)
        if not name:
            return ""
        found, number = name, self.numbers.get(name, 0)
        while found in self.numbers:
            number += 1
            found = f"{name}-{number}"
        self.numbers[name] = number
        self.numbers.setdefault(found, 0)
        return found

    def take_id(self, words: str) -> str:
        """Return the id on the page of what bears these words; empty where it has none."""
        anchor = self.take(words)
        return PREFIX + anchor if anchor else ""


def make_anchor(words: str) -> str:
    """Return words as an anchor: "What's new?" is `whats-new`. Letters of all scripts stay."""
    small = unicodedata.normalize("NFC", words).lower().replace("-", " ")
    kept = (letter for letter in small if letter.isspace() or is_kept(letter))
    return "-".join("".join(kept).split())


def is_kept(letter: str) -> bool:
    """Whether it is a letter, a mark on one, a digit or an underscore."""
    return letter == "_" or unicodedata.category(letter)[0] in "LMN"


def list_headlines(html: str) -> Iterator[tuple[int, str]]:
    """Yield the headlines of clean rich text: where an attribute fits in, and the plain words."""
    if "<h" not in html and "><b>" not in html and "><strong>" not in html:
        return
    for found in HEADLINE.finditer(html):
        tag = found["tag"] or "p"
        yield found.start() + len(f"<{tag}"), plain(found["words"] or found["term"] or "")


def plain(html: str) -> str:
    return unescape(TAG.sub(lambda tag: " " if tag[0].startswith("<br") else "", html))


def add_ids(html: str, anchors: Anchors) -> str:
    """Return clean rich text with an id for each of its headlines."""
    pieces: list[str] = []
    done = 0
    for place, words in list_headlines(html):
        name = anchors.take_id(words)
        if name:
            pieces += [html[done:place], f' id="{name}"']
            done = place
    return "".join([*pieces, html[done:]])


def point_links(html: str) -> str:
    """Return clean rich text whose links within the lesson lead to the ids on the page."""
    return LINK.sub(rf"\g<1>{PREFIX}", html) if 'href="#' in html else html
