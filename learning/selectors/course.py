"""What a course page shows."""

from collections.abc import Sequence

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff
from course_pages.permissions.people import is_course_staff
from course_pages.selectors.addresses import get_catalogue_url
from course_pages.selectors.outline import OutlineModule, get_outline
from course_pages.selectors.subjects import get_subjects
from learning.enums import CourseDoor
from learning.models import Enrollment
from learning.selectors.access import Person
from learning.selectors.resuming import ResumePoint, get_resume_point
from learning.selectors.screens import CourseScreen, Teacher
from learning.selectors.steps import Step, count_progress, list_steps


def get_course_screen(
    course: CoursePage, person: Person, *, language: str, is_preview: bool = False
) -> CourseScreen:
    """Return what the page of a course, in any language, shows to `person`.

    Price, category, level and delivery are the canonical page's. A preview shows what a visitor
    sees.
    """
    canonical = course if course.is_canonical or not course.canonical_id else course.canonical
    outline = get_outline(course, language=language) if course.canonical_id else ()
    door = CourseDoor.LOGIN if is_preview else get_course_door(person, canonical)
    steps, point = _way_of(person, canonical, door, language)
    catalogue_url = get_catalogue_url(language)
    category, slug = _category(canonical, language)
    return CourseScreen(
        course_id=canonical.pk or 0,
        thumbnail=course.thumbnail or canonical.thumbnail,
        category=category,
        category_url=f"{catalogue_url}?category={slug}" if slug else "",
        level=canonical.get_difficulty_level_display(),
        delivery=canonical.get_delivery_display(),
        price=canonical.price,
        lesson_count=sum(len(module.lessons) for module in outline),
        minutes=sum(module.minutes for module in outline),
        teachers=list_teachers(canonical),
        authors=canonical.author_names,
        licence=canonical.licence,
        outline=outline,
        preview_url=_first_url(outline, previews_only=True),
        catalogue_url=catalogue_url,
        door=door,
        progress=count_progress(steps) if door == CourseDoor.ENROLLED else None,
        done=frozenset(step.lesson_id for step in steps if step.is_done),
        continue_url=point.url if point else _staff_url(door, outline),
        continue_title=point.title if point else "",
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


def list_teachers(course: CoursePage) -> tuple[Teacher, ...]:
    """Return owner and instructors of a canonical course, in the order they joined; one query."""
    staff = CourseStaff.objects.filter(course_id=course.pk).exclude(role=StaffRole.ASSISTANT)
    return tuple(
        _teacher(row.person) for row in staff.select_related("person__profile").order_by("pk")
    )


def _teacher(person: User) -> Teacher:
    profile = getattr(person, "profile", None)
    return Teacher(
        name=person.display_name,
        headline=profile.headline if profile else "",
        bio=profile.bio if profile else "",
    )


def _way_of(
    person: Person, course: CoursePage, door: CourseDoor, language: str
) -> tuple[Sequence[Step], ResumePoint | None]:
    """Return the ticked steps and where to go on; nothing for those who are not enrolled."""
    if door != CourseDoor.ENROLLED or not isinstance(person, User):
        return (), None
    return list_steps(course.pk, person), get_resume_point(person, course.pk, language=language)


def _category(course: CoursePage, language: str) -> tuple[str, str]:
    """Return name and slug of the course's category, empty without one."""
    if course.category_id is None:
        return "", ""
    for subject in get_subjects(language).subjects.values():
        if course.category_id in subject.ids:
            return subject.name, subject.slug
    return "", ""


def _first_url(outline: Sequence[OutlineModule], *, previews_only: bool = False) -> str:
    lessons = (lesson for module in outline for lesson in module.lessons)
    return next((lesson.url for lesson in lessons if lesson.is_preview or not previews_only), "")


def _staff_url(door: CourseDoor, outline: Sequence[OutlineModule]) -> str:
    """Let those who teach begin to read at the first lesson."""
    return _first_url(outline) if door == CourseDoor.STAFF else ""
