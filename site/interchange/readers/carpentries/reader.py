"""Reads a Carpentries lesson into a `CourseDocument`."""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext, override

from core.money import Money
from interchange.document import (
    CourseDocument,
    Kept,
    LessonDocument,
    ModuleDocument,
    Place,
    TextPart,
)
from interchange.enums import Outcome
from interchange.readers.assets import FILE, Assets, FileCheck
from interchange.readers.carpentries.bodies import NOTE_REASON, Bodies
from interchange.readers.carpentries.divs import walk_chunks, walk_stretches
from interchange.readers.carpentries.facts import AUTHOR_FILES, CITATIONS, Facts
from interchange.readers.carpentries.layout import EPISODE, role_of
from interchange.readers.carpentries.layout import is_lesson as recognizes
from interchange.readers.carpentries.lessons import find_minutes, find_title, make_lesson
from interchange.readers.carpentries.notes import write_note
from interchange.readers.carpentries.overview import Overview, read_overview
from interchange.readers.carpentries.pages import (
    SHARED,
    Page,
    parse_page,
    read_shared,
    read_text,
)
from interchange.readers.carpentries.places import Places
from interchange.readers.carpentries.plan import make_plan
from interchange.readers.heading_levels import level_headings
from interchange.readers.html_anchors import settle_document
from interchange.readers.html_parts import HtmlReader
from interchange.readers.linked_files import list_linked_files
from interchange.readers.loose_markdown import to_html
from interchange.report import Element, Report

__all__ = ["read_carpentries", "recognizes"]

BUILT_REASON = "It only serves to build the lesson's website."
TEXT_REASON = "It is about the lesson and no part of it; its words are kept with the course."
BUILDERS = ("Makefile", "Gemfile", "Gemfile.lock", "package.json", "requirements.txt", "index.html")
WORKSHOPS = ("bin", "site", "renv", "assets", "_layouts", "_includes", "_plugins", "_sass", "css")
"""Folders of the machinery that builds a lesson's website."""
INLINE_CODE = re.compile(r"(?<!`)`r [^`\n]+`(?!`)")
TEXTS = ("readme", "license", "licence", "citation", "contributing", "code_of_conduct")
LONGEST_TEXT = 200_000
"""Bytes; longer ones are no text about the lesson."""


def read_carpentries(root: Path, report: Report) -> CourseDocument:
    """Return the course in `root`.

    Raises:
        InvalidCourse: with everything that keeps it from being read.
    """
    reader = LessonReader(root, report)
    # The few words that the reader adds, titles of modules and boxes, speak the course's language.
    with override(reader.facts.language):
        return settle_document(level_headings(reader.read()), report)


