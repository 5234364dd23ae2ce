"""What pages a document asks for, in every language, before any of them is looked for."""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wagtail.models import Locale

from course_pages.models import CoursePage, LessonPage, ModulePage
from course_pages.models.base import CanonicalPage
from interchange.document import (
    CourseDocument,
    Kept,
    LessonDocument,
    ModuleDocument,
    Place,
    SourceFile,
)
from interchange.report import InvalidCourse, Problem
from interchange.writers.digests import make_digest
from interchange.writers.files import FileShelf
from interchange.writers.identity import identify
from interchange.writers.links import LinkTable, index_files, list_files

Content = CourseDocument | ModuleDocument | LessonDocument


@dataclass(slots=True, eq=False)
class PlannedPage:
    """One page that the document asks for."""

    model: type[CanonicalPage]
    key: uuid.UUID
    content: Content
    locale: Locale
    above: "PlannedPage | None"
    """The planned parent; None for a course."""
    digest: str
    page: Any = None
    """The page of the site, once it is found or made."""

    @property
    def place(self) -> Place:
        return self.content.place

    @property
    def lesson(self) -> str:
        """Id of the lesson; empty for courses and modules."""
        return self.content.id if isinstance(self.content, LessonDocument) else ""


@dataclass(slots=True, eq=False)
class Version:
    """A course in one language, and the pages it asks for: the course, modules and lessons."""

    document: CourseDocument
    locale: Locale
    links: LinkTable
    pages: list[PlannedPage]

    @property
    def course(self) -> PlannedPage:
        return self.pages[0]

    def of(self, model: type[CanonicalPage]) -> list[PlannedPage]:
        return [planned for planned in self.pages if planned.model is model]

    def list_below(self, above: PlannedPage) -> list[PlannedPage]:
        return [planned for planned in self.pages if planned.above is above]


def plan_versions(
    documents: Sequence[tuple[CourseDocument, Locale]], shelf: FileShelf
) -> list[Version]:
    """Return the plan of the original, which is the first, and of its translations.

    Raises:
        InvalidCourse: two pages of the document are the same one, or an identity is no UUID.
    """
    files = index_files(file for document, _locale in documents for file in list_files(document))
    shelf.look_for(files.values())
    spoken: dict[str, str] = {
        lesson.id: documents[0][0].language for lesson in documents[0][0].lessons
    }
    versions = []
    for document, locale in documents:
        own = {lesson.id: document.language for lesson in document.lessons}
        version = plan_version(document, locale, {**spoken, **own}, files, shelf)
        refuse_repeated(version)
        versions.append(version)
    return versions


def plan_version(
    document: CourseDocument,
    locale: Locale,
    spoken: Mapping[str, str],
    files: Mapping[str, SourceFile],
    shelf: FileShelf,
) -> Version:
    links = LinkTable(spoken, files, shelf)
    try:
        return Version(document, locale, links, list(plan_pages(document, locale, links)))
    except ValueError as error:
        place = document.place
        raise InvalidCourse([Problem(place.file, place.line, "key", str(error))]) from error


def plan_pages(document: CourseDocument, locale: Locale, links: LinkTable) -> Iterator[PlannedPage]:
    key = identify(document.key, document.id)
    course = PlannedPage(CoursePage, key, document, locale, None, digest_course(document, links))
    yield course
    for module in document.modules:
        key = identify(module.key, document.id, "module", module.id)
        digest = make_digest(replace(module, lessons=()))
        planned = PlannedPage(ModulePage, key, module, locale, course, digest)
        yield planned
        for lesson in module.lessons:
            key = identify(lesson.key, document.id, "lesson", lesson.id)
            digest = make_digest([lesson, links.trace(lesson.body)])
            yield PlannedPage(LessonPage, key, lesson, locale, planned, digest)


def digest_course(document: CourseDocument, links: LinkTable) -> str:
    """Return the digest of what stands on the course's own page."""
    own = replace(document, modules=(), translations=(), kept=Kept(), files=())
    return make_digest([own, links.trace(document.description)])


def refuse_repeated(version: Version) -> None:
    seen: set[uuid.UUID] = set()
    for planned in version.pages:
        if planned.key in seen:
            place = planned.place
            message = f"“{planned.content.title}” has the id or key of another page of the course"
            raise InvalidCourse([Problem(place.file, place.line, "repeated-id", message)])
        seen.add(planned.key)


OPAQUE = re.compile(r"[0-9a-f-]{16,}|.*[0-9a-f]{20,}.*|.*[+:@ ].*", re.IGNORECASE)
"""Ids that nobody can read: hashes, and those of platforms, such as org+course+run."""


def name_page(planned: PlannedPage) -> str:
    """Return the words that the page's address is made of: its id, unless that says nothing."""
    content = planned.content
    return content.title if OPAQUE.fullmatch(content.id) else content.id
