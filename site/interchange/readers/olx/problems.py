"""Takes the problems of Open edX apart: questions, choices, answers, hints, explanations."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from interchange.document import Part, TextPart
from interchange.readers.olx import markup
from interchange.readers.olx.markup import Node
from interchange.readers.olx.pages import Pages, Spot, plain_words
from interchange.readers.olx.source import Block, is_true

GROUPS = ("choicegroup", "checkboxgroup", "optioninput", "radiogroup")
"""Elements whose children are the choices of a question."""
CHOICE_RESPONSES = {
    "multiplechoiceresponse": "single",
    "truefalseresponse": "single",
    "choiceresponse": "multiple",
    "optionresponse": "single",
}
HINTS = ("demandhint", "hintgroup")
ANSWERING = frozenset(
    {
        *("additional_answer", "answer", "chemicalequationinput", "codeinput", "compoundhint"),
        *("correcthint", "crystallography", "designprotein2dinput", "drag_and_drop_input"),
        *("editageneinput", "editamoleculeinput", "formulaequationinput", "imageinput"),
        *("javascriptinput", "jsinput", "jsme", "matlabinput", "numericalhint", "numericalolxhint"),
        *("regexphint", "responseparam", "schematic", "stringequalhint", "stringhint", "textbox"),
        *("textline", "vsepr_input", "filesubmission", "customresponsehint"),
    }
)
"""Fields to fill in, and what is said of answers: nothing that a page shows as words."""
LONGEST_QUESTION = 600
"""Characters of what stands before a question that still count as the question itself."""
HEADINGS = frozenset(
    [
        "answer",
        "answers",
        "comment",
        "comments",
        "commentaire",
        "commentaires",
        "correct",
        "correction",
        "explanation",
        "explication",
        "explications",
        "explicación",
        "explicacion",
        "erklärung",
        "feedback",
        "lösung",
        "penjelasan",
        "respuesta",
        "retroalimentación",
        "retroalimentacion",
        "rétroaction",
        "réponse",
        "solución",
        "solucion",
        "solution",
        "solutions",
        "jawaban",
        "explanation:",
        "feedback:",
    ]
)
"""Words that stand above an explanation and say nothing."""
SHORT_HEADING = 3
"""Words of a heading over an explanation, at most."""
RIGHT = ("true", "1", "yes", "correct")
MORE_THAN_A_CHECK = {
    "max_attempts": "the number of attempts",
    "rerandomize": "the random numbers",
    "submission_wait_seconds": "the pause between attempts",
    "matlab_api_key": "the Matlab key",
}
PARTLY = "Nobody gets part of the points for an answer half right."
DRAWN = re.compile(r"\$[A-Za-z_]\w*")


@dataclass(slots=True)
class RawChoice:
    """One choice. `shown` is what does not fit into it and stands before the question."""

    text: str
    is_right: bool
    feedback: str
    shown: tuple[Part, ...] = ()


@dataclass(slots=True)
class Question:
    """One question of a problem."""

    number: int
    """Counted from 1 in the order of the problem."""
    response: str
    """The element that asks: "multiplechoiceresponse", "numericalresponse" ..."""
    words: str = ""
    before: tuple[Part, ...] = ()
    """What stands before the question and does not fit into plain words."""
    choices: list[RawChoice] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """What is right where nothing is to choose."""
    explanation: str = ""
    solution: list[Part] = field(default_factory=list)
    """What belongs to the explanation and is no mere words; empty where choices are offered."""
    heading_left_out: bool = False
    """Was a first line of the explanation left out, because it only said what it is?"""
    hints: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    """What the site cannot do with it, each one sentence."""

    @property
    def is_choice(self) -> bool:
        return self.response in CHOICE_RESPONSES

    @property
    def kind(self) -> str:
        right = sum(choice.is_right for choice in self.choices)
        single = CHOICE_RESPONSES.get(self.response) == "single"
        return "single" if single and right == 1 else "multiple"


@dataclass(slots=True)
class Problem:
    """A problem read: parts and questions in their order."""

    flow: list[Part | Question] = field(default_factory=list)

    @property
    def questions(self) -> list[Question]:
        return [piece for piece in self.flow if isinstance(piece, Question)]


class Event(Enum):
    HTML = auto()
    OPEN = auto()
    CLOSE = auto()
    PROMPT = auto()
    CHOICES = auto()
    EXPLANATION = auto()
    HINT = auto()
    HIDDEN = auto()
    FRAME = auto()


def is_response(node: Node) -> bool:
    return markup.is_element(node) and node.tag.endswith(markup.RESPONSE)


def walk(node: Node) -> Iterator[tuple[Event, Node | str]]:
    """Yield what a problem consists of, every piece of HTML once and in order."""
    pending = [markup.escape(node.text or "")]
    for child in node:
        event = find_event(child)
        if event is None:
            pending.append(markup.outer_html(child, with_tail=True))
            continue
        yield Event.HTML, "".join(pending)
        yield from walk_into(child, event)
        pending = [markup.escape(child.tail or "")]
    yield Event.HTML, "".join(pending)


def walk_into(child: Node, event: Event) -> Iterator[tuple[Event, Node | str]]:
    yield event, child
    if event in (Event.OPEN, Event.FRAME):
        yield from walk(child)
    if event is Event.OPEN:
        yield Event.CLOSE, child


EVENTS = {
    "label": Event.PROMPT,
    "description": Event.PROMPT,
    "solution": Event.EXPLANATION,
    **dict.fromkeys(GROUPS, Event.CHOICES),
    **dict.fromkeys(HINTS, Event.HINT),
    **dict.fromkeys(ANSWERING, Event.HIDDEN),
}


def find_event(node: Node) -> Event | None:
    """Return what a child element begins; None for mere HTML."""
    if not markup.is_element(node):
        return None
    if is_response(node):
        return Event.OPEN
    event = EVENTS.get(node.tag)
    if event in (Event.CHOICES, Event.HIDDEN):
        return event
    inside = [inner for inner in node.iterdescendants() if markup.is_element(inner)]
    if any(is_response(inner) or inner.tag in GROUPS for inner in inside):
        return Event.FRAME
    says_more = any(EVENTS.get(inner.tag) for inner in inside)
    return Event.FRAME if event is None and says_more else event


class ProblemReader:
    """Reads one problem. Everything in it is entered once, by `pages`."""

    def __init__(self, block: Block, spot: Spot, pages: Pages) -> None:
        self.block = block
        self.spot = spot
        self.pages = pages
        self.problem = Problem()
        self.before: list[Part] = []
        self.prompt: list[str] = []
        self.open: list[Node] = []
        self.asked: list[Node] = []
        self.early: list[tuple[str, str]] = []
        self.solution: list[Part] = []
        self.numbers = number_questions(block.node)
        self.offers_choices = any(node.tag in CHOICE_RESPONSES for node in self.numbers)

    def read(self) -> Problem:
        for event, piece in walk(self.block.node):
            self.take(event, piece)
        self.problem.flow += self.before
        self.note_losses()
        return self.problem

    def take(self, event: Event, piece: Node | str) -> None:
        match event:
            case Event.HTML:
                self.take_html(str(piece))
            case Event.OPEN:
                self.open.append(piece)
            case Event.CLOSE:
                self.close(self.open.pop())
            case Event.PROMPT:
                self.take_prompt(piece)
            case Event.CHOICES:
                self.take_choices(piece)
            case _:
                self.take_other(event, piece)

    def take_other(self, event: Event, piece: Node) -> None:
        match event:
            case Event.EXPLANATION:
                self.take_explanation(piece)
            case Event.HINT:
                self.take_hints(piece)
            case Event.FRAME:
                hollow = hollow_html(piece)
                self.pages.keep(hollow, self.spot, "Only the questions in it were taken over.")
            case _:
                self.drop_hidden(piece)

    def drop_hidden(self, node: Node) -> None:
        reason = "What stands in the answer field of a question is kept with the course."
        self.pages.keep(markup.outer_html(node), self.spot, reason)

    def take_html(self, html: str) -> None:
        if html.strip():
            self.before += self.pages.read(html, self.spot)

    def take_prompt(self, node: Node) -> None:
        parts, words = self.pages.read_question(markup.inner_html(node), self.spot)
        self.before += parts
        self.prompt += [words] if words else []

    # --- questions

    def take_choices(self, node: Node) -> None:
        if not self.open or (self.open[-1] in self.asked and node not in self.numbers):
            reason = "These choices belong to no question of their own; add one in the editor."
            self.pages.keep(markup.outer_html(node), self.spot, reason)
            return
        question = self.ask(self.open[-1], node)
        read_options = self.read_options if node.tag == "optioninput" else self.read_group
        question.choices = read_options(node, question)
        if is_true(node.get("shuffle")) or node.get("answer-pool"):
            question.losses.append("The choices stand in the order of the source, not shuffled.")

    def ask(self, response: Node, place: Node) -> Question:
        """Return a new question, with all that was said since the last one."""
        question = Question(self.numbers.get(place) or self.numbers[response], response.tag)
        before, words = split_question(self.before, "\n".join(self.prompt))
        self.before, self.prompt = [], []
        question.before, question.words = tuple(before), words or find_label(response)
        self.asked.append(response)
        self.problem.flow.append(question)
        for kind, words in self.early:
            add_late(question, kind, words)
        question.solution += self.solution
        self.early, self.solution = [], []
        if response.get("partial_credit"):
            question.losses.append(PARTLY)
        return question

    def close(self, response: Node) -> None:
        """Make a question of a response that offers no choices."""
        if response not in self.asked:
            self.ask(response, response).answers = list_answers(response)

    def read_group(self, group: Node, question: Question) -> list[RawChoice]:
        choices = []
        self.drop_text(group)
        for node in group:
            if markup.is_element(node) and node.tag == "choice":
                choices.append(self.read_choice(node, question))
            elif markup.is_element(node):
                self.drop_hidden(node)
                question.losses.append("What it says to certain combinations is left out.")
        return choices

    def drop_text(self, group: Node) -> None:
        loose = (group.text or "") + "".join(child.tail or "" for child in group)
        if loose.strip():
            reason = "Words between choices are left out."
            self.pages.drop(markup.escape(loose), self.spot, reason)

    def read_choice(self, node: Node, question: Question) -> RawChoice:
        hints = [child for child in node if child.tag in ("choicehint", "optionhint")]
        pieces = [
            markup.escape(child.tail or "") if child in hints else outer(child) for child in node
        ]
        html = markup.escape(node.text or "") + "".join(pieces)
        shown, words = self.pages.read_question(html, self.spot)
        correct = (node.get("correct") or "").strip().strip("\"'").lower()
        if correct in ("partial", "partially-correct") or node.get("point_value"):
            question.losses.append(PARTLY)
        feedback = self.read_feedback(hints, question)
        return RawChoice(words, correct in RIGHT, feedback, shown)

    def read_feedback(self, hints: Sequence[Node], question: Question) -> str:
        said = []
        for hint in hints:
            words = self.pages.read_plain(markup.inner_html(hint), self.spot)
            if (hint.get("selected") or "true").strip().lower() == "false":
                question.losses.append("What it says to a choice left open is left out.")
            elif words:
                label = (hint.get("label") or "").strip()
                said.append(f"{label}: {words}" if label else words)
        return "\n".join(said)

    def read_options(self, node: Node, question: Question) -> list[RawChoice]:
        nodes = [child for child in node if child.tag == "option"]
        right = (node.get("correct") or "").strip().strip("'\"")
        for child in node:
            if child not in nodes:
                self.drop_hidden(child)
        self.drop_text(node)
        if nodes:
            return [self.read_choice(child, question) for child in nodes]
        return [RawChoice(text, text == right, "") for text in split_options(node.get("options"))]

    # --- what is said about questions

    def take_explanation(self, node: Node) -> None:
        html = markup.inner_html(node)
        if self.offers_choices:
            self.add("explanation", self.pages.read_plain(html, self.spot))
            return
        parts, words = self.pages.read_question(html, self.spot)
        self.add("explanation", words)
        questions = self.problem.questions
        if questions and self.open[-1:] in ([], self.asked[-1:]):
            questions[-1].solution += parts
        else:
            self.solution += parts

    def take_hints(self, node: Node) -> None:
        self.drop_text(node)
        for child in node:
            if markup.is_element(child):
                words = self.pages.read_plain(markup.outer_html(child), self.spot)
                self.add("hint", words)

    def add(self, kind: str, words: str) -> None:
        questions = self.problem.questions
        if not words:
            return
        if questions and not (self.open and self.open[-1] not in self.asked):
            add_late(questions[-1] if kind == "explanation" else questions[0], kind, words)
        else:
            self.early.append((kind, words))

    def note_losses(self) -> None:
        facts = self.block.facts
        kept = [words for key, words in MORE_THAN_A_CHECK.items() if has_value(facts.get(key))]
        if has_value(facts.get("weight")) and facts["weight"].strip('" ') not in (
            "0",
            "0.0",
            "1",
            "1.0",
        ):
            kept.insert(0, "the points")
        if is_true(facts.get("partial_credit")):
            kept.append("partial credit")
        drawn = any(node.tag == "script" for node in self.block.node.iter())
        for question in self.problem.questions:
            if kept:
                question.losses.append(
                    f"Kept with the course until the site has a place for it: {', '.join(kept)}."
                )
            if drawn and DRAWN.search(question.words + str(question.answers)):
                question.losses.append(
                    "A program fills in parts of this question: put values for the words that "
                    "begin with a dollar sign."
                )


def outer(node: Node) -> str:
    return markup.outer_html(node, with_tail=True)


def has_value(value: str | None) -> bool:
    return (value or "").strip().strip('"').lower() not in ("", "null", "none", "never", "false")


def add_late(question: Question, kind: str, words: str) -> None:
    if kind == "hint":
        question.hints.append(words)
        return
    rest = drop_heading(words)
    question.heading_left_out |= rest != words
    question.explanation = "\n".join(filter(None, (question.explanation, rest)))


def number_questions(problem: Node) -> dict[Node, int]:
    """Return the number of every response, and of every dropdown."""
    numbers: dict[Node, int] = {}
    number = 0
    for node in problem.iter():
        if not is_response(node):
            continue
        fields = node.findall(".//optioninput") if node.tag == "optionresponse" else []
        numbers[node] = number + 1
        for place, dropdown in enumerate(fields):
            numbers[dropdown] = number + 1 + place
        number += max(1, len(fields))
    return numbers


def hollow_html(node: Node) -> str:
    """Return a tag without its content, where it is more than a wrapper."""
    address = node.get("href")
    given = f' href="{markup.escape(address)}"' if node.tag == "a" and address else ""
    return f"<{node.tag}{given}></{node.tag}>"


def split_question(before: Sequence[Part], prompt: str) -> tuple[list[Part], str]:
    """Return what stays before a question as parts, and its words.

    What was said before belongs to the question itself when it is short and mere words; of a long
    text the last paragraph is the question, where no label says another.
    """
    parts = list(before)
    run: list[str] = []
    while parts:
        last = parts[-1]
        if not isinstance(last, TextPart) or "<a " in last.html:
            break
        run.insert(0, last.html)
        parts.pop()
    words = plain_words("".join(run))
    if len(words) <= LONGEST_QUESTION:
        return parts, "\n".join(filter(None, (words, prompt)))
    if prompt:
        return [*parts, TextPart("".join(run))], prompt
    return [*parts, TextPart("".join(run))], words.rsplit("\n", 1)[-1]


def split_options(options: str | None) -> list[str]:
    """Return the choices of a dropdown that are written as `('one','two')`."""
    text = (options or "").strip()
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        found = [piece.strip().strip("'\"") for piece in text.strip("()[]").split(",")]
    if isinstance(found, (str, int, float)):
        found = [found]
    return [str(choice).strip() for choice in found if str(choice).strip()]


def find_label(response: Node) -> str:
    """Return what a question is called for those who hear it; "" when it has no such name."""
    labels = (node.get("label") or "" for node in response.iter() if markup.is_element(node))
    return next((" ".join(label.split()) for label in labels if label.strip()), "")


def list_answers(response: Node) -> list[str]:
    """Return what is right for a question where something is to be written."""
    answers = [response.get("answer") or response.get("expect") or response.get("samples") or ""]
    answers += [
        node.get("answer") or node.text or "" for node in response.iter("additional_answer")
    ]
    tolerance = next(
        (
            node.get("default") or ""
            for node in response.iter("responseparam")
            if node.get("type") == "tolerance"
        ),
        "",
    )
    answers = [answer.strip() for answer in answers if answer.strip()]
    if answers and tolerance:
        answers[0] += f" (± {tolerance})"
    return answers


def drop_heading(words: str) -> str:
    """Return an explanation without a line above it that only says what it is."""
    first, _, rest = words.partition("\n")
    return rest if rest and first.strip(" :.").lower() in HEADINGS else words


def drop_first_line(words: str) -> str:
    """Return a translated explanation without its heading, when it still has one."""
    first, _, rest = words.partition("\n")
    is_heading = len(first.split()) <= SHORT_HEADING and first[-1:] not in (".", "!", "?")
    return rest if rest and is_heading else words
