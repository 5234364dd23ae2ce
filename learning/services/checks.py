"""Answering the knowledge checks of a lesson."""

from collections.abc import Collection
from dataclasses import replace

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import F

from accounts.models import User
from course_pages.models import LessonPage
from learning.models import CheckAnswer
from learning.permissions import check_enrolled
from learning.selectors.checks import GUEST_ANSWERS, judge_answer
from learning.selectors.screens import CheckState

GUEST_LESSONS = 10
"""How many lessons' answers a session remembers."""


def answer_check(
    *, student: User, lesson: LessonPage, block_id: str, choice_ids: Collection[str]
) -> CheckState:
    """Judge an answer by the canonical lesson's key, keep it, and return what the learner sees.

    The last answer counts; `tries` counts them all. The words come in the language of `lesson`.

    Raises:
        NotAllowed: the lesson is not open to `student` as a learner of the course.
        InvalidInput: no such check, no such choice, or nothing chosen.
    """
    access = check_enrolled(student, lesson)
    state = judge_answer(lesson, block_id, choice_ids)
    with transaction.atomic():
        answer, _is_new = CheckAnswer.objects.update_or_create(
            student=student,
            lesson_id=access.lesson_id,
            block_id=block_id,
            defaults={"choice_ids": sorted(state.chosen), "tries": F("tries") + 1},
            create_defaults={"choice_ids": sorted(state.chosen), "tries": 1},
        )
        answer.refresh_from_db(fields=["tries"])
    return replace(state, tries=answer.tries)


def keep_guest_answer(
    *,
    session: SessionBase,
    lesson: LessonPage,
    block_id: str,
    choice_ids: Collection[str],
) -> CheckState:
    """Judge the answer of somebody who may read the lesson without being enrolled.

    It is kept in the visitor's session alone, for the last few lessons; no table learns of it. The
    caller has asked the access rule.

    Raises:
        InvalidInput: no such check, no such choice, or nothing chosen.
    """
    lesson_key = str(lesson.canonical_id)
    answers = session.get(GUEST_ANSWERS, {})
    known = answers.pop(lesson_key, {})
    tries = known.get(block_id, ((), 0))[1] + 1
    state = judge_answer(lesson, block_id, choice_ids, tries=tries)
    recent = dict(list(answers.items())[1 - GUEST_LESSONS :])
    session[GUEST_ANSWERS] = recent | {
        lesson_key: known | {block_id: (sorted(state.chosen), tries)}
    }
    return state
