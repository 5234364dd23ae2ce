"""What whoever teaches has at hand and has to do: the home page of the admin.

The numbers of statements stay the same however many courses there are: the newest are looked at,
and the screen says so.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from wagtail.models import Locale, Page

from accounts.models import User
from core.text import get_own_name
from course_pages import ports
from course_pages.models import CourseIndexPage, CoursePage, LessonFacts
from course_pages.models.base import CanonicalPage
from course_pages.selectors.explorer import ExplorerRow, describe_pages
from course_pages.selectors.links import PageLinks
from course_pages.selectors.readiness import Finding, Severity, check_courses
from course_pages.selectors.translatable_pages import list_languages, list_originals
from course_pages.selectors.translation_status import VersionState, list_version_statuses
from course_pages.selectors.tree import find_courses_at, under

NEWEST = 8
"""Courses that are shown and looked through: those that somebody edited last."""
DRAFTS = 8
FINDINGS = 4
"""Of one course; the rest is counted."""
LEARNERS = "learners"
"""The column of the explorer by which an app above counts them."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TaughtCourse:
    """One course in the list."""

    page: CoursePage
    row: ExplorerRow
    edited_at: datetime | None
    """When the course or a lesson of it was edited last; None where that was never."""
    url: str
    """As learners see it; "" where it is not published."""

    @property
    def learners(self) -> int | None:
        """None where no app above counts them."""
        if all(column.name != LEARNERS for column in ports.explorer_columns):
            return None
        return self.row.numbers.get(LEARNERS, 0)


@dataclass(frozen=True, slots=True)
class TaughtCourses:
    """The newest courses, and how many there are."""

    shown: tuple[TaughtCourse, ...]
    total: int

    @property
    def rest(self) -> int:
        return self.total - len(self.shown)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A page of which learners do not see the last words."""

    page: Page
    course_title: str
    """Of the course that a module or lesson is in; "" for a course."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """The newest drafts, and how many there are."""

    shown: tuple[DraftLine, ...]
    total: int

    @property
    def rest(self) -> int:
        return self.total - len(self.shown)


@dataclass(frozen=True, slots=True)
class CourseGaps:
    """What one course lacks; what must be mended comes first."""

    course: CoursePage
    shown: tuple[Finding, ...]
    musts: int
    rest: int
    """Findings that are not shown."""


@dataclass(slots=True)
class TranslationGaps:
    """Pages of a course that want work in one language that it is translated into."""

    course: CoursePage
    language: str
    counts: dict[VersionState, int] = field(default_factory=dict)

    @property
    def language_name(self) -> str:
        return get_own_name(self.language)

    @property
    def missing(self) -> int:
        return self.counts.get(VersionState.MISSING, 0)

    @property
    def drafts(self) -> int:
        return self.counts.get(VersionState.DRAFT, 0)

    @property
    def partial(self) -> int:
        return self.counts.get(VersionState.PARTIAL, 0)

    @property
    def stale(self) -> int:
        return self.counts.get(VersionState.STALE, 0)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much there is, in the person's courses or on the platform."""

    courses: int
    lessons: int


def list_taught(courses: QuerySet[CoursePage]) -> TaughtCourses:
    """Return the newest of these canonical courses with what is told of each, last edited first."""
    lessons = LessonFacts.objects.filter(course=OuterRef("pk")).order_by().values("course")
    edited = lessons.annotate(at=Max("lesson__latest_revision_created_at")).values("at")
    never = Value(NEVER, output_field=DateTimeField())
    # Greatest of something and nothing is nothing on SQLite.
    newest = courses.annotate(
        edited_at=Greatest(
            Coalesce(F("latest_revision_created_at"), never), Coalesce(Subquery(edited), never)
        )
    ).order_by("-edited_at", "-pk")
    pages = list(newest.defer_streamfields().select_related("locale")[:NEWEST])
    rows = describe_pages(pages)
    links = PageLinks()
    shown = (
        TaughtCourse(
            page,
            rows[page.pk],
            edited_at=page.edited_at if page.edited_at > NEVER else None,
            url=links.get_url(page.url_path) if page.live else "",
        )
        for page in pages
    )
    return TaughtCourses(tuple(shown), courses.count())


