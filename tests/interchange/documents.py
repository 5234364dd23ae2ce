"""Documents as a reader would hand them over, made in a line and then changed."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.money import Money
from interchange.document import (
    CheckPart,
    Choice,
    CourseDocument,
    CourseTranslation,
    LessonDocument,
    LessonTranslation,
    ModuleDocument,
    ModuleTranslation,
    Part,
    Place,
    SourceFile,
    TextPart,
)

PLACE = Place("course.xml", 1)


def text(words: str) -> TextPart:
    return TextPart(f"<p>{words}</p>")


def check(check_id: str = "hottest", **fields: Any) -> CheckPart:
    """Return a question of two choices, `boiling` (right) and `tepid`."""
    choices = (
        Choice("boiling", "Boiling", correct=True, feedback="Yes."),
        Choice("tepid", "Tepid", correct=False, feedback=""),
    )
    part = CheckPart(check_id, "Which water is hottest?", "single", choices, "It bubbles.")
    return replace(part, **fields)


def lesson(lesson_id: str, *body: Part, **fields: Any) -> LessonDocument:
    """Return a lesson of 4 minutes, called after its id."""
    document = LessonDocument(
        id=lesson_id,
        title=lesson_id.replace("-", " ").capitalize(),
        summary="",
        minutes=4,
        free_preview=False,
        attachments=(),
        body=body or (text(f"About {lesson_id}."),),
        place=Place(f"lessons/{lesson_id}.md", 1),
    )
    return replace(document, **fields)


def module(module_id: str, *lessons: LessonDocument, **fields: Any) -> ModuleDocument:
    document = ModuleDocument(module_id, module_id.capitalize(), "", lessons, PLACE)
    return replace(document, **fields)


def course(*modules: ModuleDocument, **fields: Any) -> CourseDocument:
    """Return the free English course "Tea for guests"."""
    document = CourseDocument(
        id="tea-for-guests",
        language="en",
        title="Tea for guests",
        subtitle="",
        description="<p>How to make tea.</p>",
        outcomes=("Choose a tea",),
        requirements=(),
        category=(),
        level="beginner",
        delivery="self_paced",
        price=Money(0, "USD"),
        licence="CC-BY-4.0",
        authors=("Wulan Adiputri",),
        thumbnail=None,
        modules=modules,
        place=PLACE,
    )
    return replace(document, **fields)


def small_course(**fields: Any) -> CourseDocument:
    """Return a course of two modules: water-first (with a check) and leaves, then six-cups."""
    return course(
        module("brewing", lesson("water-first", text("Boil."), check()), lesson("leaves")),
        module("serving", lesson("six-cups")),
        **fields,
    )


def translated_lesson(lesson_id: str, title: str, *body: Part) -> LessonTranslation:
    place = Place(f"fr/lessons/{lesson_id}.md", 1)
    return LessonTranslation(lesson_id, title, "", body, (), place)


def translation(
    *lessons: LessonTranslation,
    language: str = "fr",
    modules: Iterable[ModuleTranslation] = (),
    **fields: Any,
) -> CourseTranslation:
    """Return the French "Du thé pour les invités" with some lessons of the course."""
    document = CourseTranslation(
        language=language,
        title="Du thé pour les invités",
        subtitle="",
        description="<p>Faire du thé.</p>",
        outcomes=(),
        requirements=(),
        modules=tuple(modules),
        lessons=lessons,
        place=Place(f"{language}/course.xml", 1),
    )
    return replace(document, **fields)


def change_lesson(document: CourseDocument, lesson_id: str, **fields: Any) -> CourseDocument:
    """Return the course with one lesson changed."""
    modules = (
        replace(
            module,
            lessons=tuple(
                replace(lesson, **fields) if lesson.id == lesson_id else lesson
                for lesson in module.lessons
            ),
        )
        for module in document.modules
    )
    return replace(document, modules=tuple(modules))


def source_file(folder: Path, name: str, content: bytes) -> SourceFile:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return SourceFile(path, name)
