"""What the explorer of the admin tells of courses, modules and lessons beside their titles."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

from course_pages import ports
from course_pages.models import Category, CoursePage, LessonFacts, LessonPage, ModulePage
from course_pages.models.base import CanonicalPage
from course_pages.selectors.translation_status import (
    STATE_NAMES,
    VersionState,
    list_version_statuses,
)


@dataclass(frozen=True, slots=True)
class LanguageMark:
    """One language that a page is written in."""

    code: str
    state: VersionState

    @property
    def is_complete(self) -> bool:
        return self.state == VersionState.COMPLETE

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])


@dataclass(frozen=True, slots=True)
class ExplorerRow:
    """One page in the list; what a page has not is None."""

    original: CanonicalPage
    """The canonical page: level, price, minutes ... are its."""
    category: str
    """The original's, in the reader's language where it has a name there; "" for none."""
    lessons: int | None
    """Lessons below, drafts among them."""
    minutes: int | None
    languages: tuple[LanguageMark, ...]
    numbers: Mapping[str, int]
    """By name of the column, as apps above count."""
    is_missing_a_language: bool
    """There is a language that the site has opened and this page is not written in."""
    translation_source_id: int | None
    """Of wagtail-localize, where translations of this page can be synchronized."""


def describe_pages(pages: Iterable[Page]) -> dict[int, ExplorerRow]:
    """Return what is told of each page, by its own id, in any language.

    Pages of other types are left out. Takes the same few statements for any number of pages of
    one type.
    """
    by_type: dict[type[CanonicalPage], list[CanonicalPage]] = defaultdict(list)
    for page in pages:
        if isinstance(page, CoursePage | ModulePage | LessonPage):
            by_type[type(page)].append(page)
    sources = _find_translation_sources([page for some in by_type.values() for page in some])
    opened = list(Locale.objects.order_by("pk").values_list("language_code", flat=True))
    rows: dict[int, ExplorerRow] = {}
    for page_type, some in by_type.items():
        rows |= _describe(page_type, some, sources, opened)
    return rows


def get_category_name() -> Coalesce:
    """Return what courses are sorted by where their category is shown: its name as it is shown."""
    names = Category.objects.filter(
        translation_key=OuterRef("canonical__category__translation_key"),
        locale__language_code=get_language(),
    )
    return Coalesce(Subquery(names.values("name")[:1]), F("canonical__category__name"))


def find_pages_missing_in(language: str) -> Any:
    """Return the primary keys of all pages that are not written in `language`."""
    written = Page.objects.filter(locale__language_code=language, alias_of=None)
    return Page.objects.exclude(translation_key__in=written.values("translation_key")).values("pk")


def _describe(
    page_type: type[CanonicalPage],
    pages: Sequence[CanonicalPage],
    sources: Mapping[Any, int],
    opened: Sequence[str],
) -> dict[int, ExplorerRow]:
    ids = {page.canonical_id for page in pages}
    originals = _load_originals(page_type, ids)
    categories = _name_categories(originals.values())
    sums = _sum_lessons(page_type, ids)
    languages = _list_languages(ids, opened)
    numbers = _count_above(page_type, ids)
    rows = {}
    for page in pages:
        original = originals[page.canonical_id]
        if isinstance(original, LessonPage):
            lessons, minutes = None, original.minutes
        else:
            lessons, minutes = sums.get(original.pk, (0, 0))
        rows[page.pk] = ExplorerRow(
            original=original,
            category=categories.get(original.pk, ""),
            lessons=lessons,
            minutes=minutes,
            languages=tuple(languages[original.pk]),
            numbers=numbers[original.pk],
            is_missing_a_language=len(languages[original.pk]) < len(opened),
            translation_source_id=sources.get((page.translation_key, page.locale_id)),
        )
    return rows


def _load_originals(
    page_type: type[CanonicalPage], ids: Collection[int]
) -> dict[int, CanonicalPage]:
    pages = page_type.objects.filter(pk__in=ids).defer_streamfields()
    if page_type is CoursePage:
        pages = pages.select_related("category")
    return {page.pk: page for page in pages}


def _name_categories(originals: Iterable[CanonicalPage]) -> dict[int, str]:
    """Return course to the name of its category for the reader."""
    categories = {
        page.pk: page.category
        for page in originals
        if isinstance(page, CoursePage) and page.category
    }
    if not categories:
        return {}
    keys = {category.translation_key for category in categories.values()}
    rows = Category.objects.filter(translation_key__in=keys, locale__language_code=get_language())
    names = dict(rows.values_list("translation_key", "name"))
    return {
        pk: names.get(category.translation_key, category.name)
        for pk, category in categories.items()
    }


def _sum_lessons(
    page_type: type[CanonicalPage], ids: Collection[int]
) -> dict[int, tuple[int, int]]:
    """Return course or module to its number of lessons and their minutes together."""
    if page_type is LessonPage:
        return {}
    column = "course" if page_type is CoursePage else "module"
    rows = LessonFacts.objects.filter(Q((f"{column}__in", ids))).order_by()
    counted = rows.values_list(column).annotate(Count("pk"), Sum("lesson__minutes"))
    return {pk: (lessons, minutes) for pk, lessons, minutes in counted}


def _list_languages(ids: Collection[int], opened: Sequence[str]) -> dict[int, list[LanguageMark]]:
    """Return canonical page to the languages that it is written in, in the order of `opened`."""
    languages: dict[int, list[LanguageMark]] = defaultdict(list)
    statuses = list_version_statuses(ids, opened)
    for (pk, code), status in sorted(statuses.items(), key=lambda item: opened.index(item[0][1])):
        if status.state != VersionState.MISSING:
            languages[pk].append(LanguageMark(code, status.state))
    return languages


def _count_above(page_type: type[CanonicalPage], ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Return canonical page to the numbers that apps above know of it."""
    numbers: dict[int, dict[str, int]] = defaultdict(dict)
    for column in ports.explorer_columns:
        if column.page_type is page_type:
            for pk, number in column.count(ids).items():
                numbers[pk][column.name] = number
    return numbers


def _find_translation_sources(pages: Iterable[CanonicalPage]) -> dict[tuple[Any, int], int]:
    """Return (translation key, locale) to the source from which translations are synchronized."""
    keys = {page.translation_key for page in pages}
    sources = TranslationSource.objects.filter(object_id__in=keys, translations__enabled=True)
    rows = sources.distinct().values_list("object_id", "locale_id", "pk")
    return {(key, locale): pk for key, locale, pk in rows}


def order_of(page: Page) -> F:
    """Return what the children of `page` are ordered by: their places in the original's tree.

    Modules and lessons of a translation stand where their originals stand.
    """
    child = {CoursePage: "modulepage", ModulePage: "lessonpage"}.get(type(page))
    return F(f"{child}__canonical__path" if child else "path")