class LessonReader:
    """Reads one source, page by page."""

    def __init__(self, root: Path, report: Report) -> None:
        self.root = root
        self.report = report
        self.assets = Assets(root, report)
        self.facts = Facts(root, report)
        self.shared = read_shared(root)
        empty = [name for name in self.assets.names if role_of(name) and self.is_empty(name)]
        self.plan = make_plan(list(self.assets.names), self.facts, empty)
        self.places = Places(self.assets, self.plan.ids, self.facts.word("url"))
        html = HtmlReader(self.places, report, self.assets)
        self.bodies = Bodies(html, report, self.assets)

    def read(self) -> CourseDocument:
        if not self.plan.episodes:
            message = "there is no episode that could be read"
            self.report.error("episodes", None, "episodes-missing", message)
        self.report.refuse()
        overview = self.read_index()
        modules = self.read_modules()
        notes = [*self.bodies.notes, *self.read_notes(), *self.read_texts()]
        for path, reason in self.plan.left.items():
            self.leave(path, reason)
        document = self.make_document(overview, modules, notes)
        self.report_files()
        self.report.refuse()
        return document

    def make_document(
        self, overview: Overview, modules: tuple[ModuleDocument, ...], notes: list[dict[str, Any]]
    ) -> CourseDocument:
        facts = self.facts
        bodies = [lesson.body for module in modules for lesson in module.lessons]
        return CourseDocument(
            id=facts.id,
            language=facts.language,
            title=facts.title or overview.title or facts.id.replace("-", " ").capitalize(),
            subtitle="",
            description=overview.description,
            outcomes=(),
            requirements=tuple(overview.requirements),
            category=(),
            level="beginner",
            delivery="self_paced",
            price=Money(0, "USD"),
            licence=facts.licence,
            authors=facts.authors,
            thumbnail=None,
            modules=modules,
            place=Place(facts.file or "index.md", 1),
            kept=Kept(notes=tuple(notes), settings=facts.settings),
            files=list_linked_files(bodies, self.assets, texts=[overview.description]),
        )

    # --- pages ------------------------------------------------------------------------------------

    def parse(self, path: str) -> Page:
        return parse_page(self.root, path, self.shared)

    def is_empty(self, path: str) -> bool:
        """Whether a page has only a title: the old sites filled some when they were built."""
        nodes = self.parse(path).nodes
        words = any(stretch.text.strip() for stretch in walk_stretches(nodes))
        return not words and next(walk_chunks(nodes), None) is None

    def read_modules(self) -> tuple[ModuleDocument, ...]:
        modules = (
            ("episodes", gettext("Episodes"), self.plan.episodes),
            ("for-learners", gettext("For learners"), self.plan.learners),
        )
        return tuple(
            ModuleDocument(
                id=name,
                title=title,
                summary="",
                lessons=tuple(self.read_lesson(path) for path in paths),
                place=Place(paths[0], 1),
            )
            for name, title, paths in modules
            if paths
        )

    def read_lesson(self, path: str) -> LessonDocument:
        page = self.parse(path)
        lesson = self.plan.ids[path]
        self.report.mapped(Element(path, FILE, ""), lesson=lesson)
        if role_of(path) == EPISODE:
            self.enter_episode(page, lesson)
        report_oddities(page, self.report, lesson)
        body = self.bodies.read(page, lesson)
        if not body:
            self.report.warn(path, None, "body-empty", "nothing of the page could be taken over")
            body = (TextPart(f"<p>{escape(find_title(page))}</p>"),)
        return make_lesson(lesson, page, body)

    def enter_episode(self, page: Page, lesson: str) -> None:
        element = episode_element(page.path)
        if not page.front.get("title"):
            reason = f"It has no title; it is called “{find_title(page)}” after its file."
            self.report.degraded(element, reason, lesson=lesson)
        if not find_minutes(page.front):
            reason = "It does not say how many minutes it takes; they are estimated."
            self.report.degraded(element, reason, lesson=lesson)
        self.report.mapped(element, lesson=lesson)

    def read_index(self) -> Overview:
        path = self.plan.index
        if not path:
            return Overview()
        page = self.parse(path)
        self.report.mapped(Element(path, FILE, ""))
        report_oddities(page, self.report, "")
        return read_overview(page, self.bodies)

    # --- what is not for learners -----------------------------------------------------------------

    def read_notes(self) -> Iterable[dict[str, Any]]:
        """Yield the pages for instructors."""
        for path in self.plan.instructors:
            bodies = self.make_aside()
            page = self.parse(path)
            report_oddities(page, bodies.report, "")
            parts = bodies.read(page, "")
            html = write_note([*parts])
            inner = [note["html"] for note in bodies.notes]
            self.take_over(path, bodies.report, NOTE_REASON)
            self.report.degraded(Element(path, FILE, ""), NOTE_REASON)
            yield {"id": path, "title": find_title(page), "html": "\n".join([html, *inner])}

    def leave(self, path: str, reason: str) -> None:
        """Enter a page, and all that stands on it, as left out."""
        bodies = self.make_aside()
        page = self.parse(path)
        report_oddities(page, bodies.report, "")
        bodies.read(page, "")
        for element in bodies.report.entries:
            self.report.dropped(element, reason)
        self.report.dropped(Element(path, FILE, ""), reason)
        if role_of(path) == EPISODE:
            self.report.dropped(episode_element(path), reason)

    def make_aside(self) -> Bodies:
        """Return a reader of a page that goes into no lesson, with a report of its own."""
        report = Report()
        files = FileCheck(report)
        return Bodies(HtmlReader(self.places, report, files), report, files)

    def take_over(self, path: str, aside: Report, reason: str) -> None:
        """Enter what was read aside; nothing of it is in the course as it was."""
        self.report.errors += aside.errors
        self.report.warnings += aside.warnings
        for entry in aside.entries.values():
            if entry.outcome == Outcome.DROPPED:
                self.report.dropped(entry.element, entry.reason)
            else:
                self.report.degraded(entry.element, reason)

    def read_texts(self) -> Iterable[dict[str, Any]]:
        """Yield what stands at the root in words and is no page: README, LICENSE, CITATION ..."""
        for name in self.assets.names:
            if not is_text(name) or (self.root / name).stat().st_size > LONGEST_TEXT:
                continue
            html = HtmlReader(self.places, Report(), FileCheck(Report()))
            parts = html.read(to_html(read_text(self.root / name)), path=name, lesson="")
            self.report.degraded(Element(name, FILE, ""), TEXT_REASON)
            yield {"id": name, "title": PurePosixPath(name).stem, "html": write_note(parts)}

    def report_files(self) -> None:
        """Enter every file that has no entry yet."""
        for name in (self.facts.file, *SHARED, *AUTHOR_FILES, *CITATIONS):
            if name in self.assets.names:
                self.assets.use(name)
        for name in self.assets.names:
            if is_machinery(name) and name not in self.assets.used:
                self.report.dropped(Element(name, FILE, ""), BUILT_REASON)
        self.assets.report_files()


