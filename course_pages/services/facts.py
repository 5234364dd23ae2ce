"""Keeps the side rows of courses and lessons true.

`CourseFacts` is the row that the catalogue filters and sorts by; `LessonFacts` says of every
lesson to which course it belongs and whether learners can open it. Both are worked out from the
page rows, so running a refresh twice, or after something was missed, is always safe.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from course_pages.drawings.covers import choose_design, read_design
from course_pages.drawings.strips import write_shape
from course_pages.models import CourseFacts, CoursePage, LessonFacts, LessonPage, ModulePage
from course_pages.selectors.tree import STEP, under
from course_pages.services.shared_pages import renew_shared_pages

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
    "languages",
    "shape",
    "cover",
]
SIBLINGS = 24
"""Courses of a category that a new cover is chosen to differ from."""
BATCH = 150
"""Rows in one statement: as many as SQLite takes."""


@dataclass(frozen=True, slots=True)
class LessonRow:
    """What the facts of one lesson are worked out from."""

    pk: int
    path: str
    live: bool
    minutes: int
    noted: "LessonState | None"


@dataclass(frozen=True, slots=True)
class LessonState:
    """What `LessonFacts` says of a lesson."""

    course_id: int
    module_id: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """What the facts of the lessons below a module are worked out from."""

    canonical_id: int
    is_live_original: bool


@transaction.atomic
def refresh_course_facts(*, course: CoursePage) -> None:
    """Write what is true now of a course (given in any language) and of its lessons.

    Costs a constant number of statements, and one for every 150 lessons that changed.
    """
    versions = list(_versions().filter(canonical=course.canonical_id))
    _write(versions, scope=reduce(or_, (under(version.path) for version in versions), Q()))


@transaction.atomic
def refresh_all_facts() -> int:
    """Write the facts of every course; return how many courses there are.

    A repair for what was changed past the page API; the statements do not grow with the courses
    except by batches.
    """
    return _write(list(_versions()), scope=Q())


class Sibling(NamedTuple):
    """A course that a new cover may stand beside."""

    course_id: int
    category_id: int | None
    cover: str


def _versions() -> QuerySet[CoursePage]:
    return CoursePage.objects.select_related("locale")


def _write(versions: Sequence[CoursePage], *, scope: Q) -> int:
    """Write the facts of the canonical courses among `versions`, in which all versions are."""
    courses = [version for version in versions if version.is_canonical]
    renew_shared_pages()
    noted = _lock_facts(courses)
    course_ids = {version.path: version.canonical_id for version in versions}
    live_courses = {course.path for course in courses if course.live}
    modules = _get_modules(scope)
    lessons = _get_lessons(scope)
    _write_lessons(lessons, modules, course_ids, live_courses)
    published = [lesson for lesson in lessons if lesson.live and _is_live(lesson, modules)]
    _write_courses(courses, versions, noted, published)
    return len(courses)


def _lock_facts(courses: Sequence[CoursePage]) -> dict[int, CourseFacts]:
    """Make refreshes of one course queue, so that none writes what it read before the other."""
    rows = CourseFacts.objects.select_for_update().order_by("pk")
    if len(courses) == 1:
        rows = rows.filter(pk=courses[0].pk)
    return {facts.pk: facts for facts in rows}


def _get_modules(scope: Q) -> dict[str, ModuleRow]:
    """Return the modules, in every language, by their paths."""
    columns = ModulePage.objects.filter(scope).values_list("path", "pk", "canonical_id", "live")
    return {
        path: ModuleRow(canonical_id, is_live_original=live and pk == canonical_id)
        for path, pk, canonical_id, live in columns
    }


def _get_lessons(scope: Q) -> list[LessonRow]:
    """Return the canonical lessons with what their facts say so far."""
    columns = LessonPage.objects.filter(scope, canonical=F("pk")).values_list(
        "pk", "path", "live", "minutes", "facts__course_id", "facts__module_id", "facts__is_open"
    )
    return [
        LessonRow(pk, path, live, minutes, LessonState(*noted) if noted[0] else None)
        for pk, path, live, minutes, *noted in columns
    ]


def _is_live(lesson: LessonRow, modules: Mapping[str, ModuleRow]) -> bool:
    module = modules.get(_module(lesson))
    return module is not None and module.is_live_original


def _module(lesson: LessonRow) -> str:
    return lesson.path[:-STEP]


def _course(lesson: LessonRow) -> str:
    return lesson.path[: -2 * STEP]


def _write_lessons(
    lessons: Iterable[LessonRow],
    modules: Mapping[str, ModuleRow],
    course_ids: Mapping[str, int],
    live_courses: Collection[str],
) -> None:
    """Write the facts that changed; a lesson outside every course is left alone."""
    changed = []
    for lesson in lessons:
        if _course(lesson) not in course_ids or _module(lesson) not in modules:
            continue
        state = LessonState(
            course_id=course_ids[_course(lesson)],
            module_id=modules[_module(lesson)].canonical_id,
            is_open=lesson.live and _is_live(lesson, modules) and _course(lesson) in live_courses,
        )
        if state != lesson.noted:
            changed.append(LessonFacts(lesson_id=lesson.pk, **asdict(state)))
    LessonFacts.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["lesson"],
        update_fields=["course", "module", "is_open"],
    )


def _write_courses(
    courses: Sequence[CoursePage],
    versions: Iterable[CoursePage],
    noted: dict[int, CourseFacts],
    published: Iterable[LessonRow],
) -> None:
    parts: dict[str, dict[str, list[int]]] = {}
    for lesson in sorted(published, key=lambda row: row.path):
        parts.setdefault(_course(lesson), {}).setdefault(_module(lesson), []).append(lesson.minutes)
    languages = _get_languages(versions)
    covers = _choose_covers(courses, noted)
    rows = []
    for course in courses:
        row = _facts(course, noted.get(course.pk), list(parts.get(course.path, {}).values()))
        row.languages = languages.get(course.pk, "")
        row.cover = covers[course.pk]
        rows.append(row)
    CourseFacts.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["course"],
        update_fields=COURSE_COLUMNS,
    )


def _facts(
    course: CoursePage, noted: CourseFacts | None, parts: Sequence[Sequence[int]]
) -> CourseFacts:
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
        lesson_count=sum(map(len, parts)),
        minutes=sum(map(sum, parts)),
        shape=write_shape(parts),
    )


def _get_languages(versions: Iterable[CoursePage]) -> dict[int, str]:
    """Return canonical id to the languages with a published page, as `CourseFacts` keeps them."""
    codes: dict[int, set[str]] = {}
    for version in versions:
        if version.live and version.alias_of_id is None:
            codes.setdefault(version.canonical_id, set()).add(version.locale.language_code)
    return {course_id: f",{','.join(sorted(found))}," for course_id, found in codes.items()}


def _choose_covers(courses: Sequence[CoursePage], noted: dict[int, CourseFacts]) -> dict[int, str]:
    """Return course id to the code of its cover: the one it has, while that is as its editor wants.

    A new one is chosen unlike those of the same category, in one statement for all courses.
    """
    covers = {
        course.pk: noted[course.pk].cover
        for course in courses
        if course.pk in noted and _is_wanted(noted[course.pk].cover, course)
    }
    wanting = [course for course in courses if course.pk not in covers]
    taken = _list_siblings({course.category_id for course in wanting}) if wanting else []
    for course in wanting:
        siblings = [
            code
            for pk, category, code in taken
            if category == course.category_id and pk != course.pk
        ]
        design = choose_design(
            course.slug, pattern=course.cover_pattern, taken=siblings[-SIBLINGS:]
        )
        covers[course.pk] = design.code
        taken.append(Sibling(course.pk, course.category_id, design.code))
    return covers


def _is_wanted(code: str, course: CoursePage) -> bool:
    design = read_design(code)
    return design is not None and course.cover_pattern in ("", design.pattern)


def _list_siblings(categories: Collection[int | None]) -> list[Sibling]:
    """Return id, category and cover of the last courses of these categories, the last one last."""
    same = reduce(or_, (Q(category=category) for category in categories))
    rows = CourseFacts.objects.filter(same).exclude(cover="").order_by("-created_at", "-pk")
    last = rows.values_list("course", "category", "cover")[: SIBLINGS * len(categories)]
    return [Sibling(*row) for row in last][::-1]
