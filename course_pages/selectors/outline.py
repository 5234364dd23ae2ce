"""The outline of a course: the canonical tree, each entry in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from course_pages.models import CoursePage, LessonPage, ModulePage
from course_pages.selectors.links import PageLinks
from course_pages.selectors.tree import under


@dataclass(frozen=True, slots=True)
class OutlineLesson:
    """One lesson of an outline."""

    lesson_id: int
    """Primary key of the canonical page."""
    title: str
    summary: str
    url: str
    minutes: int
    is_preview: bool
    language: str
    """Language the words are in; "" when it is the reader's own."""


@dataclass(frozen=True, slots=True)
class OutlineModule:
    """One module of an outline, with its published lessons in order."""

    module_id: int
    title: str
    summary: str
    lessons: tuple[OutlineLesson, ...]
    language: str = ""
    """Language the words are in; "" when it is the reader's own."""

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


Row = dict[str, Any]


def get_outline(
    course: CoursePage, *, language: str, with_drafts: bool = False
) -> tuple[OutlineModule, ...]:
    """Return the published modules and lessons of a course, given in any language.

    `with_drafts` is for previews alone: it returns what is not published as well.

    Order, membership and liveness are the canonical tree's; the words are those of `language`
    where that translation is published, else the original's. Two statements, and one more for a
    course given in translation, however many lessons there are.
    """
    inside = under(_get_canonical_path(course), "canonical__path")
    lessons = _get_lessons(_list_pages(LessonPage, inside, language, with_drafts), language)
    modules = _list_pages(ModulePage, inside, language, with_drafts)
    return tuple(
        OutlineModule(
            module_id=row["canonical_id"],
            title=row["title"],
            summary=row["summary"],
            lessons=tuple(
                lesson for path, lesson in lessons if path.startswith(row["canonical__path"])
            ),
            language=_mark(row, language),
        )
        for row in _in_words(modules, language, "summary")
    )


def _get_canonical_path(course: CoursePage) -> str:
    return course.path if course.is_canonical else course.canonical.path


def _list_pages(model: type[Any], inside: Q, language: str, with_drafts: bool) -> QuerySet[Any]:
    """Return the published originals in order, each followed by its published translation."""
    spoken = Q(pk=F("canonical")) | Q(locale__language_code=language)
    pages: QuerySet[Any] = model.objects.filter(inside, spoken, alias_of=None)
    if not with_drafts:
        pages = pages.filter(live=True, canonical__live=True)
    return pages.order_by("canonical__path")


def _in_words(pages: QuerySet[Any], language: str, *columns: str) -> list[Row]:
    """Return one row for every canonical page: the reader's words, else the original's."""
    rows: dict[int, Row] = {}
    own = ("canonical_id", "canonical__path", "title", "url_path", "locale__language_code")
    for row in pages.values(*own, *columns):
        if row["canonical_id"] not in rows or row["locale__language_code"] == language:
            rows[row["canonical_id"]] = row
    return list(rows.values())


def _get_lessons(pages: QuerySet[Any], language: str) -> list[tuple[str, OutlineLesson]]:
    """Return every one of these lessons with its canonical path."""
    columns = ("summary", "canonical__minutes", "canonical__free_preview")
    rows = _in_words(pages, language, *columns)
    links = PageLinks()
    return [(row["canonical__path"], _make_lesson(row, links, language)) for row in rows]


def _make_lesson(row: Row, links: PageLinks, language: str) -> OutlineLesson:
    return OutlineLesson(
        lesson_id=row["canonical_id"],
        title=row["title"],
        summary=row["summary"],
        url=links.get_reader_url(row["canonical_id"], row["url_path"], language=language),
        minutes=row["canonical__minutes"],
        is_preview=row["canonical__free_preview"],
        language=_mark(row, language),
    )


def _mark(row: Row, language: str) -> str:
    words: str = row["locale__language_code"]
    return "" if words == language else words
