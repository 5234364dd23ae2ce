"""The people who teach, as everybody may see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef

from accounts.models import User
from accounts.selectors.public_people import public_people
from course_pages.enums import StaffRole
from course_pages.models import CourseFacts, CourseStaff
from course_pages.selectors.addresses import get_catalogue_url
from course_pages.selectors.cards import CourseCard, make_cards
from course_pages.selectors.catalogue import NEWEST_FIRST
from course_pages.selectors.subjects import get_subjects

NAMED_ROLES = (StaffRole.OWNER, StaffRole.INSTRUCTOR)
"""Those who teach by name; an assistant is named nowhere."""


@dataclass(frozen=True, slots=True)
class TeacherScreen:
    """What the page of somebody who teaches shows, or of who shows themselves to everybody."""

    name: str
    avatar_url: str
    """Where their picture is; "" without one."""
    headline: str
    bio: str
    """Plain text, its paragraphs apart by empty lines."""
    courses: tuple[CourseCard, ...]
    """Published ones, the newest first; never empty for who teaches."""
    lesson_count: int
    minutes: int
    catalogue_url: str

    @property
    def initial(self) -> str:
        return self.name[:1].upper()


@dataclass(frozen=True, slots=True)
class PublicTeacher:
    """Somebody who has a page, for the sitemap."""

    person_id: int
    changed_at: datetime | None
    """When their last course was published."""


def find_teacher(person_id: int, *, language: str) -> TeacherScreen | None:
    """Return what everybody may see of a person who teaches a published course.

    None for everybody else: there is no directory of people. Six statements at most, for one course
    or fifty.
    """
    person = _get_teacher(person_id)
    return None if person is None else _make_screen(person, language)


def find_public_person(slug: str, *, language: str) -> TeacherScreen | None:
    """Return what everybody may see of a person who shows their profile.

    None for everybody else, whether or not there is such a person. Six statements at most.
    """
    person = public_people().filter(profile__public_slug=slug).first()
    return None if person is None else _make_screen(person, language)


def _make_screen(person: User, language: str) -> TeacherScreen:
    taught = CourseStaff.objects.filter(course=OuterRef("pk"), person=person, role__in=NAMED_ROLES)
    courses = CourseFacts.objects.filter(Exists(taught), is_published=True)
    facts = list(courses.order_by(*NEWEST_FIRST))
    profile = getattr(person, "profile", None)
    return TeacherScreen(
        name=person.display_name,
        avatar_url=profile.avatar_url if profile else "",
        headline=profile.headline if profile else "",
        bio=profile.bio if profile else "",
        courses=make_cards(facts, language=language, subjects=get_subjects(language)),
        lesson_count=sum(row.lesson_count for row in facts),
        minutes=sum(row.minutes for row in facts),
        catalogue_url=get_catalogue_url(language),
    )


def has_teacher_page(person_id: int) -> bool:
    """Return whether a person has a page as a teacher; one statement."""
    return _get_teacher(person_id) is not None


def list_public_teachers() -> list[PublicTeacher]:
    """Return everybody who has a page; one statement."""
    rows = (
        CourseStaff.objects.filter(
            role__in=NAMED_ROLES, person__is_active=True, course__facts__is_published=True
        )
        .order_by("person")
        .values_list("person")
        .annotate(Max("course__last_published_at"))
    )
    return [PublicTeacher(*row) for row in rows]


def _get_teacher(person_id: int) -> User | None:
    published = CourseStaff.objects.filter(
        person=OuterRef("pk"), role__in=NAMED_ROLES, course__facts__is_published=True
    )
    people = User.objects.filter(Exists(published), pk=person_id, is_active=True)
    return people.select_related("profile").first()
