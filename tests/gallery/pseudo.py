"""Looks at screens in the pseudo-language: words that came from no message, and words cut off."""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import available_timezones

from babel import Locale
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from accounts.models import User
from accounts.selectors.devices import BROWSERS, SYSTEMS
from tests.gallery.pseudo_words import ALIKE, CLOSE, LANGUAGE, OPEN
from tests.gallery.rendering import PATIENCE, log_in
from tests.gallery.restoring import raise_curtain
from tests.gallery.screens import Screen, Variant
from tests.gallery.stage import Stage
from tests.journeys.browser import Visitor, overflows

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "screenshots" / "pseudo"
READ_WORDS = (Path(__file__).parent / "pseudo_words.js").read_text("utf-8")
FIND_CLIPPED = (Path(__file__).parent / "pseudo_clipped.js").read_text("utf-8")
SAMPLES = ("site/styleguide", "course_pages/drawings")
WIDTHS = (360, 1280)
CONTENT_TABLES = (
    "accounts_",
    "auth_group",
    "course_pages_",
    "learning_",
    "search_",
    "wagtailcore_collection",
    "wagtailcore_page",
    "wagtailcore_site",
    "wagtailcore_task",
    "wagtailcore_workflow",
    "wagtailimages_",
    "wagtaildocs_",
    "wagtailmedia_",
)
PLAIN_WORD = re.compile(r"[A-Za-z]{2,}")
DISGUISED = re.compile(f"[{ALIKE}{OPEN}{CLOSE}]+")
SEAM = re.compile(r"(\s*[·›→|…/•:;,–—()\n]\s*|\s+[-+]\s+|[.?!][\"”]?\s+)")
"""May stand between two pieces of content on one line."""
EDGES = " \t\n.,:;!?()[]\"'“”‘’«»…·-–—0123456789+%#×"
ADDRESS = re.compile(r"(?:https?://|/)\S*|\S+@\S+|\S+\.\w{2,4}|[a-z0-9]+(?:[-._][a-z0-9]+)+")
EXTENSION = re.compile(r"[A-Z0-9]{2,4}")
CODE_WORD = re.compile(r"[a-z0-9_-]+")
"""The database's own words, such as "published", are no content; slugs are."""
UNITS = {"byte", "bytes", "kB", "MB", "GB", "min", "hr", "sec", "IDR", "USD", "EUR", "Rp"}
WAGTAILS = {
    *("Wagtail", "Wagtail v", "Actions", "Search", "Save Selected", "None", "True"),
    *("pages", "others", "Esc", "Ctrl", "Alt", "Shift"),
}
"""Words that the admin's own templates and scripts write past their messages; allowed there."""
PROGRAMS = {name for _mark, name in (*BROWSERS, *SYSTEMS)}
"""Browsers and systems are called the same in every language."""


class Content:
    """What people wrote, by which their words are known on a screen."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self.pieces = {squeeze(piece) for piece in pieces}
        self.pieces |= {piece.strip(EDGES) for piece in self.pieces}
        self.everything = "\n".join(self.pieces)
        self.asked: set[str] = set()
        """What else is no fault: what the person asked for, which is said back to them."""

    def find_foreign(self, text: str) -> str:
        """Return what of a text is neither a message nor content; "" when all of it is."""
        if self.has(text):
            return ""
        runs = DISGUISED.split(text)
        return next((squeeze(run) for run in runs if not self._is_put_together(run)), "")

    def _is_put_together(self, run: str) -> bool:
        """Tell whether a run of plain words is made of pieces, one after the other."""
        parts = SEAM.split(run)
        reached = {0}
        for end in range(1, len(parts) + 1):
            if any(self.has("".join(parts[start:end])) for start in reached):
                reached.add(end)
        return len(parts) in reached

    def has(self, text: str) -> bool:
        """Tell whether people wrote this: a whole piece, or three words and more out of one."""
        words = squeeze(text)
        bare = words.strip(EDGES)
        if not PLAIN_WORD.search(words) or ADDRESS.fullmatch(words) or ADDRESS.fullmatch(bare):
            return True
        if any(said in self.pieces or said in self.asked for said in (words, bare)):
            return True
        if all(word in words_of_dates() for word in PLAIN_WORD.findall(words)):
            return True
        if EXTENSION.fullmatch(bare) and f".{bare.lower()}" in self.everything:
            return True
        if len(bare.split()) < 3:
            return False
        return bare in self.everything or any(bare in text for text in self.asked)


def read_content() -> Content:
    """Return every text that stands in the tables people write into."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        pieces = {settings.WAGTAIL_SITE_NAME, *map(str, User.objects.all())}
        pieces |= {
            part.replace("_", " ") for zone in available_timezones() for part in zone.split("/")
        }
        for table in filter(lambda name: name.startswith(CONTENT_TABLES), tables):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for row in map(list, cursor.fetchall()):
                pieces.update(piece for value in row for piece in take_apart(value))
                pieces |= {row[columns.index("slug")]} if "slug" in columns else set()
    pieces |= set(Locale.parse(LANGUAGE).currencies)
    pieces |= {info["name_local"] for info in map(translation.get_language_info, _codes())}
    return Content(pieces)


