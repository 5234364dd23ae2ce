"""Keeps the index true: each function writes anew what the index says of some pages.

All of them are safe to run twice. Two at once for the same lesson queue at its row.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ReferenceIndex

from course_pages.models import CourseFacts, CourseMedia, CoursePage, LessonFacts, LessonPage
from search.models import Entry
from search.selectors.pages import list_course_entries, list_lesson_entries

BATCH = 50
"""Lessons whose bodies are in memory at a time."""
ROWS = 70
"""Rows in one statement: as many as SQLite's limit of variables allows."""


def index_course(*, course_id: int) -> int:
    """Write the entries of a canonical course and of all its lessons; return how many lessons."""
    index_course_page(course_id=course_id)
    lessons = LessonFacts.objects.filter(course=course_id).order_by("pk")
    count = 0
    for lesson_ids in _batches(lessons.values_list("pk", flat=True).iterator()):
        index_lessons(lesson_ids=lesson_ids)
        count += len(lesson_ids)
    return count


@transaction.atomic
def index_course_page(*, course_id: int) -> None:
    """Write the entries of a canonical course's own pages, in every language."""
    _lock(CourseFacts, [course_id])
    pages = CoursePage.objects.filter(canonical=course_id).select_related("locale")
    entries = [entry for page in pages for entry in list_course_entries(page)]
    Entry.objects.filter(course=course_id).delete()
    Entry.objects.bulk_create(entries, batch_size=ROWS)


@transaction.atomic
def index_lessons(*, lesson_ids: Sequence[int]) -> None:
    """Write the entries of some canonical lessons, in every language."""
    _lock(LessonFacts, lesson_ids)
    pages = LessonPage.objects.filter(canonical__in=lesson_ids).select_related(
        "locale", "canonical"
    )
    entries = [entry for page in pages for entry in list_lesson_entries(page)]
    Entry.objects.filter(lesson__in=lesson_ids).delete()
    Entry.objects.bulk_create(entries, batch_size=ROWS)


def index_recording(*, recording_id: int) -> None:
    """Write the entries of the lessons that a recording stands in."""
    used = ReferenceIndex.objects.filter(
        content_type=ContentType.objects.get_for_model(LessonPage),
        to_content_type=ContentType.objects.get_for_model(CourseMedia),
        to_object_id=str(recording_id),
    )
    page_ids = [int(key) for key in used.values_list("object_id", flat=True).distinct()]
    lessons = LessonPage.objects.filter(pk__in=page_ids).order_by("canonical")
    for lesson_ids in _batches(iter(lessons.values_list("canonical", flat=True).distinct())):
        index_lessons(lesson_ids=lesson_ids)


def rebuild_index() -> tuple[int, int]:
    """Write every entry anew; return how many courses and lessons there are.

    Takes as much memory for a million lessons as for fifty; what stands in the index is found all
    the while.
    """
    courses = lessons = 0
    for course_id in CourseFacts.objects.order_by("pk").values_list("pk", flat=True).iterator():
        lessons += index_course(course_id=course_id)
        courses += 1
    return courses, lessons


def _lock(model: type[CourseFacts] | type[LessonFacts], keys: Sequence[int]) -> None:
    rows = model.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _batches(keys: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(keys, BATCH)):
        yield batch
