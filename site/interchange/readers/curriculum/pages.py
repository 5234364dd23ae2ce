"""The pages of a curriculum, each read once, and where their links lead."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from interchange.document import CalloutPart, QuotePart, SourceFile, TextPart
from interchange.enums import Outcome
from interchange.readers.assets import Assets, resolve
from interchange.readers.curriculum.layout import (
    ENDINGS,
    PAGES,
    Layout,
    folder_of,
    is_page,
    stem_of,
)
from interchange.readers.curriculum.marks import Item, Mark, MarkedPage
from interchange.readers.curriculum.quizzes import find_quiz_name
from interchange.readers.curriculum.texts import read_text
from interchange.readers.curriculum.words import first_words, name_words, summarize, take_title
from interchange.readers.html_parts import HtmlReader
from interchange.readers.loose_markdown import Values, split_front_matter, to_html
from interchange.readers.slugs import strip_number
from interchange.report import Element, Report

ALERT = re.compile(
    r"<p>\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\](?:\s|<br ?/?>)*", re.IGNORECASE
)
ALERT_KINDS = {"note": "note", "tip": "tip", "important": "note"}
ADDRESS = re.compile(r"\bhref=\"([^\"<>]*)\"")


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file as it is. `html` is the whole of it, rendered."""

    name: str
    front: Values
    markdown: str
    html: str

    @property
    def heading(self) -> str:
        """What the page calls itself; "" when it does not."""
        said = self.front.get("title")
        heading = take_title(self.html)[0]
        return heading or (" ".join(said.split()) if isinstance(said, str) else "")

    @property
    def title(self) -> str:
        """What the page calls itself, else what its folder or file is called."""
        stem = stem_of(self.name)
        folder = folder_of(self.name).rpartition("/")[2]
        name = folder if stem.lower() in PAGES and folder else stem
        return self.heading or name_words(strip_number(name))

    @property
    def words(self) -> str:
        """The rendered page without its title."""
        return take_title(self.html)[1]


@dataclass(frozen=True, slots=True)
class LessonText:
    """A page that has been read as a lesson; `items` hold marks where quizzes and tasks stand."""

    page: Page
    items: tuple[Item, ...]

    @property
    def summary(self) -> str:
        said = self.page.front.get("description", self.page.front.get("summary"))
        words = str(said) if isinstance(said, str) else first_words(self.items)
        return summarize(" ".join(words.split()) or self.page.title)

    @property
    def marks(self) -> frozenset[Mark]:
        return frozenset(item for item in self.items if isinstance(item, Mark))


class PageLinks:
    """Where addresses lead: to lessons by their pages, to files by their names."""

    def __init__(self, assets: Assets, layout: Layout, lessons: Mapping[str, str]) -> None:
        self.assets = assets
        self.lessons = dict(lessons)
        """The lesson of every page, also of pages in translation, by name in small letters."""
        self.names = {name.lower(): name for name in assets.names}
        self.originals = {
            translation: original
            for original, versions in layout.translations.items()
            for translation in versions.values()
        }
        self.closed = False
        """While it is, no address leads anywhere: what is read is not taken over."""

    def find_file(self, address: str, *, page: str) -> SourceFile | None:
        if self.closed:
            return None
        for name in self.meanings(address, page):
            found = self.assets.find(self.names.get(name.lower(), ""))
            if found:
                return found
        return None

    def find_lesson(self, address: str, *, page: str) -> str | None:
        if self.closed:
            return None
        own = self.lessons.get(page.lower())
        if find_quiz_name(address) and own and "://" not in address:
            return own
        found = self.find_page(address, page)
        return self.lessons.get(found.lower()) if found else None

    def find_page(self, address: str, page: str) -> str:
        """Return the page that an address means, written as a file or as a folder; "" for none."""
        for name in self.meanings(address, page):
            for file in self.pages_called(name):
                if file.lower() in self.names:
                    return self.names[file.lower()]
        return ""

    def pages_called(self, name: str) -> Iterator[str]:
        if is_page(name):
            yield name
            return
        for ending in ENDINGS:
            yield name + ending
            for stem in PAGES:
                yield f"{name}/{stem}{ending}" if name else f"{stem}{ending}"

    def meanings(self, address: str, page: str) -> Iterator[str]:
        """Yield the names that an address may mean: from the page, then from its original.

        Translators often leave addresses as they are in the original, or miss a folder.
        """
        pages = [page, *filter(None, (self.originals.get(page),))]
        for place in pages:
            name = resolve(address, page=place)
            if name or address.strip() in ("/", ".", "./"):
                yield name


class PageReader:
    """Reads the Markdown files of a source. Each may be read into the course, or left, once."""

    def __init__(self, assets: Assets, report: Report) -> None:
        self.assets = assets
        self.report = report
        self._pages: dict[str, Page] = {}
        self._left: set[str] = set()

    def load(self, name: str) -> Page:
        if name not in self._pages:
            text, certain = read_text(self.assets.names[name])
            if not certain:
                message = "the text is not UTF-8; look whether its accents are right"
                self.report.warn(name, None, "encoding", message)
            front, markdown = split_front_matter(text)
            self._pages[name] = Page(name, front, markdown, to_html(markdown))
        return self._pages[name]

    def mentions(self, name: str) -> list[str]:
        """Return what a page links to within the source, in order."""
        html = self.load(name).html
        found = (resolve(unescape(address), page=name) for address in ADDRESS.findall(html))
        return [target for target in found if target]

    def read_lesson(
        self,
        name: str,
        lesson: str,
        links: PageLinks,
        find: Callable[[str], Mark | None],
        deepest: int = 2,
    ) -> LessonText:
        """Read a page into a lesson; `find` says which links of it are marks."""
        page = self.load(name)
        marked = MarkedPage(page.words, find)
        reader = HtmlReader(links, self.report, self.assets)
        parts = reader.read(marked.html, path=name, lesson=lesson, deepest=deepest)
        self.assets.use(name, lesson=lesson)
        return LessonText(page, tuple(read_alert(item) for item in marked.split(parts)))

    def leave(
        self, name: str, links: PageLinks, reason: str, outcome: Outcome = Outcome.DROPPED
    ) -> None:
        """Enter a page that is not read into a lesson, and with it everything in it."""
        if name in self._left:
            return
        self._left.add(name)
        apart = Report()
        links.closed = True
        HtmlReader(links, apart).read(self.load(name).html, path=name, lesson="")
        links.closed = False
        self.report.errors += apart.errors
        for element in apart.entries:
            self.report.dropped(element, reason)
        file = Element(name, "file", "")
        if outcome == Outcome.DEGRADED:
            self.report.degraded(file, reason)
        else:
            self.report.dropped(file, reason)


def read_alert(item: Item) -> Item:
    """Return a quotation that begins with `[!NOTE]` or its like as the word aside that it is."""
    found = ALERT.match(item.html) if isinstance(item, QuotePart) else None
    if found is None or not isinstance(item, QuotePart):
        return item
    html = f"<p>{item.html[found.end() :]}".replace("<p></p>", "")
    kind = ALERT_KINDS.get(found[1].lower(), "warning")
    return CalloutPart(kind, "", (TextPart(html),)) if html else item
