"""The numbers under a list: first, last, and those around the page one is on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

NEIGHBORS = 1
"""Numbers shown on either side of the page one is on."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """One number of the row."""

    number: int
    """0 for a gap, where numbers are left out."""
    url: str = ""
    is_current: bool = False


def make_page_links(
    number: int, page_count: int, url_of: Callable[[int], str]
) -> tuple[PageLink, ...]:
    """Return the row of numbers for page `number` of `page_count`; () for a single page.

    At most seven entries however many pages there are. A gap never hides one number alone.
    """
    if page_count < 2:
        return ()
    return tuple(
        PageLink(shown, url_of(shown) if shown else "", is_current=shown == number)
        for shown in _numbers(number, page_count)
    )


def _numbers(number: int, page_count: int) -> Iterator[int]:
    near = range(max(1, number - NEIGHBORS), min(page_count, number + NEIGHBORS) + 1)
    before = 0
    for shown in sorted({1, *near, page_count}):
        if shown - before == 2:
            yield shown - 1
        elif shown - before > 2:
            yield 0
        before = shown
        yield shown
