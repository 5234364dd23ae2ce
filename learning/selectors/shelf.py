"""A learner's courses, as the front door and the learner's own screen show them."""

from collections.abc import Sequence

from accounts.models import User
from course_pages.selectors.addresses import get_catalogue_url
from course_pages.selectors.cards import get_cards
from learning.models import Enrollment
from learning.selectors.progress import get_progress_by_course
from learning.selectors.resuming import get_resume_points
from learning.selectors.screens import MyLearningScreen, ShelfEntry

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
    course_ids = [place.course_id for place in places]
    place_of = {place.course_id: place for place in places}
    progress = get_progress_by_course(student, course_ids)
    points = get_resume_points(student, course_ids, language=language)
    return [
        ShelfEntry(
            card=card,
            progress=progress[card.course_id],
            continue_url=points[card.course_id].url if card.course_id in points else card.url,
            continue_title=points[card.course_id].title if card.course_id in points else "",
            completed_at=place_of[card.course_id].completed_at,
            last_opened_at=place_of[card.course_id].last_opened_at,
        )
        for card in get_cards(course_ids, language=language)
    ]
