"""The outline of a course: the canonical tree, each entry in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

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


@dataclass(frozen=True, slots=True)
class ModuleSummary:
    """One module without its lessons: what a lesson's rail shows of the other modules."""

    module_id: int
    title: str
    url: str
    """The module's first published lesson; "" when it has none."""
    lesson_count: int
    """Published lessons."""
    language: str
    """Language the words are in; "" when it is the reader's own."""


Row = dict[str, Any]


def get_outline(course: CoursePage, *, language: str) -> tuple[OutlineModule, ...]:
    """Return the published modules and lessons of a course, given in any language.

    Order, membership and liveness are the canonical tree's; the words are those of `language`
    where that translation is published, else the original's. Two statements, and one more for a
    course given in translation, however many lessons there are.
    """
    inside = under(_get_canonical_path(course), "canonical__path")
    lessons = _get_lessons(inside, language)
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
        for row in _in_words(_published(ModulePage, inside, language), language, "summary")
    )


def get_modules(course: CoursePage, *, language: str) -> tuple[ModuleSummary, ...]:
    """Return the published modules of a course, given in any language, without their lessons.

    One statement, and one more for a course given in translation; the rows grow with the modules
    alone.
    """
    inside = under(_get_canonical_path(course), "canonical__path")
    rows = _published(ModulePage, inside, language).annotate(
        first_url_path=_get_first_url_path(language), lesson_count=_count_lessons()
    )
    links = PageLinks()
    return tuple(
        ModuleSummary(
            module_id=row["canonical_id"],
            title=row["title"],
            url=links.get_url(row["first_url_path"] or ""),
            lesson_count=row["lesson_count"] or 0,
            language=_mark(row, language),
        )
        for row in _in_words(rows, language, "first_url_path", "lesson_count")
    )


def get_module_lessons(module: ModulePage, *, language: str) -> tuple[OutlineLesson, ...]:
    """Return the published lessons of one module, given in any language. One statement."""
    inside = Q(canonical__facts__module=module.canonical_id)
    return tuple(lesson for _path, lesson in _get_lessons(inside, language))


def _get_canonical_path(course: CoursePage) -> str:
    return course.path if course.is_canonical else course.canonical.path


def _published(model: type[Any], inside: Q, language: str) -> QuerySet[Any]:
    """Return the published originals in order, each followed by its published translation."""
    spoken = Q(pk=F("canonical")) | Q(locale__language_code=language)
    pages: QuerySet[Any] = model.objects.filter(inside, spoken, live=True, canonical__live=True)
    return pages.filter(alias_of=None).order_by("canonical__path")


def _in_words(pages: QuerySet[Any], language: str, *columns: str) -> list[Row]:
    """Return one row for every canonical page: the reader's words, else the original's."""
    rows: dict[int, Row] = {}
    own = ("canonical_id", "canonical__path", "title", "url_path", "locale__language_code")
    for row in pages.values(*own, *columns):
        if row["canonical_id"] not in rows or row["locale__language_code"] == language:
            rows[row["canonical_id"]] = row
    return list(rows.values())


def _get_lessons(inside: Q, language: str) -> list[tuple[str, OutlineLesson]]:
    """Return every published lesson with its canonical path."""
    columns = ("summary", "canonical__minutes", "canonical__free_preview")
    rows = _in_words(_published(LessonPage, inside, language), language, *columns)
    links = PageLinks()
    return [(row["canonical__path"], _make_lesson(row, links, language)) for row in rows]


def _make_lesson(row: Row, links: PageLinks, language: str) -> OutlineLesson:
    return OutlineLesson(
        lesson_id=row["canonical_id"],
        title=row["title"],
        summary=row["summary"],
        url=links.get_url(row["url_path"]),
        minutes=row["canonical__minutes"],
        is_preview=row["canonical__free_preview"],
        language=_mark(row, language),
    )


def _mark(row: Row, language: str) -> str:
    words: str = row["locale__language_code"]
    return "" if words == language else words


def _live_lessons() -> QuerySet[LessonPage]:
    """Return the published lessons of the module of the outer row."""
    return LessonPage.objects.filter(facts__module=OuterRef("canonical_id"), live=True)


def _count_lessons() -> Subquery:
    modules = _live_lessons().order_by().values("facts__module")
    return Subquery(modules.annotate(total=Count("pk")).values("total"))


def _get_first_url_path(language: str) -> Subquery:
    """Return the path of the first lesson of the module, in the reader's language if it can be."""
    spoken = LessonPage.objects.filter(
        canonical=OuterRef("pk"), locale__language_code=language, live=True, alias_of=None
    ).values("url_path")[:1]
    firsts = _live_lessons().order_by("path")
    return Subquery(firsts.annotate(spoken=Coalesce(spoken, "url_path")).values("spoken")[:1])
