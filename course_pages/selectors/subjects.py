"""The tree of categories as readers of one language see it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery

from course_pages.drawings.covers import Palette, get_palette
from course_pages.models import Category, CourseFacts, FormerCategorySlug

MOST_UNKNOWN = 10
"""Slugs of an address that are looked up when nobody offers them."""


@dataclass(slots=True)
class Subject:
    """One category in all its languages."""

    name: str
    """In the reader's language where it is translated."""
    slug: str
    parent: UUID | None
    ids: set[int]
    """Primary keys of the category in every language: a course may carry any of them."""
    has_courses: bool
    palette: Palette | None = None
    """Its own colors; None where it has chosen none."""


@dataclass(frozen=True, slots=True)
class SubjectTree:
    """All subjects, found by translation key."""

    subjects: dict[UUID, Subject] = field(default_factory=dict)

    def find(self, slug: str) -> UUID | None:
        """Return the key of the subject with `slug`."""
        return next((key for key, subject in self.subjects.items() if subject.slug == slug), None)

    def name_of(self, category_id: int | None) -> str:
        """Return the reader's name of a category given in any language; "" for none."""
        names = (found.name for found in self.subjects.values() if category_id in found.ids)
        return next(names, "")

    def palette_of(self, category_id: int | None) -> Palette:
        """Return the colors of a category: its own, else those of the nearest one above it."""
        own = (key for key, found in self.subjects.items() if category_id in found.ids)
        above = key = next(own, None)
        seen: set[UUID] = set()
        while above in self.subjects and above not in seen:
            if palette := self.subjects[above].palette:
                return palette
            seen.add(above)
            above = self.subjects[above].parent
        return get_palette(str(key or ""))

    def ids_under(self, key: UUID) -> set[int]:
        """Return the primary keys of a subject and of everything under it."""
        below = (self.ids_under(child) for child in self._children()[key])
        return self.subjects[key].ids.union(*below)

    def walk(self) -> Iterator[tuple[UUID, Subject, int]]:
        """Give every subject that leads to a course, with its depth, parents before children."""
        yield from self._walk(None, 0, self._children())

    def _children(self) -> dict[UUID | None, list[UUID]]:
        children: dict[UUID | None, list[UUID]] = defaultdict(list)
        for key, subject in sorted(self.subjects.items(), key=lambda item: item[1].name.casefold()):
            children[subject.parent if subject.parent in self.subjects else None].append(key)
        return children

    def _walk(
        self, parent: UUID | None, depth: int, children: dict[UUID | None, list[UUID]]
    ) -> Iterator[tuple[UUID, Subject, int]]:
        for key in children.get(parent, ()):
            below = list(self._walk(key, depth + 1, children))
            if below or self.subjects[key].has_courses:
                yield key, self.subjects[key], depth
                yield from below


def get_subjects(language: str) -> SubjectTree:
    """Return the categories in one statement, whatever the number of courses."""
    # Ordered, so that the index finds the first course: EXISTS would have the table read for it.
    courses = CourseFacts.objects.filter(category=OuterRef("pk"), is_published=True)
    first = courses.order_by("category", "difficulty_level").values("pk")[:1]
    rows = Category.objects.annotate(in_use=Subquery(first)).values_list(
        "pk",
        "translation_key",
        "name",
        "slug",
        "parent__translation_key",
        "locale__language_code",
        "in_use",
        "deep",
        "pale",
    )
    best = {language: 0, settings.LANGUAGE_CODE: 1}
    tree = SubjectTree()
    best_first = sorted(rows, key=lambda row: best.get(row[5], 2))
    for pk, key, name, slug, parent, _code, used, deep, pale in best_first:
        subject = tree.subjects.setdefault(key, Subject(name, slug, parent, set(), False))
        subject.palette = subject.palette or (Palette(deep, pale) if deep and pale else None)
        subject.ids.add(pk)
        subject.has_courses |= used is not None
    return tree


def find_current_slugs(
    slugs: Iterable[str], subjects: SubjectTree, language: str
) -> dict[str, str]:
    """Return what now stands for each slug that `subjects` do not offer; unknown ones are left out.

    A slug may be a former one, or that of another language: the addresses of a category that is
    translated later, or that somebody copied from another language. The reader's own language
    answers first. No statement where all slugs are offered, else two.
    """
    offered = {subject.slug for subject in subjects.subjects.values()}
    unknown = [slug for slug in dict.fromkeys(slugs) if slug not in offered][:MOST_UNKNOWN]
    if not unknown:
        return {}
    former = FormerCategorySlug.objects.filter(slug__in=unknown)
    present = Category.objects.filter(slug__in=unknown)
    found = [
        *former.values_list("slug", "category__translation_key", "locale__language_code"),
        *present.values_list("slug", "translation_key", "locale__language_code"),
    ]
    current: dict[str, str] = {}
    for slug, key, _code in sorted(found, key=lambda row: row[2] != language):
        if key in subjects.subjects:
            current.setdefault(slug, subjects.subjects[key].slug)
    return current