@cache
def read_samples() -> frozenset[str]:
    """Return what the style guide shows: its samples and the names of drawings stand in code."""
    files = [file for folder in SAMPLES for file in (ROOT / folder).glob("*.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
    pieces = {squeeze(piece) for text in texts for piece in take_apart(text)}
    return frozenset(pieces | {text for text in texts if isinstance(text, str)})


def _codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def take_apart(value: Any) -> Iterator[str]:
    """Yield the texts of a column: of JSON every leaf, of HTML every text between tags."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from take_apart(part)
    elif not isinstance(value, str) or not value:
        return
    elif value[0] in "[{":
        try:
            yield from take_apart(json.loads(value))
        except ValueError:
            yield value
    else:
        if not CODE_WORD.fullmatch(value):
            yield value
            yield from value.splitlines()
        if "<" in value:
            reader = _TextReader()
            reader.feed(value)
            yield from reader.texts


class _TextReader(HTMLParser):
    """Collects the texts of rich text, and those of its paragraphs as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._paragraph = ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        self._paragraph += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "li", "h2", "h3", "h4", "td", "th", "blockquote"):
            self.texts.append(self._paragraph)
            self._paragraph = ""


@cache
def words_of_dates() -> frozenset[str]:
    """Return the words with which Babel writes dates, numbers and sizes."""
    locale = Locale.parse(LANGUAGE)
    names = [
        name
        for kind in (locale.months, locale.days, locale.day_periods)
        for name in _list_leaves(kind)
    ]
    return frozenset(word for name in names for word in PLAIN_WORD.findall(name)) | UNITS


def _list_leaves(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, Mapping):
        for branch in tree.values():
            yield from _list_leaves(branch)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# --- looking --------------------------------------------------------------------------------------


def inspect(browser: Browser, site: str, screens: Iterable[Screen]) -> Iterator[tuple[str, str]]:
    """Yield the name of each screen at each of its widths with a fault of it, or with ""."""
    content: Content | None = None
    for screen in screens:
        for width in (width for width in WIDTHS if width in screen.widths):
            stage = raise_curtain()
            content = content or read_content()
            name = f"{screen.name}/{width}"
            faults = list(_look(browser, site, stage, content, screen, width))
            yield from ((name, fault) for fault in faults or [""])


def _look(
    browser: Browser, site: str, stage: Stage, content: Content, screen: Screen, width: int
) -> Iterator[str]:
    variant = Variant(width, "light", LANGUAGE)
    context = browser.new_context(
        viewport=variant.viewport, reduced_motion="reduce", service_workers="block"
    )
    try:
        if screen.who:
            log_in(context, site, stage, screen.who)
        page = Visitor(context, site).page
        page.set_default_timeout(PATIENCE)
        try:
            page.goto(f"{site}{screen.place(stage)}", timeout=2 * PATIENCE)
            for step in screen.prepare:
                step(page)
        except BrowserError as error:
            yield f"cannot be looked at: {str(error).splitlines()[0]}"
        # How Wagtail's own admin lays out long words is Wagtail's.
        is_admin = screen.place(stage).startswith(reverse("wagtailadmin_home"))
        guide = read_samples() if screen.name.startswith("styleguide") else ()
        faults = find_hard_coded(
            page, content, allowed=WAGTAILS if is_admin else {*guide, *PROGRAMS}
        )
        faults += [] if is_admin else find_clipped(page)
        if faults:
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{screen.name}-{width}.png", full_page=True)
        yield from faults
    finally:
        context.close()


def find_hard_coded(page: Page, content: Content, allowed: Iterable[str] = ()) -> list[str]:
    """Return the words of a page that no message brought and nobody wrote, with their places."""
    query = parse_qsl(urlsplit(page.url).query)
    content.asked = {words for name, words in query if name == "q"} | set(allowed)
    said: list[dict[str, str]] = page.evaluate(READ_WORDS)
    if not any(OPEN in words["text"] for words in said):
        return ["says nothing in the pseudo-language"]
    found = ((words["place"], content.find_foreign(words["text"])) for words in said)
    return list(dict.fromkeys(f"hard-coded in {place}: {text}" for place, text in found if text))


def find_clipped(page: Page) -> list[str]:
    """Return where words are cut off, run out of their box or lie on each other."""
    faults: list[str] = page.evaluate(FIND_CLIPPED)
    return [*faults, *(["wider than the window"] if overflows(page) else [])]
