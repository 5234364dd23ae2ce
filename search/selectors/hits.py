"""What is found, for one person: entries that they may read, the best match first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page

from accounts.models import User
from course_pages.models import LessonFacts
from course_pages.permissions.people import is_admin, staff_rows
from learning.models import Enrollment
from learning.selectors.access import LessonAccess, Person, list_lesson_access
from learning.selectors.privacy import is_guarded, list_barred
from search.enums import EntryKind
from search.models import Entry
from search.querysets import EntryQuerySet
from search.selectors.excerpts import has_words

MOST_HITS = 200
"""Entries that a search shows, and that it takes of each kind before it ranks them: who finds more
adds a word."""
MANY_COURSES = 100
"""Who studies or teaches more has so many lessons that words are looked for before lessons are."""
FOR_EVERYBODY = (EntryKind.COURSE, EntryKind.LESSON)
"""What stands in the catalogue and in outlines."""
WORDS = (EntryKind.TEXT, EntryKind.PASSAGE)
"""What stands in lessons."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that fits, without its words."""

    entry_id: int
    kind: str
    title: str
    language: str
    page_language: str
    url_path: str
    page_path: str
    is_guarded: bool
    course_id: int
    original_path: str
    """Place of the canonical course or lesson in the page tree."""
    lesson_id: int | None
    module_id: int | None
    minutes: int | None
    block_id: str
    second: int | None


def find_hits(
    words: Sequence[str],
    person: Person,
    *,
    language: str,
    passed_restrictions: Collection[int] = (),
) -> tuple[list[Hit], dict[int, LessonAccess]]:
    """Return the hits for folded `words`, those in the reader's language first, and the lessons.

    Of one language, courses named so come first, then lessons named so, then the best match.

    Each lesson comes with what `person` is before it. Words in a closed lesson are no hit. Two
    statements, one more where no whole word fits, two more under Wagtail's privacy settings.
    """
    rows = _read(words, person, language, beginnings=False)
    rows = rows or _read(words, person, language, beginnings=True)
    lesson_ids = {hit.lesson_id for hit in rows if hit.lesson_id}
    lessons = (
        list_lesson_access(person, lesson_ids, passed_restrictions=passed_restrictions)
        if lesson_ids
        else {}
    )
    barred = _list_barred(rows, person, passed_restrictions)
    hits = [hit for hit in rows if hit.entry_id not in barred and _may_find(hit, lessons)]
    return sorted(_once(hits, language), key=partial(_order, words, language)), lessons


def get_visible(found: Sequence[EntryQuerySet]) -> EntryQuerySet:
    """Return what is published now of the first few hundred entries of each queryset.

    However many thousands fit, so many are looked at and no more: the rest of a search costs the
    same on a site of any size.
    """
    firsts: list[QuerySet[Any, Any]] = [one.values("pk")[:MOST_HITS] for one in found]
    if not connection.features.supports_slicing_ordering_in_compound:
        firsts = [Entry.objects.filter(pk__in=first).values("pk") for first in firsts]
    looked_at = firsts[0].union(*firsts[1:])
    published = Q(course__facts__is_published=True) | Q(lesson__facts__is_open=True)
    return Entry.objects.filter(published, pk__in=looked_at, page__live=True)


def get_spoken(language: str) -> EntryQuerySet:
    """Return the entries in the reader's language and of originals."""
    return Entry.objects.filter(Q(is_original=True) | Q(page_language=language))


def find_named(words: Sequence[str], language: str, *, beginnings: bool) -> list[EntryQuerySet]:
    """Return the courses, and the lessons, whose titles have the words."""
    named = get_spoken(language).matching(words, beginnings=beginnings, titles_only=True)
    return [named.filter(kind=kind) for kind in FOR_EVERYBODY]


def mark_guarded(entries: EntryQuerySet) -> EntryQuerySet:
    """Say of each entry where the original is, and whether a privacy setting lies on either page.

    The place is asked row by row: with more joins than eight PostgreSQL would no longer begin with
    the entries that are looked at.
    """
    original = Page.objects.filter(pk=Coalesce(OuterRef("course"), OuterRef("lesson")))
    marked = entries.annotate(original_path=Subquery(original.values("path")))
    return marked.annotate(is_guarded=is_guarded("page__path") | is_guarded("original_path"))


def _read(words: Sequence[str], person: Person, language: str, *, beginnings: bool) -> list[Hit]:
    found = _find(words, person, language, beginnings=beginnings)
    entries = get_visible(found).filter(_may_be_open(person))
    rows = mark_guarded(entries.scored(words, beginnings=beginnings)).order_by("score", "pk")
    return [
        Hit(*row)
        for row in rows.values_list(
            "pk",
            "kind",
            "title",
            "language",
            "page_language",
            "page__url_path",
            "page__path",
            "is_guarded",
            Coalesce("course", "lesson__facts__course"),
            "original_path",
            "lesson",
            "lesson__facts__module",
            Coalesce("lesson__minutes", "course__facts__minutes", output_field=IntegerField()),
            "block_id",
            "second",
        )[:MOST_HITS]
    ]


