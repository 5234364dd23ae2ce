"""Which lessons have a recording in them, told from Wagtail's reference index."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, OuterRef, Subquery
from django.db.models.functions import Cast
from wagtail.models import ReferenceIndex

from core.text import get_own_name
from course_pages.models import CourseMedia, LessonPage


@dataclass(frozen=True, slots=True)
class Recordings:
    """The recordings of a course."""

    video_lessons: frozenset[int] = frozenset()
    """Ids of the lessons with a film."""
    captions: tuple[str, ...] = ()
    """Languages of captions, each by its own name."""


def find_recordings(lesson_ids: Collection[int]) -> Recordings:
    """Return what recordings these canonical lessons show; one statement, none for no lesson."""
    if not lesson_ids:
        return Recordings()
    media = CourseMedia.objects.filter(
        pk=Cast(OuterRef("to_object_id"), output_field=IntegerField())
    )
    used = ReferenceIndex.objects.filter(
        content_type=ContentType.objects.get_for_model(LessonPage),
        to_content_type=ContentType.objects.get_for_model(CourseMedia),
        object_id__in=[str(lesson_id) for lesson_id in lesson_ids],
    )
    rows = used.annotate(
        kind=Subquery(media.values("type")[:1]),
        captions=Subquery(media.exclude(captions="").values("captions_language")[:1]),
    ).values_list("object_id", "kind", "captions")
    found = list(rows)
    return Recordings(
        video_lessons=frozenset(int(lesson) for lesson, kind, _ in found if kind == "video"),
        captions=tuple(sorted({get_own_name(code) for *_, code in found if code})),
    )
