"""Translations that lie beside an OLX course, file by file, under names made of the original's.

`html/abc.html` is translated in `html__abc.html`, `problem/x.xml` in `problem__x__xml.html`,
`about/short_description.html` in `about__short__description.html`; or in a folder of the same
names as the original's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from interchange.document import (
    CourseTranslation,
    LessonTranslation,
    Part,
    Place,
    VideoPart,
)
from interchange.readers.assets import FILE
from interchange.readers.languages import find_language
from interchange.readers.olx import markup
from interchange.readers.olx.account import Account
from interchange.readers.olx.checks import fold, show_question
from interchange.readers.olx.lessons import (
    LessonBody,
    Stretch,
    first_heading,
    join_texts,
    without_heading,
)
from interchange.readers.olx.markup import Node
from interchange.readers.olx.pages import Pages, Spot, heading
from interchange.readers.olx.policies import CourseFacts
from interchange.readers.olx.problems import (
    CHOICE_RESPONSES,
    GROUPS,
    RIGHT,
    ProblemReader,
    Question,
    drop_first_line,
    is_response,
)
from interchange.readers.olx.source import Block, OlxSource
from interchange.report import Element

APART = re.compile(r"[/_.\-]+")
ORIGINAL = "the original's words stand instead."


@dataclass(slots=True)
class Translated:
    """A lesson in the other language, while it is put together."""

    title: str
    parts: list[Part] = field(default_factory=list)
    waiting: list[Part] = field(default_factory=list)
    """The heading of a unit with nothing below it yet."""
    found: str = ""
    """The first file that holds words of it."""


class TranslationReader:
    """Reads the translation of a course into one language."""

    def __init__(
        self, source: OlxSource, pages: Pages, account: Account, facts: CourseFacts
    ) -> None:
        self.source = source
        self.report = source.report
        self.pages = pages
        self.account = account
        self.facts = facts
        self.files: dict[str, str] = {}

    def read(
        self, language: str, folders: Sequence[str], bodies: Sequence[LessonBody], title: str
    ) -> CourseTranslation | None:
        """Return the translation; None when nothing of the course is translated."""
        self.files = index_files(self.source, folders)
        lessons = tuple(filter(None, (self.read_lesson(body, language) for body in bodies)))
        words = self.facts.read_words(
            self.find("about/overview.html"), self.find("about/short_description.html"), ""
        )
        self.drop_rest(folders)
        if not lessons:
            return None
        message = (
            "Titles of modules, and of lessons that do not begin with theirs, stay in the "
            "original's words: translate them in the editor."
        )
        self.report.warn(folders[0].rstrip("/"), None, "titles-untranslated", message)
        empty = words.description == "<p></p>"
        return CourseTranslation(
            language=find_language(language) or language,
            title=title,
            subtitle=words.subtitle,
            description="" if empty else words.description,
            outcomes=(),
            requirements=(),
            modules=(),
            lessons=lessons,
            place=Place(folders[0].rstrip("/"), 1),
            sources=tuple(f"{folder.rstrip('/')}/" for folder in folders),
        )

    def find(self, name: str) -> str:
        """Return the translated file of an original, a path from the course; "" for none."""
        return self.files.get(key_of(name), "")

    # --- lessons

    def read_lesson(self, body: LessonBody, language: str) -> LessonTranslation | None:
        made = Translated(body.plan.title)
        for stretch in body.stretches:
            if stretch.is_heading:
                made.waiting = list(stretch.parts)
                continue
            parts = self.read_stretch(stretch, body, language, made)
            if parts:
                made.parts += [*made.waiting, *parts]
                made.waiting = []
        if not made.found:
            return None
        place = Place(made.found, 1)
        return LessonTranslation(body.plan.id, made.title, "", join_texts(made.parts), (), place)

    def read_stretch(
        self, stretch: Stretch, body: LessonBody, language: str, made: Translated
    ) -> list[Part]:
        """Return the parts of a stretch in the language, or the original's."""
        lesson = body.plan.id
        parts: list[Part] | None = None
        if stretch.page:
            parts = self.read_page(stretch, lesson, made)
        elif stretch.problem is not None and stretch.block is not None:
            parts = self.read_problem(stretch, stretch.block, lesson, made)
        elif stretch.video is not None and language in stretch.video.spoken:
            return [speak(part, stretch.video.spoken[language]) for part in stretch.parts]
        return list(stretch.parts) if parts is None else parts

    def read_page(self, stretch: Stretch, lesson: str, made: Translated) -> list[Part] | None:
        name = self.find(stretch.page.removeprefix(self.source.home))
        if not name or name in self.account.pages_read or not markup.is_translated_page(name):
            return None
        self.account.pages_read.add(name)
        self.source.assets.use(name, lesson=lesson)
        made.found = made.found or name
        deepest = 3 if stretch.is_below else 2
        text = self.source.text(name) or ""
        parts = list(self.pages.read(text, Spot(name, lesson), deepest=deepest))
        stands_for_unit = stretch.is_below and bool(made.waiting)
        is_title = stretch.says_title or stands_for_unit
        return self.lift_title(parts, stretch, made) if is_title else parts

    def lift_title(self, parts: list[Part], stretch: Stretch, made: Translated) -> list[Part]:
        """Put the heading of a page where the title of the unit or lesson stands.

        Titles themselves are not translated: a unit is better called by the heading of its first
        page than in words that the reader does not know.
        """
        words = first_heading(parts)
        if not words:
            return parts
        if stretch.is_below:
            made.waiting = [heading(2, words)]
        else:
            made.title = words
        return without_heading(parts)

    # --- problems

    def read_problem(
        self, stretch: Stretch, block: Block, lesson: str, made: Translated
    ) -> list[Part] | None:
        name = self.find(block.file.removeprefix(self.source.home))
        is_own = block.node.getparent() is None and markup.is_translated_xml(name)
        if not name or name in self.account.pages_read or not is_own:
            return None
        self.account.pages_read.add(name)
        found = markup.parse_xml(self.source.assets.names[name])
        if found.declares:
            message = "XML that declares a DOCTYPE or entities is not read."
            self.report.error(name, None, "xml-entity", message)
        unfit = "it is not well-formed XML" if not found.is_well_formed else ""
        unfit = unfit or why_unfit(block.node, found.root)
        if unfit:
            self.leave_problem(name, found.root, unfit)
            return None
        self.compare_keys(name, block.node, found.root)
        self.source.assets.use(name, lesson=lesson)
        made.found = made.found or name
        translated = replace(block, node=found.root, file=name, facts=dict(block.facts))
        return self.say_problem(stretch, translated, Spot(name, lesson))

    def leave_problem(self, name: str, root: Node | None, unfit: str) -> None:
        reason = f"The translated problem cannot be used: {unfit}; {ORIGINAL}"
        self.report.warn(name, None, "translation-unfit", reason)
        self.report.degraded(Element(name, FILE, ""), reason)
        if root is not None:
            self.pages.keep(markup.inner_html(root), Spot(name), reason)

    def compare_keys(self, name: str, original: Node, translated: Node) -> None:
        if list_keys(original) != list_keys(translated):
            reason = "Other choices are marked right than in the original; the original's hold."
            self.report.warn(name, None, "key-differs", reason)
            self.report.degraded(Element(name, FILE, ""), reason)

    def say_problem(self, stretch: Stretch, block: Block, spot: Spot) -> list[Part]:
        """Return the parts of a translated problem, with the original's ids and right answers."""
        problem = ProblemReader(block, spot, self.pages).read()
        originals = (
            {one.number: one for one in stretch.problem.questions} if stretch.problem else {}
        )
        parts: list[Part] = []
        for piece in problem.flow:
            if isinstance(piece, Question):
                parts += self.say_question(piece, originals[piece.number], block)
            else:
                parts.append(piece)
        return parts

    def say_question(self, question: Question, original: Question, block: Block) -> list[Part]:
        for choice, known in zip(question.choices, original.choices, strict=True):
            choice.is_right = known.is_right
        if original.heading_left_out:
            question.explanation = drop_first_line(question.explanation)
        question.answers = question.answers or original.answers
        return show_question(question, f"{block.id}-{question.number}", "")

    # --- the rest

    def drop_rest(self, folders: Sequence[str]) -> None:
        """Enter the files that translate nothing."""
        for name in list_in(self.source, folders):
            if name in self.account.pages_read:
                continue
            if key_of(name.removeprefix(folders[0])).startswith("about_"):
                reason = "What it translates has no place on the site yet."
            else:
                reason = "It translates nothing that the course shows."
            if markup.is_translated_page(name):
                self.account.drop_page(name, reason)
            elif markup.is_translated_xml(name):
                self.source.assets.refuse(name, reason)
                root = markup.parse_xml(self.source.assets.names[name]).root
                if root is not None:
                    self.pages.drop(markup.inner_html(root), Spot(name), reason)


