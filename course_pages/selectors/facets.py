"""How many courses each choice of the catalogue leads to.

All counts come from one cube: the published courses counted by everything that can be chosen. It
is as large as the variety of the courses, not their number, and it is kept until something that
visitors see changes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _

from core.text import get_own_name
from course_pages.enums import Delivery, Level
from course_pages.models import CourseFacts
from course_pages.selectors.subjects import SubjectTree
from course_pages.selectors.wishes import FREE, PAID, Wish

KEPT_FOR = 3600
"""Seconds a cube is kept at most; its stamp makes it unreachable long before."""


class Cell(NamedTuple):
    """Courses that no choice tells apart."""

    category_id: int | None
    level: str
    delivery: str
    is_free: bool
    languages: str
    """Codes, each between commas: ",en,id,"."""
    courses: int = 1

    @property
    def price(self) -> str:
        return FREE if self.is_free else PAID

    @property
    def language_codes(self) -> list[str]:
        return [code for code in self.languages.split(",") if code]


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick. `count` is what the list would hold with this and the other facets."""

    value: str
    label: str
    count: int
    is_selected: bool
    language: str = ""
    """Language the label is in; "" for the reader's own."""
    depth: int = 0
    """0 for a top category, 1 for its child, and so on."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of choices."""

    name: str
    """As in an address."""
    title: str
    options: tuple[Option, ...]
    is_single: bool = False
    """Only one option can be chosen; the first one is "any"."""


