"""Reads the lessons of a course folder: front matter, attachments and body."""

import re
from collections.abc import Iterable

from interchange.document import Attachment, CheckPart, LessonDocument, Part, Place
from interchange.readers.folder_files import LESSONS, Folder
from interchange.readers.lesson_body import read_body
from interchange.readers.markdown import Words
from interchange.readers.yaml_tables import Fields, read_table
from interchange.report import Element, Report

FRONT = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)
TITLE_LENGTH = 255
SUMMARY_LENGTH = 300
ATTACHMENT_LENGTH = 120


def read_lesson(lesson_id: str, folder: Folder) -> LessonDocument | None:
    name = f"{LESSONS}/{lesson_id}.md"
    found = open_lesson(name, folder)
    if found is None:
        return None
    fields, words = found
    lesson = LessonDocument(
        id=fields.identifier(),
        title=fields.line_text("title", limit=TITLE_LENGTH, required=True),
        summary=fields.line_text("summary", limit=SUMMARY_LENGTH),
        minutes=fields.number("minutes", 1, 600),
        free_preview=fields.flag("free_preview", default=False),
        attachments=read_attachments(fields, folder),
        body=read_body(words, folder),
        place=Place(name, fields.line),
        key=fields.uuid(),
    )
    if not lesson.summary:
        fields.warn("summary", "summary-missing", "say in one sentence what the lesson is about")
    check_lesson(lesson.id, lesson_id, lesson.body, fields)
    folder.report.mapped(Element(name, "lesson", lesson_id), lesson=lesson_id)
    return lesson


def open_lesson(name: str, folder: Folder) -> tuple[Fields, Words] | None:
    """Return the front matter and the body of a file; None, reported, when it has none."""
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
    return fields, Words(text[front.end() :], name, text[: front.end()].count("\n") + 1)


def check_lesson(found: str, wanted: str, body: tuple[Part, ...], fields: Fields) -> None:
    """Report what does not fit together, once all keys of the front matter have been read."""
    fields.refuse_others()
    place = Place(fields.file, fields.line)
    if found and found != wanted:
        fields.error("id", "id-mismatch", f"the id is “{found}”, the file “{wanted}.md”")
    if not body:
        fields.report.warn(fields.file, None, "body-empty", "the lesson has no content yet")
    checks = [(part.id, place) for part in body if isinstance(part, CheckPart)]
    refuse_repeated(checks, fields.report)


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
        file = folder.file(name, at, kind="document") if name else None
        if file:
            attachments.append(Attachment(file, title))
    return tuple(attachments)
