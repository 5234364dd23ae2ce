"""What an OLX course says of itself, beside its blocks: facts, tabs, notes, grading."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from interchange.document import EmbedPart, Facts, FilePart, Part, TextPart, Thumbnail
from interchange.readers.assets import FILE
from interchange.readers.licences import find_licence_files, name_licence
from interchange.readers.olx import markup
from interchange.readers.olx.account import KEPT, Account
from interchange.readers.olx.pages import Pages, Spot, heading, plain_words
from interchange.readers.olx.source import Block, OlxSource, is_true
from interchange.report import Element, Report

SHORT = 200
"""Characters of a subtitle, of an outcome."""
HEADING = re.compile(r"<h([2-4])>(.*?)</h\1>", re.DOTALL)
STRONG = re.compile(r"</?(?:strong|b)>")
SENTENCE = re.compile(r"[.!?…。؟](?=\s|$)")
ITEMS = re.compile(r"(?:<li\b[^>]*>.*?</li>\s*)+", re.DOTALL)
LONGEST_PAGE = 20_000
"""Characters of a page about the course in which stray items of lists are mended."""
COMMONS = re.compile(r"creative-commons:?\s*(?:ver=(\d\.\d))?\s*([A-Za-z ]*)")
TITLE = 400
"""Characters in which a licence says its name."""
LISTS = ("policies/assets.json", "assets/assets.xml")
"""Lists that Open edX makes for itself."""
NOTES = ("handouts", "updates", "guides")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a course for somebody who decides, in one language."""

    subtitle: str
    description: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the course beside its lessons, shown in the menu."""

    slug: str
    title: str
    file: str


@dataclass(slots=True)
class CourseFacts:
    """Reads all that is not a block."""

    source: OlxSource
    pages: Pages
    account: Account
    course: Block
    run: str
    notes: list[Facts] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    lost_description: bool = False

    @property
    def report(self) -> Report:
        return self.source.report

    # --- facts

    def fact(self, key: str) -> Any:
        """Return a value of the course; attributes hold theirs as JSON, or as mere words."""
        value = self.course.facts.get(key)
        try:
            return json.loads(value) if value is not None else None
        except (ValueError, RecursionError):
            return value

    def text(self, key: str) -> str:
        value = self.fact(key)
        return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""

    @property
    def licence(self) -> str:
        """The licence that the course names, or its licence file; else "all-rights-reserved"."""
        named = name_own_licence(self.text("license"))
        here = self.source.assets.root
        found = ""
        for folder in dict.fromkeys((here / self.source.home, here)):
            if not found and folder.is_dir():
                found = self.read_licence_in(folder)
        return named or found or "all-rights-reserved"

    def read_licence_in(self, folder: Path) -> str:
        """Return the licence whose text lies in a folder."""
        for path in find_licence_files(folder):
            text = markup.read_text(path)
            # The title first: a licence may speak of others further down.
            found = name_licence(text[:TITLE]) or name_licence(text)
            if found:
                self.source.assets.use(path.relative_to(self.source.assets.root).as_posix())
                return found
        return ""

    @property
    def authors(self) -> tuple[str, ...]:
        info = self.fact("instructor_info")
        people = info.get("instructors") if isinstance(info, dict) else []
        names = [
            " ".join(str(person.get("name") or "").split())
            for person in (people if isinstance(people, list) else [])
            if isinstance(person, dict)
        ]
        organization = self.text("display_organization") or self.text("org")
        return tuple(dict.fromkeys(filter(None, names))) or tuple(filter(None, [organization]))

    @property
    def outcomes(self) -> tuple[str, ...]:
        found = self.fact("learning_info")
        texts = found if isinstance(found, list) else []
        return tuple(
            cut(" ".join(str(text).split())) for text in texts if isinstance(text, str) and text
        )

    def read_thumbnail(self, title: str) -> Thumbnail | None:
        name = self.text("course_image")
        file = self.source.static.find(name) if name else None
        if name and file is None and name != "images_course_image.jpg":
            message = f"The picture of the course, {name}, is not in the source; add it."
            self.report.warn(self.course.file, None, "thumbnail-missing", message)
        if file is None:
            return None
        fault = self.source.assets.image(file)
        if fault:
            self.source.assets.refuse(file, fault)
            self.report.warn(file.name, None, "thumbnail", fault)
            return None
        self.source.assets.use(file)
        return Thumbnail(file, title)

    # --- about

    def read_about(self, title: str) -> Words:
        """Read the pages that say what the course is."""
        folder = f"{self.source.home}about/"
        for name in self.source.assets.names:
            stem = name.removeprefix(folder).rsplit(".", 1)[0]
            is_html = name.lower().endswith((".html", ".htm"))
            is_read_below = stem in ("overview", "short_description")
            if name.startswith(folder) and is_html and not is_read_below:
                self.keep_about(name, stem)
        return self.read_words(f"{folder}overview.html", f"{folder}short_description.html", title)

    def keep_about(self, name: str, stem: str) -> None:
        text = self.source.text(name) or ""
        if not text.strip():
            self.account.drop_page(name, "It is empty.")
            return
        self.about[stem] = text
        self.account.keep_page(name, KEPT)

    def read_words(self, overview: str, short: str, title: str) -> Words:
        """Return subtitle and description from two pages, either of which may be missing."""
        line = ""
        if self.source.text(short) is not None:
            line = plain_words(self.read_description(short)).replace("\n", " ")
        description = self.read_description(overview) if self.source.text(overview) else ""
        if self.source.text(overview) is not None:
            self.account.pages_read.add(overview)
        subtitle = cut(line)
        if subtitle != line or not description:
            description = f"<p>{escape(line or title, quote=False)}</p>{description}"
        return Words(subtitle, description)

    def read_description(self, name: str) -> str:
        """Return a page as the few kinds of words that a description holds."""
        if name in self.account.pages_read:
            return ""
        self.account.pages_read.add(name)
        text = self.source.text(name) or ""
        if not text.strip():
            self.source.assets.refuse(name, "It is empty.")
            return ""
        self.source.assets.use(name)
        parts, lost = self.pages.read_words_only(frame_items(text), Spot(name))
        if lost:
            self.notes.append({"id": name, "title": name, "html": text})
            self.report.degraded(Element(name, FILE, ""), "Only its words were taken over.")
        html = "".join(part.html for part in parts if isinstance(part, TextPart))
        return flatten_headings(html)

    # --- tabs

    def read_tabs(self) -> list[Tab]:
        """Enter the tabs; return those that learners see and that are the course's own."""
        tabs: list[Tab] = []
        for name in self.list_policies("policy.json"):
            own = name == f"{self.source.home}policies/{self.run}/policy.json"
            for number, facts in enumerate(
                rows_of(find_tabbed(read_facts(self.source, name)), "tabs"), 1
            ):
                element = Element(name, "tab", f"tab-{number}")
                tab = self.read_tab(facts, element) if own else None
                if tab:
                    tabs.append(tab)
                elif not own:
                    self.report.dropped(element, "It belongs to another run of the course.")
            self.enter_policy(name, own)
        return tabs

    def read_tab(self, facts: Any, element: Element) -> Tab | None:
        facts = facts if isinstance(facts, dict) else {}
        slug = str(facts.get("url_slug") or "")
        file = f"{self.source.home}tabs/{slug}.html"
        title = " ".join(str(facts.get("name") or slug).split())
        if facts.get("type") != "static_tab" or not slug:
            self.report.degraded(element, f"The site has a menu of its own. {KEPT}")
            return None
        if file not in self.source.assets.names or file in self.account.pages_read:
            self.report.dropped(element, f"The page {file} is not in the source, or stands twice.")
            return None
        if is_true(facts.get("course_staff_only")) or is_true(facts.get("is_hidden")):
            reason = f"Learners could not see it. {KEPT}"
            self.report.degraded(element, reason)
            self.keep_note(file, slug, title)
            return None
        self.report.mapped(element, lesson=slug)
        return Tab(slug, title, file)

    def keep_note(self, file: str, name: str, title: str) -> None:
        text = self.source.text(file) or ""
        if not text.strip():
            self.account.drop_page(file, "It is empty.")
            return
        self.notes.append({"id": name, "title": title, "html": text})
        self.account.keep_page(file, KEPT)

    def enter_policy(self, name: str, own: bool) -> None:
        element = Element(name, FILE, "")
        if own:
            self.report.degraded(element, KEPT)
        else:
            self.report.dropped(element, "It belongs to another run of the course.")

    # --- notes

    def read_notes(self) -> None:
        """Keep what was said to learners from week to week."""
        folder = f"{self.source.home}info/"
        for name in self.source.assets.names:
            if name.startswith(folder) and name.lower().endswith((".html", ".htm")):
                stem = name.removeprefix(folder).rsplit(".", 1)[0]
                self.keep_note(name, f"info/{stem}", stem.capitalize())
        self.read_updates(f"{folder}updates.items.json")

    def read_updates(self, name: str) -> None:
        if name not in self.source.assets.names:
            return
        items = read_value(self.source, name)
        for number, item in enumerate(items if isinstance(items, list) else [], 1):
            if isinstance(item, dict):
                title = str(item.get("date") or "")
                html = str(item.get("content") or "")
                self.notes.append({"id": f"update-{number}", "title": title, "html": html})
        self.report.degraded(Element(name, FILE, ""), KEPT)

    # --- grading

    def read_grading(self) -> tuple[tuple[Facts, ...], Facts]:
        """Return the kinds of graded work, and the share of the points that each grade needs."""
        grading: tuple[Facts, ...] = ()
        cutoffs: Facts = {}
        for name in self.list_policies("grading_policy.json"):
            facts = read_facts(self.source, name)
            own = name in self.own_names("grading_policy.json")
            for number, _ in enumerate(rows_of(facts, "GRADER"), 1):
                self.enter_grader(Element(name, "grader", f"grader-{number}"), own)
            self.enter_policy(name, own)
            if own:
                grading = tuple(row for row in rows_of(facts, "GRADER") if isinstance(row, dict))
                found = facts.get("GRADE_CUTOFFS")
                cutoffs = found if isinstance(found, dict) else {}
        return grading, cutoffs

    def own_names(self, base: str) -> tuple[str, str]:
        home = self.source.home
        return f"{home}policies/{self.run}/{base}", f"{home}policies/{base}"

    def enter_grader(self, element: Element, own: bool) -> None:
        if own:
            self.report.degraded(element, KEPT)
        else:
            self.report.dropped(element, "It belongs to another run of the course.")

    def list_policies(self, base: str) -> Iterator[str]:
        folder = f"{self.source.home}policies/"
        for name in self.source.assets.names:
            if name.startswith(folder) and name.rsplit("/", 1)[-1] == base:
                yield name

    def enter_lists(self) -> None:
        """Enter files in which Open edX only lists what is in the others."""
        for name in LISTS:
            path = f"{self.source.home}{name}"
            if path in self.source.assets.names:
                reason = "Open edX makes this list for itself; there is nothing to take over."
                self.report.dropped(Element(path, FILE, ""), reason)

    # --- textbooks

    def read_textbooks(self) -> tuple[Part, ...]:
        """Return the course's books, in PDF, as files to download."""
        books = self.fact("pdf_textbooks")
        parts: list[Part] = []
        for book in books if isinstance(books, list) else []:
            if isinstance(book, dict):
                parts += self.read_book(book)
        return tuple(parts)

    def read_book(self, book: Mapping[str, Any]) -> list[Part]:
        chapters = [one for one in rows_of(book, "chapters") if isinstance(one, dict)]
        found = [part for part in map(self.read_book_file, chapters) if part]
        title = " ".join(str(book.get("tab_title") or "").split())
        return [heading(2, title), *found] if title and found else found

    def read_book_file(self, chapter: Mapping[str, Any]) -> Part | None:
        address = str(chapter.get("url") or "")
        title = " ".join(str(chapter.get("title") or address).split())
        file = self.source.static.find(address)
        if file is None:
            return EmbedPart(address, title) if address.startswith("https://") else None
        fault = self.source.assets.document(file)
        if fault:
            self.source.assets.refuse(file, fault)
            return None
        self.source.assets.use(file, lesson=TEXTBOOKS)
        return FilePart(file, title)


