"""Where "continue" leads.

To the lesson that was opened last, unless it is done; else to the next one to do after it; else to
the first one to do; and when all is done, to the first lesson.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from course_pages.models import LessonFacts, ModulePage
from learning.models import Enrollment
from learning.selectors.progress import is_done_by
from learning.selectors.words import get_words


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """The lesson to go on with, in the reader's language."""

    lesson_id: int
    title: str
    url: str


def get_resume_point(student: User, course_id: int, *, language: str) -> ResumePoint | None:
    """Return where `student` goes on in a canonical course; two queries.

    None for those who are not enrolled and for a course without open lessons.
    """
    return get_resume_points(student, [course_id], language=language).get(course_id)


def get_resume_points(
    student: User, course_ids: Iterable[int], *, language: str
) -> dict[int, ResumePoint]:
    """Return course id to where `student` goes on; two queries for any number of courses."""
    found = find_resume_lessons(student, course_ids)
    words = get_words(found.values(), language) if found else {}
    return {
        course_id: ResumePoint(lesson_id, words[lesson_id].title, words[lesson_id].url)
        for course_id, lesson_id in found.items()
        if lesson_id in words
    }


def find_first_lesson_url(module: ModulePage, *, language: str) -> str:
    """Return the address of the first open lesson of a module, given in any language.

    "" where there is none; two queries.
    """
    lessons = LessonFacts.objects.filter(module_id=module.canonical_id, is_open=True)
    lesson_id = lessons.order_by("lesson__path").values_list("lesson_id", flat=True).first()
    return get_words([lesson_id], language)[lesson_id].url if lesson_id else ""


def find_resume_lessons(student: User, course_ids: Iterable[int]) -> dict[int, int]:
    """Return course id to the id of the lesson where `student` goes on; one query.

    Courses that the student is not in and those without open lessons are left out.
    """
    places = Enrollment.objects.active().for_student(student).filter(course_id__in=list(course_ids))
    lessons = LessonFacts.objects.filter(course_id=OuterRef("course_id"), is_open=True).order_by(
        "lesson__path"
    )
    to_do = lessons.filter(~is_done_by(student))
    choices = (
        to_do.filter(lesson_id=OuterRef("last_lesson_id")),
        to_do.filter(lesson__path__gt=OuterRef("last_lesson__path")),
        to_do,
        lessons,
    )
    lesson = Coalesce(*(Subquery(rows.values("lesson_id")[:1]) for rows in choices))
    rows = places.annotate(resume_lesson=lesson).values_list("course_id", "resume_lesson")
    return {course_id: lesson_id for course_id, lesson_id in rows if lesson_id}
