"""What the page of results shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from core.text import clean_query, fold_words
from course_pages.blocks.transcripts import write_clock
from course_pages.selectors.links import PageLinks
from course_pages.selectors.subjects import get_subjects
from learning.selectors.access import LessonAccess, Person
from learning.selectors.words import Words, get_words
from search.enums import EntryKind, Scope
from search.models import Entry
from search.selectors.excerpts import Piece, make_excerpt, mark_words
from search.selectors.hits import MOST_HITS, Hit, find_hits

PAGE_SIZE = 20
MOST_WORDS = 8
"""Words of a query that are looked for."""
SCOPE_OF = {
    EntryKind.COURSE: Scope.COURSES,
    EntryKind.LESSON: Scope.LESSONS,
    EntryKind.TEXT: Scope.LESSONS,
    EntryKind.PASSAGE: Scope.RECORDINGS,
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One place to look in, as a link."""

    name: str
    label: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The course or module around a hit."""

    title: str
    language: str
    """Language the title is in; "" when it is the reader's own."""


@dataclass(frozen=True, slots=True)
class Result:
    """One hit as the page shows it."""

    kind: str
    """"course", "lesson" or "passage"."""
    title: tuple[Piece, ...]
    url: str
    language: str
    """Language of the title; "" when it is the reader's own, as `excerpt_language`."""
    places: tuple[Place, ...]
    excerpt: tuple[Piece, ...]
    excerpt_language: str
    minutes: int | None
    clock: str
    """When a passage is said, such as "4:12"; "" where nobody knows, and for the others."""
    is_closed: bool
    """Whether the reader would find the door of the lesson closed."""


@dataclass(frozen=True, slots=True)
class SubjectLink:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class ResultsScreen:
    """What the page of results shows."""

    query: str
    scope: str
    tabs: tuple[Tab, ...]
    results: tuple[Result, ...]
    total: int
    """Hits in this tab."""
    is_cut: bool
    """Whether there are more than are looked at."""
    other_total: int
    """Hits in all tabs."""
    all_url: str
    subjects: tuple[SubjectLink, ...]
    """Where nothing was found or asked for: other ways in."""
    catalogue_url: str
    page_number: int
    page_count: int
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, made safe."""

    query: str
    scope: Scope
    path: str

    @property
    def words(self) -> list[str]:
        return list(dict.fromkeys(fold_words(self.query)))[:MOST_WORDS]

    def url(self, scope: str, page: int = 1) -> str:
        pairs = [("q", self.query)]
        pairs += [("in", scope)] if scope != Scope.ALL else []
        pairs += [("page", str(page))] if page > 1 else []
        return f"{self.path}?{urlencode(pairs)}"


def read_question(query: str, scope: str, path: str) -> Question:
    """Return what was asked: a scope that nobody offers is all of them."""
    known = Scope(scope) if scope in Scope.values else Scope.ALL
    return Question(clean_query(query), known, path)


def get_results(
    question: Question,
    person: Person,
    *,
    page: str,
    language: str,
    catalogue_url: str,
    passed_restrictions: Collection[int] = (),
) -> ResultsScreen:
    """Return one page of what `person` finds; a wrong page number leads to one that exists.

    Four statements, or two where nothing is found.
    """
    hits: list[Hit] = []
    lessons: dict[int, LessonAccess] = {}
    if question.words:
        hits, lessons = find_hits(
            question.words, person, language=language, passed_restrictions=passed_restrictions
        )
    counted = _in_scope(hits, question.scope)
    page_count = max(1, ceil(len(counted) / PAGE_SIZE))
    number = _page_number(page, page_count)
    shown = counted[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    scope = question.scope
    return ResultsScreen(
        query=question.query,
        scope="" if scope == Scope.ALL else scope.value,
        tabs=tuple(_tab(name, hits, question) for name in Scope),
        results=_make_results(shown, lessons, question.words, language),
        total=len(counted),
        is_cut=len(hits) >= MOST_HITS,
        other_total=len(hits),
        all_url=question.url(Scope.ALL),
        subjects=() if counted else _list_subjects(language, catalogue_url),
        catalogue_url=catalogue_url,
        page_number=number,
        page_count=page_count,
        previous_url=question.url(scope, number - 1) if number > 1 else "",
        next_url=question.url(scope, number + 1) if number < page_count else "",
    )


def _in_scope(hits: Sequence[Hit], scope: str) -> list[Hit]:
    return [hit for hit in hits if scope in (Scope.ALL, SCOPE_OF[EntryKind(hit.kind)])]


def _tab(scope: Scope, hits: Sequence[Hit], question: Question) -> Tab:
    return Tab(
        name=scope.value,
        label=str(scope.label),
        count=len(_in_scope(hits, scope)),
        url=question.url(scope),
        is_current=scope == question.scope,
    )


def _page_number(raw: str, page_count: int) -> int:
    try:
        return min(max(int(raw[:9]), 1), page_count)
    except ValueError:
        return 1


def _make_results(
    hits: Sequence[Hit], lessons: dict[int, LessonAccess], words: Sequence[str], language: str
) -> tuple[Result, ...]:
    if not hits:
        return ()
    texts = dict(
        Entry.objects.filter(pk__in=[hit.entry_id for hit in hits]).values_list("pk", "words")
    )
    around = {hit.course_id for hit in hits if hit.lesson_id}
    around |= {hit.module_id for hit in hits if hit.module_id}
    around |= {hit.lesson_id for hit in hits if hit.kind == EntryKind.PASSAGE and hit.lesson_id}
    places = get_words(around, language) if around else {}
    links = PageLinks()
    return tuple(
        Result(
            kind="lesson" if hit.kind == EntryKind.TEXT else hit.kind,
            title=mark_words(hit.title, words),
            url=links.get_url(hit.url_path) + _anchor(hit),
            language=_foreign(hit.page_language, language),
            places=_places(hit, places),
            excerpt=make_excerpt(texts.get(hit.entry_id, ""), words),
            excerpt_language=_foreign(hit.language, language),
            minutes=hit.minutes if hit.kind != EntryKind.PASSAGE else None,
            clock=write_clock(hit.second) if hit.second is not None else "",
            is_closed=bool(hit.lesson_id) and not lessons[hit.lesson_id or 0].door.is_open,
        )
        for hit in hits
    )


def _places(hit: Hit, places: dict[int, Words]) -> tuple[Place, ...]:
    if hit.lesson_id is None:
        return ()
    inner = hit.lesson_id if hit.kind == EntryKind.PASSAGE else hit.module_id
    ids = (hit.course_id, inner or 0)
    return tuple(Place(places[key].title, places[key].language) for key in ids if key in places)


def _anchor(hit: Hit) -> str:
    """Return what leads from the lesson to the passage."""
    if hit.kind != EntryKind.PASSAGE:
        return ""
    start = "" if hit.second is None else f"?t={hit.second}"
    return f"{start}#block-{hit.block_id}"


def _foreign(words: str, reader: str) -> str:
    return "" if words == reader else words


def _list_subjects(language: str, catalogue_url: str) -> tuple[SubjectLink, ...]:
    return tuple(
        SubjectLink(subject.name, f"{catalogue_url}?{urlencode({'category': subject.slug})}")
        for _key, subject, depth in get_subjects(language).walk()
        if depth == 0
    )
