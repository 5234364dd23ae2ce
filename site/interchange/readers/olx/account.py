"""Says of every block what became of it: taken over, kept with the course, or left out."""

from collections.abc import Callable, Iterable

from interchange.document import Facts
from interchange.readers.assets import FILE
from interchange.readers.olx import markup
from interchange.readers.olx.pages import Pages, Spot
from interchange.readers.olx.problems import Problem, number_questions
from interchange.readers.olx.source import Block, OlxSource
from interchange.readers.olx.videos import list_spoken
from interchange.report import Element

KEPT = "Kept with the course until the site has a place for it."
LONGEST_XML = 200_000
"""Characters of a block that are kept with the course."""


class Account:
    """Enters blocks and what is inside them; remembers what is kept."""

    def __init__(self, source: OlxSource, pages: Pages) -> None:
        self.source = source
        self.report = source.report
        self.pages = pages
        self.blocks: list[Facts] = []
        """Blocks that are kept with the course as they are."""
        self.pages_read: set[str] = set()
        """Pages of HTML whose content has been entered."""
        self.pages_kept: dict[str, str] = {}
        """Pages of blocks that are kept, and why; a block that is shown may read them yet."""
        self.contents_read: set[Element] = set()
        """Blocks whose own content has been entered."""

    def take(self, block: Block, lesson: str, losses: Iterable[str] = ()) -> None:
        """Say that a block went into a lesson, and what was lost."""
        lost = [loss for loss in losses if loss]
        if block.is_for_groups:
            lost.append("It was shown to some groups of learners only; here everybody sees it.")
        reason = " ".join(dict.fromkeys(lost))
        self.source.assets.use(block.file, lesson=lesson)
        if reason:
            self.report.degraded(block.element, reason, lesson=lesson)
        else:
            self.report.mapped(block.element, lesson=lesson)

    def take_questions(self, block: Block, lesson: str, problem: Problem) -> None:
        """Say what became of the questions of a problem."""
        losses = {question.number: question.losses for question in problem.questions}
        for element in list_inside(block):
            number = int(element.id.rsplit("-", 1)[-1])
            if number not in losses:
                reason = "It stands inside another question and cannot be told from it. " + KEPT
                self.report.degraded(element, reason, lesson=lesson)
            elif losses[number]:
                reason = " ".join(dict.fromkeys(losses[number]))
                self.report.degraded(element, reason, lesson=lesson)
            else:
                self.report.mapped(element, lesson=lesson)

    def remember(self, block: Block, lesson: str = "") -> None:
        """Keep a block with the course as it is."""
        xml = block.xml if len(block.xml) <= LONGEST_XML else ""
        self.blocks.append(
            {
                "id": block.id,
                "kind": block.kind,
                "lesson": lesson,
                "facts": block.open_facts,
                "xml": xml,
            }
        )

    def keep(self, block: Block, reason: str) -> None:
        """Say that a block is kept with the course and shown to nobody."""
        self.remember(block)
        self.report.degraded(block.element, reason)
        if block.node.getparent() is None:
            self.report.degraded(Element(block.file, FILE, ""), reason)
        self._enter_inside(block, self.report.degraded, self.pages.keep, reason)

    def keep_content(self, block: Block) -> None:
        """Say that what stands in a block is kept, where nothing else was made of it."""
        if block.element not in self.contents_read and markup.holds_pages(block.node):
            self.contents_read.add(block.element)
            self.pages.keep(markup.inner_html(block.node), Spot(block.file), KEPT)

    def drop(self, block: Block, reason: str) -> None:
        """Say that a block was left out, with all that is its own."""
        self.report.dropped(block.element, reason)
        if block.node.getparent() is None:
            self.report.dropped(Element(block.file, FILE, ""), reason)
        self._enter_inside(block, self.report.dropped, self.pages.drop, reason)

    def keep_page(self, name: str, reason: str) -> None:
        """Say that a page of HTML is kept with the course and shown to nobody."""
        self.pages_read.add(name)
        self.report.degraded(Element(name, FILE, ""), reason)
        self.pages.keep(self.source.text(name) or "", Spot(name), reason)

    def drop_page(self, name: str, reason: str) -> None:
        """Say that a page of HTML was left out."""
        self.pages_read.add(name)
        self.source.assets.refuse(name, reason)
        self.pages.drop(self.source.text(name) or "", Spot(name), reason)

    def _enter_inside(
        self,
        block: Block,
        enter: Callable[[Element, str], None],
        read: Callable[[str, Spot, str], None],
        reason: str,
    ) -> None:
        for element in list_inside(block):
            enter(element, reason)
        if markup.holds_pages(block.node) and block.element not in self.contents_read:
            self.contents_read.add(block.element)
            read(markup.inner_html(block.node), Spot(block.file), reason)
        page = self.source.page_of(block) if block.kind == "html" else None
        if page and enter == self.report.degraded:
            self.pages_kept.setdefault(page, reason)


def list_inside(block: Block) -> list[Element]:
    """Return the questions of a problem, the transcripts of a video."""
    if block.kind == "problem":
        numbers = sorted(set(number_questions(block.node).values()))
        return [Element(block.file, "question", f"{block.name}-{number}") for number in numbers]
    if block.kind == "video":
        return [
            Element(block.file, "transcript", f"{block.name}-{spoken.language}")
            for spoken in list_spoken(block)
        ]
    return []
