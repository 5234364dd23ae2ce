"""Reads a course folder (see docs/course-folder.md) into a `CourseDocument`."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from core.exceptions import InvalidInput
from core.money import CURRENCIES, Money
from interchange.document import (
    Attachment,
    CheckPart,
    CourseDocument,
    LessonDocument,
    ModuleDocument,
    Part,
    Place,
    Thumbnail,
)
from interchange.readers.folder_files import Folder
from interchange.readers.lesson_body import read_body
from interchange.readers.markdown import SHORT, Words, read_html
from interchange.readers.yaml_tables import Fields, is_identifier, read_table
from interchange.report import Element, InvalidCourse, Report

COURSE = "course.yaml"
FRONT = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)
TITLE_LENGTH = 200
ATTACHMENT_LENGTH = 120
LEVELS = ("beginner", "intermediate", "advanced")
DELIVERIES = ("self-paced", "classroom")
AMOUNT = re.compile(r"\d{1,12}(\.\d{1,4})?")


def read_course_folder(root: Path, report: Report | None = None) -> CourseDocument:
    """Return the course in `root`; warnings are added to `report`.

    Raises:
        InvalidCourse: with everything that is wrong in the whole folder, not only the first.
    """
    report = report or Report()
    folder = Folder(root, report)
    if not (folder.root / COURSE).is_file():
        report.error(COURSE, None, "course-missing", "there is no course.yaml")
        report.refuse()
    text = folder.text(COURSE)
    fields = read_table(text, COURSE, report) if text is not None else None
    if fields is None:
        raise InvalidCourse(report.errors)
    document = read_course(fields, folder)
    warn_of_unused(folder)
    report.refuse()
    return document


def read_course(fields: Fields, folder: Folder) -> CourseDocument:
    if fields.raw("format", required=True) not in (1, None):
        fields.error("format", "format-unknown", "only format 1 can be read")
    document = CourseDocument(
        id=fields.identifier(),
        language=read_language(fields),
        title=fields.line_text("title", limit=TITLE_LENGTH, required=True),
        subtitle=fields.line_text("subtitle", limit=TITLE_LENGTH),
        description=read_description(fields),
        outcomes=fields.texts("outcomes", limit=200, lowest=3, highest=6),
        requirements=fields.texts("requirements", limit=200, highest=3),
        category=fields.texts("category", limit=80, lowest=1),
        level=fields.choice("level", LEVELS, "beginner"),
        delivery=fields.choice("delivery", DELIVERIES, "self-paced").replace("-", "_"),
        price=read_price(fields),
        licence=fields.line_text("licence", limit=80, required=True),
        authors=fields.texts("authors", limit=80, lowest=1),
        thumbnail=read_thumbnail(fields, folder),
        modules=read_modules(fields, folder),
        place=Place(COURSE, fields.line),
    )
    fields.refuse_others()
    return document


def read_language(fields: Fields) -> str:
    language = fields.line_text("language", limit=10, required=True)
    if language and language not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        message = f"the site does not have the language “{language}”"
        fields.error("language", "language-unavailable", message)
    return language


def read_description(fields: Fields) -> str:
    text = fields.text("description", required=True)
    return read_html(Words(text, COURSE, fields.line_of("description")), SHORT, fields.report)


def read_price(fields: Fields) -> Money:
    free = Money(0, "USD")
    price = fields.table_at("price")
    if price is None:
        return free
    amount = price.line_text("amount", limit=20, required=True)
    currency = price.choice("currency", CURRENCIES, "")
    price.refuse_others()
    if not currency:
        price.error("currency", "key-missing", "“currency” is required")
        return free
    if not AMOUNT.fullmatch(amount):
        price.error("amount", "value", "“amount” is a decimal number in quotes, not below zero")
        return free
    try:
        return Money.from_decimal(amount, currency)
    except InvalidInput as error:
        price.error("amount", "value", str(error.message))
        return free


def read_thumbnail(fields: Fields, folder: Folder) -> Thumbnail | None:
    thumbnail = fields.table_at("thumbnail")
    if thumbnail is None:
        return None
    name = thumbnail.text("file", required=True)
    alt = thumbnail.line_text("alt", limit=255)
    if not alt:
        thumbnail.error("alt", "alt-missing", "say in “alt” what the thumbnail shows")
    file = folder.file(name, (COURSE, thumbnail.line_of("file")), kind="image") if name else None
    thumbnail.refuse_others()
    return Thumbnail(file, alt) if file else None


def read_modules(fields: Fields, folder: Folder) -> tuple[ModuleDocument, ...]:
    seen: set[str] = set()
    modules = [read_module(entry, folder, seen) for entry in fields.tables("modules", lowest=1)]
    refuse_repeated([(module.id, module.place) for module in modules], folder.report)
    return tuple(modules)


def read_module(fields: Fields, folder: Folder, seen: set[str]) -> ModuleDocument:
    module = ModuleDocument(
        id=fields.identifier(),
        title=fields.line_text("title", limit=TITLE_LENGTH, required=True),
        summary=fields.line_text("summary", limit=300),
        lessons=tuple(read_lessons(fields, folder, seen)),
        place=Place(COURSE, fields.line),
    )
    fields.refuse_others()
    return module


def read_lessons(fields: Fields, folder: Folder, seen: set[str]) -> Iterable[LessonDocument]:
    rows = fields.rows("lessons", lowest=1)
    for lesson_id, line in zip(rows, rows.lines, strict=True):
        if not is_identifier(lesson_id):
            folder.report.error(COURSE, line, "id-invalid", f"“{lesson_id}” is no lesson id")
        elif lesson_id in seen:
            message = f"“{lesson_id}” stands in the course twice"
            folder.report.error(COURSE, line, "id-duplicate", message)
        elif not (folder.root / f"lessons/{lesson_id}.md").is_file():
            message = f"lessons/{lesson_id}.md does not exist"
            folder.report.error(COURSE, line, "lesson-missing", message)
        else:
            seen.add(lesson_id)
            lesson = read_lesson(lesson_id, folder)
            if lesson:
                yield lesson


def read_lesson(lesson_id: str, folder: Folder) -> LessonDocument | None:
    name = f"lessons/{lesson_id}.md"
    text = folder.text(name)
    if text is None:
        return None
    front = FRONT.match(text)
    if front is None:
        folder.report.error(name, 1, "front-matter", "a lesson begins with YAML between two ---")
        return None
    fields = read_table(front[1], name, folder.report, above=1)
    if fields is None:
        return None
    body = Words(text[front.end() :], name, text[: front.end()].count("\n") + 1)
    lesson = LessonDocument(
        id=fields.identifier(),
        title=fields.line_text("title", limit=TITLE_LENGTH, required=True),
        summary=fields.line_text("summary", limit=300, required=True),
        minutes=fields.number("minutes", 1, 600),
        free_preview=fields.flag("free_preview", default=False),
        attachments=read_attachments(fields, folder),
        body=read_body(body, folder),
        place=Place(name, fields.line),
    )
    fields.refuse_others()
    check_lesson(lesson, lesson_id, fields)
    return lesson


def check_lesson(lesson: LessonDocument, lesson_id: str, fields: Fields) -> None:
    if lesson.id and lesson.id != lesson_id:
        fields.error("id", "id-mismatch", f"the id is “{lesson.id}”, the file “{lesson_id}.md”")
    if not lesson.body:
        fields.report.error(fields.file, None, "body-empty", "the lesson has no content")
    refuse_repeated(list_checks(lesson.body, lesson.place), fields.report)


def list_checks(body: Iterable[Part], place: Place) -> list[tuple[str, Place]]:
    return [(part.id, place) for part in body if isinstance(part, CheckPart)]


def refuse_repeated(ids: Iterable[tuple[str, Place]], report: Report) -> None:
    seen: set[str] = set()
    for name, place in ids:
        if name and name in seen:
            report.error(place.file, place.line, "id-duplicate", f"“{name}” is used twice")
        seen.add(name)


def read_attachments(fields: Fields, folder: Folder) -> tuple[Attachment, ...]:
    attachments = []
    for entry in fields.tables("attachments"):
        name = entry.text("file", required=True)
        title = entry.line_text("title", limit=ATTACHMENT_LENGTH, required=True)
        entry.refuse_others()
        at = (entry.file, entry.line_of("file"))
        file = folder.file(name, at) if name else None
        if file and file.path.suffix.lower().lstrip(".") not in settings.WAGTAILDOCS_EXTENSIONS:
            folder.report.error(*at, "file-type", f"the site takes no {file.path.suffix} files")
        elif file:
            attachments.append(Attachment(file, title))
    return tuple(attachments)


def count_course_folder(root: Path) -> Iterator[Element]:
    """Yield every element of a course folder once, apart from the reader."""
    yield from ()


def warn_of_unused(folder: Folder) -> None:
    for name in folder.unused():
        lesson = name.startswith("lessons/") and name.endswith(".md")
        code = "lesson-unused" if lesson else "file-unused"
        folder.report.warn(name, None, code, "nothing refers to it; it is left out")
