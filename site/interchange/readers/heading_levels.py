"""Headings of a lesson in steps: below a heading come headings one level deeper, and no others.

Sources leave levels out: they begin with the third, or go from the second to the fourth. Whoever
listens to a page moves by its headings, and takes a level that is left out for a part that is
missing.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from interchange.document import (
    CalloutPart,
    CourseDocument,
    CourseTranslation,
    DetailsPart,
    LessonDocument,
    LessonTranslation,
    ModuleDocument,
    Part,
    TextPart,
)

HEADING = re.compile(r"<h([2-4])>(.*?)</h\1>", re.DOTALL)
HIGHEST, HIGHEST_IN_BOX, LOWEST = 2, 3, 4
"""The title of the lesson is the first level; a box stands in a section."""


def level_headings(document: CourseDocument) -> CourseDocument:
    """Return a document in whose lessons no heading leaves a level out."""
    return replace(
        document,
        modules=tuple(level_module(module) for module in document.modules),
        translations=tuple(level_translation(words) for words in document.translations),
    )


def level_module(module: ModuleDocument) -> ModuleDocument:
    return replace(module, lessons=tuple(level_lesson(lesson) for lesson in module.lessons))


def level_translation(translation: CourseTranslation) -> CourseTranslation:
    lessons = tuple(level_translated(lesson) for lesson in translation.lessons)
    return replace(translation, lessons=lessons)


def level_lesson(lesson: LessonDocument) -> LessonDocument:
    return replace(lesson, body=level_body(lesson.body))


def level_translated(lesson: LessonTranslation) -> LessonTranslation:
    return replace(lesson, body=level_body(lesson.body))


def level_body(body: Iterable[Part], highest: int = HIGHEST) -> tuple[Part, ...]:
    """Return parts whose headings are in steps, the first of them at the level `highest`."""
    levels = Levels(highest)
    return tuple(level_part(part, levels) for part in body)


def level_part(part: Part, levels: "Levels") -> Part:
    if isinstance(part, TextPart):
        return TextPart(HEADING.sub(levels.write, part.html))
    if isinstance(part, CalloutPart | DetailsPart):
        return replace(part, body=level_body(part.body, HIGHEST_IN_BOX))
    return part


class Levels:
    """The source's levels of the headings above the place that was reached, outermost first."""

    def __init__(self, highest: int) -> None:
        self.highest = highest
        self.above: list[int] = []

    def write(self, heading: re.Match[str]) -> str:
        level = int(heading[1])
        while self.above and self.above[-1] >= level:
            self.above.pop()
        self.above.append(level)
        name = f"h{min(self.highest - 1 + len(self.above), LOWEST)}"
        return f"<{name}>{heading[2]}</{name}>"
