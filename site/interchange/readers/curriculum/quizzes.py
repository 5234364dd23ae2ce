"""Quizzes in JSON, one file or several for each language, into knowledge checks."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from interchange.document import CalloutPart, CheckPart, Choice, DetailsPart, TextPart
from interchange.readers.curriculum.texts import read_text
from interchange.readers.languages import find_language, is_language_code
from interchange.readers.slugs import LENGTH, make_digest, make_slug, make_unique
from interchange.report import Element

ENDING = ".json"
QUESTION = "question"
"""Kind of the element that each question of each file is."""
LARGEST = 8_000_000
"""Bytes of a quiz file; a larger one is data of another kind."""
QUIZ_LINK = re.compile(r"/quiz(?:zes)?/(\d{1,6}|[a-z][\w-]{0,40})/?(?:[?#].*)?$", re.IGNORECASE)
MOST_CHOICES = 12
LONGEST_CHOICE = 500
TRUE = (True, 1, "true", "True", "TRUE", "yes", "1")


# --- what a file holds ----------------------------------------------------------------------------


def load_quizzes(path: Path) -> list[Any]:
    """Return the groups of quizzes in a JSON file: an empty list for a file of another kind.

    A group is a table with a list called "quizzes".
    """
    if path.stat().st_size > LARGEST:
        return []
    try:
        data = json.loads(read_text(path)[0])
    except (ValueError, RecursionError):
        return []
    groups = data if isinstance(data, list) else [data]
    return [
        group
        for group in groups
        if isinstance(group, dict) and isinstance(group.get("quizzes"), list)
    ]


def make_names(ids: Sequence[Any]) -> list[str]:
    """Return the names of the quizzes of one file, made of their ids: "7" for 7."""
    taken: set[str] = set()
    return [make_unique(make_name(found, place), taken) for place, found in enumerate(ids, 1)]


def make_name(found: Any, place: int) -> str:
    if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 10**9:
        return str(found)
    if isinstance(found, str) and re.fullmatch(r"[0-9]{1,9}", found.strip()):
        return str(int(found))
    words = str(found) if isinstance(found, str | float) else ""
    return make_slug(words, "quiz") if words else f"no-{place}"


@dataclass(frozen=True, slots=True)
class Option:
    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question of one file; `number` is counted from 1 within its quiz."""

    path: str
    quiz: str
    number: int
    text: str
    options: tuple[Option, ...]

    @property
    def element(self) -> Element:
        return Element(self.path, QUESTION, f"{self.quiz}-{self.number}")

    @property
    def right(self) -> frozenset[int]:
        """The places of the right options, from 0."""
        return frozenset(place for place, option in enumerate(self.options) if option.right)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(option.text for option in self.options)

    @property
    def key_words(self) -> str:
        """The right options in quotes, for a report."""
        found = [f"“{shorten(option.text)}”" for option in self.options if option.right]
        return " and ".join(found) if found else "nothing"


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz of one file. `group` is the title under which the file gathers its quizzes."""

    name: str
    title: str
    group: str
    questions: tuple[Question, ...]


def read_quizzes(path: Path, name: str) -> list[Quiz]:
    """Return the quizzes of a JSON file of the source called `name`; none in other files."""
    found = [
        (plain(group.get("title")), quiz)
        for group in load_quizzes(path)
        for quiz in group["quizzes"]
        if isinstance(quiz, dict)
    ]
    names = make_names([quiz.get("id") for _group, quiz in found])
    return [
        read_quiz(quiz, name, quiz_name, group)
        for quiz_name, (group, quiz) in zip(names, found, strict=True)
    ]


def read_quiz(quiz: Mapping[str, Any], path: str, name: str, group: str) -> Quiz:
    raw = quiz.get("quiz")
    rows = raw if isinstance(raw, list) else []
    questions = tuple(read_question(row, path, name, place) for place, row in enumerate(rows, 1))
    return Quiz(name, plain(quiz.get("title")), group, questions)


def read_question(row: Any, path: str, quiz: str, number: int) -> Question:
    if not isinstance(row, dict):
        return Question(path, quiz, number, plain(row), ())
    text = plain(row.get("questionText", row.get("question")))
    raw = row.get("answerOptions", row.get("answers"))
    options = tuple(read_option(option) for option in raw) if isinstance(raw, list) else ()
    return Question(path, quiz, number, text, options)


def read_option(option: Any) -> Option:
    if not isinstance(option, dict):
        return Option(plain(option), right=False)
    right = option.get("isCorrect", option.get("correct"))
    text = plain(option.get("answerText", option.get("text")))
    return Option(text, isinstance(right, bool | int | str) and right in TRUE)


def plain(value: Any) -> str:
    """Return a value of JSON as words, lines kept."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        return ""
    return "\n".join(" ".join(line.split()) for line in str(value).strip().splitlines())


def shorten(text: str, length: int = 80) -> str:
    words = " ".join(text.split())
    return words if len(words) <= length else f"{words[: length - 1].rstrip()}…"


# --- the language of a file -----------------------------------------------------------------------


def read_language(name: str, main: str) -> str:
    """Return the site's language of a quiz file; "" when its name says one that the site lacks.

    A file says its language by its name (`es.json`) or its folder (`es/lesson-1.json`); one that
    says none is in the language of the course.
    """
    path = PurePosixPath(name)
    stem = path.stem
    for word in (stem, stem.rpartition(".")[2], *reversed(path.parts[:-1])):
        language = find_language(word) if is_language_code(word) else ""
        if language:
            return language
    says_one = is_language_code(stem) and path.parent.name.lower() in LANGUAGE_FOLDERS
    return "" if says_one else main


