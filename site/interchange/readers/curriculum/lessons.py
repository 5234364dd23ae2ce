"""Lessons and their translations: a page, its tasks, and its quizzes where the page has them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interchange.document import (
    CalloutPart,
    CheckPart,
    DetailsPart,
    LessonDocument,
    LessonTranslation,
    Part,
    Place,
    TextPart,
)
from interchange.readers.assets import Assets
from interchange.readers.curriculum.layout import Layout, LessonFiles, stem_of
from interchange.readers.curriculum.marks import LINK, Item, Mark, address_of
from interchange.readers.curriculum.pages import LessonText, Page, PageLinks, PageReader
from interchange.readers.curriculum.quizzes import (
    Question,
    Quiz,
    QuizShelf,
    find_fault,
    find_quiz_name,
    make_check,
    make_exercise,
    same_key,
)
from interchange.readers.curriculum.words import estimate_minutes, paragraph, summarize
from interchange.readers.slugs import make_slug, make_unique
from interchange.report import Element, Report

QUIZ, TASK = "quiz", "task"
CALLOUT_TITLE = 120
SOLUTION = re.compile("solution|answer", re.IGNORECASE)
Task = CalloutPart | DetailsPart


class QuizDesk:
    """Hands out the quizzes of a source, and enters what became of each question."""

    def __init__(self, shelf: QuizShelf, report: Report) -> None:
        self.shelf = shelf
        self.report = report
        self.entered: set[Element] = set()

    def parts(self, name: str, lesson: str, language: str = "") -> list[Part]:
        """Return the checks of a quiz for a lesson, in the words of `language` if it has them."""
        quiz = self.shelf.originals.get(name)
        questions = quiz.questions if quiz else ()
        made = (self._make(question, lesson, language) for question in questions)
        return [part for part in made if part]

    def _make(self, question: Question, lesson: str, language: str) -> Part | None:
        if not language:
            return self._make_original(question, lesson)
        words = self.shelf.translated(question, language)
        if words is None:
            return make_part(question, None)
        return self._make_translated(question, words, lesson)

    def _make_original(self, question: Question, lesson: str) -> Part | None:
        fault = find_fault(question)
        part = make_part(question, None)
        if fault and part:
            reason = (
                f"The site cannot ask this question, because {fault}; it stands as an exercise."
            )
            self._degrade(question, reason, lesson)
        elif fault:
            self._drop(question, "The question has no words.")
        else:
            self._enter_sound(question, lesson)
        return part

    def _enter_sound(self, question: Question, lesson: str) -> None:
        language = self.shelf.files[question.path]
        if len(question.right) > 1 and question.element not in self.entered:
            message = (
                f"quiz {question.quiz}, question {question.number} (“{question.text}”) has several "
                f"right answers, {question.key_words}: all of them are wanted; "
                "say in the editor which one it is, if only one is right"
            )
            self.report.warn(question.path, None, "key-double", message)
        if len(question.right) > 1:
            reason = f"Several answers are marked as right, {question.key_words}: check the key."
            self._degrade(question, reason, lesson)
        elif language != self.shelf.main:
            self._degrade(question, "The question is not in the language of the course.", lesson)
        else:
            self.entered.add(question.element)
            self.report.mapped(question.element, lesson=lesson)

    def _make_translated(self, question: Question, words: Question, lesson: str) -> Part | None:
        if not same_key(question, words):
            self._warn_of_key(question, words)
        misfit = find_misfit(question, words)
        if misfit:
            self._drop(words, f"The original's words stand in the lesson, because {misfit}.")
            return make_part(question, None)
        if not same_key(question, words):
            reason = (
                f"Its right answer is {words.key_words}, but the original's is "
                f"{question.key_words}, which holds: check the words and the key."
            )
            self._degrade(words, reason, lesson)
        elif find_fault(question):
            reason = "The site cannot ask the original of this question; it stands as an exercise."
            self._degrade(words, reason, lesson)
        elif len(question.right) > 1:
            reason = f"Several answers are marked as right, {words.key_words}: check the key."
            self._degrade(words, reason, lesson)
        else:
            self.entered.add(words.element)
            self.report.mapped(words.element, lesson=lesson)
        return make_part(question, words)

    def _warn_of_key(self, question: Question, words: Question) -> None:
        if words.element in self.entered:
            return
        message = (
            f"quiz {words.quiz}, question {words.number} (“{words.text}”): the right answer here "
            f"is {words.key_words}, but in {question.path} it is {question.key_words}, which holds"
        )
        self.report.warn(words.path, None, "key-differs", message)

    def _degrade(self, question: Question, reason: str, lesson: str) -> None:
        self.entered.add(question.element)
        self.report.degraded(question.element, reason, lesson=lesson)

    def _drop(self, question: Question, reason: str) -> None:
        self.entered.add(question.element)
        self.report.dropped(question.element, reason)

    def close(self, assets: Assets) -> None:
        """Enter the questions that have found no place, and the files of all."""
        for quiz, reason in self.shelf.strays:
            for question in quiz.questions:
                self._drop(question, reason)
        for (name, language), quiz in self.shelf.translations.items():
            for question in quiz.questions:
                if question.element not in self.entered:
                    self._leave_translation(question, name, language)
        used = {element.path for element in self.entered if self._is_taken(element)}
        for name in self.shelf.files:
            if name in used:
                assets.use(name)
            else:
                assets.refuse(name, "None of the questions in this file could be taken.")

    def _leave_translation(self, question: Question, name: str, language: str) -> None:
        original = self.shelf.originals[name]
        if question.number > len(original.questions):
            reason = "The original quiz has no such question."
        else:
            reason = f"The lesson of this question is not translated into “{language}”."
            match = original.questions[question.number - 1]
            if not same_key(match, question):
                self._warn_of_key(match, question)
        self._drop(question, reason)

    def _is_taken(self, element: Element) -> bool:
        return self.report.entries[element].outcome != "dropped"


def make_part(question: Question, words: Question | None) -> Part | None:
    if find_fault(question):
        return make_exercise(words or question)
    return make_check(question, words)


def find_misfit(question: Question, words: Question) -> str:
    """Return why a translated question cannot stand for the original, as the end of a sentence."""
    if find_fault(question):
        return "" if words.text or any(words.texts) else "the translation has no words"
    if len(words.options) != len(question.options):
        return "the translation has another number of choices"
    fault = find_fault(words)
    return "" if fault == NO_KEY else fault


NO_KEY = "no choice is marked as right"


@dataclass(frozen=True, slots=True)
class ReadLesson:
    """A lesson as it was read, for its translations to follow."""

    text: LessonText
    quizzes: tuple[str, ...]
    tasks: Mapping[str, Task]
    late: frozenset[Mark]
    """What stands in the second half of the lesson."""


class LessonMaker:
    """Makes the lessons of a course, and their translations after them."""

    def __init__(self, pages: PageReader, links: PageLinks, desk: QuizDesk, layout: Layout) -> None:
        self.pages = pages
        self.links = links
        self.desk = desk
        self.layout = layout
        self.read_names: set[str] = set()
        """The pages that have been read into lessons."""
        self.assignments: list[Mapping[str, Any]] = []
        self.left: list[str] = []
        """The quizzes that stand in lessons of their own."""
        self.left_module = "quizzes"
        """Id of the module of these lessons."""
        self._lessons: dict[str, ReadLesson] = {}
        self._left_ids: dict[str, str] = {}

    # --- originals --------------------------------------------------------------------------------

    def read(self, files: LessonFiles) -> LessonDocument:
        text = self._read_page(files.page, files)
        tasks = {name: self._read_task(name, files) for name in files.tasks}
        self.assignments += self._list_assignments(files)
        items = add_missing(text.items, [Mark(TASK, name) for name in tasks])
        body = tuple(self._fill(items, files.id, tasks, ""))
        quizzes = tuple(item.name for item in items if isinstance(item, Mark) and item.kind == QUIZ)
        self._lessons[files.id] = ReadLesson(text, quizzes, tasks, find_late(items))
        return LessonDocument(
            id=files.id,
            title=text.page.title,
            summary=text.summary,
            minutes=estimate_minutes(body, text.page.markdown),
            free_preview=False,
            attachments=(),
            body=body or (TextPart(paragraph(text.page.title)),),
            place=Place(files.page, 1),
        )

    def marks_in(self, page: Page, files: LessonFiles) -> Iterator[Mark]:
        """Yield what the links of a page stand for."""
        find = self._finder(page.name, files)
        for link in LINK.finditer(page.html):
            mark = find(address_of(link))
            if mark:
                yield mark

    def _finder(self, name: str, files: LessonFiles) -> Callable[[str], Mark | None]:
        def find(address: str) -> Mark | None:
            quiz = find_quiz_name(address)
            if quiz in self.desk.shelf.originals:
                return Mark(QUIZ, quiz)
            target = self.links.find_page(address, name)
            target = self.links.originals.get(target, target)
            return Mark(TASK, target) if target in files.tasks else None

        return find

    def _read_page(self, name: str, files: LessonFiles) -> LessonText:
        self.read_names.add(name)
        return self.pages.read_lesson(name, files.id, self.links, self._finder(name, files))

    def _read_task(self, name: str, files: LessonFiles) -> Task:
        """Read what is to be done as an exercise, and a page with its solution as one to open.

        Both hold no checks and no words aside.
        """
        self.read_names.add(name)
        text = self.pages.read_lesson(name, files.id, self.links, lambda address: None, deepest=3)
        parts = tuple(part for item in text.items for part in lay_flat(item))
        title = text.page.title
        if len(title) > CALLOUT_TITLE:
            parts, title = (TextPart(paragraph(title)), *parts), ""
        body = parts or (TextPart(paragraph(text.page.title)),)
        if SOLUTION.search(stem_of(name)):
            opened = tuple(part for found in body for part in lay_open(found))
            return DetailsPart("solution", title, opened)
        return CalloutPart("exercise", title, body)

    def _list_assignments(self, files: LessonFiles) -> Iterator[Mapping[str, Any]]:
        taken: set[str] = set()
        for name in files.tasks:
            page = self.pages.load(name)
            yield {
                "lesson": files.id,
                "kind": "assignment",
                "id": make_unique(make_slug(f"{files.id}-assignment", "lesson"), taken),
                "title": page.title,
                "data": {"markdown": page.markdown},
            }

    def _fill(
        self, items: Sequence[Item], lesson: str, tasks: Mapping[str, Task], language: str
    ) -> Iterator[Part]:
        """Yield the parts of a lesson with what its marks stand for, each once."""
        done: set[Mark] = set()
        for item in items:
            if not isinstance(item, Mark):
                yield item
            elif item not in done:
                done.add(item)
                if item.kind == TASK:
                    yield tasks[item.name]
                else:
                    yield from self.desk.parts(item.name, lesson, language)

    # --- quizzes of their own ---------------------------------------------------------------------

    def read_left_quizzes(self) -> Iterator[LessonDocument]:
        linked = {name for lesson in self._lessons.values() for name in lesson.quizzes}
        taken = set(self._lessons)
        for name, quiz in self.desk.shelf.originals.items():
            if name in linked:
                continue
            lesson_id = make_unique(make_slug(f"quiz-{name}", "lesson"), taken)
            body = tuple(self.desk.parts(name, lesson_id))
            if body:
                self.left.append(name)
                self._left_ids[name] = lesson_id
                yield LessonDocument(
                    id=lesson_id,
                    title=quiz.title or f"Quiz {name}",
                    summary=summarize(quiz.group or quiz.title or f"Quiz {name}"),
                    minutes=estimate_minutes(body, ""),
                    free_preview=False,
                    attachments=(),
                    body=body,
                    place=Place(place_of(quiz), 1),
                )

    def translate_left_quizzes(self, language: str) -> Iterator[LessonTranslation]:
        for name in self.left:
            quiz = self.desk.shelf.translations.get((name, language))
            if quiz:
                original = self.desk.shelf.originals[name]
                lesson_id = self._left_ids[name]
                title = quiz.title or original.title or f"Quiz {name}"
                yield LessonTranslation(
                    id=lesson_id,
                    title=title,
                    summary=summarize(quiz.group or title),
                    body=tuple(self.desk.parts(name, lesson_id, language)),
                    attachments=(),
                    place=Place(place_of(quiz), 1),
                )

    # --- translations -----------------------------------------------------------------------------

    def read_translation(self, files: LessonFiles, language: str) -> LessonTranslation | None:
        """Return a lesson in another language; None where its page is not translated."""
        name = self.layout.translations.get(files.page, {}).get(language)
        if not name:
            return None
        original = self._lessons[files.id]
        text = self._read_page(name, files)
        tasks = {
            task: self._translate_task(task, files, language, original) for task in files.tasks
        }
        items = self._follow(text, original)
        return LessonTranslation(
            id=files.id,
            title=text.page.title,
            summary=text.summary,
            body=tuple(self._fill(items, files.id, tasks, language)),
            attachments=(),
            place=Place(name, 1),
        )

    def _translate_task(
        self, task: str, files: LessonFiles, language: str, original: ReadLesson
    ) -> Task:
        version = self.layout.translations.get(task, {}).get(language)
        return self._read_task(version, files) if version else original.tasks[task]

    def _follow(self, text: LessonText, original: ReadLesson) -> list[Item]:
        """Return a translated page with the quizzes and tasks that its original has, no others."""
        wanted = [*(Mark(QUIZ, name) for name in dict.fromkeys(original.quizzes))]
        wanted += [Mark(TASK, name) for name in original.tasks]
        items = [item for item in text.items if not isinstance(item, Mark) or item in wanted]
        missing = [mark for mark in wanted if mark not in text.marks]
        for mark in missing:
            if mark.kind == QUIZ:
                place = "end" if mark in original.late else "beginning"
                message = (
                    f"the translation does not say where quiz {mark.name} stands; "
                    f"it is at the {place} of the lesson, as in the original"
                )
                self.pages.report.warn(text.page.name, None, "quiz-unlinked", message)
        early = [mark for mark in missing if mark not in original.late]
        return [*early, *items, *(mark for mark in missing if mark in original.late)]


def lay_flat(item: Item) -> Iterator[Part]:
    """Yield what a word aside holds, and anything else as it is."""
    if isinstance(item, CalloutPart):
        yield from item.body
    elif not isinstance(item, Mark | CheckPart):
        yield item


def lay_open(part: Part) -> Iterator[Part]:
    """Yield what is shown on demand under its title, and anything else as it is."""
    if not isinstance(part, DetailsPart):
        yield part
        return
    if part.title:
        yield TextPart(paragraph(part.title))
    yield from part.body


def place_of(quiz: Quiz) -> str:
    return quiz.questions[0].path if quiz.questions else "."


def add_missing(items: Sequence[Item], marks: Sequence[Mark]) -> list[Item]:
    return [*items, *(mark for mark in marks if mark not in items)]


def find_late(items: Sequence[Item]) -> frozenset[Mark]:
    """Return the marks in the second half of a lesson, and tasks, which come at its end."""
    middle = len(items) / 2
    return frozenset(
        item
        for place, item in enumerate(items)
        if isinstance(item, Mark) and (place >= middle or item.kind == TASK)
    )
