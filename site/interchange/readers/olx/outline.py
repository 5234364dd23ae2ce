"""The outline of an OLX course: which block goes into which lesson, before any is read."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from interchange.document import Facts, Place
from interchange.readers.olx import markup
from interchange.readers.olx.account import KEPT, Account
from interchange.readers.olx.others import why_kept
from interchange.readers.olx.pages import tidy
from interchange.readers.olx.source import Block, OlxSource, is_true

DEEPEST = 30
"""How many containers may stand in each other."""
STAFF_ONLY = "Only the staff of the course could see it. " + KEPT
TWICE = "It stands in the course more than once: it is shown at its first place only."
BESIDES = ("wiki", "textbook")
"""Blocks of a course that stand in no lesson."""
BANKS = ("library_content", "itembank", "legacy_library_content", "problem_bank")
DURATION = re.compile(
    r"\s*\(\s*(?:(\d{1,2})\s*(?:h|hours?|hrs?|heures?|jam|horas?)\.?)?\s*"
    r"(?:(\d{1,3})\s*(?:m|mn|mins?|minutes?|menit|minutos?)\.?)?\s*\)\s*$",
    re.IGNORECASE,
)
OPAQUE = re.compile(r"[0-9a-f]{12,}", re.IGNORECASE)
DATES = ("start", "due", "end")
GRADED = ("graded", "format")
TIMED = ("is_time_limited", "is_proctored_enabled", "is_practice_exam")
TITLE_LENGTH = 200


@dataclass(slots=True)
class Leaf:
    """A block that becomes parts. `bank` says of which bank it was drawn."""

    block: Block
    bank: Facts = field(default_factory=dict)


@dataclass(slots=True)
class Unit:
    title: str
    leaves: list[Leaf] = field(default_factory=list)


@dataclass(slots=True)
class LessonPlan:
    id: str
    title: str
    minutes: int | None
    """None when the source does not say."""
    place: Place
    units: list[Unit] = field(default_factory=list)
    containers: list[tuple[Block, str]] = field(default_factory=list)
    """The containers that it is made of, each with what is lost of it."""

    @property
    def leaves(self) -> Iterator[Leaf]:
        for unit in self.units:
            yield from unit.leaves


@dataclass(slots=True)
class ModulePlan:
    id: str
    title: str
    place: Place
    block: Block | None
    loss: str = ""
    lessons: list[LessonPlan] = field(default_factory=list)


class Ids:
    """Gives ids: the one that is wished for, or with a number when it is taken."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.times: Counter[str] = Counter()

    def give(self, wished: str) -> str:
        name = wished
        while name in self.taken:
            self.times[wished] += 1
            name = f"{wished}-{self.times[wished] + 1}"
        self.taken.add(name)
        return name