def list_drafts(pages: QuerySet[Page]) -> Drafts:
    """Return which originals among `pages` learners do not see as they are, last edited first.

    Translations are left out: `list_translation_gaps` tells of them.
    """
    drafts = list_originals(pages).filter(Q(live=False) | Q(has_unpublished_changes=True))
    newest = drafts.order_by(
        F("latest_revision_created_at").desc(nulls_last=True), "-pk"
    ).select_related("content_type")
    shown = list(newest[:DRAFTS])
    courses = {course.path: course for course in find_courses_at(*(page.path for page in shown))}
    lines = (DraftLine(page, _name_course_above(page, courses)) for page in shown)
    return Drafts(tuple(lines), drafts.count())


def _name_course_above(page: Page, courses: dict[str, CoursePage]) -> str:
    above = (page.path[:length] for length in range(Page.steplen, len(page.path), Page.steplen))
    return next((courses[path].draft_title for path in above if path in courses), "")


def list_gaps(courses: Iterable[CoursePage]) -> list[CourseGaps]:
    """Return what each of these canonical courses lacks, without those that lack nothing."""
    courses = list(courses)
    found = check_courses([course.pk for course in courses])
    return [_cap(course, found[course.pk]) for course in courses if found[course.pk]]


def _cap(course: CoursePage, findings: Sequence[Finding]) -> CourseGaps:
    # Sorting keeps the order of the course within what is alike.
    ranked = sorted(findings, key=lambda finding: finding.severity != Severity.MUST)
    shown = tuple(ranked[:FINDINGS])
    musts = sum(finding.severity == Severity.MUST for finding in findings)
    return CourseGaps(course, shown, musts, len(ranked) - len(shown))


def list_translation_gaps(courses: Iterable[CoursePage]) -> list[TranslationGaps]:
    """Return what the languages of these canonical courses want, course by course.

    Of a course that is not in a language at all nothing is said: whether it should be is for its
    teacher to decide.
    """
    courses = list(courses)
    places = _list_pages_of(courses)
    languages = list_languages()
    statuses = list_version_statuses([pk for pk, _course in places], languages)
    gaps = {
        (course.pk, language): TranslationGaps(course, language)
        for course in courses
        for language in languages
        if language != course.locale.language_code
        and statuses[course.pk, language].state != VersionState.MISSING
    }
    for pk, course_id in places:
        for language in languages:
            gap, state = gaps.get((course_id, language)), statuses[pk, language].state
            if gap is not None and state != VersionState.COMPLETE:
                gap.counts[state] = gap.counts.get(state, 0) + 1
    return [gap for gap in gaps.values() if gap.counts]


def _list_pages_of(courses: Collection[CanonicalPage]) -> list[tuple[int, int]]:
    """Return every page of these courses, each with the id of its course."""
    inside = Q(pk__in=[])
    for course in courses:
        inside |= Q(pk=course.pk) | under(course.path)
    by_path = {course.path: course.pk for course in courses}
    length = max((len(path) for path in by_path), default=0)
    rows = list_originals(Page.objects.filter(inside)).values_list("pk", "path")
    return [(pk, by_path[path[:length]]) for pk, path in rows if path[:length] in by_path]


def count_taught(courses: QuerySet[Any]) -> Numbers:
    """Return how many courses there are among `courses`, and lessons in them, drafts included."""
    return Numbers(courses.count(), LessonFacts.objects.filter(course__in=courses).count())


def count_people() -> int:
    """Return how many people can log in."""
    return User.objects.filter(is_active=True).count()


def find_catalogue(language: str | None) -> CourseIndexPage | None:
    """Return the catalogue in `language`, else in the first language; None before there is any."""
    catalogues = {
        page.locale.language_code: page
        for page in CourseIndexPage.objects.select_related("locale").order_by("-locale_id", "-pk")
    }
    default = Locale.get_default().language_code
    return catalogues.get(language or default) or catalogues.get(default)
