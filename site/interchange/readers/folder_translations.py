"""Reads the translations of a course folder: `translations/<language>/`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from interchange.document import (
    CheckPart,
    CourseTranslation,
    LessonDocument,
    LessonTranslation,
    ModuleTranslation,
    Part,
    Place,
)
from interchange.readers.folder_files import LESSONS, TRANSLATIONS, Folder
from interchange.readers.folder_lessons import (
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    check_lesson,
    open_lesson,
    read_attachments,
    refuse_repeated,
)
from interchange.readers.lesson_body import read_body
from interchange.readers.markdown import SHORT, Words, read_html
from interchange.readers.yaml_tables import Fields, read_table
from interchange.report import Element

COURSE = "course.yaml"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Original:
    """What translations are held against."""

    language: str
    modules: frozenset[str]
    lessons: Mapping[str, LessonDocument]
    """By id, in the order of the course."""


def read_translations(original: Original, folder: Folder) -> tuple[CourseTranslation, ...]:
    """Return the course in every other language that the folder has, in the order of their tags."""
    place = folder.root / TRANSLATIONS
    if not place.is_dir():
        return ()
    languages = sorted(
        path.name for path in place.iterdir() if path.is_dir() and not path.name.startswith(".")
    )
    found = [read_translation(language, original, folder) for language in languages]
    return tuple(translation for translation in found if translation)


def read_translation(language: str, original: Original, folder: Folder) -> CourseTranslation | None:
    name = f"{TRANSLATIONS}/{language}/{COURSE}"
    if not LANGUAGE.fullmatch(language) or language == original.language:
        message = f"“{language}” is no tag of another language"
        folder.report.error(f"{TRANSLATIONS}/{language}", None, "value", message)
        return None
    if not (folder.root / name).is_file():
        folder.report.error(name, None, "course-missing", "a translation needs a course.yaml")
        return None
    text = folder.text(name)
    fields = read_table(text, name, folder.report) if text is not None else None
    if fields is None:
        return None
    description = Words(fields.text("description"), name, fields.line_of("description"))
    translation = CourseTranslation(
        language=language,
        title=fields.line_text("title", limit=TITLE_LENGTH, required=True),
        subtitle=fields.line_text("subtitle", limit=200),
        description=read_html(description, SHORT, folder),
        outcomes=fields.texts("outcomes", limit=200),
        requirements=fields.texts("requirements", limit=200),
        modules=read_modules(fields, original, folder),
        lessons=tuple(read_lessons(language, original, folder)),
        place=Place(name, fields.line),
        sources=(f"{TRANSLATIONS}/{language}/",),
    )
    fields.refuse_others()
    return translation


def read_modules(
    fields: Fields, original: Original, folder: Folder
) -> tuple[ModuleTranslation, ...]:
    modules = []
    places = []
    for entry in fields.tables("modules"):
        module = ModuleTranslation(
            id=entry.identifier(),
            title=entry.line_text("title", limit=TITLE_LENGTH, required=True),
            summary=entry.line_text("summary", limit=SUMMARY_LENGTH),
        )
        entry.refuse_others()
        places.append((module.id, Place(entry.file, entry.line)))
        element = Element(entry.file, "module", module.id)
        if module.id in original.modules:
            folder.report.mapped(element)
            modules.append(module)
        elif module.id:
            folder.report.dropped(element, "The course has no module with this id.")
            entry.warn("id", "module-unused", f"the course has no module “{module.id}”")
    refuse_repeated(places, folder.report)
    return tuple(modules)


def read_lessons(language: str, original: Original, folder: Folder) -> Iterator[LessonTranslation]:
    for lesson_id, lesson in original.lessons.items():
        name = f"{TRANSLATIONS}/{language}/{LESSONS}/{lesson_id}.md"
        if (folder.root / name).is_file():
            translation = read_lesson(name, lesson, folder)
            if translation:
                yield translation


def read_lesson(name: str, original: LessonDocument, folder: Folder) -> LessonTranslation | None:
    found = open_lesson(name, folder)
    if found is None:
        return None
    fields, words = found
    lesson = LessonTranslation(
        id=fields.identifier(),
        title=fields.line_text("title", limit=TITLE_LENGTH, required=True),
        summary=fields.line_text("summary", limit=SUMMARY_LENGTH),
        body=read_body(words, folder),
        attachments=read_attachments(fields, folder),
        place=Place(name, fields.line),
    )
    check_lesson(lesson.id, original.id, lesson.body, fields)
    folder.report.mapped(Element(name, "lesson", original.id), lesson=original.id)
    return replace(lesson, body=tuple(keep_known(lesson, original, folder)))


def keep_known(
    lesson: LessonTranslation, original: LessonDocument, folder: Folder
) -> Iterator[Part]:
    """Yield the parts; a check that the original does not have could not be judged."""
    known = {part.id for part in original.body if isinstance(part, CheckPart)}
    number = 0
    for part in lesson.body:
        number += isinstance(part, CheckPart)
        if not isinstance(part, CheckPart) or part.id in known:
            yield part
            continue
        message = f"the original has no check “{part.id}”; it is left out"
        folder.report.warn(lesson.place.file, None, "check-unused", message)
        element = Element(lesson.place.file, "check", f"check-{number}")
        reason = "The original lesson has no check with this id; give both the same id."
        folder.report.dropped(element, reason, lesson=lesson.id)