def episode_element(path: str) -> Element:
    return Element(path, "episode", PurePosixPath(path).stem)


def is_text(name: str) -> bool:
    """Whether a file is about the lesson in words: README, LICENSE, or any other at the root."""
    place = PurePosixPath(name)
    if len(place.parts) > 1 or role_of(name) or name in (*AUTHOR_FILES, *SHARED):
        return False
    by_name = place.suffix.lower() in ("", ".txt") and place.stem.lower() in TEXTS
    return by_name or place.suffix.lower() in (".md", ".markdown")


def is_machinery(name: str) -> bool:
    place = PurePosixPath(name)
    built = place.suffix.lower() in (".rproj", ".lock", ".yml", ".yaml", ".cff")
    at_root = len(place.parts) == 1
    return (at_root and (built or name in BUILDERS)) or place.parts[0] in WORKSHOPS


def has_inline_code(page: Page) -> bool:
    return any(INLINE_CODE.search(stretch.text) for stretch in walk_stretches(page.nodes))


def report_oddities(page: Page, report: Report, lesson: str) -> None:
    """Report what is wrong with a page besides its divs: template tags, stray fences, its head."""
    for number, tag in enumerate(page.tags, start=1):
        element = Element(page.path, "liquid", f"liquid-{number}")
        if tag.known:
            report.mapped(element, lesson=lesson)
            continue
        reason = f"Only the old website knew what {tag.text} stands for; fill in what is missing."
        report.degraded(element, reason, lesson=lesson)
        report.warn(page.path, tag.line, "template-tag", f"{tag.text} is left out")
    for line in page.strays:
        message = "a line of colons closes a box that nobody opened"
        report.warn(page.path, line, "div-stray", message)
        reason = "A box is closed that nobody opened; look whether a box is missing."
        report.degraded(Element(page.path, FILE, ""), reason, lesson=lesson)
    if page.path.lower().endswith(".rmd") and has_inline_code(page):
        message = "values that R works out within a line are not in the source; write them in"
        report.warn(page.path, None, "inline-r", message)
        reason = "Some values within lines are worked out by R; write them in where “r …” stands."
        report.degraded(Element(page.path, FILE, ""), reason, lesson=lesson)
    if page.headless:
        reason = "The lines between --- at its head cannot be read; its title may be missing."
        report.degraded(Element(page.path, FILE, ""), reason, lesson=lesson)
        report.warn(page.path, 1, "yaml", "the front matter cannot be read")
