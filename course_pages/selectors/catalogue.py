"""The catalogue: which courses, in what order, under which filters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.text import clean_query
from course_pages.enums import Delivery, Level
from course_pages.models import CourseFacts
from course_pages.selectors.cards import CourseCard, make_cards
from course_pages.selectors.subjects import SubjectTree, get_subjects
from course_pages.selectors.words import find_course_ids

PAGE_SIZE = 24
FILTERS = ("category", "delivery", "level", "price")
FREE, PAID = "free", "paid"
NEWEST_FIRST = ("-published_at", "course")


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
    deliveries: tuple[FacetOption, ...]
    kept: tuple[tuple[str, str], ...]
    """Name and value of the chosen filters, for the hidden inputs of the search form."""
    is_filtered: bool
    clear_url: str
    page_number: int
    page_count: int
    previous_url: str
    """Empty on the first page, as `next_url` on the last."""
    next_url: str
    understood: str
    """The query string that asks for exactly this, its names in order; empty values left out."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor asks of the catalogue; what nobody offers is not in it."""

    path: str
    q: str = ""
    category: str = ""
    delivery: str = ""
    level: str = ""
    price: str = ""

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """The chosen filters, in the order of their names."""
        pairs = ((name, getattr(self, name)) for name in FILTERS)
        return tuple((name, value) for name, value in pairs if value)

    def query_string(self, page: int = 1) -> str:
        words = [("q", self.q)] if self.q else []
        number = [("page", str(page))] if page > 1 else []
        return urlencode(sorted([*self.filters, *words, *number]))

    def url(self, page: int = 1) -> str:
        query = self.query_string(page)
        return f"{self.path}?{query}" if query else self.path


def get_catalogue(*, path: str, params: QueryDict, language: str) -> CatalogueScreen:
    """Return one page of the published courses that fit `params`, newest or best match first.

    `path` is where the catalogue stands. Names and values that nobody offers are ignored and a
    wrong page number leads to a page that exists. Costs the same however many courses there are.
    """
    subjects = get_subjects(language)
    wish = _read(path, params, subjects)
    courses = _filter(CourseFacts.objects.filter(is_published=True), wish, subjects)
    hits = _rank(courses, wish.q, language) if wish.q else None
    total = courses.count() if hits is None else len(hits)
    page_count = max(1, ceil(total / PAGE_SIZE))
    number = _page_number(params.get("page", ""), page_count)
    return CatalogueScreen(
        cards=make_cards(_take(courses, hits, number), language=language, subjects=subjects),
        total=total,
        query=wish.q,
        categories=_category_options(wish, subjects),
        levels=_options(wish, "level", Level.choices),
        prices=_options(wish, "price", [(FREE, _("Free")), (PAID, _("Paid"))]),
        deliveries=_options(wish, "delivery", Delivery.choices),
        kept=wish.filters,
        is_filtered=bool(wish.filters or wish.q),
        clear_url=path,
        page_number=number,
        page_count=page_count,
        previous_url=wish.url(number - 1) if number > 1 else "",
        next_url=wish.url(number + 1) if number < page_count else "",
        understood=wish.query_string(number),
    )


def _read(path: str, params: QueryDict, subjects: SubjectTree) -> Wish:
    def chosen(name: str, offered: Iterable[str]) -> str:
        value = params.get(name, "")
        return value if value in offered else ""

    category = params.get("category", "")
    return Wish(
        path=path,
        q=clean_query(params.get("q", "")),
        category=category if subjects.find(category) else "",
        delivery=chosen("delivery", Delivery.values),
        level=chosen("level", Level.values),
        price=chosen("price", (FREE, PAID)),
    )


def _rank(courses: QuerySet[CourseFacts], words: str, language: str) -> list[int]:
    """Return the ids of those of `courses` that have the words, the best match first."""
    found = find_course_ids(words, language=language)
    fitting = set(courses.filter(course__in=found).values_list("course", flat=True))
    return [course_id for course_id in found if course_id in fitting]


def _take(courses: QuerySet[CourseFacts], hits: list[int] | None, number: int) -> list[CourseFacts]:
    """Return the courses of page `number`."""
    page = slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
    if hits is None:
        return list(courses.order_by(*NEWEST_FIRST)[page])
    rows = courses.in_bulk(hits[page])
    return [rows[course_id] for course_id in hits[page]]


def _filter(
    courses: QuerySet[CourseFacts], wish: Wish, subjects: SubjectTree
) -> QuerySet[CourseFacts]:
    key: UUID | None = subjects.find(wish.category) if wish.category else None
    if key:
        courses = courses.filter(category__in=subjects.ids_under(key))
    if wish.level:
        courses = courses.filter(difficulty_level=wish.level)
    if wish.delivery:
        courses = courses.filter(delivery=wish.delivery)
    if wish.price:
        is_free = wish.price == FREE
        courses = courses.filter(price_minor=0) if is_free else courses.filter(price_minor__gt=0)
    return courses


def _page_number(raw: str, page_count: int) -> int:
    try:
        return min(max(int(raw), 1), page_count)
    except ValueError:
        return 1


def _option(wish: Wish, name: str, value: str, label: str, depth: int = 0) -> FacetOption:
    is_selected = getattr(wish, name) == value
    target = replace(wish, **{name: "" if is_selected else value})
    return FacetOption(label, value, target.url(), is_selected, depth)


def _options(
    wish: Wish, name: str, choices: Iterable[tuple[str, object]]
) -> tuple[FacetOption, ...]:
    return tuple(_option(wish, name, value, str(label)) for value, label in choices)


def _category_options(wish: Wish, subjects: SubjectTree) -> tuple[FacetOption, ...]:
    return tuple(
        _option(wish, "category", subject.slug, subject.name, depth)
        for _key, subject, depth in subjects.walk()
    )
