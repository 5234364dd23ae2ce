"""Reads an Open edX course (OLX) into a `CourseDocument`."""

from dataclasses import dataclass
from pathlib import Path

from core.money import Money
from interchange.document import (
    CourseDocument,
    CourseTranslation,
    Kept,
    LessonDocument,
    ModuleDocument,
    Place,
)
from interchange.readers.assets import Assets
from interchange.readers.heading_levels import level_headings
from interchange.readers.html_anchors import settle_document
from interchange.readers.languages import find_language
from interchange.readers.linked_files import list_linked_files
from interchange.readers.olx import markup
from interchange.readers.olx.account import Account
from interchange.readers.olx.lessons import (
    LessonBody,
    LessonReader,
    Stretch,
    estimate_minutes,
    leave_out_title,
    lessons_of_blocks,
)
from interchange.readers.olx.outline import LessonPlan, OutlineReader
from interchange.readers.olx.pages import Addresses, Pages
from interchange.readers.olx.policies import TEXTBOOKS, CourseFacts, Tab, load_policy
from interchange.readers.olx.source import Block, OlxSource
from interchange.readers.olx.translation import TranslationReader, list_languages
from interchange.readers.olx.videos import VideoReader
from interchange.report import InvalidCourse, Problem, Report

ABOUT = "about-this-course"
SECRETS_LOST = "The keys of tools elsewhere on the web are secret and are not kept."
UNREAD = "It is no part of the course: nothing leads to it."
DRAFT = "It is a draft that the course has not published."


def recognizes(root: Path) -> bool:
    """Return whether a folder holds a course of Open edX, or has one not far below it."""
    ways = ("", "*/", "*/*/", "*/*/*/")
    found = (path for way in ways for path in sorted(root.glob(f"{way}course.xml")))
    return any(is_course(path) for path in found)


def is_course(path: Path) -> bool:
    if not path.is_file() or path.is_symlink():
        return False
    with path.open("rb") as content:
        return b"<course" in content.read(65_536)


def read_olx(root: Path, report: Report) -> CourseDocument:
    """Return the course in `root`.

    Raises:
        InvalidCourse: with everything that keeps it from being read.
    """
    assets = Assets(root, report)
    home = markup.find_home(assets.names)
    if home is None:
        raise InvalidCourse([Problem(".", None, "course-missing", "There is no course.xml.")])
    document = CourseReader(assets, home, report).read()
    report.refuse()
    return settle_document(level_headings(document), report)


@dataclass(frozen=True, slots=True)
class Title:
    """What a course is called, and by which names Open edX knows it."""

    id: str
    run: str
    words: str


