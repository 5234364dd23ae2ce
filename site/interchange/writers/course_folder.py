"""Writes a `CourseDocument` as a course folder (see docs/course-folder.md).

The same document makes the same bytes: keys come in one order, line ends are LF, and nothing says
when it was written.
"""

import dataclasses
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from interchange.document import (
    Attachment,
    AudioPart,
    CalloutPart,
    CourseDocument,
    CourseTranslation,
    DetailsPart,
    FilePart,
    ImagePart,
    Kept,
    LessonDocument,
    LessonTranslation,
    ModuleDocument,
    Part,
    SourceFile,
    VideoPart,
)
from interchange.writers.folder_parts import without_empty, write_body
from interchange.writers.folder_yaml import write_yaml
from interchange.writers.markdown import one_line, write_markdown

FORMAT = 1


def write_folder(document: CourseDocument, folder: Path) -> None:
    """Write the course to `folder`, which is made when it is missing."""
    for name, text in list_texts(document):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for file in list_files(document):
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.path, path)


def list_texts(document: CourseDocument) -> Iterator[tuple[str, str]]:
    """Yield every text file of the folder by name."""
    yield "course.yaml", write_yaml(describe_course(document))
    for lesson in document.lessons:
        front = describe_lesson(lesson)
        yield f"lessons/{lesson.id}.md", write_lesson(front, lesson.body)
    for translation in document.translations:
        place = f"translations/{translation.language}"
        yield f"{place}/course.yaml", write_yaml(describe_translation(translation))
        for words in translation.lessons:
            yield f"{place}/lessons/{words.id}.md", write_lesson(describe_words(words), words.body)
    if document.kept != Kept():
        yield "kept.yaml", write_yaml(without_empty(plain(document.kept)))


def describe_course(document: CourseDocument) -> dict[str, Any]:
    thumbnail = document.thumbnail
    price = document.price
    picture = {"file": thumbnail.file.name, "alt": one_line(thumbnail.alt)} if thumbnail else None
    values = {
        "format": FORMAT,
        "id": document.id,
        "key": document.key,
        "language": document.language,
        "title": one_line(document.title),
        "subtitle": one_line(document.subtitle),
        "description": write_markdown(document.description),
        "outcomes": write_lines(document.outcomes),
        "requirements": write_lines(document.requirements),
        "category": write_lines(document.category),
        "level": document.level,
        "delivery": document.delivery.replace("_", "-"),
        "price": {"amount": str(price.amount), "currency": price.currency},
        "licence": one_line(document.licence),
        "authors": write_lines(document.authors),
        "thumbnail": picture,
        "cover": document.cover,
        "modules": [describe_module(module) for module in document.modules],
    }
    return without_empty(values)


def describe_module(module: ModuleDocument) -> dict[str, Any]:
    values = {
        "id": module.id,
        "key": module.key,
        "title": one_line(module.title),
        "summary": one_line(module.summary),
        "lessons": [lesson.id for lesson in module.lessons],
    }
    return without_empty(values)


def describe_lesson(lesson: LessonDocument) -> dict[str, Any]:
    values = {
        "id": lesson.id,
        "key": lesson.key,
        "title": one_line(lesson.title),
        "summary": one_line(lesson.summary),
        "minutes": lesson.minutes,
        "free_preview": lesson.free_preview or None,
        "attachments": describe_attachments(lesson.attachments),
    }
    return without_empty(values)


def describe_translation(translation: CourseTranslation) -> dict[str, Any]:
    modules = [
        without_empty(
            {
                "id": module.id,
                "title": one_line(module.title),
                "summary": one_line(module.summary),
            }
        )
        for module in translation.modules
    ]
    values = {
        "title": one_line(translation.title),
        "subtitle": one_line(translation.subtitle),
        "description": write_markdown(translation.description),
        "outcomes": write_lines(translation.outcomes),
        "requirements": write_lines(translation.requirements),
        "modules": modules,
    }
    return without_empty(values)


def describe_words(lesson: LessonTranslation) -> dict[str, Any]:
    values = {
        "id": lesson.id,
        "title": one_line(lesson.title),
        "summary": one_line(lesson.summary),
        "attachments": describe_attachments(lesson.attachments),
    }
    return without_empty(values)


def describe_attachments(attachments: Sequence[Attachment]) -> list[dict[str, Any]]:
    return [{"file": each.file.name, "title": one_line(each.title)} for each in attachments]


def write_lesson(front: Mapping[str, Any], body: Sequence[Part]) -> str:
    words = write_body(body)
    return f"---\n{write_yaml(front)}---\n" + (f"\n{words}\n" if words else "")


def write_lines(texts: Sequence[str]) -> list[str]:
    return [line for line in map(one_line, texts) if line]


def plain(kept: Kept) -> dict[str, Any]:
    """Return what is kept as lists and dictionaries, their keys in order.

    PostgreSQL keeps no order of keys: it must not matter which database the course comes out of.
    """
    return {field.name: in_order(getattr(kept, field.name)) for field in dataclasses.fields(kept)}


def in_order(value: Any) -> Any:
    """Return plain JSON values with the keys of every dictionary in alphabetical order."""
    if isinstance(value, Mapping):
        return {key: in_order(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [in_order(item) for item in value]
    return value


def list_files(document: CourseDocument) -> list[SourceFile]:
    """Return every file of the course once, by name."""
    files = {file.name: file for file in document.files}
    if document.thumbnail:
        files[document.thumbnail.file.name] = document.thumbnail.file
    lessons: list[LessonDocument | LessonTranslation] = [*document.lessons]
    for lesson in [*lessons, *translated_lessons(document)]:
        for file in [*files_in(lesson.body), *(each.file for each in lesson.attachments)]:
            files[file.name] = file
    return [files[name] for name in sorted(files)]


def translated_lessons(document: CourseDocument) -> Iterator[LessonTranslation]:
    for translation in document.translations:
        yield from translation.lessons


def files_in(parts: Sequence[Part]) -> Iterator[SourceFile]:
    for part in parts:
        if isinstance(part, CalloutPart | DetailsPart):
            yield from files_in(part.body)
        elif isinstance(part, ImagePart | FilePart | AudioPart):
            yield part.file
        elif isinstance(part, VideoPart):
            captions = part.captions.file if part.captions else None
            yield from (file for file in (part.file, captions, part.poster) if file)
