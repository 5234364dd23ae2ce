"""Why learners' records keep a page from being deleted."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from course_pages.ports import Reason
from learning.models import CheckAnswer, Enrollment, LessonProgress, Note


def list_reasons_to_keep(page_ids: frozenset[int]) -> Iterator[Reason]:
    """Yield what hangs on any of these canonical pages; four queries.

    Ended enrolments count as well: they are what a learner did.
    """
    enrolled = Enrollment.objects.filter(course_id__in=page_ids).count()
    if enrolled:
        words = ngettext(
            "%(count)s learner is enrolled.", "%(count)s learners are enrolled.", enrolled
        )
        yield Reason("learning.enrollments", words % {"count": enrolled})
    learners = _count_learners(LessonProgress, page_ids)
    if learners:
        words = ngettext(
            "%(count)s learner has made progress in it.",
            "%(count)s learners have made progress in it.",
            learners,
        )
        yield Reason("learning.progress", words % {"count": learners})
    learners = _count_learners(CheckAnswer, page_ids)
    if learners:
        words = ngettext(
            "%(count)s learner has answered its questions.",
            "%(count)s learners have answered its questions.",
            learners,
        )
        yield Reason("learning.answers", words % {"count": learners})
    learners = _count_learners(Note, page_ids)
    if learners:
        words = ngettext(
            "%(count)s person has kept notes beside it.",
            "%(count)s people have kept notes beside it.",
            learners,
        )
        yield Reason("learning.notes", words % {"count": learners})


def _count_learners(
    model: type[LessonProgress] | type[CheckAnswer] | type[Note], lesson_ids: frozenset[int]
) -> int:
    rows = model._default_manager.filter(lesson_id__in=lesson_ids)
    return rows.values("student").distinct().count()
