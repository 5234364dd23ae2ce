"""Reads a curriculum (Markdown lessons, their translations, quizzes in JSON) into a document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.money import Money
from interchange.document import (
    CourseDocument,
    CourseTranslation,
    Kept,
    ModuleDocument,
    ModuleTranslation,
    Place,
)
from interchange.enums import Outcome
from interchange.readers.assets import Assets
from interchange.readers.curriculum.layout import (
    Layout,
    LessonFiles,
    ModuleFiles,
    lay_out,
    natural,
    stem_of,
)
from interchange.readers.curriculum.lessons import LessonMaker, QuizDesk
from interchange.readers.curriculum.marks import plain_words
from interchange.readers.curriculum.pages import Page, PageLinks, PageReader
from interchange.readers.curriculum.quizzes import (
    ENDING,
    Quiz,
    QuizShelf,
    read_language,
    read_quizzes,
)
from interchange.readers.curriculum.words import (
    MOST_AUTHORS,
    NOTE_TAGS,
    clean,
    describe,
    find_authors,
    first_paragraph,
    name_words,
    paragraph,
    split_title,
    summarize,
)
from interchange.readers.heading_levels import level_headings
from interchange.readers.html_anchors import settle_document
from interchange.readers.languages import find_language
from interchange.readers.licences import find_licence_files, read_holder, read_licence
from interchange.readers.linked_files import list_linked_files
from interchange.readers.slugs import make_slug, make_unique
from interchange.report import Report

OTHER_FORMATS = (
    *("course.yaml", "course.xml", "imsmanifest.xml", "moodle_backup.xml"),
    *("_episodes", "_episodes_rmd"),
)
"""What lies at the root of a source that is something else, although it may hold Markdown."""
CONTENTS = ("summary", "_sidebar")
"""Pages at the root that list the lessons in order."""
MOST_NAMES = 200_000
OWN_WORDS = 120
"""So many words on the page of a module make it a lesson."""
DEFAULT_LANGUAGE = "en"
NO_LICENCE = "all-rights-reserved"
ROOT_REASON = (
    "The first paragraphs of this page describe the course; look whether the rest of it, "
    "which is left out, should be a lesson."
)
MODULE_REASON = (
    "The title and the first paragraph of this page introduce the module; look whether the rest "
    "of it, which is left out, should be a lesson."
)
NOTE_REASON = (
    "Pages about the course have no place on the site yet; this one is kept with the course."
)


def recognizes(root: Path) -> bool:
    """Return whether a folder holds lessons in Markdown and says of itself nothing else."""
    if any((root / name).exists() for name in OTHER_FORMATS):
        return False
    if (root / "config.yaml").exists() and (root / "episodes").exists():
        return False
    names = list(Assets(root, Report()).names)
    layout = lay_out(names[:MOST_NAMES])
    return sum(1 for _lesson in layout.lessons) >= 2


def read_curriculum(root: Path, report: Report) -> CourseDocument:
    """Return the course in `root`.

    Raises:
        InvalidCourse: with everything that keeps it from being read.
    """
    document = level_headings(CurriculumReader(root, report).read())
    document = settle_document(document, report)
    report.refuse()
    return document


class CurriculumReader:
    """Reads one source. Every file of it is entered in the report where it is read or left."""

    def __init__(self, root: Path, report: Report) -> None:
        self.root = root
        self.report = report
        self.assets = Assets(root, report)
        self.pages = PageReader(self.assets, report)
        names = list(self.assets.names)
        self.layout = lay_out(names, self._mentions(lay_out(names)))
        self.quizzes = self._find_quizzes()
        self.language = self._find_language()
        self.links = PageLinks(self.assets, self.layout, {})
        self.desk = QuizDesk(self._read_quizzes(), self.report)
        self.maker = LessonMaker(self.pages, self.links, self.desk, self.layout)

    def read(self) -> CourseDocument:
        if not any(True for _lesson in self.layout.lessons):
            message = "there are no lessons here: Markdown files in folders with numbers"
            self.report.error(".", None, "lesson-missing", message)
            self.report.refuse()
        modules = [self._with_own_page(module) for module in self.layout.modules]
        self.links.lessons.update(self._name_lessons(modules))
        documents = [self._read_module(module) for module in modules]
        documents += self._read_left_quizzes({module.id for module in modules})
        translations = tuple(self._read_translations(modules))
        bodies = [lesson.body for module in documents for lesson in module.lessons]
        bodies += [lesson.body for found in translations for lesson in found.lessons]
        kept = Kept(questions=tuple(self.maker.assignments), notes=tuple(self._read_notes()))
        title, subtitle = split_title(self._title())
        document = CourseDocument(
            id=make_slug(title, "course"),
            language=self.language,
            title=title,
            subtitle=subtitle,
            description=self._describe(self.layout.root_page) or paragraph(title),
            outcomes=(),
            requirements=(),
            category=(),
            level="beginner",
            delivery="self_paced",
            price=Money(0, "USD"),
            licence=self._read_licence(),
            authors=self._find_authors(),
            thumbnail=None,
            modules=tuple(documents),
            place=Place(self.layout.root_page or ".", 1),
            translations=translations,
            kept=kept,
            files=list_linked_files(bodies, self.assets),
        )
        self._close(modules)
        return document

    # --- before the lessons -----------------------------------------------------------------------

    def _mentions(self, layout: Layout) -> list[str]:
        """Return what the pages about the course link to: the order of what has no number."""
        about = [layout.root_page, *(module.page for module in layout.modules)]
        contents = [
            name for name in layout.notes if stem_of(name).lower() in ("summary", "_sidebar")
        ]
        found = [self.pages.mentions(name) for name in [*contents, *about] if name]
        return [name for names in found for name in names]

    def _find_language(self) -> str:
        """Return the language of the pages whose names say none."""
        said = self.pages.load(self.layout.root_page).front if self.layout.root_page else {}
        codes = (said.get("lang"), said.get("language"), said.get("locale"))
        found = [find_language(code) for code in codes if isinstance(code, str)]
        asked = {read_language(name, "") for name in self.quizzes} - {""}
        if len(asked) == 1:
            # Quizzes in one language alone are in the language of the lessons.
            found += asked
        return next(filter(None, found), DEFAULT_LANGUAGE)

    def _find_quizzes(self) -> dict[str, list[Quiz]]:
        """Return the quizzes of every quiz file in the order of numbers, outer folders first.

        A copy of the quizzes deep in an example comes after the ones of the course.
        """
        files = [name for name in self.assets.names if name.lower().endswith(ENDING)]
        files.sort(key=in_order)
        found = {name: read_quizzes(self.assets.names[name], name) for name in files}
        return {name: quizzes for name, quizzes in found.items() if quizzes}

    def _read_quizzes(self) -> QuizShelf:
        shelf = QuizShelf(self.language)
        for name, quizzes in self.quizzes.items():
            shelf.add(name, read_language(name, self.language), quizzes)
        shelf.close()
        return shelf

    def _with_own_page(self, module: ModuleFiles) -> ModuleFiles:
        """Return the module with its page as the first lesson, where the page is one.

        Where it is none, what is to be done at the end of the module closes its last lesson.
        """
        if module.own is None:
            return module
        lessons = module.lessons
        if self._is_lesson(self.pages.load(module.page), module.own):
            lessons = (module.own, *lessons)
        elif module.own.tasks:
            last = replace(lessons[-1], tasks=(*lessons[-1].tasks, *module.own.tasks))
            lessons = (*lessons[:-1], last)
        return replace(module, lessons=lessons)

    def _is_lesson(self, page: Page, files: LessonFiles) -> bool:
        html = page.words
        if "<pre" in html or any(True for _mark in self.maker.marks_in(page, files)):
            return True
        return len(plain_words(clean(html, {"p"})).split()) > OWN_WORDS and count_paragraphs(html)

    def _name_lessons(self, modules: Sequence[ModuleFiles]) -> dict[str, str]:
        """Return the lesson of each page, translations too, by names in small letters."""
        found: dict[str, str] = {}
        for module in modules:
            if module.page:
                found[module.page] = module.lessons[0].id
            for lesson in module.lessons:
                found |= dict.fromkeys([lesson.page, *lesson.tasks], lesson.id)
        for original, versions in self.layout.translations.items():
            if original in found:
                found |= dict.fromkeys(versions.values(), found[original])
        return {name.lower(): lesson for name, lesson in found.items()}

    # --- modules and lessons ----------------------------------------------------------------------

    def _read_module(self, module: ModuleFiles) -> ModuleDocument:
        title, summary = self._introduce(module)
        return ModuleDocument(
            id=module.id,
            title=title,
            summary=summary,
            lessons=tuple(self.maker.read(files) for files in module.lessons),
            place=Place(module.page or module.lessons[0].page, 1),
        )

    def _introduce(self, module: ModuleFiles) -> tuple[str, str]:
        if module.page:
            page = self.pages.load(module.page)
            return page.title, summarize(first_paragraph(page.words)) if page.words else ""
        if module.folder:
            return self.pages.load(module.lessons[0].page).title, ""
        return "Lessons", ""

    def _read_left_quizzes(self, taken: set[str]) -> Iterator[ModuleDocument]:
        """Yield a module of the quizzes that no lesson has a place for."""
        lessons = tuple(self.maker.read_left_quizzes())
        if lessons:
            quiz = self.desk.shelf.originals[self.maker.left[0]]
            title = quiz.group or "Quizzes"
            self.maker.left_module = make_unique("quizzes", set(taken))
            place = lessons[0].place
            yield ModuleDocument(self.maker.left_module, title, "", lessons, place)

    # --- translations -----------------------------------------------------------------------------

    def _read_translations(self, modules: Sequence[ModuleFiles]) -> Iterator[CourseTranslation]:
        spoken = {lang for versions in self.layout.translations.values() for lang in versions}
        for language in sorted((spoken | set(self.desk.shelf.languages())) - {self.language}):
            translation = self._read_translation(modules, language)
            if translation.lessons or translation.modules:
                yield translation

    def _read_translation(self, modules: Sequence[ModuleFiles], language: str) -> CourseTranslation:
        front = self._version(self.layout.root_page, language)
        title, subtitle = split_title(self.pages.load(front).title if front else self._title())
        lessons = [
            lesson
            for module in modules
            for files in module.lessons
            if (lesson := self.maker.read_translation(files, language))
        ]
        lessons += self.maker.translate_left_quizzes(language)
        if front:
            self.pages.leave(front, self.links, ROOT_REASON, Outcome.DEGRADED)
        return CourseTranslation(
            language=language,
            title=title,
            subtitle=subtitle,
            description=self._describe(front or self.layout.root_page) or paragraph(title),
            outcomes=(),
            requirements=(),
            modules=tuple(self._translate_modules(modules, language)),
            lessons=tuple(lessons),
            place=Place(front or self.layout.root_page or ".", 1),
            sources=(
                *(
                    found[language]
                    for found in self.layout.translations.values()
                    if language in found
                ),
                *(name for name, spoken in self.desk.shelf.files.items() if spoken == language),
            ),
        )

    def _translate_modules(
        self, modules: Sequence[ModuleFiles], language: str
    ) -> Iterator[ModuleTranslation]:
        for module in modules:
            version = self._version(module.page, language)
            if version:
                page = self.pages.load(version)
                yield ModuleTranslation(
                    module.id, page.title, summarize(first_paragraph(page.words))
                )
        left = self.maker.left
        quiz = self.desk.shelf.translations.get((left[0], language)) if left else None
        if quiz and quiz.group:
            yield ModuleTranslation(self.maker.left_module, quiz.group, "")

    def _version(self, name: str, language: str) -> str:
        return self.layout.translations.get(name, {}).get(language, "")

    # --- the course -------------------------------------------------------------------------------

    def _title(self) -> str:
        if self.layout.root_page:
            heading = self.pages.load(self.layout.root_page).heading
            if heading:
                return heading
        quizzes = [quiz.group for quiz in self.desk.shelf.originals.values() if quiz.group]
        return quizzes[0] if quizzes else name_words(self.root.resolve().name) or "Course"

    def _describe(self, name: str) -> str:
        return describe(self.pages.load(name).html) if name else ""

    def _read_licence(self) -> str:
        for path in find_licence_files(self.root):
            self.assets.use(path.name)
        return read_licence(self.root) or NO_LICENCE

    def _find_authors(self) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for name in self.layout.used():
            names |= dict.fromkeys(find_authors(self.pages.load(name).markdown))
        holder = read_holder(self.root)
        return tuple(list(names)[:MOST_AUTHORS]) or ((holder,) if holder else ())

    def _read_notes(self) -> Iterator[Mapping[str, Any]]:
        taken: set[str] = set()
        for name in self.layout.notes:
            page = self.pages.load(name)
            self.pages.leave(name, self.links, NOTE_REASON, Outcome.DEGRADED)
            note_id = make_unique(make_slug(stem_of(name), "note"), taken)
            yield {"id": note_id, "title": page.title, "html": clean(page.words, NOTE_TAGS)}

    # --- what is left -----------------------------------------------------------------------------

    def _close(self, modules: Sequence[ModuleFiles]) -> None:
        """Enter what has not been read into the course, each with its own reason."""
        read = self.maker.read_names
        if self.layout.root_page:
            self.pages.leave(self.layout.root_page, self.links, ROOT_REASON, Outcome.DEGRADED)
        for module in modules:
            pages = [module.page, *self.layout.translations.get(module.page, {}).values()]
            for name in pages:
                if name and name not in read:
                    self.pages.leave(name, self.links, MODULE_REASON, Outcome.DEGRADED)
        for name, reason in self.layout.strays.items():
            if name not in read:
                self.pages.leave(name, self.links, reason)
        self._leave_translations()
        self.desk.close(self.assets)
        self.assets.report_files()

    def _leave_translations(self) -> None:
        """Enter the translations of pages that are in no lesson, or whose lesson is not read."""
        for original, versions in self.layout.translations.items():
            for name in versions.values():
                if name in self.maker.read_names:
                    continue
                if original in self.maker.read_names:
                    reason = "The lesson that this belongs to is not translated."
                elif original in self.layout.notes:
                    reason = "Translations of pages about the course have no place on the site yet."
                else:
                    reason = "The page that this translates is not part of a lesson."
                self.pages.leave(name, self.links, reason)


def in_order(name: str) -> tuple[int, list[tuple[int, str]]]:
    return name.count("/"), natural(name)


def count_paragraphs(html: str) -> bool:
    """Return whether a page has several paragraphs of its own, not only lists of links."""
    return html.count("<p>") > 3