def _find(
    words: Sequence[str], person: Person, language: str, *, beginnings: bool
) -> list[EntryQuerySet]:
    """Return where to look: what is named so, what else has the words, and words in open lessons.

    Each is cut short by itself, so that words in other people's lessons never fill the list.
    """
    entries = get_spoken(language).matching(words, beginnings=beginnings)
    inside = entries.filter(kind__in=WORDS)
    found = find_named(words, language, beginnings=beginnings)
    found += [entries.filter(kind=kind) for kind in FOR_EVERYBODY]
    if is_admin(person):
        return [*found, inside]
    found.append(inside.filter(is_free=True))
    if isinstance(person, User):
        found += _find_own(inside, person)
    return found


def _find_own(inside: EntryQuerySet, person: User) -> list[EntryQuerySet]:
    """Return words in the lessons of the courses that somebody studies or teaches.

    Either by the lessons or by the words, whichever are few; of the two querysets one is empty, and
    PostgreSQL sees that before it begins.
    """
    studied, taught = _studied(person), staff_rows(person).order_by()
    courses = studied.values("course").union(taught.values("course"))
    lessons = LessonFacts.objects.filter(course__in=courses).values("lesson")
    if connection.vendor != "postgresql":
        return [inside.of_lessons(lessons)]
    one_more = slice(MANY_COURSES, MANY_COURSES + 1)
    has_many = Q(Exists(studied[one_more])) | Q(Exists(taught[one_more]))
    return [
        inside.of_lessons(lessons).filter(~has_many),
        inside.filter(_is_own(person), has_many),
    ]


def _may_be_open(person: Person) -> Q:
    """Leave out what is closed for sure; the access rule is asked about the rest."""
    if is_admin(person):
        return Q()
    open_words = Q(kind__in=FOR_EVERYBODY) | Q(lesson__free_preview=True)
    if isinstance(person, User):
        open_words |= _is_own(person)
    return open_words


def _is_own(person: User) -> Q:
    """Return what holds for entries of the courses that somebody studies or teaches.

    Asked entry by entry: PostgreSQL would else read the whole list of a person's courses.
    """
    course = OuterRef("lesson__facts__course")
    studied, taught = _studied(person), staff_rows(person)
    return Q(Exists(studied.filter(course=course))) | Q(Exists(taught.filter(course=course)))


def _studied(person: User) -> QuerySet[Enrollment]:
    return Enrollment.objects.active().for_student(person).order_by()


def _order(words: Sequence[str], language: str, hit: Hit) -> tuple[bool, bool, bool]:
    """Return what sorts hits before their score does.

    A recording has a hit for every passage, each with the title of the whole: without this, one
    film of an hour would stand before the course that is named so.
    """
    is_named = hit.kind != EntryKind.PASSAGE and has_words(hit.title, words)
    is_course = is_named and hit.kind == EntryKind.COURSE
    return hit.page_language != language, not is_named, not is_course


def _may_find(hit: Hit, lessons: dict[int, LessonAccess]) -> bool:
    if hit.lesson_id is None:
        return True
    access = lessons.get(hit.lesson_id)
    return access is not None and (hit.kind in FOR_EVERYBODY or access.door.is_open)


def _list_barred(hits: Sequence[Hit], person: Person, passed: Collection[int]) -> set[int]:
    """Return the entries whose page, or the original of it, a privacy setting closes."""
    guarded = [hit for hit in hits if hit.is_guarded]
    own = list_barred(person, {hit.entry_id: hit.page_path for hit in guarded}, passed)
    foreign = {hit.entry_id: hit.original_path for hit in guarded}
    return own | list_barred(person, foreign, passed)


def _once(hits: Sequence[Hit], language: str) -> list[Hit]:
    """Return each course and lesson once, in the reader's language where it was found in both.

    A lesson found by its title and by its words is one hit, shown with its words. Passages of
    recordings are hits of their own, unless both languages have the same.
    """
    best: dict[tuple[str, int, str, int | None], Hit] = {}
    for hit in hits:
        is_passage = hit.kind == EntryKind.PASSAGE
        place = (hit.block_id, hit.second if hit.second is not None else hit.entry_id)
        key = (
            ("passage", hit.lesson_id or 0, *place)
            if is_passage
            else ("page", hit.lesson_id or -hit.course_id, "", None)
        )
        if key not in best or _worth(hit, language) > _worth(best[key], language):
            # In the place of the better match, whichever of both is shown.
            best[key] = hit
    return list(best.values())


def _worth(hit: Hit, language: str) -> tuple[bool, bool]:
    return hit.page_language == language, hit.kind == EntryKind.TEXT
