"""The tree of categories for those who keep it: every category of a language, used or not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.utils.translation import get_language
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource

from course_pages.models import Category, CoursePage

INDENT = "— "


def sort_as_tree(categories: Iterable[Category]) -> list[tuple[Category, int]]:
    """Return the categories of one language in the order of their tree, each with its depth.

    A parent is found by its translation key, in whatever language the row names it; who has no
    parent among `categories`, or stands in a circle, is at the top. Siblings are in the order
    in which they came.
    """
    rows = list(categories)
    keys = {row.translation_key for row in rows}
    children: dict[UUID | None, list[Category]] = defaultdict(list)
    for row in rows:
        above = row.parent.translation_key if row.parent else None
        children[above if above in keys else None].append(row)
    sorted_rows = list(_walk(None, 0, children))
    seen = {row.pk for row, _depth in sorted_rows}
    return sorted_rows + [(row, 0) for row in rows if row.pk not in seen]


def _walk(
    parent: UUID | None, depth: int, children: dict[UUID | None, list[Category]]
) -> Iterator[tuple[Category, int]]:
    for row in children.get(parent, ()):
        yield row, depth
        yield from _walk(row.translation_key, depth + 1, children)


def list_category_choices() -> list[tuple[str, str]]:
    """Return the value (translation key) and indented name of each category, in order of the tree.

    Names are in the reader's language where there are any, else in the one written first.
    """
    language = get_language()
    rows = Category.objects.select_related("parent", "locale").order_by("name")
    best: dict[UUID, Category] = {}
    for row in sorted(rows, key=lambda row: (row.locale.language_code != language, row.pk)):
        best.setdefault(row.translation_key, row)
    by_name = sorted(best.values(), key=lambda row: row.name.casefold())
    return [
        (str(row.translation_key), INDENT * depth + row.name)
        for row, depth in sort_as_tree(by_name)
    ]


def list_ids_under(key: str | UUID) -> set[int]:
    """Return the primary keys of a category and of all below it, in every language."""
    ids: dict[UUID, set[int]] = defaultdict(set)
    below: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Category.objects.values_list("pk", "translation_key", "parent__translation_key")
    for pk, own, above in rows:
        ids[own].add(pk)
        if above is not None:
            below[above].add(own)
    wanted = {UUID(str(key))}
    seen: set[UUID] = set()
    while wanted:
        seen |= wanted
        wanted = set().union(*(below[one] for one in wanted)) - seen
    return set().union(*(ids[one] for one in seen))


def count_courses(categories: Iterable[Category]) -> Counter[UUID]:
    """Return translation key to the number of courses in the category itself, drafts too."""
    keys = [category.translation_key for category in categories]
    courses = CoursePage.objects.filter(canonical_id=F("pk"), category__translation_key__in=keys)
    return Counter(courses.values_list("category__translation_key", flat=True))


@dataclass(frozen=True, slots=True)
class TranslationOffer:
    """What can be done about the translations of a category."""

    is_missing_a_language: bool
    source_id: int | None
    """Of wagtail-localize, where its translations can be synchronized."""


def describe_translations(categories: Iterable[Category]) -> dict[int, TranslationOffer]:
    """Return what can be translated of each category, in three statements for any number."""
    rows = list(categories)
    keys = {row.translation_key for row in rows}
    locales = Locale.objects.count()
    written = Counter(
        Category.objects.filter(translation_key__in=keys).values_list("translation_key", flat=True)
    )
    sources = TranslationSource.objects.filter(object_id__in=keys, translations__enabled=True)
    found = {
        (key, locale): pk
        for key, locale, pk in sources.distinct().values_list("object_id", "locale_id", "pk")
    }
    return {
        row.pk: TranslationOffer(
            written[row.translation_key] < locales, found.get((row.translation_key, row.locale_id))
        )
        for row in rows
    }
