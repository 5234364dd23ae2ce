from collections import Counter
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, ListBlock
from wagtail.blocks import TextBlock as PlainTextBlock
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from course_pages.blocks.choice import NameChoiceBlock
from course_pages.blocks.secrets import SecretiveStructBlock
from course_pages.enums import CheckKind


class Answered(Protocol):
    """What a learner's answer looks like, as the screen of the lesson brings it."""

    chosen: frozenset[str]
    is_right: bool
    feedback: dict[str, str]
    explanation: str


@dataclass(frozen=True, slots=True)
class OptionView:
    """One choice as the template shows it."""

    id: str
    text: str
    is_chosen: bool
    verdict: str
    """"right" or "wrong" for a chosen one that is judged by itself; else empty."""
    feedback: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """What the template may know of a knowledge check: nothing that the server has not said."""

    block_id: str
    lesson_id: int | None
    """The canonical lesson to answer to; None where nobody can answer (a preview)."""
    is_multiple: bool
    question: str
    options: tuple[OptionView, ...]
    is_answered: bool
    is_right: bool
    explanation: str
    hints: tuple[str, ...]


def view_check(value: Any, context: dict[str, Any]) -> CheckView:
    """Return the check as the reader of `context` (with `screen`, `page`, `request`) sees it."""
    block_id = context.get("id") or ""
    lesson_id = _lesson_to_answer(context) if block_id else None
    answers = getattr(context.get("screen"), "checks", None) or {}
    answered: Answered | None = answers.get(block_id) if lesson_id else None
    is_multiple = value["kind"] == CheckKind.MULTIPLE
    return CheckView(
        block_id=block_id,
        lesson_id=lesson_id,
        is_multiple=is_multiple,
        question=value["question"] or "",
        options=tuple(
            _view_option(choice, answered, is_multiple=is_multiple)
            for choice in value["choices"].bound_blocks
        ),
        is_answered=answered is not None,
        is_right=answered.is_right if answered else False,
        explanation=answered.explanation if answered else "",
        hints=tuple(hint for hint in value["hints"] if hint),
    )


def _lesson_to_answer(context: dict[str, Any]) -> int | None:
    if getattr(context.get("request"), "is_preview", False):
        return None
    lesson_id: int | None = getattr(context.get("screen"), "lesson_id", None)
    return lesson_id or getattr(context.get("page"), "canonical_id", None)


def _view_option(choice: Any, answered: Answered | None, *, is_multiple: bool) -> OptionView:
    is_chosen = answered is not None and choice.id in answered.chosen
    verdict = ""
    if answered and is_chosen and answered.is_right:
        verdict = "right"
    elif answered and is_chosen and not is_multiple:
        # Of several choices only the whole is judged: which of them was wrong stays to be found.
        verdict = "wrong"
    return OptionView(
        id=choice.id,
        text=choice.value["text"] or "",
        is_chosen=is_chosen,
        verdict=verdict,
        feedback=answered.feedback.get(choice.id, "") if answered and is_chosen else "",
    )


class CheckChoiceBlock(SecretiveStructBlock):
    """One choice. The id of its place in the list names it, in every language and order."""

    secret = ("correct", "feedback")

    text = PlainTextBlock(
        rows=1, max_length=2000, label=_("Text"), help_text=_("Put code between `backticks`.")
    )
    correct = BooleanBlock(required=False, label=_("This is a right answer"))
    feedback = PlainTextBlock(
        required=False,
        rows=2,
        label=_("Feedback"),
        help_text=_(
            "Shown to those who chose it: why it is right, or what they may have mixed up."
        ),
    )

    class Meta:
        label = _("Choice")
        label_format = "{text}"


class CheckBlock(SecretiveStructBlock):
    """A question with choices, judged on the server.

    Which choices are right, the feedback and the explanation reach no reader before they answer:
    the template is given a prepared view without them instead of the value.
    """

    secret = ("explanation",)

    question = PlainTextBlock(
        rows=2, label=_("Question"), help_text=_("Put code between `backticks`.")
    )
    kind = NameChoiceBlock(
        choices=CheckKind.choices,
        default=CheckKind.SINGLE,
        label=_("Kind"),
    )
    choices = ListBlock(CheckChoiceBlock(), max_num=30, label=_("Choices"), search_index=False)
    hints = ListBlock(
        PlainTextBlock(rows=2, label=_("Hint")),
        default=[],
        label=_("Hints"),
        help_text=_("Opened one after another, by learners who ask for them before they answer."),
        search_index=False,
    )
    explanation = PlainTextBlock(
        required=False,
        label=_("Explanation"),
        help_text=_("Shown after an answer, whichever it was."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            refuse_unanswerable(cleaned)
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        # The value knows the key: no template gets hold of it.
        del context["value"], context["self"]
        context["check"] = view_check(value, context)
        return context

    class Meta:
        icon = "help"
        label = _("Knowledge check")
        label_format = "{question}"
        description = _("A question with one or several right answers and feedback; not graded.")
        template = "blocks/check.html"
        preview_template = "blocks/preview.html"
        preview_value = {
            "question": "Which query shows every column of `orders`?",
            "kind": CheckKind.SINGLE,
            "choices": [
                {"text": "`SELECT * FROM orders;`", "correct": True, "feedback": ""},
                {"text": "`SELECT orders FROM *;`", "correct": False, "feedback": ""},
            ],
            "hints": [],
            "explanation": "",
        }


def refuse_unanswerable(value: Any) -> None:
    """Check that the choices make a question that can be answered.

    Raises:
        StructBlockValidationError: fewer than two choices, two with the same words, or a number of
            right ones that does not fit the kind; the error stands at the choices.
    """
    choices = list(value["choices"])
    messages = []
    if len(choices) < 2:
        messages.append(_("Give at least two choices."))
    right = sum(bool(choice["correct"]) for choice in choices)
    if value["kind"] == CheckKind.SINGLE and right != 1:
        messages.append(_("Mark exactly one choice as right, or allow several right answers."))
    elif value["kind"] == CheckKind.MULTIPLE and right == 0:
        messages.append(_("Mark at least one choice as right."))
    repeated = _find_repeated([choice["text"] for choice in choices])
    if messages or repeated:
        raise StructBlockValidationError(
            block_errors={
                "choices": ListBlockValidationError(
                    block_errors={place: _repeated_text() for place in repeated},
                    non_block_errors=[ValidationError(message) for message in messages],
                )
            }
        )


def _find_repeated(texts: list[str]) -> list[int]:
    """Return the places of texts that stand in the list before, but for case and spaces."""
    seen: Counter[str] = Counter()
    repeated = []
    for place, text in enumerate(texts):
        words = " ".join(text.split()).casefold()
        if seen[words]:
            repeated.append(place)
        seen[words] += 1
    return repeated


def _repeated_text() -> StructBlockValidationError:
    return StructBlockValidationError(
        block_errors={"text": ValidationError(_("Another choice says the same."))}
    )