class CourseReader:
    """Reads one course."""

    def __init__(self, assets: Assets, home: str, report: Report) -> None:
        self.report = report
        self.source = OlxSource(assets, home, report)
        self.addresses = Addresses(self.source.static)
        self.pages = Pages(self.addresses, assets, report)
        self.account = Account(self.source, self.pages)

    def read(self) -> CourseDocument:
        course = self.open()
        title = self.read_title(course)
        facts = CourseFacts(self.source, self.pages, self.account, course, title.run)
        language = self.read_language(facts)
        lessons = LessonReader(
            self.source, self.pages, self.account, VideoReader(self.source, language)
        )
        outline = OutlineReader(self.source, self.account)
        modules = self.read_modules(course, title, facts, outline, lessons)
        if not modules:
            message = "There is nothing in this course that can be shown."
            self.report.error(course.file, None, "course-empty", message)
        words = facts.read_about(title.words)
        thumbnail = facts.read_thumbnail(title.words)
        grading, cutoffs = facts.read_grading()
        facts.read_notes()
        translations = self.read_translations(facts, lessons, title.words)
        self.account.take(course, "", [SECRETS_LOST] if facts.fact("lti_passports") else [])
        licence = facts.licence
        bodies = [lesson.body for module in modules for lesson in module.lessons]
        bodies += [lesson.body for found in translations for lesson in found.lessons]
        self.drop_rest(facts)
        return CourseDocument(
            id=title.id,
            language=language,
            title=title.words,
            subtitle=words.subtitle,
            description=words.description,
            outcomes=facts.outcomes,
            requirements=(),
            category=(),
            level="beginner",
            delivery="self_paced",
            price=Money(0, "USD"),
            licence=licence,
            authors=facts.authors,
            thumbnail=thumbnail,
            modules=modules,
            place=course.place,
            translations=translations,
            kept=Kept(
                grading=grading,
                cutoffs=cutoffs,
                dates=tuple(outline.dates),
                questions=tuple(lessons.questions),
                notes=tuple(facts.notes),
                settings={
                    "course": {key: facts.fact(key) for key in course.open_facts},
                    "about": facts.about,
                    "outline": outline.settings,
                    "blocks": self.account.blocks,
                },
            ),
            files=list_linked_files(bodies, self.source.assets),
        )

    def open(self) -> Block:
        """Return the course, with its policy.

        Raises:
            InvalidCourse: course.xml cannot be read.
        """
        course = self.source.top()
        self.report.refuse()
        if course is None or course.kind != "course":
            message = "course.xml cannot be read, or leads to no course."
            name = f"{self.source.home}course.xml"
            raise InvalidCourse([Problem(name, None, "course-missing", message)])
        self.source.policy = load_policy(self.source, course.id)
        again = self.source.top()
        return again or course

    def read_title(self, course: Block) -> Title:
        root = self.source.roots[f"{self.source.home}course.xml"]
        names = [root.get("org") or course.facts.get("org", "")]
        names += [root.get("course") or course.facts.get("course", ""), course.id]
        words = course.title or course.id.replace("_", " ")
        return Title("+".join(filter(None, names)), course.id, words)

    def read_language(self, facts: CourseFacts) -> str:
        named = facts.text("language")
        if not named:
            message = "The course does not say its language; English is taken for it."
            self.report.warn(facts.course.file, None, "language-missing", message)
        return find_language(named or "en") or named or "en"

    # --- modules

    def read_modules(
        self,
        course: Block,
        title: Title,
        facts: CourseFacts,
        outline: OutlineReader,
        lessons: LessonReader,
    ) -> tuple[ModuleDocument, ...]:
        plans = outline.read(course, title.words)
        tabs = [(outline.unique(tab.slug), tab) for tab in facts.read_tabs()]
        self.addresses.lessons.update({tab.slug: name for name, tab in tabs})
        self.addresses.lessons.update(lessons_of_blocks(plans))
        read = [lessons.read_module(plan) for plan in plans]
        modules = [module for module in read if module]
        besides = [self.read_tab(name, tab, lessons) for name, tab in tabs]
        besides.append(self.read_textbooks(facts, outline))
        shown = tuple(lesson for lesson in besides if lesson)
        if shown and modules:
            place = shown[0].place
            name = outline.unique(ABOUT)
            modules.append(ModuleDocument(name, "About this course", "", shown, place))
        return tuple(modules)

    def read_tab(self, name: str, tab: Tab, lessons: LessonReader) -> LessonDocument | None:
        """Return a tab as a lesson; None when nothing in it can be shown."""
        parts = list(lessons.read_file(tab.file, name, 2))
        stretch = Stretch(parts, page=tab.file)
        leave_out_title(stretch, tab.title)
        place = Place(tab.file, 1)
        body = LessonBody(LessonPlan(name, tab.title, None, place), [stretch])
        if not body.parts:
            return None
        lessons.bodies[name] = body
        minutes = estimate_minutes(body.parts)
        return LessonDocument(name, tab.title, "", minutes, False, (), body.parts, place)

    def read_textbooks(self, facts: CourseFacts, outline: OutlineReader) -> LessonDocument | None:
        parts = facts.read_textbooks()
        if not parts:
            return None
        name = outline.unique(TEXTBOOKS)
        minutes = estimate_minutes(parts)
        return LessonDocument(name, "Textbooks", "", minutes, False, (), parts, facts.course.place)

    # --- the rest

    def read_translations(
        self, facts: CourseFacts, lessons: LessonReader, title: str
    ) -> tuple[CourseTranslation, ...]:
        found = []
        for language, folders in list_languages(self.source).items():
            reader = TranslationReader(self.source, self.pages, self.account, facts)
            found.append(reader.read(language, folders, list(lessons.bodies.values()), title))
        return tuple(translation for translation in found if translation)

    def drop_rest(self, facts: CourseFacts) -> None:
        """Enter what the course does not lead to."""
        for block in self.source.list_unread():
            if block.element not in self.report.entries:
                self.account.drop(block, why_unread(block.file, self.source.home))
        for name in self.source.assets.names:
            is_page = markup.is_page_file(name, self.source.home)
            if not is_page or name in self.account.pages_read:
                continue
            if name in self.account.pages_kept:
                self.account.keep_page(name, self.account.pages_kept[name])
            else:
                self.account.drop_page(name, why_unread(name, self.source.home))
        facts.enter_lists()
        self.source.assets.report_files()


def why_unread(name: str, home: str) -> str:
    return DRAFT if name.startswith(f"{home}drafts/") else UNREAD
