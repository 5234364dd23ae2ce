"""Counts what a lesson consists of, apart from the reader."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from interchange.readers.assets import count_files
from interchange.readers.carpentries.divs import walk_chunks, walk_divs, walk_stretches
from interchange.readers.carpentries.layout import EPISODE, role_of
from interchange.readers.carpentries.pages import Definitions, Page, parse_page, read_shared
from interchange.readers.html_parts import count_in_html
from interchange.report import Element


def count_carpentries(root: Path) -> Iterator[Element]:
    """Yield every element of the lesson once: files, episodes, divs, chunks, what pages hold."""
    shared = read_shared(root)
    for file in count_files(root):
        yield file
        role = role_of(file.path)
        if role == EPISODE:
            yield Element(file.path, "episode", Path(file.path).stem)
        if role:
            yield from count_page(root, file.path, shared)


def count_page(root: Path, path: str, shared: Definitions) -> Iterator[Element]:
    page = parse_page(root, path, shared)
    for div in walk_divs(page.nodes):
        yield Element(path, div.kind, div.id)
    for chunk in walk_chunks(page.nodes):
        yield Element(path, "chunk", chunk.id)
    for number, _ in enumerate(page.tags, start=1):
        yield Element(path, "liquid", f"liquid-{number}")
    yield from count_stretches(page)


def count_stretches(page: Page) -> Iterator[Element]:
    """Yield what stands in the Markdown of a page, counted on from stretch to stretch."""
    counts: Counter[str] = Counter()
    for stretch in walk_stretches(page.nodes):
        yield from count_in_html(page.render(stretch), page.path, counts)
