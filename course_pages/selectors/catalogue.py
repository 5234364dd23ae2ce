"""The catalogue: which courses, in what order, under which choices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil

from django.http import QueryDict
from django.utils.translation import gettext as _

from course_pages.models import CourseFacts
from course_pages.selectors.cards import CourseCard, make_cards
from course_pages.selectors.facets import (
    Cell,
    Facet,
    Test,
    count_choices,
    count_fitting,
    filter_courses,
    get_cube,
    label_of,
    make_facets,
    make_tests,
    select_cells,
)
from course_pages.selectors.paging import PageLink, make_page_links
from course_pages.selectors.subjects import SubjectTree, get_subjects
from course_pages.selectors.wishes import A_TO_Z, NEWEST, SHORTEST, Wish, read_wish
from course_pages.selectors.words import find_course_ids

PAGE_SIZE = 24
NEWEST_FIRST = ("-published_at", "course")
ORDERS = {
    "": NEWEST_FIRST,
    NEWEST: NEWEST_FIRST,
    A_TO_Z: ("title", "course"),
    SHORTEST: ("minutes", "course"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is chosen, and the address without it."""

    label: str
    url: str
    count: int = 0
    """Courses there would be without it; counted only where nothing is found."""
    language: str = ""
    """Language the label is in; "" for the reader's own."""
    is_words: bool = False
    """It is what was searched for."""


@dataclass(frozen=True, slots=True)
class SortOption:
    """One order of the list."""

    value: str
    label: str
    is_selected: bool


@dataclass(frozen=True, slots=True)
class CatalogueScreen:
    """What the catalogue shows."""

    cards: tuple[CourseCard, ...]
    total: int
    query: str
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    ways_out: tuple[Chip, ...]
    """Where nothing is found: those of `chips` without which there are courses, the most first."""
    sorts: tuple[SortOption, ...]
    is_filtered: bool
    """Something is chosen or searched for."""
    is_indexed: bool
    """Worth the notice of search engines: at most one choice, in the usual order."""
    path: str
    page_number: int
    page_count: int
    pages: tuple[PageLink, ...]
    previous_url: str
    """Empty on the first page, as `next_url` on the last."""
    next_url: str
    understood: str
    """The query string that asks for exactly this, its names in order; empty values left out."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Courses that have the words, whatever else is chosen."""

    course_ids: tuple[int, ...]
    """In the order wished for."""
    cells: tuple[Cell, ...]
    """Each for the course at the same place."""


def get_catalogue(
    *,
    path: str,
    params: QueryDict,
    language: str,
    stamp: str = "",
    subjects: SubjectTree | None = None,
) -> CatalogueScreen:
    """Return one page of the published courses that fit `params`.

    `path` is where the catalogue stands; `stamp` says how fresh the counts must be, see `get_cube`;
    `subjects` are the tree in that language, for whoever has it already.
    Names and values that nobody offers are ignored and a wrong page number leads to a page that
    exists. Takes as many statements however many courses there are.
    """
    subjects = subjects or get_subjects(language)
    wish = read_wish(path, params, subjects)
    hits = _find_hits(wish, language) if wish.q else None
    tests = make_tests(wish, subjects)
    counts = count_choices(hits.cells if hits else get_cube(stamp=stamp), tests)
    page_count = max(1, ceil(counts.total / PAGE_SIZE))
    number = _page_number(params.get("page", ""), page_count)
    rows = _take_hits(hits, tests, number) if hits else _take(wish, subjects, number)
    chips = tuple(_make_chips(wish, subjects, hits, stamp, is_counted=not counts.total))
    return CatalogueScreen(
        cards=make_cards(rows, language=language, subjects=subjects),
        total=counts.total,
        query=wish.q,
        facets=make_facets(wish, subjects, counts),
        chips=chips,
        ways_out=_find_ways_out(chips),
        sorts=_sort_options(wish),
        is_filtered=bool(chips),
        is_indexed=not (wish.q or wish.sort) and len(chips) < 2,
        path=path,
        page_number=number,
        page_count=page_count,
        pages=make_page_links(number, page_count, wish.url),
        previous_url=wish.url(number - 1) if number > 1 else "",
        next_url=wish.url(number + 1) if number < page_count else "",
        understood=wish.query_string(number),
    )


def _find_hits(wish: Wish, language: str) -> Hits:
    """Return the published courses that have the words: in their order, else best match first."""
    found = find_course_ids(wish.q, language=language)
    courses = CourseFacts.objects.filter(is_published=True, course__in=found)
    rows = list(select_cells(courses.order_by(*ORDERS[wish.sort]), "course"))
    if not wish.sort:
        rank = {course_id: place for place, course_id in enumerate(found)}
        rows.sort(key=lambda row: rank[row[0]])
    return Hits(
        course_ids=tuple(course_id for course_id, *_cell in rows),
        cells=tuple(Cell(*cell) for _course_id, *cell in rows),
    )


def _take(wish: Wish, subjects: SubjectTree, number: int) -> list[CourseFacts]:
    """Return the courses of page `number`."""
    published = CourseFacts.objects.filter(is_published=True)
    courses = filter_courses(published, wish, subjects).order_by(*ORDERS[wish.sort])
    return list(courses[_page_slice(number)])


def _take_hits(hits: Hits, tests: dict[str, Test], number: int) -> list[CourseFacts]:
    """Return those of page `number` among the hits that pass the tests."""
    fitting = [
        course_id
        for course_id, cell in zip(hits.course_ids, hits.cells, strict=True)
        if count_fitting([cell], tests)
    ]
    wanted = fitting[_page_slice(number)]
    found = CourseFacts.objects.filter(is_published=True).in_bulk(wanted)
    return [found[course_id] for course_id in wanted if course_id in found]


def _page_slice(number: int) -> slice:
    return slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)


def _page_number(raw: str, page_count: int) -> int:
    try:
        return min(max(int(raw), 1), page_count)
    except ValueError:
        return 1


def _make_chips(
    wish: Wish, subjects: SubjectTree, hits: Hits | None, stamp: str, *, is_counted: bool
) -> Iterable[Chip]:
    """Give a chip for the words and for every choice; where `is_counted`, with what is without."""
    cube = cache(lambda: get_cube(stamp=stamp))

    def count(other: Wish) -> int:
        if not is_counted:
            return 0
        cells: Sequence[Cell] = hits.cells if hits and other.q else cube()
        return count_fitting(cells, make_tests(other, subjects))

    if wish.q:
        other = wish.without_words()
        yield Chip(wish.q, other.url(), count(other), is_words=True)
    for name, value in wish.choices:
        other = wish.without(name, value)
        language = value if name == "language" else ""
        yield Chip(label_of(name, value, subjects), other.url(), count(other), language)


def _find_ways_out(chips: Iterable[Chip]) -> tuple[Chip, ...]:
    return tuple(sorted((chip for chip in chips if chip.count), key=lambda chip: -chip.count))


def _sort_options(wish: Wish) -> tuple[SortOption, ...]:
    best = [("", _("Best match")), (NEWEST, _("Newest"))] if wish.q else [("", _("Newest"))]
    labels = [*best, (A_TO_Z, _("A to Z")), (SHORTEST, _("Shortest"))]
    return tuple(SortOption(value, label, value == wish.sort) for value, label in labels)
