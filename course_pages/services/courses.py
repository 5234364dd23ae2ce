"""What follows when a course, or a page or recording of one, is made, changed or taken away.

Wagtail's own signals are heard once, in `course_pages.signal_handlers`; each calls one function
here, in the transaction of the change.
"""

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page

from course_pages.models import CourseFacts, CourseMedia, CoursePage, LessonFacts, LessonPage
from course_pages.models.base import CanonicalPage
from course_pages.selectors.tree import find_course, find_courses_above, find_courses_at
from course_pages.services.facts import refresh_course_facts
from course_pages.services.staff import make_owner
from course_pages.services.translations import refresh_untranslated
from course_pages.signals import (
    course_created,
    course_published,
    course_translated,
    course_unpublished,
    lesson_published,
    recording_changed,
)
from events.services import announce


@transaction.atomic
def register_course(*, course: CoursePage) -> None:
    """Give a new canonical course its owner and facts, and announce it; safe to run twice.

    Who made the page owns the course. A translation or an alias is no new course.
    """
    if not course.is_canonical or CourseFacts.objects.filter(course=course).exists():
        return
    if course.owner:
        make_owner(course=course, person=course.owner)
    refresh_course_facts(course=course)
    announce(course_created, actor_id=course.owner_id, course_id=course.pk)


@transaction.atomic
def note_publication(*, page: CanonicalPage, actor_id: int | None) -> None:
    """Take a publication into the facts; announce it when it can be seen now.

    Wagtail also reports what is only scheduled: such a page is not live yet.
    """
    _refresh_around(page)
    if not page.live:
        return
    if isinstance(page, LessonPage):
        refresh_untranslated(page=page)
        _announce_lesson(page, actor_id)
    elif isinstance(page, CoursePage):
        _announce_course(page, actor_id)


@transaction.atomic
def note_unpublication(*, page: CanonicalPage) -> None:
    """Take an unpublication into the facts, and announce it when it is a course."""
    _refresh_around(page)
    if isinstance(page, CoursePage) and page.is_canonical:
        announce(course_unpublished, course_id=page.pk)


@transaction.atomic
def note_new_page(*, page: CanonicalPage) -> None:
    """Take a new lesson, draft or live, into the facts of its course; announce a live one."""
    _refresh_around(page)
    if page.live:
        _announce_lesson(page, page.owner_id)


@transaction.atomic
def note_changed_recording(*, recording: CourseMedia) -> None:
    """Announce that what is said in a recording may be other words now."""
    announce(recording_changed, recording_id=recording.pk)


@transaction.atomic
def note_changed_branches(*, parents: Iterable[Page]) -> None:
    """Take into the facts that something below each of `parents` went or came."""
    for course in find_courses_above(parents):
        refresh_course_facts(course=course)


@transaction.atomic
def note_deleted_page(*, path: str) -> None:
    """Take into the facts of the course around, if that is still there, what was deleted."""
    for course in find_courses_at(path):
        refresh_course_facts(course=course)


def _announce_course(page: CoursePage, actor_id: int | None) -> None:
    if page.is_canonical:
        is_first = page.first_published_at == page.last_published_at
        announce(course_published, actor_id=actor_id, course_id=page.pk, is_first=is_first)
    else:
        announce(course_translated, actor_id=actor_id, course_id=page.canonical_id)


def _announce_lesson(page: CanonicalPage, actor_id: int | None) -> None:
    """Announce a lesson; one that stands outside every course is nobody's news."""
    facts = LessonFacts.objects.filter(pk=page.canonical_id)
    course_id = facts.values_list("course", flat=True).first()
    if course_id is not None:
        announce(
            lesson_published, actor_id=actor_id, course_id=course_id, lesson_id=page.canonical_id
        )


def _refresh_around(page: CanonicalPage) -> None:
    # A course is listed under every language it is published in: its translations count too.
    is_counted = page.is_canonical or isinstance(page, CoursePage)
    course = find_course(page) if is_counted else None
    if course is not None:
        refresh_course_facts(course=course)
