"""What a reader's answers to the knowledge checks of a lesson look like."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.exceptions import InvalidInput
from course_pages.models import LessonPage
from course_pages.selectors.checks import Verdict, find_check, get_checks, get_verdict, judge
from learning.models import CheckAnswer
from learning.selectors.screens import CheckState

GUEST_ANSWERS = "guest_answers"
"""Key of the session under which the answers of those who are not enrolled lie:
lesson id to block id to [choice ids, tries]."""


def judge_answer(
    lesson: LessonPage, block_id: str, choice_ids: Collection[str], *, tries: int = 1
) -> CheckState:
    """Return what may be said about an answer, in the words of `lesson`.

    Raises:
        InvalidInput: no such check, no such choice, or nothing chosen.
    """
    check = find_check(lesson, block_id)
    if check is None:
        raise InvalidInput(_("This lesson has no such question."), code="no_such_check")
    chosen = frozenset(choice_ids)
    return _state(chosen, judge(check, chosen), tries)


def has_checks(lesson: LessonPage) -> bool:
    """Return whether there is anything to answer; no query."""
    return any(block.get("type") == "check" for block in lesson.body.raw_data)


def list_check_states(student: User, lesson: LessonPage) -> dict[str, CheckState]:
    """Return block id to what the learner answered; one query where there are checks at all."""
    if not has_checks(lesson):
        return {}
    answers = CheckAnswer.objects.filter(student=student, lesson_id=lesson.canonical_id)
    rows = answers.values_list("block_id", "choice_ids", "tries")
    return _states(lesson, {block_id: (chosen, tries) for block_id, chosen, tries in rows})


def list_guest_states(session: Mapping[str, Any], lesson: LessonPage) -> dict[str, CheckState]:
    """Return block id to what a reader who is not enrolled answered in this session."""
    answers = session.get(GUEST_ANSWERS, {}).get(str(lesson.canonical_id), {})
    return _states(lesson, answers) if answers else {}


def _states(lesson: LessonPage, answers: Mapping[str, Any]) -> dict[str, CheckState]:
    """Leave out answers to what is no question any more, or another one by now."""
    if not answers:
        return {}
    states = {}
    for block_id, check in get_checks(lesson).items():
        chosen, tries = answers.get(block_id, ((), 0))
        verdict = get_verdict(check, frozenset(chosen))
        if verdict:
            states[block_id] = _state(frozenset(chosen), verdict, tries)
    return states


def _state(chosen: frozenset[str], verdict: Verdict, tries: int) -> CheckState:
    return CheckState(
        chosen=chosen,
        is_right=verdict.is_right,
        feedback=verdict.feedback,
        explanation=verdict.explanation,
        tries=tries,
    )
