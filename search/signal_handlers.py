"""What the search does when something has happened. It only listens: it announces nothing."""

from course_pages.signals import (
    course_published,
    course_translated,
    lesson_published,
    recording_changed,
)
from events.signals import Announcement
from search.services.index import (
    index_course,
    index_course_page,
    index_lessons,
    index_recording,
)


@course_published.listener(long=True)
def on_course_published(event: Announcement) -> None:
    """The whole course: an import publishes many lessons and announces the course alone."""
    index_course(course_id=event.facts["course_id"])


@course_translated.listener
def on_course_translated(event: Announcement) -> None:
    index_course_page(course_id=event.facts["course_id"])


@lesson_published.listener
def on_lesson_published(event: Announcement) -> None:
    index_lessons(lesson_ids=[event.facts["lesson_id"]])


@recording_changed.listener(long=True)
def on_recording_changed(event: Announcement) -> None:
    """A recording may stand in any number of lessons."""
    index_recording(recording_id=event.facts["recording_id"])
