"""What a course page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse

from accounts.models import User
from course_pages.drawings.strips import Strip, make_strip
from course_pages.enums import PreviewSeat, StaffRole
from course_pages.models import CourseFacts, CoursePage, CourseStaff, LessonFacts
from course_pages.permissions.people import is_course_staff
from course_pages.selectors.addresses import get_catalogue_url
from course_pages.selectors.cards import get_cover
from course_pages.selectors.course_versions import list_versions
from course_pages.selectors.outline import OutlineLesson, OutlineModule, get_outline
from course_pages.selectors.recordings import find_recordings
from course_pages.selectors.sharing import get_thumbnail
from course_pages.selectors.subjects import SubjectTree, get_subjects
from learning.enums import CourseDoor
from learning.models import Enrollment
from learning.selectors.access import Person
from learning.selectors.previews import get_outline_preview, list_done
from learning.selectors.resuming import ResumePoint, get_resume_point
from learning.selectors.screens import CourseScreen, Progress, Teacher
from learning.selectors.steps import count_progress, list_steps

UNFOLDED = 2
"""Modules whose lessons a course page shows at once."""


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody gets into a course, and how far they are in it."""

    door: CourseDoor
    progress: Progress | None = None
    done: frozenset[int] = frozenset()
    point: ResumePoint | None = None


def get_course_screen(
    course: CoursePage, person: Person, *, language: str, seat: PreviewSeat | None = None
) -> CourseScreen:
    """Return what the page of a course, in any language, shows to `person`.

    Price, category, level and delivery are the canonical page's. An editor's preview shows what is
    seen from `seat`, and asks nothing about `person`. Constant statements, however many lessons
    there are.
    """
    canonical = course if course.is_canonical or not course.canonical_id else course.canonical
    outline = (
        get_outline_preview(course, language=language)
        if seat
        else get_outline(course, language=language)
    )
    lessons = [lesson for module in outline for lesson in module.lessons]
    way = _way_from(seat, lessons) if seat else _way_of(person, canonical, language)
    catalogue_url = get_catalogue_url(language)
    subjects = get_subjects(language)
    category, slug = _category(canonical, subjects)
    facts = _get_facts(canonical)
    recordings = find_recordings([lesson.lesson_id for lesson in lessons])
    return CourseScreen(
        course_id=canonical.pk or 0,
        thumbnail=get_thumbnail(course),
        cover=get_cover(facts, subjects),
        strip=_strip(outline, way.done, way.point),
        category=category,
        category_url=f"{catalogue_url}?category={slug}" if slug else "",
        level=canonical.get_difficulty_level_display(),
        delivery=canonical.get_delivery_display(),
        price=canonical.price,
        lesson_count=len(lessons),
        minutes=sum(module.minutes for module in outline),
        open_count=sum(lesson.is_preview for lesson in lessons),
        versions=list_versions(canonical.pk) if canonical.pk else (),
        captions=recordings.captions,
        video_lessons=recordings.video_lessons,
        revised_at=_revised_at(course, facts),
        teachers=list_teachers(canonical, have_pages=facts.is_published),
        authors=canonical.author_names,
        licence=canonical.licence,
        outline=outline,
        preview_url=_first_url([lesson for lesson in lessons if lesson.is_preview]),
        catalogue_url=catalogue_url,
        door=way.door,
        progress=way.progress,
        done=way.done,
        unfolded=_unfold(outline, way.point),
        continue_url=way.point.url if way.point else _staff_url(way.door, lessons),
        continue_title=way.point.title if way.point else "",
        is_preview=seat is not None,
    )


def get_course_door(person: Person, course: CoursePage) -> CourseDoor:
    """Return how `person` gets into the canonical `course`, or why not; at most two queries."""
    if isinstance(person, User):
        if Enrollment.objects.active().for_student(person).filter(course=course).exists():
            return CourseDoor.ENROLLED
        if is_course_staff(person, course):
            return CourseDoor.STAFF
        return CourseDoor.BUY if course.price_minor else CourseDoor.ENROL
    return CourseDoor.LOGIN


