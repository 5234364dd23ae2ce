"""The guide for whoever writes courses: chapters in Markdown, in `docs/guide/`.

What can be asked for is a fixed list: no name of a file comes from an address.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nh3
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR) / "docs" / "guide"
PICTURES = FOLDER / "pictures"
CHAPTERS = (
    "first-look",
    "write-a-course",
    "blocks",
    "pictures-and-recordings",
    "knowledge-checks",
    "what-is-missing",
    "publish",
    "translate",
    "catalogue",
    "staff",
    "import-and-export",
    "keyboard",
)
"""In the order in which somebody reads them."""
SECTION = "h2"
LINK = re.compile(r"(?:\.\./)?([a-z-]+)\.md(#[\w-]+)?")
PICTURE = re.compile(r"(?:\.\./)?pictures/([a-z0-9-]+\.(?:webp|png))")


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of a chapter."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter as it is read."""

    name: str
    title: str
    language: str
    """That it is written in: English where there is no other."""
    html: SafeString
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    name: str
    title: str
    language: str


def list_chapters(language: str) -> list[Entry]:
    """Return the table of contents for a reader of `language`."""
    chapters = [get_chapter(name, language) for name in CHAPTERS]
    return [Entry(chapter.name, chapter.title, chapter.language) for chapter in chapters]


def get_chapter(name: str, language: str) -> Chapter:
    """Return a chapter in `language`, or in English.

    Raises:
        KeyError: there is no such chapter.
    """
    if name not in CHAPTERS:
        raise KeyError(name)
    written = FOLDER / language / f"{name}.md"
    # Codes of languages come from the settings; what is no folder of ours is English.
    if language in dict(settings.LANGUAGES) and written.is_file():
        return _read(name, language, written, written.stat().st_mtime_ns)
    english = FOLDER / f"{name}.md"
    return _read(name, "en", english, english.stat().st_mtime_ns)


def find_picture(name: str) -> Path | None:
    """Return where a picture of the guide lies; None for any other name."""
    return {path.name: path for path in PICTURES.iterdir()}.get(name)


@lru_cache(maxsize=64)
def _read(name: str, language: str, path: Path, _changed: int) -> Chapter:
    """Return a chapter; a file that was changed is read again."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(path.read_text(encoding="utf-8"))
    title = tokens[1].content
    headings = tuple(_name_headings(tokens))
    for token in tokens:
        _lead_inside(token.children or [])
    html = markdown.renderer.render(tokens[3:], markdown.options, {})
    attributes = {**nh3.ALLOWED_ATTRIBUTES, "h3": {"id"}}
    attributes["img"] = attributes["img"] | {"loading"}
    clean = nh3.clean(html, attributes=attributes, url_relative="pass_through", link_rel=None)
    return Chapter(name, title, language, mark_safe(clean), headings)  # noqa: S308 - cleaned


def _name_headings(tokens: Sequence[Token]) -> list[Heading]:
    """Give every section an anchor, and return them.

    A title of a chapter stands one level below that of the page, and so does all below it.
    """
    headings = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == SECTION:
            words = tokens[place + 1].content.replace("`", "")
            anchor = slugify(words)
            token.attrSet("id", anchor)
            headings.append(Heading(anchor, words))
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1]) + 1}"
    return headings


def _lead_inside(tokens: Sequence[Token]) -> None:
    """Let links between the files lead to our addresses, and pictures be found."""
    for token in tokens:
        if token.type == "link_open":
            token.attrSet("href", _find_address(str(token.attrGet("href"))))
        elif token.type == "image":
            if found := PICTURE.fullmatch(str(token.attrGet("src"))):
                token.attrSet("src", reverse("guide:picture", args=[found[1]]))
            token.attrSet("loading", "lazy")


def _find_address(href: str) -> str:
    found = LINK.fullmatch(href)
    if found is None or found[1] not in CHAPTERS:
        return href
    return reverse("guide:chapter", args=[found[1]]) + (found[2] or "")