TEXTBOOKS = "textbooks"
"""Id of the lesson with the course's books."""


def load_policy(source: OlxSource, run: str) -> Mapping[str, Any]:
    """Return what the policy of a run says: facts by "kind/url_name"."""
    for name in (f"policies/{run}/policy.json", f"policies/{run}.json"):
        facts = read_facts(source, f"{source.home}{name}")
        if facts:
            return facts
    return {}


def read_value(source: OlxSource, name: str) -> Any:
    text = source.text(name)
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        source.report.warn(name, None, "json", "The file is not JSON that can be read.")
        return None


def read_facts(source: OlxSource, name: str) -> dict[str, Any]:
    value = read_value(source, name)
    return value if isinstance(value, dict) else {}


def find_tabbed(policy: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the first facts of a policy that name tabs."""
    rows = (facts for facts in policy.values() if isinstance(facts, dict) and "tabs" in facts)
    return next(rows, {})


def rows_of(facts: Any, key: str) -> list[Any]:
    rows = facts.get(key) if isinstance(facts, dict) else None
    return rows if isinstance(rows, list) else []


def name_own_licence(words: str) -> str:
    """Return the identifier of a licence as Open edX writes it."""
    found = COMMONS.match(words)
    if found:
        terms = "-".join(found[2].upper().split())
        return f"CC-{terms}-{found[1] or '4.0'}" if terms and terms != "ZERO" else "CC0-1.0"
    return words if words == "all-rights-reserved" else name_licence(words) if words else ""


def cut(text: str) -> str:
    """Return a text of at most `SHORT` characters: whole sentences where one fits, else words."""
    if len(text) <= SHORT:
        return text
    ends = [found.end() for found in SENTENCE.finditer(text) if found.end() <= SHORT]
    return text[: ends[-1]] if ends else text[: SHORT - 1].rsplit(" ", 1)[0] + "…"


def frame_items(html: str) -> str:
    """Return HTML with items of lists that stand in no list put into one."""
    has_lists = "<ul" in html or "<ol" in html
    return html if has_lists or len(html) > LONGEST_PAGE else ITEMS.sub(r"<ul>\g<0></ul>", html)


def flatten_headings(html: str) -> str:
    """Return clean HTML with headings as bold paragraphs, and without rules."""
    plain = HEADING.sub(lambda found: f"<p><strong>{STRONG.sub('', found[2])}</strong></p>", html)
    return re.sub(r"<hr\s*/?>", "", plain)
