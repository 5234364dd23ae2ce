"""Makes knowledge checks of questions, or exercises of those that a check cannot hold."""

from collections.abc import Iterable, Sequence
from html import escape
from string import ascii_uppercase

from interchange.document import (
    CalloutPart,
    CheckPart,
    Choice,
    DetailsPart,
    Facts,
    ImagePart,
    Part,
    TextPart,
)
from interchange.readers.olx.others import list_part
from interchange.readers.olx.outline import Leaf
from interchange.readers.olx.pages import text_part
from interchange.readers.olx.problems import Question, RawChoice, has_value
from interchange.readers.olx.source import Block

FEWEST, MOST = 2, 30
"""How many choices a check may have."""
LONGEST_CHOICE = 2000


def show_question(question: Question, check_id: str, title: str) -> list[Part]:
    """Return the parts of a question; what is lost is added to its losses."""
    if not question.words:
        question.words = title or f"Question {question.number}"
        question.losses.append("The question has no words of its own; write them in the editor.")
    name_choices(question)
    refusal = refuse(question)
    if refusal:
        question.losses.append(refusal)
        return [show_exercise(question, title)]
    shown = [part for choice in question.choices for part in choice.shown]
    if shown:
        question.losses.append("What its choices show besides words stands above the question.")
    return [*question.before, *shown, make_check(question, check_id)]


def refuse(question: Question) -> str:
    """Return why a question can be no knowledge check; "" when it can."""
    choices = question.choices
    if not question.is_choice:
        return "Answers cannot be typed in: it is shown as an exercise, its solution on demand."
    if not FEWEST <= len(choices) <= MOST:
        return f"It has {len(choices)} choices: it is shown as an exercise, its solution on demand."
    if not any(choice.is_right for choice in choices):
        return "No choice is right: it is shown as an exercise; mark an answer in the editor."
    if any(len(choice.text) > LONGEST_CHOICE for choice in choices):
        return "A choice is too long: it is shown as an exercise, its solution on demand."
    return ""


def make_check(question: Question, check_id: str) -> CheckPart:
    right = sum(choice.is_right for choice in question.choices)
    if right > 1 and question.response != "choiceresponse":
        question.losses.append(
            f"{right} choices are right where one was to be chosen: all of them are asked for."
        )
    return CheckPart(
        id=check_id,
        question=question.words,
        kind=question.kind,
        choices=tuple(
            Choice(f"choice-{number}", choice.text, choice.is_right, choice.feedback)
            for number, choice in enumerate(question.choices, 1)
        ),
        explanation=question.explanation,
        hints=tuple(question.hints),
    )


def name_choices(question: Question) -> None:
    """Give words to choices that have none, or the same as another."""
    seen: set[str] = set()
    for number, choice in enumerate(question.choices):
        letter = ascii_uppercase[number] if number < 26 else str(number + 1)
        if not choice.text:
            choice.text = describe_shown(choice) or f"({letter})"
        if fold(choice.text) in seen:
            choice.text = f"{choice.text} ({letter})"
            question.losses.append(f"Two choices say the same; the second is marked ({letter}).")
        seen.add(fold(choice.text))


def fold(words: str) -> str:
    return " ".join(words.split()).casefold()


def describe_shown(choice: RawChoice) -> str:
    return next((part.alt for part in choice.shown if isinstance(part, ImagePart)), "")


def show_exercise(question: Question, title: str) -> CalloutPart:
    """Return a question as something to do by oneself, with what helps on demand."""
    body: list[Part] = [*question.before, text_part(question.words)]
    body += list_part(choice.text for choice in question.choices)
    body += [part for choice in question.choices for part in choice.shown]
    body += [DetailsPart("hint", "", (text_part(hint),)) for hint in question.hints]
    solution = list_solution(question)
    if solution:
        body.append(DetailsPart("solution", "", tuple(solution)))
    return CalloutPart("exercise", title, tuple(flatten(body)))


def list_solution(question: Question) -> list[Part]:
    right = [choice.text for choice in question.choices if choice.is_right] + question.answers
    parts: list[Part] = []
    if right:
        words = " / ".join(escape(answer, quote=False) for answer in right)
        parts.append(TextPart(f"<p><strong>{words}</strong></p>"))
    said = [choice.feedback for choice in question.choices if choice.feedback]
    parts += list_part(said)
    parts += [text_part(question.explanation)] if question.explanation else []
    return parts + question.solution


def flatten(parts: Iterable[Part]) -> Iterable[Part]:
    """Yield parts without the frames of callouts: a callout holds none."""
    for part in parts:
        if isinstance(part, CalloutPart):
            yield from part.body
        else:
            yield part


def keep_question(leaf: Leaf, question: Question, parts: Sequence[Part], lesson: str) -> Facts:
    """Return all that the source says of a question, as plain JSON."""
    block = leaf.block
    check = next((part for part in parts if isinstance(part, CheckPart)), None)
    return {
        "id": f"{block.id}-{question.number}",
        "lesson": lesson,
        "check": check.id if check else "",
        "kind": question.response,
        "title": block.title,
        "points": read_number(block, "weight"),
        "attempts": read_number(block, "max_attempts"),
        "data": {
            "problem": block.id,
            "number": question.number,
            "question": question.words,
            "choices": [
                {"text": one.text, "correct": one.is_right, "feedback": one.feedback}
                for one in question.choices
            ],
            "answers": list(question.answers),
            "explanation": question.explanation,
            "hints": list(question.hints),
            "bank": dict(leaf.bank),
            "facts": {key: value for key, value in block.open_facts.items() if key != "markdown"},
            "xml": block.xml if question.number == 1 else "",
        },
    }


def read_number(block: Block, key: str) -> float | None:
    value = block.facts.get(key)
    try:
        return float((value or "").strip('" ')) if has_value(value) else None
    except ValueError:
        return None
