"""Makes lessons of their plans: the parts of every block, in order."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from interchange.document import (
    CalloutPart,
    CheckPart,
    DetailsPart,
    Facts,
    LessonDocument,
    ModuleDocument,
    Part,
    TextPart,
    VideoPart,
)
from interchange.readers.olx import markup
from interchange.readers.olx.account import KEPT, Account
from interchange.readers.olx.checks import keep_question, show_question
from interchange.readers.olx.others import OtherReader, why_kept
from interchange.readers.olx.outline import Leaf, LessonPlan, ModulePlan, Unit
from interchange.readers.olx.pages import Pages, Spot, heading, plain_words, same_words
from interchange.readers.olx.problems import Problem, ProblemReader, Question
from interchange.readers.olx.source import Block, OlxSource
from interchange.readers.olx.videos import Video, VideoReader

FIRST_HEADING = re.compile(r"\s*<h([234])>(.*?)</h\1>\s*", re.DOTALL)
WORDS_A_MINUTE = 180
MINUTES_OF_VIDEO = 5
LONGEST = 600
NOTHING = "Nothing in it can be shown; write it in the editor."


@dataclass(slots=True)
class Stretch:
    """What one block, or the heading of a unit, became."""

    parts: list[Part] = field(default_factory=list)
    block: Block | None = None
    """None for the heading of a unit, and for a tab."""
    is_heading: bool = False
    """Is it the heading of a unit?"""
    says_title: bool = False
    """Was its first heading left out, because the title above it says the same?"""
    is_below: bool = False
    """Does it stand below the heading of a unit?"""
    problem: Problem | None = None
    video: Video | None = None
    page: str = ""
    """The file of HTML that it was read from."""


@dataclass(slots=True)
class LessonBody:
    """A lesson read, with what is needed to say it in another language."""

    plan: LessonPlan
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts in order; a heading of a unit without anything below it is left out."""
        parts: list[Part] = []
        waiting: list[Part] = []
        for stretch in self.stretches:
            if stretch.is_heading:
                waiting = stretch.parts
            elif stretch.parts:
                parts += [*waiting, *stretch.parts]
                waiting = []
        return join_texts(parts)


class LessonReader:
    """Reads the lessons of a course, block by block."""

    def __init__(
        self, source: OlxSource, pages: Pages, account: Account, videos: VideoReader
    ) -> None:
        self.source = source
        self.pages = pages
        self.account = account
        self.videos = videos
        self.others = OtherReader(source, pages, account)
        self.bodies: dict[str, LessonBody] = {}
        """By the ids of the lessons."""
        self.questions: list[Facts] = []
        self.page_parts: dict[str, tuple[Part, ...]] = {}

    def read_module(self, plan: ModulePlan) -> ModuleDocument | None:
        """Return a module; None when there is nothing in it."""
        lessons = [self.read_lesson(lesson) for lesson in plan.lessons]
        read = tuple(lesson for lesson in lessons if lesson)
        if plan.block is not None and not read:
            self.account.drop(plan.block, NOTHING)
        elif plan.block is not None:
            self.account.take(plan.block, "", [plan.loss])
        return ModuleDocument(plan.id, plan.title, "", read, plan.place) if read else None

    def read_lesson(self, plan: LessonPlan) -> LessonDocument | None:
        """Return a lesson; None when there is nothing in it."""
        body = LessonBody(plan)
        for unit in plan.units:
            self.read_unit(unit, body)
        parts = body.parts
        for block, loss in plan.containers:
            if parts:
                self.account.take(block, plan.id, [loss])
            else:
                self.account.drop(block, NOTHING)
        if not parts:
            return None
        self.bodies[plan.id] = body
        return LessonDocument(
            plan.id,
            plan.title,
            "",
            plan.minutes or estimate_minutes(parts),
            free_preview=False,
            attachments=(),
            body=parts,
            place=plan.place,
        )

    def read_unit(self, unit: Unit, body: LessonBody) -> None:
        """Read a unit, below a heading that says its name, where the lesson's does not."""
        is_named = bool(unit.title) and not same_words(unit.title, body.plan.title)
        title = unit.title if is_named else body.plan.title
        if is_named:
            body.stretches.append(Stretch([heading(2, unit.title)], is_heading=True))
        for place, leaf in enumerate(unit.leaves):
            stretch = self.read_leaf(leaf, body.plan.id, below=is_named)
            if place == 0:
                leave_out_title(stretch, title)
            body.stretches.append(stretch)

    # --- blocks

    def read_leaf(self, leaf: Leaf, lesson: str, *, below: bool) -> Stretch:
        stretch = Stretch([], leaf.block, is_below=below)
        spot = Spot(leaf.block.file, lesson)
        match leaf.block.kind:
            case "html":
                self.read_page(stretch, leaf.block, spot)
            case "problem":
                self.read_problem(stretch, leaf, spot)
            case "video":
                stretch.video = self.videos.read(leaf.block, lesson)
                stretch.parts = stretch.video.parts
                self.account.take(leaf.block, lesson, stretch.video.losses)
            case _:
                self.read_other(stretch, leaf, spot)
        return stretch

    def read_page(self, stretch: Stretch, block: Block, spot: Spot) -> None:
        name = self.source.page_of(block)
        deepest = 3 if stretch.is_below else 2
        parts: list[Part] = []
        if name:
            stretch.page = name
            parts += self.read_file(name, spot.lesson, deepest)
        inner = markup.inner_html(block.node)
        if inner.strip():
            self.account.contents_read.add(block.element)
            parts += self.pages.read(inner, spot, deepest=deepest)
        stretch.parts = parts
        wished = block.node.get("filename")
        if not wished or name:
            self.account.take(block, spot.lesson)
            return
        reason = f"The page html/{wished}.html is not in the source; write it in the editor."
        self.account.report.warn(block.file, block.place.line, "page-missing", reason)
        if parts:
            self.account.take(block, spot.lesson, [reason])
        else:
            self.account.drop(block, reason)

    def read_file(self, name: str, lesson: str, deepest: int) -> tuple[Part, ...]:
        """Return the parts of a page of HTML; one that stands twice is read once."""
        if name not in self.page_parts:
            self.account.pages_read.add(name)
            self.source.assets.use(name, lesson=lesson)
            text = self.source.text(name) or ""
            self.page_parts[name] = self.pages.read(text, Spot(name, lesson), deepest=deepest)
        return self.page_parts[name]

    def read_problem(self, stretch: Stretch, leaf: Leaf, spot: Spot) -> None:
        block = leaf.block
        problem = ProblemReader(block, spot, self.pages).read()
        stretch.problem = problem
        self.account.contents_read.add(block.element)
        for piece in problem.flow:
            if isinstance(piece, Question):
                stretch.parts += self.ask(leaf, piece, spot)
            else:
                stretch.parts.append(piece)
        self.account.take_questions(block, spot.lesson, problem)
        if problem.questions:
            self.account.take(block, spot.lesson)
        elif stretch.parts:
            self.account.remember(block, spot.lesson)
            reason = "There is no question in it that can be read; its text was taken over."
            self.account.take(block, spot.lesson, [reason])
        else:
            self.account.keep(block, f"There is no question in it that can be read. {KEPT}")

    def ask(self, leaf: Leaf, question: Question, spot: Spot) -> list[Part]:
        check_id = f"{leaf.block.id}-{question.number}"
        parts = show_question(question, check_id, leaf.block.title)
        self.questions.append(keep_question(leaf, question, parts, spot.lesson))
        return parts

    def read_other(self, stretch: Stretch, leaf: Leaf, spot: Spot) -> None:
        block = leaf.block
        shown = self.others.read(block, spot)
        if shown is None or not shown.parts:
            self.account.keep(block, why_kept(block.kind))
            return
        stretch.parts = shown.parts
        self.account.keep_content(block)
        self.account.remember(block, spot.lesson)
        self.account.take(block, spot.lesson, shown.losses)
        if shown.fact is not None:
            self.questions.append(
                {
                    "id": block.id,
                    "lesson": spot.lesson,
                    "check": "",
                    "kind": block.kind,
                    "title": block.title,
                    "points": None,
                    "attempts": None,
                    "data": {**shown.fact, "facts": block.open_facts, "xml": ""},
                }
            )


