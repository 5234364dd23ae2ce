"""Puts the content of a document into pages, without writing them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from django.core.exceptions import ValidationError

from course_pages.blocks import LessonBodyBlock
from course_pages.blocks.rich_text import clean_source
from course_pages.models import Category, CoursePage, LessonAttachment, LessonPage, ModulePage
from course_pages.models.base import CanonicalPage
from interchange.document import CourseDocument, LessonDocument, ModuleDocument, Place
from interchange.report import InvalidCourse, Problem, Report
from interchange.writers.bodies import Block, BodyWriter, make_block
from interchange.writers.files import FileShelf
from interchange.writers.identity import make_id
from interchange.writers.limits import (
    FILE_TITLE,
    LICENCE,
    LINE,
    MINUTES,
    SUBTITLE,
    SUMMARY,
    TITLE,
    cut,
)
from interchange.writers.links import LinkTable
from interchange.writers.plan import Content


class PageFiller:
    """Fills the pages of a course in one language. Words that do not fit are kept in the text that
    follows them, and are a warning of the report."""

    def __init__(
        self,
        document: CourseDocument,
        shelf: FileShelf,
        links: LinkTable,
        report: Report,
        category: Category | None,
    ) -> None:
        self.document = document
        self.category = category
        self.shelf = shelf
        self.links = links
        self.report = report

    def fill(self, page: CanonicalPage, content: Content) -> None:
        """Fill a page with its content.

        Raises:
            InvalidCourse: an editor could not save the page like this.
        """
        match page, content:
            case CoursePage(), CourseDocument():
                self.fill_course(page, content)
            case ModulePage(), ModuleDocument():
                self.fill_module(page, content)
            case LessonPage(), LessonDocument():
                self.fill_lesson(page, content)

    def fill_course(self, course: CoursePage, document: CourseDocument) -> None:
        course.title = cut(document.title, TITLE)
        course.subtitle = cut(document.subtitle, SUBTITLE)
        description = self.keep_long_words() + self.links.rewrite(document.description)
        course.description = clean_source(description)
        course.outcomes = make_lines("outcome", document.outcomes, document.id)
        course.requirements = make_lines("requirement", document.requirements, document.id)
        course.difficulty_level = document.level
        course.delivery = document.delivery
        course.price_minor = document.price.minor
        course.currency = document.price.currency
        course.category = self.category
        course.authors = "\n".join(document.authors)
        course.licence = cut(document.licence, LICENCE)
        if document.cover:
            course.cover_pattern = document.cover
        thumbnail = document.thumbnail
        course.thumbnail = (
            self.shelf.image(thumbnail.file, alt=thumbnail.alt) if thumbnail else None
        )

    def keep_long_words(self) -> str:
        """Return as paragraphs what the fields of a course are too short for."""
        document = self.document
        texts = [(document.title, TITLE), (document.subtitle, SUBTITLE)]
        texts += [(line, LINE) for line in (*document.outcomes, *document.requirements)]
        long = [text for text, most in texts if len(text) > most]
        for text in long:
            self.warn(
                document.place, f"“{cut(text, 60)}” is too long and stands in the description"
            )
        return "".join(f"<p><b>{escape(text)}</b></p>" for text in long)

    def fill_module(self, module: ModulePage, document: ModuleDocument) -> None:
        title, summary = document.title, document.summary
        if len(title) > TITLE:
            summary = f"{title} {summary}".strip()
        for text, most in ((title, TITLE), (summary, SUMMARY)):
            if len(text) > most:
                self.warn(document.place, f"“{cut(text, 60)}” is too long and was cut")
        module.title = cut(title, TITLE)
        module.summary = cut(summary, SUMMARY)

    def fill_lesson(self, lesson: LessonPage, document: LessonDocument) -> None:
        writer = BodyWriter(self.document.id, document, self.shelf, self.links, self.report)
        lesson.title = cut(document.title, TITLE)
        lesson.summary = cut(document.summary, SUMMARY)
        if len(document.summary) > SUMMARY:
            writer.spill(document.summary, "summary")
        lesson.minutes = min(max(document.minutes, MINUTES[0]), MINUTES[-1])
        lesson.free_preview = document.free_preview
        lesson.body = make_stream(writer.write())
        lesson.attachments = [
            LessonAttachment(
                document=self.shelf.document(attachment.file, title=attachment.title),
                title=cut(attachment.title, FILE_TITLE),
                sort_order=place,
            )
            for place, attachment in enumerate(document.attachments)
        ]
        try:
            # What an editor could not save, an import may not either; a body may be empty.
            LessonBodyBlock(required=False).clean(lesson.body)
        except ValidationError as error:
            place = document.place
            problem = Problem(place.file, place.line, "value", describe(lesson.body, error))
            raise InvalidCourse([problem]) from error

    def warn(self, place: Place, message: str) -> None:
        self.report.warn(place.file, place.line, "too-long", message)


def make_lines(kind: str, texts: Sequence[str], course_id: str) -> Any:
    """Return one-line blocks as a StreamField takes them."""
    return make_stream(
        make_block(kind, cut(text, LINE), make_id(course_id, kind, str(place)))
        for place, text in enumerate(texts, 1)
    )


def make_stream(blocks: Iterable[Block]) -> Any:
    """Return raw blocks as a StreamField takes them: it reads JSON when it is assigned."""
    return json.dumps(list(blocks))


def describe(body: Any, error: Any) -> str:
    """Return every message of a body's error, with the number and kind of the block."""
    messages = []
    for place, inner in (getattr(error, "block_errors", None) or {}).items():
        said = " ".join(dict.fromkeys(list_messages(inner)))
        messages.append(f"block {place + 1} ({body[place].block_type}): {said}")
    messages += [str(message) for message in getattr(error, "non_block_errors", None) or ()]
    return " ".join(messages) or "the lesson's content is not accepted"


def list_messages(error: Any) -> Iterator[str]:
    """Yield the messages of a block's error, wherever in the block they stand."""
    if not hasattr(error, "block_errors"):
        yield from (str(message) for message in error.messages)
        return
    nested = error.block_errors or {}
    for inner in nested.values() if isinstance(nested, dict) else nested:
        if inner is not None:
            yield from list_messages(inner)
    yield from (str(message) for message in getattr(error, "non_block_errors", None) or ())
