"""What a visitor asks of the catalogue, read from an address and written back as one."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from core.text import clean_query
from course_pages.enums import Delivery, Level
from course_pages.selectors.subjects import SubjectTree

FILTERS = ("category", "delivery", "language", "level", "price")
"""Names of the facets in an address, in the order of an address."""
SINGLE = ("price", "sort", "page")
"""Names that have one value; the last one given counts."""
FREE, PAID = "free", "paid"
NEWEST, A_TO_Z, SHORTEST = "newest", "title", "shortest"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor asks of the catalogue; what nobody offers is not in it.

    The values of a facet are in order, each once. Several widen: a course needs one of them.
    """

    path: str
    q: str = ""
    sort: str = ""
    """One of `NEWEST`, `A_TO_Z`, `SHORTEST`; "" for the best match, or the newest without words."""
    category: tuple[str, ...] = ()
    """Slugs of subjects in the reader's language."""
    delivery: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    """Language codes."""
    level: tuple[str, ...] = ()
    price: tuple[str, ...] = ()
    """`FREE` or `PAID`, at most one."""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Name and value of everything that is chosen, in the order of an address."""
        return tuple((name, value) for name in FILTERS for value in self.values_of(name))

    def values_of(self, name: str) -> tuple[str, ...]:
        """Return what is chosen of the facet `name`."""
        values: tuple[str, ...] = getattr(self, name)
        return values

    def without(self, name: str, value: str) -> "Wish":
        """Return the same wish less one value of a facet."""
        rest: dict[str, Any] = {name: tuple(v for v in self.values_of(name) if v != value)}
        return replace(self, **rest)

    def without_words(self) -> "Wish":
        """Return the same wish less its words."""
        return replace(self, q="", sort="" if self.sort == NEWEST else self.sort)

    def query_string(self, page: int = 1) -> str:
        """Return the query string that asks for this, its names and values in order."""
        single = [("q", self.q), ("sort", self.sort), ("page", str(page) if page > 1 else "")]
        return urlencode(sorted([*self.choices, *((n, value) for n, value in single if value)]))

    def url(self, page: int = 1) -> str:
        query = self.query_string(page)
        return f"{self.path}?{query}" if query else self.path


def keep_choices(params: QueryDict) -> list[tuple[str, str]]:
    """Return the names and values in `params` that the catalogue knows by name, in order.

    Each value once, the words looked for and the first page left out.
    """
    return [
        (name, value)
        for name in sorted({*FILTERS, *SINGLE} & params.keys())
        for value in sorted({*params.getlist(name)[-1 if name in SINGLE else 0 :]})
        if value and (name, value) != ("page", "1")
    ]


def read_wish(path: str, params: QueryDict, subjects: SubjectTree) -> Wish:
    """Return what `params` ask for. Names and values that nobody offers are ignored."""
    words = clean_query(params.get("q", ""))
    offered_sorts = (NEWEST, A_TO_Z, SHORTEST) if words else (A_TO_Z, SHORTEST)
    return Wish(
        path=path,
        q=words,
        sort=_last(params, "sort", offered_sorts),
        category=_several(params, "category", {s.slug for s in subjects.subjects.values()}),
        delivery=_several(params, "delivery", Delivery.values),
        language=_several(params, "language", dict(settings.LANGUAGES)),
        level=_several(params, "level", Level.values),
        price=tuple(filter(None, [_last(params, "price", (FREE, PAID))])),
    )


def _several(params: QueryDict, name: str, offered: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in params.getlist(name) if value in offered}))


def _last(params: QueryDict, name: str, offered: Collection[str]) -> str:
    value = params.get(name, "")
    return value if value in offered else ""
