"""Which pages can be translated, and where each stands in the languages of the site."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

from django.db.models import F, Q, QuerySet
from wagtail.coreutils import get_content_type_label
from wagtail.models import Locale, Page

from core.text import get_own_name
from course_pages.models import CoursePage, LessonPage, ModulePage
from course_pages.selectors.translation_status import (
    STATE_NAMES,
    VersionState,
    VersionStatus,
    list_version_statuses,
)
from course_pages.selectors.tree import under


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One line of the report: a page in one language."""

    page: Page
    """The original."""
    version: Page | None
    """The page in this language."""
    status: VersionStatus

    @property
    def title(self) -> str:
        return str(self.page.get_admin_display_title())

    @property
    def kind(self) -> str:
        """Course, module or lesson."""
        return str(get_content_type_label(self.page.content_type))

    @property
    def language(self) -> str:
        """The language, by its own name."""
        return get_own_name(self.status.language)

    @property
    def state(self) -> str:
        return str(STATE_NAMES[self.status.state])

    @property
    def translated(self) -> int | None:
        """Pieces of text that are translated; None where nothing counts them."""
        return self.status.translated if self.status.total else None

    @property
    def total(self) -> int | None:
        return self.status.total or None

    @property
    def original_published_at(self) -> datetime | None:
        at: datetime | None = self.page.last_published_at
        return at

    @property
    def version_published_at(self) -> datetime | None:
        return self.version.last_published_at if self.version else None

    @property
    def is_missing(self) -> bool:
        return self.status.state == VersionState.MISSING

    @property
    def can_sync(self) -> bool:
        """Whether the translation's editor can take over what the original says now."""
        return self.status.state == VersionState.STALE and self.status.translation_id is not None


class VersionRows(Sequence[VersionRow]):
    """The rows of pages, each in every language but its own, worked out for the slice asked for.

    `pages` are originals of any page type, in order; `languages` are the codes of locales.
    """

    def __init__(self, pages: QuerySet[Page], languages: Sequence[str]) -> None:
        # A page stands in one of the languages asked for, or in none: never a row for its own.
        if len(languages) == 1:
            pages = pages.exclude(locale__language_code=languages[0])
            self.per_page = 1
        else:
            pages = pages.filter(locale__language_code__in=languages)
            self.per_page = max(len(languages) - 1, 0)
        self.pages = pages.select_related("content_type", "locale")
        self.languages = languages

    def __len__(self) -> int:
        return self.pages.count() * self.per_page if self.per_page else 0

    @overload
    def __getitem__(self, place: int) -> VersionRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[VersionRow]: ...
    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, int):
            return self[place : place + 1][0]
        if not self.per_page:
            return []
        start, stop = place.start or 0, place.stop
        first = start // self.per_page
        last = None if stop is None else -(-stop // self.per_page)
        rows = make_rows(list(self.pages[first:last]), self.languages)
        skipped = first * self.per_page
        return rows[start - skipped : None if stop is None else stop - skipped]

    def in_state(self, state: str) -> list[VersionRow]:
        """Return all rows in one state: all of them must be looked at for that."""
        return [row for row in self[0:] if row.status.state == state]


def make_rows(pages: Sequence[Page], languages: Iterable[str]) -> list[VersionRow]:
    """Return a row for every page in every language but its own; the same few statements."""
    languages = list(languages)
    statuses = list_version_statuses([page.pk for page in pages], languages)
    versions = Page.objects.in_bulk(
        [status.page_id for status in statuses.values() if status.page_id]
    )
    return [
        VersionRow(page, versions.get(status.page_id or 0), status)
        for page in pages
        for language in languages
        if language != page.locale.language_code
        for status in [statuses[page.pk, language]]
    ]


def list_originals(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of `pages` that are original courses, modules and lessons, in their order."""
    own = Q()
    for model in (CoursePage, ModulePage, LessonPage):
        own |= Q(pk__in=model.objects.filter(canonical=F("pk")).values("pk"))
    return pages.filter(own, alias_of=None).order_by("path")


def in_course(pages: QuerySet[Page], course: Page) -> QuerySet[Page]:
    """Return the pages of one course, with the course itself."""
    return pages.filter(Q(pk=course.pk) | under(course.path))


def list_languages() -> list[str]:
    """Return the codes of the languages that the site has, in the order they were opened."""
    return list(Locale.objects.order_by("pk").values_list("language_code", flat=True))