LANGUAGE_FOLDERS = ("translations", "quizzes", "quiz", "i18n", "locales", "languages")


# --- knowledge checks -----------------------------------------------------------------------------


def find_fault(question: Question) -> str:
    """Return why a question cannot be a knowledge check, as the end of a sentence; "" if it can."""
    texts = [" ".join(text.split()).casefold() for text in question.texts]
    faults = (
        (not question.text, "it has no words"),
        (len(texts) < 2, "it has fewer than two choices"),
        (len(texts) > MOST_CHOICES, f"it has more than {MOST_CHOICES} choices"),
        (not all(texts), "a choice has no words"),
        (len(set(texts)) < len(texts), "two choices say the same"),
        (not question.right, "no choice is marked as right"),
        (any(len(text) > LONGEST_CHOICE for text in question.texts), "a choice is too long"),
    )
    return next((fault for found, fault in faults if found), "")


def make_check_id(question: Question) -> str:
    found = f"quiz-{question.quiz}-{question.number}"
    return found if len(found) <= LENGTH else f"quiz-{make_digest(found)}-{question.number}"


def make_check(question: Question, words: Question | None = None) -> CheckPart:
    """Return the knowledge check of a sound question, in the words of its translation if given."""
    texts = match_texts(question, words)
    return CheckPart(
        id=make_check_id(question),
        question=words.text if words else question.text,
        kind="single" if len(question.right) == 1 else "multiple",
        choices=tuple(
            Choice(f"a{place}", one_line(text), option.right, "")
            for place, (option, text) in enumerate(zip(question.options, texts, strict=True), 1)
        ),
        explanation="",
    )


def match_texts(question: Question, words: Question | None) -> tuple[str, ...]:
    """Return the texts of the choices in the original's order.

    A translation is matched by place, but by its words where it only turned the order around.
    """
    if words is None or sorted(words.texts) == sorted(question.texts):
        return question.texts
    return words.texts


def same_key(question: Question, words: Question) -> bool:
    """Return whether a translation marks the same choices as right."""
    if sorted(words.texts) == sorted(question.texts):
        return right_texts(words) == right_texts(question)
    return words.right == question.right


def right_texts(question: Question) -> set[str]:
    return {option.text for option in question.options if option.right}


def one_line(text: str) -> str:
    return " ".join(text.split())


def make_exercise(question: Question) -> CalloutPart | None:
    """Return a question that cannot be judged as an exercise with its solution to open."""
    words = f"<p>{escape(question.text, quote=False)}</p>" if question.text else ""
    html = words + make_list(question.texts)
    if not html:
        return None
    right = [option.text for option in question.options if option.right]
    answers = make_list(right)
    solution = (DetailsPart("solution", "", (TextPart(answers),)),) if answers else ()
    return CalloutPart("exercise", "", (TextPart(html), *solution))


def make_list(texts: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(text, quote=False)}</li>" for text in texts if text)
    return f"<ul>{items}</ul>" if items else ""


# --- all languages --------------------------------------------------------------------------------


class QuizShelf:
    """The quizzes of a source by name, in the words of the course and of its translations."""

    def __init__(self, main: str) -> None:
        self.main = main
        self.originals: dict[str, Quiz] = {}
        self.translations: dict[tuple[str, str], Quiz] = {}
        """By name and language."""
        self.files: dict[str, str] = {}
        """The language of every quiz file."""
        self.strays: list[tuple[Quiz, str]] = []
        """What is in the source for nothing, with the reason in a sentence."""

    def add(self, name: str, language: str, quizzes: Sequence[Quiz]) -> None:
        self.files[name] = language
        for quiz in quizzes:
            self._put(quiz, language)

    def _put(self, quiz: Quiz, language: str) -> None:
        if not language:
            reason = "The site does not have this language; ask an administrator to add it."
            self.strays.append((quiz, reason))
        elif language == self.main and quiz.name not in self.originals:
            self.originals[quiz.name] = quiz
        elif language != self.main and (quiz.name, language) not in self.translations:
            self.translations[quiz.name, language] = quiz
        else:
            reason = f"Another file has a quiz {quiz.name} in the same language; that one holds."
            self.strays.append((quiz, reason))

    def close(self) -> None:
        """Let translations of nothing be the original: their words are better than none."""
        for name, language in list(self.translations):
            if name not in self.originals:
                self.originals[name] = self.translations.pop((name, language))

    def languages(self) -> Iterator[str]:
        yield from sorted({language for _name, language in self.translations})

    def translated(self, question: Question, language: str) -> Question | None:
        """Return a question in another language, matched by quiz and place; None for none."""
        quiz = self.translations.get((question.quiz, language))
        if quiz is None or question.number > len(quiz.questions):
            return None
        return quiz.questions[question.number - 1]


def find_quiz_name(address: str) -> str:
    """Return the name of the quiz that a link leads to, at whatever host; "" for other links."""
    match = QUIZ_LINK.search(address.strip())
    if match is None:
        return ""
    return str(int(match[1])) if match[1].isdigit() else make_slug(match[1], "quiz")
