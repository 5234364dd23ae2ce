"""Keeps the side rows of courses and lessons true.

`CourseFacts` is the row that the catalogue filters and sorts by; `LessonFacts` says of every
lesson to which course it belongs and whether learners can open it. Both are worked out from the
page rows, so running a refresh twice, or after something was missed, is always safe.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from course_pages.models import CourseFacts, CoursePage, LessonFacts, LessonPage, ModulePage
from course_pages.selectors.tree import STEP, under

COURSE_COLUMNS = [
    "published_at",
    "is_published",
    "title",
    "category",
    "difficulty_level",
    "delivery",
    "price_minor",
    "currency",
    "lesson_count",
    "minutes",
]
BATCH = 400


@dataclass(frozen=True, slots=True)
class LessonRow:
    """What the facts of one lesson are worked out from."""

    pk: int
    path: str
    live: bool
    minutes: int
    noted_course: int | None
    noted_open: bool | None


@transaction.atomic
def refresh_course_facts(*, course: CoursePage) -> None:
    """Write what is true now of a course (given in any language) and of its lessons.

    Costs a constant number of statements, whatever the number of lessons.
    """
    versions = list(CoursePage.objects.filter(canonical=course.canonical_id))
    _write(versions, scope=reduce(or_, (under(version.path) for version in versions), Q()))


@transaction.atomic
def refresh_all_facts() -> int:
    """Write the facts of every course; return how many courses there are.

    A repair for what was changed past the page API; the statements do not grow with the courses
    except by batches.
    """
    return _write(list(CoursePage.objects.all()), scope=Q())


def _write(versions: Sequence[CoursePage], *, scope: Q) -> int:
    """Write the facts of the canonical courses among `versions`, in which all versions are."""
    courses = [version for version in versions if version.is_canonical]
    noted = _lock_facts(courses)
    course_ids = {version.path: version.canonical_id for version in versions}
    live_courses = {course.path for course in courses if course.live}
    live_modules = _get_live_modules(scope)
    lessons = _get_lessons(scope)
    _write_lessons(lessons, course_ids, live_courses, live_modules)
    published = [lesson for lesson in lessons if lesson.live and _module(lesson) in live_modules]
    _write_courses(courses, noted, published)
    return len(courses)


def _lock_facts(courses: Sequence[CoursePage]) -> dict[int, CourseFacts]:
    """Make refreshes of one course queue, so that none writes what it read before the other."""
    rows = CourseFacts.objects.select_for_update().order_by("pk")
    if len(courses) == 1:
        rows = rows.filter(pk=courses[0].pk)
    return {facts.pk: facts for facts in rows}


def _get_live_modules(scope: Q) -> set[str]:
    """Return the paths of the published canonical modules."""
    modules = ModulePage.objects.filter(scope, canonical=F("pk"), live=True)
    return set(modules.values_list("path", flat=True))


def _get_lessons(scope: Q) -> list[LessonRow]:
    """Return the canonical lessons with what their facts say so far."""
    lessons = LessonPage.objects.filter(scope, canonical=F("pk"))
    columns = ("pk", "path", "live", "minutes", "facts__course_id", "facts__is_open")
    return [LessonRow(*row) for row in lessons.values_list(*columns)]


def _module(lesson: LessonRow) -> str:
    return lesson.path[:-STEP]


def _course(lesson: LessonRow) -> str:
    return lesson.path[: -2 * STEP]


def _write_lessons(
    lessons: Iterable[LessonRow],
    course_ids: dict[str, int],
    live_courses: set[str],
    live_modules: set[str],
) -> None:
    """Write the facts that changed; a lesson outside every course is left alone."""
    changed = []
    for lesson in lessons:
        course_id = course_ids.get(_course(lesson))
        is_open = (
            lesson.live and _module(lesson) in live_modules and _course(lesson) in live_courses
        )
        if course_id and (course_id, is_open) != (lesson.noted_course, lesson.noted_open):
            changed.append(LessonFacts(lesson_id=lesson.pk, course_id=course_id, is_open=is_open))
    LessonFacts.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["lesson"],
        update_fields=["course", "is_open"],
    )


def _write_courses(
    courses: Iterable[CoursePage], noted: dict[int, CourseFacts], published: Iterable[LessonRow]
) -> None:
    minutes: dict[str, list[int]] = {}
    for lesson in published:
        minutes.setdefault(_course(lesson), []).append(lesson.minutes)
    CourseFacts.objects.bulk_create(
        [_facts(course, noted.get(course.pk), minutes.get(course.path, [])) for course in courses],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["course"],
        update_fields=COURSE_COLUMNS,
    )


def _facts(course: CoursePage, noted: CourseFacts | None, minutes: Sequence[int]) -> CourseFacts:
    first_published = (noted and noted.published_at) or course.first_published_at
    if first_published is None and course.live:
        first_published = timezone.now()
    return CourseFacts(
        course=course,
        published_at=first_published,
        is_published=course.live,
        title=course.title,
        category_id=course.category_id,
        difficulty_level=course.difficulty_level,
        delivery=course.delivery,
        price_minor=course.price_minor,
        currency=course.currency,
        lesson_count=len(minutes),
        minutes=sum(minutes),
    )
