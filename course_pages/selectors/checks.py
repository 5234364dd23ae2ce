"""Knowledge checks as the server knows them, and how an answer is judged.

What is right is read from the canonical lesson alone; the words come from the page in the reader's
language, choice by choice, where that has the same ids.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.exceptions import InvalidInput
from course_pages.enums import CheckKind
from course_pages.models import LessonPage


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice; `id` is the same in every language and order."""

    id: str
    text: str
    is_correct: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class Check:
    """One knowledge check with its key: never to be shown as it is."""

    block_id: str
    question: str
    kind: CheckKind
    choices: tuple[Choice, ...]
    explanation: str

    @property
    def choice_ids(self) -> frozenset[str]:
        return frozenset(choice.id for choice in self.choices)

    @property
    def key(self) -> frozenset[str]:
        """Ids of the right choices."""
        return frozenset(choice.id for choice in self.choices if choice.is_correct)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said about an answer."""

    is_right: bool
    feedback: dict[str, str]
    """Choice id to feedback, for the chosen choices only."""
    explanation: str


def get_checks(lesson: LessonPage) -> dict[str, Check]:
    """Return every knowledge check of the published lesson by block id, in reading order.

    `lesson` is the page in the reader's language. One query when that is a translation whose
    `canonical` is not loaded, none otherwise.
    """
    canonical = lesson if lesson.is_canonical else lesson.canonical
    words = dict(_read_raw(lesson))
    return {
        block_id: _make_check(block_id, value, words.get(block_id, {}))
        for block_id, value in _read_raw(canonical)
    }


def find_check(lesson: LessonPage, block_id: str) -> Check | None:
    """Return one knowledge check of the lesson, see `get_checks`; None when there is no such."""
    return get_checks(lesson).get(block_id)


def judge(check: Check, chosen: Set[str]) -> Verdict:
    """Return what may be said about choosing exactly the choices with the ids `chosen`.

    Raises:
        InvalidInput: nothing chosen, an id that is no choice of this check, or several choices
            where one is asked for.
    """
    if not chosen:
        raise InvalidInput(_("Choose an answer first."), code="nothing_chosen")
    if not chosen <= check.choice_ids:
        raise InvalidInput(_("This answer does not belong to the question."), code="no_such_choice")
    if check.kind == CheckKind.SINGLE and len(chosen) > 1:
        raise InvalidInput(_("Choose one answer only."), code="too_many_choices")
    feedback = {choice.id: choice.feedback for choice in check.choices if choice.id in chosen}
    return Verdict(chosen == check.key, feedback, check.explanation)


def get_verdict(check: Check, chosen: Set[str]) -> Verdict | None:
    """Return what `judge` says about an answer given earlier; None when the question has changed
    so that this is no answer to it any more."""
    try:
        return judge(check, chosen)
    except InvalidInput:
        return None


def _read_raw(lesson: LessonPage) -> Iterator[tuple[str, dict[str, Any]]]:
    # The raw stream: judging an answer must not fetch the images and recordings of the lesson.
    for block in lesson.body.raw_data:
        if block.get("type") == "check" and block.get("id"):
            yield block["id"], block.get("value") or {}


def _make_check(block_id: str, value: dict[str, Any], words: dict[str, Any]) -> Check:
    said = dict(_read_choices(words))
    return Check(
        block_id=block_id,
        question=words.get("question") or value.get("question") or "",
        kind=CheckKind.MULTIPLE if value.get("kind") == CheckKind.MULTIPLE else CheckKind.SINGLE,
        choices=tuple(
            Choice(
                id=choice_id,
                text=said.get(choice_id, {}).get("text") or choice.get("text") or "",
                is_correct=choice.get("correct") is True,
                feedback=said.get(choice_id, {}).get("feedback") or choice.get("feedback") or "",
            )
            for choice_id, choice in _read_choices(value)
        ),
        explanation=words.get("explanation") or value.get("explanation") or "",
    )


def _read_choices(value: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in value.get("choices") or ():
        if isinstance(item, dict) and item.get("id"):
            yield item["id"], item.get("value") or {}