def list_teachers(course: CoursePage, *, have_pages: bool) -> tuple[Teacher, ...]:
    """Return owner and instructors of a canonical course, in the order they joined; one query.

    Those of a published course have pages of their own.
    """
    staff = CourseStaff.objects.filter(course_id=course.pk).exclude(role=StaffRole.ASSISTANT)
    return tuple(
        _teacher(row.person, has_page=have_pages and row.person.is_active)
        for row in staff.select_related("person__profile").order_by("pk")
    )


def _teacher(person: User, *, has_page: bool) -> Teacher:
    profile = getattr(person, "profile", None)
    return Teacher(
        name=person.display_name,
        headline=profile.headline if profile else "",
        bio=profile.bio if profile else "",
        url=reverse("teacher", args=[person.pk]) if has_page else "",
        avatar_url=profile.avatar_url if profile else "",
    )


def _way_of(person: Person, course: CoursePage, language: str) -> Way:
    """Return how `person` gets in, what is ticked and where to go on, for learners alone."""
    door = get_course_door(person, course)
    if door != CourseDoor.ENROLLED or not isinstance(person, User):
        return Way(door)
    steps = list_steps(course.pk, person)
    return Way(
        door,
        progress=count_progress(steps),
        done=frozenset(step.lesson_id for step in steps if step.is_done),
        point=get_resume_point(person, course.pk, language=language),
    )


def _way_from(seat: PreviewSeat, lessons: Sequence[OutlineLesson]) -> Way:
    """Return the way of nobody: a visitor's, or that of one who has done nothing, or all."""
    if seat == PreviewSeat.VISITOR:
        return Way(CourseDoor.LOGIN)
    done = list_done(lessons, seat)
    first = lessons[0] if lessons else None
    return Way(
        CourseDoor.ENROLLED,
        progress=Progress(done=len(done), total=len(lessons)),
        done=done,
        point=ResumePoint(first.lesson_id, first.title, first.url) if first else None,
    )


def _get_facts(course: CoursePage) -> CourseFacts:
    """Return the facts of a course with `lessons_revised_at`; bare ones for one never saved."""
    lessons = LessonFacts.objects.filter(course=OuterRef("pk"), is_open=True).order_by()
    last = lessons.values("course").annotate(last=Max("lesson__last_published_at")).values("last")
    rows = CourseFacts.objects.annotate(lessons_revised_at=Subquery(last))
    return rows.filter(pk=course.pk).first() or CourseFacts(category_id=course.category_id)


def _revised_at(course: CoursePage, facts: CourseFacts) -> datetime | None:
    times = (course.last_published_at, getattr(facts, "lessons_revised_at", None))
    return max((time for time in times if time), default=None)


def _strip(
    outline: Sequence[OutlineModule], done: frozenset[int], point: ResumePoint | None
) -> Strip:
    """Return the course drawn to scale: ticked lessons, and the one to go on with."""
    ids = [lesson.lesson_id for module in outline for lesson in module.lessons]
    return make_strip(
        [[lesson.minutes for lesson in module.lessons] for module in outline if module.lessons],
        done={place for place, lesson_id in enumerate(ids) if lesson_id in done},
        here=ids.index(point.lesson_id) if point and point.lesson_id in ids else None,
    )


def _unfold(outline: Sequence[OutlineModule], point: ResumePoint | None) -> frozenset[int]:
    """Return the module with the lesson to go on with, else the first ones."""
    if point:
        for module in outline:
            if any(lesson.lesson_id == point.lesson_id for lesson in module.lessons):
                return frozenset([module.module_id])
    return frozenset(module.module_id for module in outline[:UNFOLDED])


def _category(course: CoursePage, subjects: SubjectTree) -> tuple[str, str]:
    """Return name and slug of the course's category, empty without one."""
    if course.category_id is None:
        return "", ""
    for subject in subjects.subjects.values():
        if course.category_id in subject.ids:
            return subject.name, subject.slug
    return "", ""


def _first_url(lessons: Sequence[OutlineLesson]) -> str:
    return lessons[0].url if lessons else ""


def _staff_url(door: CourseDoor, lessons: Sequence[OutlineLesson]) -> str:
    """Let those who teach begin to read at the first lesson."""
    return _first_url(lessons) if door == CourseDoor.STAFF else ""
