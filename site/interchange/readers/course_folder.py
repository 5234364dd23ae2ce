"""Reads a course folder (see docs/course-folder.md) into a `CourseDocument`."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from core.exceptions import InvalidInput
from core.money import CURRENCIES, Money
from course_pages.drawings.covers import PATTERNS
from interchange.document import (
    CourseDocument,
    LessonDocument,
    ModuleDocument,
    Place,
    Thumbnail,
)
from interchange.readers.folder_census import count_course_folder
from interchange.readers.folder_files import FILE, LESSONS, UNUSED, Folder, lesson_in
from interchange.readers.folder_kept import read_kept
from interchange.readers.folder_lessons import (
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    read_lesson,
    refuse_repeated,
)
from interchange.readers.folder_translations import COURSE, Original, read_translations
from interchange.readers.markdown import SHORT, Words, read_html
from interchange.readers.yaml_tables import Fields, is_identifier, read_table
from interchange.report import Element, InvalidCourse, Report

__all__ = ["COURSE", "count_course_folder", "read_course_folder"]

LEVELS = ("beginner", "intermediate", "advanced")
DELIVERIES = ("self-paced", "classroom")
OUTCOMES = range(3, 7)
AUTHOR_LENGTH = 255
AMOUNT = re.compile(r"\d{1,12}(\.\d{1,4})?")


def read_course_folder(root: Path, report: Report | None = None) -> CourseDocument:
    """Return the course in `root`; entries and warnings are added to `report`.

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
    folder.lessons = set(list_lessons(fields))
    modules = read_modules(fields, folder)
    language = read_language(fields)
    document = CourseDocument(
        id=fields.identifier(),
        language=language,
        title=fields.line_text("title", limit=TITLE_LENGTH, required=True),
        subtitle=fields.line_text("subtitle", limit=TITLE_LENGTH),
        description=read_description(fields, folder),
        outcomes=read_outcomes(fields),
        requirements=fields.texts("requirements", limit=200),
        category=read_wanted(fields, "category", limit=80),
        level=fields.choice("level", LEVELS, "beginner"),
        delivery=fields.choice("delivery", DELIVERIES, "self-paced").replace("-", "_"),
        price=read_price(fields),
        licence=fields.line_text("licence", limit=80, required=True),
        authors=read_wanted(fields, "authors", limit=AUTHOR_LENGTH),
        thumbnail=read_thumbnail(fields, folder),
        cover=fields.choice("cover", PATTERNS, ""),
        modules=modules,
        place=Place(COURSE, fields.line),
        key=fields.uuid(),
        translations=read_translations(make_original(language, modules), folder),
        kept=read_kept(folder),
        files=tuple(folder.links[name] for name in sorted(folder.links)),
    )
    fields.refuse_others()
    return document


def read_language(fields: Fields) -> str:
    language = fields.line_text("language", limit=10, required=True)
    if language and language not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        message = f"the site does not have the language “{language}”"
        fields.error("language", "language-unavailable", message)
    return language


def list_lessons(fields: Fields) -> Iterator[str]:
    """Yield the lessons that the course names, before any of it is read."""
    modules = fields.table.get("modules")
    for module in modules if isinstance(modules, list) else ():
        lessons = module.get("lessons") if isinstance(module, dict) else None
        yield from map(str, lessons if isinstance(lessons, list) else ())


def make_original(language: str, modules: tuple[ModuleDocument, ...]) -> Original:
    lessons = {lesson.id: lesson for module in modules for lesson in module.lessons}
    return Original(language, frozenset(module.id for module in modules), lessons)


def read_description(fields: Fields, folder: Folder) -> str:
    text = fields.text("description")
    if not text:
        fields.warn("description", "description-missing", "say what the course is about")
    return read_html(Words(text, COURSE, fields.line_of("description")), SHORT, folder)


def read_outcomes(fields: Fields) -> tuple[str, ...]:
    outcomes = fields.texts("outcomes", limit=200)
    if len(outcomes) not in OUTCOMES:
        message = f"a course has 3 to 6 outcomes, this one {len(outcomes)}"
        fields.warn("outcomes", "outcomes-few", message)
    return outcomes


def read_wanted(fields: Fields, key: str, *, limit: int) -> tuple[str, ...]:
    """Return texts that a course should have, and may lack."""
    texts = fields.texts(key, limit=limit)
    if not texts:
        fields.warn(key, f"{key}-missing", f"“{key}” is empty")
    return texts


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
    modules = [read_module(entry, folder, seen) for entry in fields.tables("modules")]
    refuse_repeated([(module.id, module.place) for module in modules], folder.report)
    if not modules:
        fields.warn("modules", "modules-missing", "the course has no modules")
    return tuple(modules)


def read_module(fields: Fields, folder: Folder, seen: set[str]) -> ModuleDocument:
    module = ModuleDocument(
        id=fields.identifier(),
        title=fields.line_text("title", limit=TITLE_LENGTH, required=True),
        summary=fields.line_text("summary", limit=SUMMARY_LENGTH),
        lessons=tuple(read_lessons(fields, folder, seen)),
        place=Place(COURSE, fields.line),
        key=fields.uuid(),
    )
    fields.refuse_others()
    folder.report.mapped(Element(COURSE, "module", module.id))
    return module


def read_lessons(fields: Fields, folder: Folder, seen: set[str]) -> Iterator[LessonDocument]:
    rows = fields.rows("lessons")
    for lesson_id, line in zip(rows, rows.lines, strict=True):
        if not is_identifier(lesson_id):
            folder.report.error(COURSE, line, "id-invalid", f"“{lesson_id}” is no lesson id")
        elif lesson_id in seen:
            message = f"“{lesson_id}” stands in the course twice"
            folder.report.error(COURSE, line, "id-duplicate", message)
        elif not (folder.root / f"{LESSONS}/{lesson_id}.md").is_file():
            message = f"lessons/{lesson_id}.md does not exist"
            folder.report.error(COURSE, line, "lesson-missing", message)
        else:
            seen.add(lesson_id)
            lesson = read_lesson(lesson_id, folder)
            if lesson:
                yield lesson


def warn_of_unused(folder: Folder) -> None:
    for name in folder.unused():
        code = "lesson-unused" if lesson_in(name) else "file-unused"
        folder.report.warn(name, None, code, "nothing refers to it; it is left out")
        folder.report.dropped(Element(name, FILE, ""), UNUSED)
