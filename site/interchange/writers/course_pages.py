"""Fills the page tree with a course, again and again: only what changed in the source is written.

A page is written again when its source has changed since the last import. So an editor's work is
not undone by importing the same folder again, and a second import of it writes nothing.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page

from accounts.models import User
from course_pages.blocks import LessonBodyBlock
from course_pages.models import (
    CourseFacts,
    CourseIndexPage,
    CoursePage,
    LessonAttachment,
    LessonFacts,
    LessonPage,
    ModulePage,
)
from interchange.document import CourseDocument, LessonDocument, ModuleDocument, Place
from interchange.report import InvalidCourse, Problem, Report
from interchange.writers.bodies import Block, BodyWriter, make_block
from interchange.writers.categories import place_category
from interchange.writers.digests import GONE, Note, make_digest, note, read_notes
from interchange.writers.files import FileShelf
from interchange.writers.identity import make_id
from interchange.writers.tree import put_in_order

PageT = TypeVar("PageT", CoursePage, ModulePage, LessonPage)


def write_course(
    *, document: CourseDocument, owner: User, report: Report | None = None
) -> CoursePage:
    """Make the course, or bring it up to date, and publish it; all of it or nothing.

    A new course belongs to `owner`; an existing one keeps its staff. What learners did is kept: a
    lesson that is gone from the source is unpublished, never deleted.

    Raises:
        InvalidCourse: the site cannot take the course as it is.
    """
    shelf = FileShelf(owner, document.licence, ", ".join(document.authors))
    try:
        with transaction.atomic():
            return CourseWriter(document, owner, shelf, report or Report()).write()
    except BaseException:
        shelf.remove_stored()
        raise


class CourseWriter:
    """Writes one course in the caller's transaction."""

    def __init__(
        self, document: CourseDocument, owner: User, shelf: FileShelf, report: Report
    ) -> None:
        self.document = document
        self.owner = owner
        self.shelf = shelf
        self.report = report
        self.locale = self.find_locale()
        self.notes: dict[int, Note] = {}

    def write(self) -> CoursePage:
        course = self.find(CoursePage, self.document.id)
        self.notes = read_notes(course) if course.pk else {}
        own, whole = make_digest(replace(self.document, modules=())), make_digest(self.document)
        before = self.notes.get(course.pk, Note(""))
        if before.whole == whole:
            return course
        if before.own != own:
            self.fill_course(course)
            self.plant(course, self.find_catalogue(), self.document.id)
        modules = [self.write_module(module, course) for module in self.document.modules]
        put_in_order(course, modules)
        self.unpublish_gone(course)
        # Last, so that visitors see a new course with all its lessons.
        if before.own != own:
            self.publish(course)
        note(course, self.owner, own, whole)
        facts = CourseFacts.objects.filter(course=course.canonical_id)
        facts.exclude(source_id=self.document.id).update(source_id=self.document.id)
        return course

    def fill_course(self, course: CoursePage) -> None:
        document = self.document
        course.title = document.title
        course.subtitle = document.subtitle
        course.description = document.description
        course.outcomes = make_lines("outcome", document.outcomes, document.id)
        course.requirements = make_lines("requirement", document.requirements, document.id)
        course.difficulty_level = document.level
        course.delivery = document.delivery
        course.price_minor = document.price.minor
        course.currency = document.price.currency
        course.category, added = place_category(document.category, self.locale)
        for name in added:
            self.warn("category-created", f"the category “{name}” was added")
        thumbnail = document.thumbnail
        course.thumbnail = (
            self.shelf.image(thumbnail.file, alt=thumbnail.alt) if thumbnail else None
        )

    def write_module(self, document: ModuleDocument, course: CoursePage) -> ModulePage:
        module = self.find(ModulePage, self.document.id, "module", document.id)
        own = make_digest(replace(document, lessons=()))
        if self.is_new(module, own):
            module.title = document.title
            module.summary = document.summary
            self.plant(module, course, document.id)
            self.publish(module)
            note(module, self.owner, own)
        lessons = [self.write_lesson(lesson, module) for lesson in document.lessons]
        put_in_order(module, lessons)
        return module

    def write_lesson(self, document: LessonDocument, module: ModulePage) -> LessonPage:
        lesson = self.find(LessonPage, self.document.id, "lesson", document.id)
        own = make_digest(document)
        if self.is_new(lesson, own):
            self.fill_lesson(lesson, document)
            self.plant(lesson, module, document.id)
            self.publish(lesson)
            note(lesson, self.owner, own)
        facts = LessonFacts.objects.filter(lesson=lesson.canonical_id)
        facts.exclude(source_id=document.id).update(source_id=document.id)
        return lesson

    def fill_lesson(self, lesson: LessonPage, document: LessonDocument) -> None:
        lesson.title = document.title
        lesson.summary = document.summary
        lesson.minutes = document.minutes
        lesson.free_preview = document.free_preview
        lesson.body = make_stream(BodyWriter(self.document.id, document, self.shelf).write())
        lesson.attachments = [
            LessonAttachment(
                document=self.shelf.document(attachment.file, title=attachment.title),
                title=attachment.title,
                sort_order=place,
            )
            for place, attachment in enumerate(document.attachments)
        ]
        try:
            # What an editor could not save, an import may not either.
            LessonBodyBlock().clean(lesson.body)
        except ValidationError as error:
            self.refuse("value", describe(error), document.place)

    def find(self, model: type[PageT], *path: str) -> PageT:
        """Return the page that an earlier import made of this, or a new one."""
        key = make_id(*path)
        found: PageT | None = model.objects.filter(translation_key=key, locale=self.locale).first()
        return found or model(translation_key=key, locale=self.locale, owner=self.owner, live=False)

    def is_new(self, page: Page, own: str) -> bool:
        """Whether the page is to be written: its source is new, has changed or came back."""
        return page.pk is None or self.notes.get(page.pk) != Note(own)

    def plant(self, page: Page, parent: Page, name: str) -> None:
        """Give a new page a place in the tree; an old one is put in order later."""
        if page.pk is None:
            page.slug = find_available_slug(parent, name)
            Page.objects.get(pk=parent.pk).add_child(instance=page)

    def publish(self, page: Page) -> None:
        # Publishing writes the whole row: what children and moves did to it meanwhile must stay.
        page.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
        page.save_revision(user=self.owner).publish(user=self.owner, skip_permission_checks=True)
        page.refresh_from_db()

    def unpublish_gone(self, course: CoursePage) -> None:
        """Take what an earlier import wrote, and the source has no longer, out of sight."""
        id_ = self.document.id
        kept = [make_id(id_)]
        kept += [make_id(id_, "module", module.id) for module in self.document.modules]
        kept += [make_id(id_, "lesson", lesson.id) for lesson in self.document.lessons]
        written = [pk for pk, last in self.notes.items() if last.own != GONE]
        for page in (
            Page.objects.filter(pk__in=written).exclude(translation_key__in=kept).specific()
        ):
            page.unpublish(user=self.owner)
            note(page, self.owner, GONE)
            self.warn("lesson-gone", f"“{page.title}” is gone from the course and was unpublished")

    def find_locale(self) -> Locale:
        locale = Locale.objects.filter(language_code=self.document.language).first()
        if locale is None:
            message = f"the site does not have the language “{self.document.language}”"
            self.refuse("language-unavailable", message, self.document.place)
        return locale

    def find_catalogue(self) -> CourseIndexPage:
        catalogue = CourseIndexPage.objects.filter(locale=self.locale).order_by("path").first()
        if catalogue is None:
            message = f"the site has no catalogue in the language “{self.document.language}”"
            self.refuse("language-unavailable", message, self.document.place)
        return catalogue

    def warn(self, code: str, message: str) -> None:
        self.report.warn(self.document.place.file, None, code, message)

    def refuse(self, code: str, message: str, place: Place) -> NoReturn:
        raise InvalidCourse([Problem(place.file, place.line, code, message)])


def make_lines(kind: str, texts: Sequence[str], course_id: str) -> Any:
    """Return one-line blocks as a StreamField takes them."""
    return make_stream(
        make_block(kind, text, make_id(course_id, kind, str(place)))
        for place, text in enumerate(texts, 1)
    )


def make_stream(blocks: Iterable[Block]) -> Any:
    """Return raw blocks as a StreamField takes them: it reads JSON when it is assigned."""
    return json.dumps(list(blocks))


def describe(error: ValidationError) -> str:
    """Return every message of a block's error, wherever in the body it stands."""
    return " ".join(dict.fromkeys(list_messages(error))) or "the lesson's content is not accepted"


def list_messages(error: Any) -> Iterable[str]:
    block_errors = getattr(error, "block_errors", None) or {}
    nested = block_errors.values() if isinstance(block_errors, dict) else block_errors
    for inner in nested:
        if inner is not None:
            yield from list_messages(inner)
    if hasattr(error, "message"):
        yield str(error.message)
    elif not block_errors:
        yield from (str(message) for message in getattr(error, "messages", ()))
