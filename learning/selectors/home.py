"""What the front door shows."""

from collections.abc import Collection, Sequence

from django.db.models import F, Q

from accounts.enums import Role
from accounts.models import User
from course_pages.models import LessonPage
from course_pages.selectors.addresses import get_catalogue_url
from course_pages.selectors.cards import CourseCard
from course_pages.selectors.links import PageLinks
from course_pages.selectors.newest import get_newest
from course_pages.selectors.offer import get_offer
from course_pages.selectors.subjects import get_subjects
from learning.selectors.access import Person
from learning.selectors.privacy import is_guarded
from learning.selectors.screens import HomeScreen, OpenLesson
from learning.selectors.shelf import get_latest_entry

NEWEST = 8
"""Courses in the list of new ones."""
LOOKED_AT = 24
"""The last published courses, from which the books on the desk are taken."""
BOOKS = 6
"""On the desk: one in front, the others by their spines."""


def get_home_screen(person: Person, *, language: str) -> HomeScreen:
    """Return what `person` sees first; for visitors the same for everybody.

    Seven statements for a visitor, however many courses there are.
    """
    student = person if isinstance(person, User) else None
    entry = get_latest_entry(student, language=language) if student else None
    subjects = get_subjects(language)
    cards = get_newest(language, LOOKED_AT, subjects=subjects)
    books = () if entry else _choose_books(cards)
    catalogue_url = get_catalogue_url(language)
    return HomeScreen(
        continue_with=entry,
        name=student.display_name if student else "",
        can_teach=student is not None and student.role != Role.STUDENT,
        book=books[0] if books else None,
        spines=tuple(books[1:]),
        newest=cards[:NEWEST],
        open_lesson=None if entry else _find_open_lesson(cards, language),
        offer=get_offer(subjects, catalogue_url=catalogue_url),
        catalogue_url=catalogue_url,
    )


def _choose_books(cards: Sequence[CourseCard]) -> Sequence[CourseCard]:
    """Return the books for the desk: those the list below does not show, of many subjects."""
    unseen_first = [*cards[NEWEST:], *cards[:NEWEST]]
    seen: set[str] = set()
    others: list[CourseCard] = []
    chosen: list[CourseCard] = []
    for card in unseen_first:
        (others if card.category in seen else chosen).append(card)
        seen.add(card.category)
    return [*chosen, *others][:BOOKS]


def _find_open_lesson(cards: Collection[CourseCard], language: str) -> OpenLesson | None:
    """Return the shortest lesson of these courses that everybody may open; one statement."""
    rows = (
        LessonPage.objects.filter(
            Q(pk=F("canonical")) | Q(locale__language_code=language),
            ~is_guarded("canonical__path"),
            ~is_guarded("path"),
            canonical__facts__course__in=[card.course_id for card in cards],
            canonical__facts__is_open=True,
            canonical__free_preview=True,
            live=True,
            alias_of=None,
        )
        .order_by("canonical__minutes", "canonical__path")
        .values_list(
            "canonical", "title", "url_path", "canonical__minutes", "locale__language_code"
        )[:2]
    )
    versions = [row for row in rows if row[0] == rows[0][0]] if cards else []
    if not versions:
        return None
    _, title, url_path, minutes, code = max(versions, key=lambda row: row[4] == language)
    return OpenLesson(
        title, PageLinks().get_url(url_path), minutes, "" if code == language else code
    )
