"""A learner's courses, as the front door and the learner's own screen show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User
from course_pages.selectors.addresses import get_catalogue_url
from course_pages.selectors.cards import CourseCard, get_cards
from learning.models import Enrollment
from learning.selectors.notes import list_recent_notes
from learning.selectors.resuming import find_resume_lessons
from learning.selectors.screens import MyLearningScreen, ShelfEntry
from learning.selectors.steps import (
    Step,
    count_minutes,
    count_minutes_left,
    count_progress,
    draw_steps,
    list_steps_by_course,
)
from learning.selectors.words import Words, get_words

RECENT_NOTES = 3
NEAR_THE_TOP = 5
"""How many of the last opened courses the front door looks at."""


def get_my_learning(student: User, *, language: str) -> MyLearningScreen:
    """Return the learner's shelf; a constant number of queries, for one course or fifty.

    A course is completed when every open lesson is done now: one that has got a new lesson stands
    among the begun ones again, with the date of its completion kept.
    """
    entries = _entries(_places(student), student, language)
    return MyLearningScreen(
        current=tuple(entry for entry in entries if not entry.progress.is_complete),
        completed=tuple(entry for entry in entries if entry.progress.is_complete),
        notes=list_recent_notes(student, RECENT_NOTES, language=language),
        catalogue_url=get_catalogue_url(language),
    )


def get_latest_entry(student: User, *, language: str) -> ShelfEntry | None:
    """Return the course to continue with: the last opened one that is published and not done."""
    entries = _entries(_places(student)[:NEAR_THE_TOP], student, language)
    return next((entry for entry in entries if not entry.progress.is_complete), None)


def _places(student: User) -> Sequence[Enrollment]:
    """Return the active enrolments, the last opened first, then those never opened."""
    places = Enrollment.objects.active().for_student(student)
    return sorted(places, key=lambda place: place.last_opened_at or place.enrolled_at, reverse=True)


def _entries(places: Sequence[Enrollment], student: User, language: str) -> list[ShelfEntry]:
    if not places:
        return []
    place_of = {place.course_id: place for place in places}
    cards = get_cards(list(place_of), language=language)
    steps = list_steps_by_course(student, [card.course_id for card in cards])
    points = _find_points(student, steps)
    words = get_words(
        [step.lesson_id for step in points.values()],
        language,
        paths=[step.module_path for step in points.values()],
    )
    longest = max((count_minutes(way) for way in steps.values()), default=0)
    by_path = {entry.path: entry for entry in words.values()}
    return [
        _entry(
            card,
            place_of[card.course_id],
            steps[card.course_id],
            _point(points.get(card.course_id), by_path),
            longest,
        )
        for card in cards
    ]


def _find_points(student: User, steps: Mapping[int, Sequence[Step]]) -> dict[int, Step]:
    """Return course id to the step where the learner goes on; one query."""
    by_lesson = {step.lesson_id: step for way in steps.values() for step in way}
    found = find_resume_lessons(student, steps)
    return {
        course_id: by_lesson[lesson_id]
        for course_id, lesson_id in found.items()
        if lesson_id in by_lesson
    }


@dataclass(frozen=True, slots=True)
class Point:
    """The lesson to go on with, and the words that say so."""

    step: Step
    lesson: Words
    module: Words


def _point(step: Step | None, by_path: Mapping[str, Words]) -> Point | None:
    if step is None:
        return None
    return Point(step, by_path[step.path], by_path[step.module_path])


def _entry(
    card: CourseCard, place: Enrollment, steps: Sequence[Step], point: Point | None, longest: int
) -> ShelfEntry:
    progress = count_progress(steps)
    step = point.step if point else None
    here = step.lesson_id if step and not progress.is_complete else None
    return ShelfEntry(
        card=card,
        progress=progress,
        strip=draw_steps(steps, here=here),
        strip_in_list=draw_steps(steps, here=here, longest=longest),
        minutes_left=count_minutes_left(steps),
        continue_url=point.lesson.url if point else card.url,
        continue_title=point.lesson.title if point else "",
        continue_language=point.lesson.language if point else "",
        continue_minutes=step.minutes if step else 0,
        module_title=point.module.title if point else "",
        continue_second=step.position if step and step.position_block else 0,
        is_begun=bool(progress.done or (step and step.position)),
        completed_at=place.completed_at,
        last_opened_at=place.last_opened_at,
    )
