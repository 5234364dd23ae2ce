"""The questions that other parts ask."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, TypeAlias

from django.db.models import F, Q
from django.db.models.functions import Left
from django.db.models.lookups import In
from wagtail.models import Page

from course_pages.models import CoursePage, LessonFacts, LessonPage, ModulePage
from course_pages.selectors.readiness import body_checks, page_checks
from course_pages.selectors.readiness.drafts import Draft, read_page, read_revision
from course_pages.selectors.readiness.findings import Finding, Severity
from course_pages.selectors.readiness.lookups import Lookups, look_up

Reader: TypeAlias = Callable[[Any, tuple[str, ...]], dict[str, Any]]

FIELDS: dict[type[Page], tuple[str, ...]] = {
    CoursePage: (
        "subtitle",
        "description",
        "outcomes",
        "search_description",
        "category",
        "price_minor",
    ),
    ModulePage: (),
    LessonPage: ("summary", "minutes", "free_preview", "body"),
}
PAGE_CHECKS: dict[type[Page], tuple[page_checks.PageCheck, ...]] = {
    CoursePage: page_checks.COURSE_CHECKS,
    ModulePage: page_checks.MODULE_CHECKS,
    LessonPage: page_checks.LESSON_CHECKS,
}
BODY_CHECKS: dict[type[Page], tuple[body_checks.BodyCheck, ...]] = {
    CoursePage: (body_checks.check_description_links,),
    ModulePage: (),
    LessonPage: body_checks.BODY_CHECKS,
}
OF_THE_ORIGINAL = page_checks.OF_THE_ORIGINAL | body_checks.OF_THE_ORIGINAL


def check_page(page: Page) -> tuple[Finding, ...]:
    """Return what `page`, as it is in memory, lacks; what must be mended comes first.

    Asked of a course are its own words and whether there are modules and lessons, not what those
    lack (see `check_course`). A page of any other type lacks nothing. Six statements at most.
    """
    return check_pages([page])[page.pk]


def check_pages(pages: Iterable[Page]) -> dict[int, tuple[Finding, ...]]:
    """Return what each of several pages lacks, see `check_page`; not a statement more."""
    pages = list(pages)
    kinds = {page.pk: type(page) for page in pages}
    checked = [page for page in pages if type(page) in FIELDS]
    course_ids = _find_course_ids(checked)
    counts = _count_lessons(
        {page.pk for page in checked if isinstance(page, CoursePage) and page.is_canonical}
    )
    drafts = [
        _make_draft(page, read_page, page.title, course_ids.get(page.canonical_id), counts)
        for page in checked
    ]
    lookups = look_up(drafts)
    found = {draft.page_id: _check(kinds[draft.page_id], draft, lookups) for draft in drafts}
    return {page.pk: found.get(page.pk, ()) for page in pages}


def check_course(course_id: int) -> tuple[Finding, ...]:
    """Return what the latest drafts of a canonical course and all below it lack, in their order."""
    return check_courses([course_id])[course_id]


def check_courses(course_ids: Collection[int]) -> dict[int, tuple[Finding, ...]]:
    """Return what each canonical course and all below it lack, see `check_course`.

    Eight statements at most, however many courses and lessons.
    """
    courses = list(CoursePage.objects.filter(pk__in=course_ids).select_related("latest_revision"))
    lessons = list(
        LessonPage.objects.filter(facts__course__in=course_ids)
        .select_related("latest_revision", "facts")
        .order_by("path")
    )
    counts: defaultdict[int, list[bool]] = defaultdict(list)
    drafts: list[tuple[int, str, type[Page], Draft]] = []
    for lesson in lessons:
        course_id = lesson.facts.course_id
        draft = _make_draft(lesson, read_revision, lesson.draft_title, course_id, {})
        counts[course_id].append(bool(draft.values.get("free_preview")))
        drafts.append((course_id, lesson.path, LessonPage, draft))
    for page, course_id in [*_list_modules(courses), *((course, course.pk) for course in courses)]:
        draft = _make_draft(page, read_revision, page.draft_title, course_id, counts)
        drafts.append((course_id, page.path, type(page), draft))
    lookups = look_up(draft for *_rest, draft in drafts)
    found: dict[int, list[Finding]] = {course_id: [] for course_id in course_ids}
    for course_id, _path, kind, draft in sorted(drafts, key=lambda row: row[1]):
        found[course_id] += _check(kind, draft, lookups)
    return {course_id: tuple(findings) for course_id, findings in found.items()}


def _make_draft(
    page: Any, read: Reader, title: str, course_id: int | None, counts: dict[int, list[bool]]
) -> Draft:
    """Return a page as it is checked; `counts` says of each course which lessons are previews."""
    is_module = isinstance(page, ModulePage)
    previews = counts.get(page.pk, [])
    return Draft(
        page_id=page.pk,
        title=title,
        is_original=page.is_canonical,
        values=read(page, FIELDS[type(page)]),
        course_id=course_id,
        lesson_count=page.numchild if is_module else len(previews),
        module_count=0 if is_module else page.numchild,
        preview_count=sum(previews),
    )


def _check(kind: type[Page], draft: Draft, lookups: Lookups) -> tuple[Finding, ...]:
    found = [*_ask(kind, draft, lookups)]
    if not draft.is_original:
        found = [finding for finding in found if finding.code not in OF_THE_ORIGINAL]
    # Sorting keeps the order of what is alike: the checks' own, and within each the body's.
    return tuple(sorted(found, key=lambda finding: finding.severity != Severity.MUST))


def _ask(kind: type[Page], draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for check in PAGE_CHECKS[kind]:
        yield from check(draft)
    for body_check in BODY_CHECKS[kind]:
        yield from body_check(draft, lookups)


def _find_course_ids(pages: Iterable[Any]) -> dict[int, int]:
    """Return canonical page to canonical course, for courses and lessons."""
    lesson_ids = {page.canonical_id for page in pages if isinstance(page, LessonPage)}
    courses = {page.canonical_id: page.canonical_id for page in pages}
    if lesson_ids:
        facts = LessonFacts.objects.filter(lesson__in=lesson_ids)
        courses |= dict(facts.values_list("lesson_id", "course_id"))
    return courses


def _count_lessons(course_ids: set[int]) -> dict[int, list[bool]]:
    """Return for each course whether each lesson's latest draft is a preview."""
    counts: defaultdict[int, list[bool]] = defaultdict(list)
    if not course_ids:
        return counts
    rows = LessonFacts.objects.filter(course__in=course_ids).values_list(
        "course_id", "lesson__free_preview", "lesson__latest_revision__content__free_preview"
    )
    for course_id, published, drafted in rows:
        counts[course_id].append(bool(published if drafted is None else drafted))
    return counts


def _list_modules(courses: list[CoursePage]) -> list[tuple[ModulePage, int]]:
    """Return the modules of these courses, each with the course's id."""
    by_path = {course.path: course.pk for course in courses}
    inside = Q(pk__in=[])
    for length in {len(path) for path in by_path}:
        # One comparison for each depth and not one for each course: SQLite reads no long OR.
        paths = [path for path in by_path if len(path) == length]
        inside |= Q(In(Left(F("path"), length), paths))
    modules = ModulePage.objects.filter(inside, alias_of=None, canonical=F("pk"))
    return [
        (module, by_path[module.path[: -Page.steplen]])
        for module in modules.select_related("latest_revision").order_by("path")
    ]