@dataclass(slots=True)
class Counts:
    """What a cube says under a wish."""

    total: int = 0
    by_value: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Courses by facet and value, as if nothing of that facet were chosen."""
    by_category: Counter[int] = field(default_factory=Counter)
    """The same by primary key of the category, in whichever language the course names it."""


Test = Callable[[Cell], bool]


def select_cells(
    courses: QuerySet[CourseFacts], *columns: str
) -> QuerySet[CourseFacts, tuple[Any, ...]]:
    """Return rows of `columns` and of what a `Cell` is made of, short of the number of courses."""
    is_free = ExpressionWrapper(Q(price_minor=0), output_field=BooleanField())
    return courses.annotate(is_free=is_free).values_list(
        *columns, "category", "difficulty_level", "delivery", "is_free", "languages"
    )


def get_cube(*, stamp: str) -> tuple[Cell, ...]:
    """Return all published courses, counted: one statement, or none while `stamp` is the same.

    With an empty stamp nothing is remembered.
    """
    key = f"catalogue-cube:{stamp}"
    cube: tuple[Cell, ...] | None = caches["pages"].get(key) if stamp else None
    if cube is None:
        published = CourseFacts.objects.filter(is_published=True).order_by()
        rows = select_cells(published).annotate(courses=Count("*"))
        cube = tuple(Cell(*row) for row in rows)
        if stamp:
            caches["pages"].set(key, cube, KEPT_FOR)
    return cube


def make_tests(wish: Wish, subjects: SubjectTree) -> dict[str, Test]:
    """Return what a course must pass, by facet; a facet where nothing is chosen asks nothing."""
    categories = _category_ids(wish, subjects)
    tests: dict[str, Test] = {
        "category": lambda cell: cell.category_id in categories,
        "delivery": lambda cell: cell.delivery in wish.delivery,
        "language": lambda cell: any(f",{code}," in cell.languages for code in wish.language),
        "level": lambda cell: cell.level in wish.level,
        "price": lambda cell: cell.price in wish.price,
    }
    return {name: test for name, test in tests.items() if wish.values_of(name)}


def filter_courses(
    courses: QuerySet[CourseFacts], wish: Wish, subjects: SubjectTree
) -> QuerySet[CourseFacts]:
    """Return those of `courses` that pass the tests of `make_tests`, asked of the database."""
    if wish.category:
        courses = courses.filter(category__in=_category_ids(wish, subjects))
    if wish.delivery:
        courses = courses.filter(delivery__in=wish.delivery)
    if wish.language:
        spoken = (Q(languages__contains=f",{code},") for code in wish.language)
        courses = courses.filter(reduce(or_, spoken))
    if wish.level:
        courses = courses.filter(difficulty_level__in=wish.level)
    if wish.price:
        is_free = Q(price_minor=0)
        courses = courses.filter(is_free if FREE in wish.price else Q(price_minor__gt=0))
    return courses


def count_fitting(cells: Iterable[Cell], tests: Mapping[str, Test]) -> int:
    """Return how many courses pass every test."""
    return sum(cell.courses for cell in cells if all(test(cell) for test in tests.values()))


def count_choices(cells: Iterable[Cell], tests: Mapping[str, Test]) -> Counts:
    """Return the counts of all options in one pass.

    A course counts for the options of a facet when it passes the tests of all other facets.
    """
    counts = Counts()
    for cell in cells:
        failed = [name for name, test in tests.items() if not test(cell)]
        if not failed:
            counts.total += cell.courses
        if len(failed) < 2:
            _add(counts, cell, only=failed[0] if failed else "")
    return counts


def make_facets(wish: Wish, subjects: SubjectTree, counts: Counts) -> tuple[Facet, ...]:
    """Return the groups of choices; options without a course are left out unless chosen."""
    facets = (
        Facet("category", _("Subject"), _category_options(wish, subjects, counts)),
        Facet("level", _("Level"), _options(wish, "level", counts)),
        Facet("language", _("Language"), _options(wish, "language", counts)),
        Facet("price", _("Price"), _price_options(wish, counts), is_single=True),
        Facet("delivery", _("Pace"), _options(wish, "delivery", counts)),
    )
    return tuple(facet for facet in facets if facet.options)


def label_of(name: str, value: str, subjects: SubjectTree) -> str:
    """Return what a value of a facet is called; a language calls itself."""
    if name == "category":
        key = subjects.find(value)
        return subjects.subjects[key].name if key else value
    return _labels(name)[value]


def _labels(name: str) -> dict[str, str]:
    if name == "language":
        return {code: get_own_name(code) for code, _name in settings.LANGUAGES}
    labels = {
        "level": {str(value): str(label) for value, label in Level.choices},
        "delivery": {
            str(Delivery.SELF_PACED): _("At your own pace"),
            str(Delivery.CLASSROOM): _("In a class"),
        },
        "price": {FREE: _("Free"), PAID: _("Paid")},
    }
    return labels[name]


def _category_ids(wish: Wish, subjects: SubjectTree) -> set[int]:
    keys = (subjects.find(slug) for slug in wish.category)
    return set().union(*(subjects.ids_under(key) for key in keys if key))


def _add(counts: Counts, cell: Cell, *, only: str) -> None:
    """Count `cell` for the options of every facet, or of the `only` one whose test it failed."""
    for name in [only] if only else ["category", "delivery", "language", "level", "price"]:
        if name == "category":
            if cell.category_id is not None:
                counts.by_category[cell.category_id] += cell.courses
        elif name == "language":
            for code in cell.language_codes:
                counts.by_value[name][code] += cell.courses
        else:
            counts.by_value[name][getattr(cell, name)] += cell.courses


def _options(wish: Wish, name: str, counts: Counts) -> tuple[Option, ...]:
    numbers, chosen = counts.by_value[name], wish.values_of(name)
    return tuple(
        Option(
            value=value,
            label=label,
            count=numbers[value],
            is_selected=value in chosen,
            language=value if name == "language" else "",
        )
        for value, label in _labels(name).items()
        if numbers[value] or value in chosen
    )


def _price_options(wish: Wish, counts: Counts) -> tuple[Option, ...]:
    options = _options(wish, "price", counts)
    everything = counts.by_value["price"].total()
    any_price = Option("", _("Any"), everything, is_selected=not wish.price)
    return (any_price, *options) if options else ()


def _category_options(wish: Wish, subjects: SubjectTree, counts: Counts) -> tuple[Option, ...]:
    """Return the tree of subjects, counted from its leaves; what is above a shown one is shown."""
    below: Counter[int] = Counter()
    shown_below: dict[int, bool] = {}
    options: list[Option] = []
    for _key, subject, depth in reversed(list(subjects.walk())):
        count = sum(counts.by_category[pk] for pk in subject.ids) + below.pop(depth + 1, 0)
        below[depth] += count
        is_selected = subject.slug in wish.category
        leads_on = shown_below.pop(depth + 1, False)
        if count or is_selected or leads_on:
            shown_below[depth] = True
            options.append(Option(subject.slug, subject.name, count, is_selected, depth=depth))
    return tuple(reversed(options))
