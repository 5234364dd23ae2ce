"""The catalogue: which courses, in what order, under which filters."""

from dataclasses import dataclass

from course_pages.selectors.cards import CourseCard


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One link of a filter: choosing it again takes it away."""

    label: str
    value: str
    url: str
    is_selected: bool
    depth: int = 0
    """0 for a top category, 1 for its child, and so on."""


@dataclass(frozen=True, slots=True)
class CatalogueScreen:
    """What the catalogue shows."""

    cards: tuple[CourseCard, ...]
    total: int
    query: str
    categories: tuple[FacetOption, ...]
    levels: tuple[FacetOption, ...]
    prices: tuple[FacetOption, ...]
    kept: tuple[tuple[str, str], ...]
    """Name and value of the chosen filters, for the hidden inputs of the search form."""
    is_filtered: bool
    clear_url: str
    page_number: int
    page_count: int
    previous_url: str
    """Empty on the first page, as `next_url` on the last."""
    next_url: str
