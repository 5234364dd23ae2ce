"""What is suggested while somebody types: titles and subjects that everybody may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models.functions import Coalesce

from core.text import clean_query, fold_words
from course_pages.selectors.links import PageLinks
from course_pages.selectors.subjects import get_subjects
from learning.selectors.words import get_words
from search.enums import EntryKind
from search.selectors.excerpts import Piece, mark_words
from search.selectors.hits import find_named, get_visible, mark_guarded

SHORTEST = 2
"""Letters that are needed."""
MOST, MOST_SUBJECTS, MOST_ROWS = 8, 2, 24


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One option of the list."""

    kind: str
    """"course", "lesson" or "subject"."""
    title: tuple[Piece, ...]
    language: str
    """Language of the title; "" when it is the reader's own."""
    place: str
    """The course of a lesson; else empty."""
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A course or lesson whose title fits."""

    kind: str
    title: str
    page_language: str
    url_path: str
    course_id: int
    lesson_id: int | None


def list_suggestions(query: str, *, language: str, catalogue_url: str) -> tuple[Suggestion, ...]:
    """Return at most eight: subjects, courses, lessons; none for fewer than two letters.

    The same for everybody: what lies under a privacy setting is left out. Three statements.
    """
    words = fold_words(clean_query(query))
    if sum(map(len, words)) < SHORTEST:
        return ()
    subjects = _subjects(words, language, catalogue_url)
    rows = _once(_rows(words, language), language)[: MOST - len(subjects)]
    around = {row.course_id for row in rows if row.lesson_id}
    places = get_words(around, language) if around else {}
    links = PageLinks()
    pages = [
        Suggestion(
            kind=row.kind,
            title=mark_words(row.title, words),
            language="" if row.page_language == language else row.page_language,
            place=places[row.course_id].title if row.course_id in places else "",
            url=links.get_url(row.url_path),
        )
        for row in rows
    ]
    return (*subjects, *pages)


def _rows(words: Sequence[str], language: str) -> list[Row]:
    entries = get_visible(find_named(words, language, beginnings=True))
    found = mark_guarded(entries.scored(words, beginnings=True))
    columns = (
        "kind",
        "title",
        "page_language",
        "page__url_path",
        Coalesce("course", "lesson__facts__course"),
        "lesson",
    )
    rows = found.filter(is_guarded=False).order_by("kind", "score", "pk").values_list(*columns)
    return [Row(*row) for row in rows[:MOST_ROWS]]


def _once(rows: Sequence[Row], language: str) -> list[Row]:
    """Return each course and lesson once, courses first, in the reader's language if it can be."""
    best: dict[int, Row] = {}
    for row in rows:
        key = row.lesson_id or row.course_id
        if key not in best or row.page_language == language:
            best[key] = row
    return sorted(best.values(), key=lambda row: row.kind != EntryKind.COURSE)


def _subjects(words: Sequence[str], language: str, catalogue_url: str) -> list[Suggestion]:
    found = [
        Suggestion(
            kind="subject",
            title=mark_words(subject.name, words),
            language="",
            place="",
            url=f"{catalogue_url}?{urlencode({'category': subject.slug})}",
        )
        for _key, subject, _depth in get_subjects(language).walk()
        if _begins(fold_words(subject.name), words)
    ]
    return found[:MOST_SUBJECTS]


def _begins(name: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in words)
