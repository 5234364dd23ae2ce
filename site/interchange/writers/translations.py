"""A course in another language, as a document of its own in the place of the original."""

from collections.abc import Mapping
from dataclasses import replace

from interchange.document import (
    CheckPart,
    Choice,
    CourseDocument,
    CourseTranslation,
    Kept,
    LessonDocument,
    LessonTranslation,
    ModuleDocument,
    ModuleTranslation,
    Part,
)
from interchange.report import Report


def translate_document(
    document: CourseDocument, translation: CourseTranslation, report: Report
) -> CourseDocument:
    """Return what there is of the course in the language of `translation`.

    It has the lessons that are translated, and the modules that are or that hold such a lesson.
    What has no words of its own stays in the original's.
    """
    lessons = {lesson.id: lesson for lesson in translation.lessons}
    titles = {module.id: module for module in translation.modules}
    modules = (
        translate_module(module, titles.get(module.id), lessons, report)
        for module in document.modules
    )
    return replace(
        document,
        language=translation.language,
        title=translation.title or document.title,
        subtitle=translation.subtitle or document.subtitle,
        description=translation.description or document.description,
        outcomes=translation.outcomes or document.outcomes,
        requirements=translation.requirements or document.requirements,
        modules=tuple(module for module in modules if module.lessons or module.id in titles),
        place=translation.place,
        translations=(),
        kept=Kept(),
    )


def translate_module(
    module: ModuleDocument,
    words: ModuleTranslation | None,
    lessons: Mapping[str, LessonTranslation],
    report: Report,
) -> ModuleDocument:
    translated = tuple(
        translate_lesson(lesson, lessons[lesson.id], report)
        for lesson in module.lessons
        if lesson.id in lessons
    )
    return replace(
        module,
        title=(words and words.title) or module.title,
        summary=(words and words.summary) or module.summary,
        lessons=translated,
    )


def translate_lesson(
    lesson: LessonDocument, words: LessonTranslation, report: Report
) -> LessonDocument:
    checks = {part.id: part for part in lesson.body if isinstance(part, CheckPart)}
    body: list[Part] = []
    for part in words.body:
        if not isinstance(part, CheckPart):
            body.append(part)
        elif part.id in checks:
            body.append(translate_check(checks[part.id], part))
        else:
            message = f"the question “{part.id}” is not in the original lesson and was left out"
            report.warn(words.place.file, words.place.line, "unknown-check", message)
    return replace(
        lesson,
        title=words.title or lesson.title,
        summary=words.summary or lesson.summary,
        body=tuple(body),
        attachments=words.attachments or lesson.attachments,
        place=words.place,
    )


def translate_check(check: CheckPart, words: CheckPart) -> CheckPart:
    """Return the original's check with the words of a translation, choice by choice.

    The choices, which of them are right, and all identities are the original's.
    """
    said = {choice.id: choice for choice in words.choices}
    choices = tuple(translate_choice(choice, said.get(choice.id)) for choice in check.choices)
    return replace(
        check,
        question=words.question or check.question,
        choices=choices,
        explanation=words.explanation or check.explanation,
        hints=words.hints or check.hints,
    )


def translate_choice(choice: Choice, words: Choice | None) -> Choice:
    if words is None:
        return choice
    return replace(
        choice, text=words.text or choice.text, feedback=words.feedback or choice.feedback
    )