class OutlineReader:
    """Follows the course from its root, and plans its modules and lessons."""

    def __init__(self, source: OlxSource, account: Account) -> None:
        self.source = source
        self.account = account
        self.seen: set[Any] = set()
        self.ids = Ids()
        self.leaf_ids = Ids()
        self.dates: list[Facts] = []
        self.settings: list[Facts] = []

    def read(self, course: Block, title: str) -> list[ModulePlan]:
        self.seen.add(course.element)
        modules: list[ModulePlan] = []
        for child in self.children(course):
            if child.kind in BESIDES:
                self.account.keep(child, why_kept(child.kind))
            elif child.kind == "chapter":
                modules.append(self.read_chapter(child, len(modules) + 1))
            else:
                self.add_loose(child, modules, title)
        return modules

    def add_loose(self, block: Block, modules: list[ModulePlan], title: str) -> None:
        """Put a block that stands outside of every chapter into a module of such blocks."""
        if not modules or modules[-1].block is not None:
            name = self.unique(f"{block.id}-module")
            modules.append(ModulePlan(name, title, block.place, None))
        modules[-1].lessons.append(self.read_lesson(block, len(modules[-1].lessons) + 1))

    def children(self, block: Block) -> Iterator[Block]:
        """Yield the children that are shown to learners, each once in the course."""
        for child in self.source.children(block):
            if child.element in self.seen:
                self.source.report.degraded(child.element, TWICE)
                continue
            self.seen.add(child.element)
            if is_absent(child, self.source):
                self.drop_missing(child)
            elif child.is_for_staff:
                self.keep_tree(child, STAFF_ONLY)
            else:
                yield child

    def drop_missing(self, block: Block) -> None:
        name = f"{self.source.home}{block.kind}/{block.id}.xml"
        reason = f"The file {name} is not in the source; add its content in the editor."
        self.source.report.warn(block.file, block.place.line, "block-missing", reason)
        self.account.drop(block, reason)

    def keep_tree(self, block: Block, reason: str, depth: int = 0) -> None:
        """Keep a block with all that stands in it."""
        self.account.keep(block, reason)
        if block.kind not in markup.CONTAINERS or depth > DEEPEST:
            return
        for child in self.source.children(block):
            if child.element not in self.seen:
                self.seen.add(child.element)
                self.keep_tree(child, reason, depth + 1)

    def read_chapter(self, chapter: Block, number: int) -> ModulePlan:
        title = name_block(chapter, f"Module {number}")
        plan = ModulePlan(
            self.unique(chapter.id), title, chapter.place, chapter, self.note(chapter, chapter.id)
        )
        for child in self.children(chapter):
            plan.lessons.append(self.read_lesson(child, len(plan.lessons) + 1))
        return plan

    def read_lesson(self, block: Block, number: int) -> LessonPlan:
        title, minutes = split_duration(name_block(block, f"Lesson {number}"))
        plan = LessonPlan(self.unique(block.id), title, minutes, block.place)
        if block.kind == "sequential":
            plan.containers.append((block, self.note(block, plan.id)))
            for child in self.children(block):
                self.add_unit(child, plan)
        else:
            self.add_unit(block, plan)
        return plan

    def add_unit(self, block: Block, plan: LessonPlan) -> None:
        unit = Unit(block.title if block.kind == "vertical" else "")
        plan.units.append(unit)
        self.gather(Leaf(block), unit, plan, 0)

    def gather(self, leaf: Leaf, unit: Unit, plan: LessonPlan, depth: int) -> None:
        """Collect the leaves under a block into a unit."""
        block = leaf.block
        if block.kind not in markup.CONTAINERS:
            named = replace(block, id=self.leaf_ids.give(block.id))
            unit.leaves.append(Leaf(named, leaf.bank))
            return
        children = list(self.children(block)) if depth <= DEEPEST else []
        plan.containers.append((block, self.loss_of(block, len(children), plan)))
        bank = describe_bank(block) if block.kind in BANKS else leaf.bank
        for number, child in enumerate(children):
            if block.kind == "split_test" and number:
                self.keep_tree(child, "Only the first group's version is shown. " + KEPT)
            else:
                self.gather(Leaf(child, bank), unit, plan, depth + 1)

    def loss_of(self, block: Block, children: int, plan: LessonPlan) -> str:
        """Return what a container loses."""
        if block.kind in BANKS:
            drawn = block.facts.get("max_count", "1").strip('" ')
            return f"All {children} questions are shown; the course drew {drawn} at random."
        if block.kind == "split_test":
            return "Learners are not divided into groups: all see the first group's version."
        if block.kind == "conditional":
            return "It is shown to everybody; the course showed it on a condition."
        if block.kind == "randomize":
            return "All of it is shown; the course drew one part at random."
        return self.note(block, plan.id)

    def note(self, block: Block, name: str) -> str:
        """Keep the dates and settings of a container; return what is lost by that."""
        facts = {key: value for key, value in block.open_facts.items() if value not in ("", "null")}
        dates = {key: facts[key].strip('"') for key in DATES if key in facts}
        if dates:
            place = "module" if block.kind == "chapter" else "lesson"
            self.dates.append({place: name, "source": block.kind, **dates})
        others = {
            key: value
            for key, value in facts.items()
            if key not in (*DATES, "display_name", "url_name")
        }
        if others:
            self.settings.append({"kind": block.kind, "id": name, **others})
        return " ".join(describe_lost(facts))

    def unique(self, wished: str) -> str:
        """Return an id that no module and no lesson has."""
        return self.ids.give(wished)


def is_absent(block: Block, source: OlxSource) -> bool:
    if not block.is_missing or block.kind in BESIDES:
        return False
    return not (block.kind == "html" and source.page_of(block))


def describe_lost(facts: dict[str, str]) -> Iterator[str]:
    if is_true(facts.get("graded")) or "due" in facts:
        what = facts.get("format") or "graded work"
        yield f"That it counts as “{what}”, and when it is due, is kept until the site can grade."
    if any(is_true(facts.get(key)) for key in TIMED):
        yield "Its time limit is kept, but nobody is held to it."


def describe_bank(block: Block) -> Facts:
    return {
        "id": block.id,
        "title": block.title,
        "drawn": block.facts.get("max_count", ""),
        "library": block.facts.get("source_library_id", ""),
    }


def name_block(block: Block, otherwise: str) -> str:
    """Return a title: the block's own, or what its id says, or `otherwise`."""
    if block.title:
        return block.title
    words = tidy(block.id.replace("_", " ").replace("-", " "))
    is_telling = bool(block.node.get("url_name")) and not OPAQUE.search(block.id)
    return words if is_telling and words else otherwise


def split_duration(title: str) -> tuple[str, int | None]:
    """Return a title without the time in brackets at its end, and that time in minutes."""
    found = DURATION.search(title)
    if not found or not any(found.groups()) or not title[: found.start()].strip():
        return title, None
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0)
    return title[: found.start()].strip(), max(1, min(minutes, 600))