def join_texts(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts with texts that follow each other made one."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, TextPart) and isinstance(last, TextPart):
            joined[-1] = TextPart(last.html + part.html)
        else:
            joined.append(part)
    return tuple(joined)


def leave_out_title(stretch: Stretch, title: str) -> None:
    """Leave out a heading at the beginning that only says again what stands above it."""
    words = first_heading(stretch.parts)
    if words and same_words(words, title):
        stretch.parts = without_heading(stretch.parts)
        stretch.says_title = True


def first_heading(parts: list[Part]) -> str:
    """Return the words of the heading that parts begin with; "" when they begin otherwise."""
    if not parts or not isinstance(parts[0], TextPart):
        return ""
    found = FIRST_HEADING.match(parts[0].html)
    return plain_words(found[2]).replace("\n", " ") if found else ""


def without_heading(parts: list[Part]) -> list[Part]:
    first = parts[0]
    if not isinstance(first, TextPart):
        return parts
    rest = FIRST_HEADING.sub("", first.html, count=1)
    return [TextPart(rest), *parts[1:]] if rest.strip() else parts[1:]


def estimate_minutes(parts: tuple[Part, ...]) -> int:
    """Return how long a lesson takes whose source does not say it."""
    minutes = math.ceil(sum(weigh(part) for part in parts))
    return max(1, min(minutes, LONGEST))


def weigh(part: Part) -> float:
    """Return how many minutes a part takes."""
    if isinstance(part, TextPart):
        return len(plain_words(part.html).split()) / WORDS_A_MINUTE
    if isinstance(part, VideoPart):
        return MINUTES_OF_VIDEO
    if isinstance(part, CheckPart):
        return 1
    if isinstance(part, (CalloutPart, DetailsPart)):
        return sum(weigh(inner) for inner in part.body)
    return 0


def lessons_of_blocks(plans: list[ModulePlan]) -> Mapping[str, str]:
    """Return the lesson in which each block stands, by its id."""
    found: dict[str, str] = {}
    for plan in (lesson for module in plans for lesson in module.lessons):
        found[plan.id] = plan.id
        for block, _ in plan.containers:
            found.setdefault(block.id, plan.id)
        for leaf in plan.leaves:
            found.setdefault(leaf.block.id, plan.id)
    for module in plans:
        if module.lessons:
            found.setdefault(module.id, module.lessons[0].id)
    return found