def list_languages(source: OlxSource) -> dict[str, list[str]]:
    """Return the folders of translations by language."""
    found: dict[str, list[str]] = {}
    for name in source.assets.names:
        folder = markup.find_language_folder(name)
        if folder and folder[0] not in found.setdefault(folder[1], []):
            found[folder[1]].append(folder[0])
    return found


def list_in(source: OlxSource, folders: Sequence[str]) -> Iterator[str]:
    for name in source.assets.names:
        found = markup.find_language_folder(name)
        if found and found[0] in folders:
            yield name


def index_files(source: OlxSource, folders: Sequence[str]) -> dict[str, str]:
    """Return the files of translations by the key of what they translate."""
    found: dict[str, str] = {}
    for name in list_in(source, folders):
        folder = next(folder for folder in folders if name.startswith(folder))
        inner = name.removeprefix(folder)
        found.setdefault(key_of(inner), name)
        found.setdefault(key_of(inner.rsplit("/", 1)[-1]), name)
    return found


def key_of(name: str) -> str:
    """Return what the names of an original and of its translation have in common."""
    stem = name.removesuffix(".html") if name.endswith(".html") else name
    return APART.sub("_", stem).lower()


def why_unfit(original: Node, translated: Node | None) -> str:
    """Return why a translated problem cannot stand for the original; "" when it can."""
    if translated is None or translated.tag != "problem":
        return "it is no problem"
    if list_shape(original) != list_shape(translated):
        return "it has other questions, or another number of choices, than the original"
    if repeats(translated) and not repeats(original):
        return "two of its choices say the same"
    return ""


def list_shape(problem: Node) -> list[tuple[str, int]]:
    """Return what a problem asks: the kind of each question, and how many choices it offers."""
    return [
        (node.tag, len(list(node)) if node.tag in GROUPS and len(node) else 0)
        for node in problem.iter()
        if markup.is_element(node) and (is_response(node) or node.tag in GROUPS)
    ]


def list_keys(problem: Node) -> list[bool]:
    """Return which choices of a problem are right, in order."""
    return [
        (node.get("correct") or "").strip().lower() in RIGHT
        for node in problem.iter("choice", "option")
    ]


def repeats(problem: Node) -> bool:
    for response in problem.iter(*CHOICE_RESPONSES):
        texts = [fold("".join(node.itertext())) for node in response.iter("choice", "option")]
        if len(set(texts)) < len(texts):
            return True
    return False


def speak(part: Part, words: str) -> Part:
    return replace(part, transcript=words) if isinstance(part, VideoPart) else part
