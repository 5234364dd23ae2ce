"""What follows when a course, or a page of one, is made, published, moved or taken away.

Wagtail's own signals are heard once, in `course_pages.signal_handlers`; each calls one function
here, in the transaction of the change.
"""

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page

from course_pages.models import CourseFacts, CoursePage
from course_pages.models.base import CanonicalPage
from course_pages.selectors.tree import find_course, find_courses_above, find_courses_at
from course_pages.services.facts import refresh_course_facts
from course_pages.services.staff import make_owner
from course_pages.signals import course_created, course_published, course_unpublished
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
    """Take a publication into the facts; announce it when it is a course that can be seen now.

    Wagtail also reports what is only scheduled: such a page is not live yet.
    """
    _refresh_around(page)
    if isinstance(page, CoursePage) and page.is_canonical and page.live:
        is_first = page.first_published_at == page.last_published_at
        announce(course_published, actor_id=actor_id, course_id=page.pk, is_first=is_first)


@transaction.atomic
def note_unpublication(*, page: CanonicalPage) -> None:
    """Take an unpublication into the facts, and announce it when it is a course."""
    _refresh_around(page)
    if isinstance(page, CoursePage) and page.is_canonical:
        announce(course_unpublished, course_id=page.pk)


def note_new_page(*, page: CanonicalPage) -> None:
    """Take a new lesson, draft or live, into the facts of its course."""
    _refresh_around(page)


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


def _refresh_around(page: CanonicalPage) -> None:
    course = find_course(page) if page.is_canonical else None
    if course is not None:
        refresh_course_facts(course=course)
