"""The access rule: may this person open this lesson now, and if not, why?

One rule for every road: the page, its files, the search, the API, feeds. It is asked about the
canonical lesson, which answers for all its translations.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from course_pages.models import LessonFacts, LessonPage
from course_pages.permissions.people import is_admin, staff_rows
from learning.enums import EnrollmentStatus, LessonDoor
from learning.models import Enrollment
from learning.ports import ask_access_reasons
from learning.selectors.privacy import is_guarded, is_path_guarded, list_barred

Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class LessonAccess:
    """A person before a lesson: the circumstances, and the door that follows from them."""

    lesson_id: int
    course_id: int
    path: str
    """Place of the canonical lesson in the page tree."""
    minutes: int
    is_published: bool
    """The canonical lesson, its module and its course are all live."""
    is_preview: bool
    is_paid: bool
    is_anonymous: bool
    is_staff: bool
    is_guarded: bool = False
    """A privacy setting of Wagtail stands on the canonical lesson, the page shown, or above."""
    is_private: bool = False
    """Wagtail's privacy settings keep this person out."""
    is_granted: bool = False
    is_held: bool = False
    enrollment_id: int | None = None
    last_lesson_id: int | None = None
    """Where the learner was last in this course."""
    is_latest_course: bool = False
    """The learner opened no lesson of another course since."""
    is_complete: bool = False
    position: int = 0
    position_block: str = ""

    @property
    def door(self) -> LessonDoor:
        """The one place that says who may in; the first circumstance that holds decides."""
        is_barred = self.is_private or self.is_held
        if self.enrollment_id and self.is_published and not is_barred:
            return LessonDoor.ENROLLED
        if self.is_staff:
            return LessonDoor.STAFF
        if not self.is_published:
            return LessonDoor.GONE
        if self.is_preview and not self.is_private:
            return LessonDoor.PREVIEW
        if is_barred:
            return LessonDoor.CLOSED
        return LessonDoor.GRANTED if self.is_granted else self._way_in

    @property
    def is_last_visit(self) -> bool:
        """Whether this lesson is what the learner opened last of all."""
        return self.last_lesson_id == self.lesson_id and self.is_latest_course

    @property
    def _way_in(self) -> LessonDoor:
        if self.is_anonymous:
            return LessonDoor.LOGIN
        return LessonDoor.BUY if self.is_paid else LessonDoor.ENROL


def get_lesson_door(
    person: Person,
    lesson: LessonPage,
    *,
    now: datetime | None = None,
    passed_restrictions: Collection[int] = (),
) -> LessonDoor:
    """Return whether `person` may open `lesson` at `now` (this moment), and if not, why.

    A translation answers for its canonical lesson. `passed_restrictions` are the ids of Wagtail's
    password restrictions that the visitor's session has passed.
    """
    return get_lesson_access(
        person, lesson.canonical_id, now=now, passed_restrictions=passed_restrictions
    ).door


def get_lesson_access(
    person: Person,
    lesson_id: int,
    *,
    now: datetime | None = None,
    passed_restrictions: Collection[int] = (),
    shown_path: str = "",
) -> LessonAccess:
    """Return the circumstances of `person` before one canonical lesson.

    `shown_path` is the tree path of the page that shows it, where it is another language's.

    Raises:
        LessonPage.DoesNotExist: there is no canonical lesson with this id.
    """
    found = list_lesson_access(
        person,
        [lesson_id],
        now=now,
        passed_restrictions=passed_restrictions,
        shown_path=shown_path,
    )
    if lesson_id not in found:
        raise LessonPage.DoesNotExist(f"No canonical lesson {lesson_id}.")
    return found[lesson_id]


def list_lesson_access(
    person: Person,
    lesson_ids: Iterable[int],
    *,
    now: datetime | None = None,
    passed_restrictions: Collection[int] = (),
    shown_path: str = "",
) -> dict[int, LessonAccess]:
    """Return lesson id to circumstances; one query for any number of canonical lessons.

    Lessons under a privacy setting of Wagtail cost two more, registered reasons their own.
    """
    moment = now or timezone.now()
    rows = list(_circumstances(person, lesson_ids, shown_path))
    guarded = {row["lesson_id"]: row["path"] for row in rows if row["is_guarded"]}
    barred = list_barred(person, guarded, passed_restrictions)
    granted, held = _ask_reasons(person, {row["course_id"] for row in rows}, moment)
    return {
        row["lesson_id"]: LessonAccess(
            lesson_id=row["lesson_id"],
            course_id=row["course_id"],
            path=row["path"],
            minutes=row["minutes"],
            is_published=row["is_open"],
            is_preview=row["is_preview"],
            is_paid=row["price_minor"] > 0,
            is_anonymous=person.is_anonymous,
            is_staff=row["is_staff"] or is_admin(person),
            is_guarded=row["is_guarded"] or row["is_shown_guarded"],
            is_private=row["lesson_id"] in barred,
            is_granted=row["course_id"] in granted,
            is_held=row["course_id"] in held,
            enrollment_id=row["enrollment_id"],
            last_lesson_id=row["last_lesson_id"],
            is_complete=row["completed_at"] is not None,
            position=row["position"] or 0,
            position_block=row["position_block"] or "",
            is_latest_course=not row["has_later"],
        )
        for row in rows
    }


def _circumstances(
    person: Person, lesson_ids: Iterable[int], shown_path: str
) -> Iterable[Mapping[str, Any]]:
    """Return one row a lesson with all that the database knows about it and `person`."""
    pk = person.pk if person.is_active else None
    mine = Q(
        course__enrollments__student_id=pk,
        course__enrollments__status=EnrollmentStatus.ACTIVE,
    )
    staff = staff_rows(person).filter(course_id=OuterRef("course_id"))
    later = (
        Enrollment.objects.active()
        .filter(student_id=pk)
        .filter(last_opened_at__gt=OuterRef("mine__last_opened_at"))
    )
    return (
        LessonFacts.objects.filter(lesson_id__in=list(lesson_ids))
        .annotate(
            mine=FilteredRelation("course__enrollments", condition=mine),
            own=FilteredRelation("lesson__progress", condition=Q(lesson__progress__student_id=pk)),
            is_staff=Exists(staff),
            is_guarded=is_guarded("lesson__path"),
            is_shown_guarded=is_path_guarded(shown_path),
        )
        .values(
            "lesson_id",
            "course_id",
            "is_open",
            "is_staff",
            "is_guarded",
            "is_shown_guarded",
            path=F("lesson__path"),
            minutes=F("lesson__minutes"),
            is_preview=F("lesson__free_preview"),
            price_minor=F("course__price_minor"),
            enrollment_id=F("mine__pk"),
            last_lesson_id=F("mine__last_lesson_id"),
            has_later=Exists(later),
            completed_at=F("own__completed_at"),
            position=F("own__position"),
            position_block=F("own__position_block"),
        )
    )


def _ask_reasons(
    person: Person, course_ids: Collection[int], now: datetime
) -> tuple[set[int], set[int]]:
    """Return the courses that registered reasons open, and those that they close."""
    if isinstance(person, AnonymousUser) or not course_ids:
        return set(), set()
    reasons = ask_access_reasons(person=person, course_ids=sorted(course_ids), now=now)
    opened = {reason.course_id for reason in reasons if reason.opens}
    closed = {reason.course_id for reason in reasons if not reason.opens}
    return opened, closed
