"""Gathers a course from the page tree into a `CourseDocument`."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from core.money import Money
from course_pages.models import (
    Category,
    CourseFacts,
    CourseImage,
    CoursePage,
    CourseStaff,
    LessonFacts,
    LessonPage,
    ModulePage,
)
from course_pages.models import CourseDocument as StoredDocument
from interchange.document import (
    Attachment,
    CourseDocument,
    CourseTranslation,
    Kept,
    LessonDocument,
    LessonTranslation,
    ModuleDocument,
    ModuleTranslation,
    Place,
    Thumbnail,
)
from interchange.gatherers.bodies import BodyGatherer, CheckIds, name_checks
from interchange.gatherers.files import FileBasket
from interchange.gatherers.links import LinkGatherer
from interchange.gatherers.names import make_ids, make_key
from interchange.models import CourseSource
from interchange.report import Report

RESERVED = "all-rights-reserved"
ATTACHMENT_LENGTH = 120
NOWHERE = Place("", 0)

Identify = Callable[..., UUID | str]
"""Returns the key that an import gives to what its source calls by a path of ids."""


def identify_nothing(*path: str) -> str:
    return ""


def gather_course(
    course: CoursePage,
    folder: Path,
    *,
    without: Collection[int] = (),
    identify: Identify = identify_nothing,
    report: Report | None = None,
) -> CourseDocument:
    """Return the course in all its languages, with its files copied into `folder`.

    It is the course as an editor sees it: of every page the latest revision, drafts included, in
    the order of the canonical tree. `without` are the primary keys of pages to leave out, with all
    below them. A file that is gone from storage is left out with the block that shows it, and
    said in `report`.
    """
    original = CoursePage.objects.select_related("locale", "latest_revision").get(
        pk=course.canonical_id
    )
    tree = CourseTree(original, without)
    return CourseGatherer(tree, FileBasket(folder, report or Report()), identify).gather()


def as_edited(page: Any) -> Any:
    """Return the page with what its latest revision says, and nothing checked against other rows.

    What it refers to may be gone. Wagtail's own way asks six more statements for every page.
    """
    revision = page.latest_revision
    if revision is None:
        return page
    return type(page).from_serializable_data(revision.content, check_fks=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """A module and its lessons."""

    module: ModulePage
    lessons: tuple[LessonPage, ...]


class CourseTree:
    """The pages of a course in every language, with the ids that they are exported under."""

    def __init__(self, course: CoursePage, without: Collection[int]) -> None:
        self.course = course
        self.without = without
        self.facts = CourseFacts.objects.filter(course=course).first()
        self.source = CourseSource.objects.filter(course=course).first()

    @cached_property
    def branches(self) -> list[Branch]:
        modules = self._below(ModulePage, self.course.path)
        return [Branch(module, tuple(self._below(LessonPage, module.path))) for module in modules]

    def _below(self, model: Any, path: str) -> list[Any]:
        depth = len(path) // model.steplen + 1
        pages = model.objects.filter(path__startswith=path, depth=depth).order_by("path")
        return list(pages.exclude(pk__in=self.without).select_related("latest_revision"))

    @cached_property
    def lessons(self) -> list[LessonPage]:
        return [lesson for branch in self.branches for lesson in branch.lessons]

    @cached_property
    def source_ids(self) -> dict[int, str]:
        """The ids that an import's source gave to lessons, by their pages."""
        keys = [lesson.canonical_id for lesson in self.lessons]
        rows = LessonFacts.objects.filter(lesson__in=keys).values_list("lesson", "source_id")
        known = dict(rows)
        return {lesson.pk: known.get(lesson.canonical_id, "") for lesson in self.lessons}

    @cached_property
    def course_id(self) -> str:
        source = self.facts.source_id if self.facts else ""
        return make_ids({0: (source, self.course.slug)}, "course")[0]

    @cached_property
    def module_ids(self) -> dict[int, str]:
        modules = [branch.module for branch in self.branches]
        return make_ids({module.pk: ("", module.slug) for module in modules}, "module")

    @cached_property
    def lesson_ids(self) -> dict[int, str]:
        wanted = {page.pk: (self.source_ids[page.pk], page.slug) for page in self.lessons}
        return make_ids(wanted, "lesson")

    @cached_property
    def linked_ids(self) -> dict[int, str]:
        """Ids of lessons by the pages of every language."""
        versions = LessonPage.objects.filter(canonical_id__in=self.lesson_ids)
        pairs = versions.values_list("pk", "canonical_id")
        return {pk: self.lesson_ids[canonical] for pk, canonical in pairs} | self.lesson_ids

    def list_translations(self) -> list[CoursePage]:
        """Return the course in other languages, in the order of their tags."""
        pages = CoursePage.objects.filter(canonical_id=self.course.pk, alias_of=None)
        others = pages.exclude(locale_id=self.course.locale_id).order_by("locale__language_code")
        return list(others.select_related("locale", "latest_revision"))

    def find_versions(self, model: Any, keys: Collection[int], locale_id: int) -> dict[int, Any]:
        """Return the pages in a language by the canonical pages that they translate."""
        pages = model.objects.filter(canonical_id__in=keys, locale_id=locale_id, alias_of=None)
        found = {page.canonical_id: page for page in pages.select_related("latest_revision")}
        return {key: found[key] for key in keys if key in found and found[key].pk != key}


class CourseGatherer:
    """Makes one document."""

    def __init__(self, tree: CourseTree, basket: FileBasket, identify: Identify) -> None:
        self.tree = tree
        self.basket = basket
        self.identify = identify
        self.links = LinkGatherer(tree.linked_ids, basket)
        self.bodies = BodyGatherer(basket, self.links)
        self.checks: dict[int, CheckIds] = {}
        """By the primary key of the canonical lesson."""

    def gather(self) -> CourseDocument:
        tree = self.tree
        page = as_edited(tree.course)
        source = tree.source
        thumbnail = self.gather_thumbnail(page)
        modules = tuple(self.gather_module(branch) for branch in tree.branches)
        translations = [self.gather_translation(found) for found in tree.list_translations()]
        return CourseDocument(
            id=tree.course_id,
            language=tree.course.locale.language_code,
            title=page.title,
            subtitle=page.subtitle,
            description=self.gather_text(page.description),
            outcomes=list_lines(page.outcomes),
            requirements=list_lines(page.requirements),
            category=list_categories(page.category_id),
            level=page.difficulty_level,
            delivery=page.delivery,
            price=Money(page.price_minor, page.currency),
            licence=page.licence or RESERVED,
            authors=page.author_names or list_staff(tree.course),
            thumbnail=thumbnail,
            cover=page.cover_pattern,
            modules=modules,
            place=NOWHERE,
            key=make_key(tree.course.translation_key),
            translations=tuple(translations),
            kept=self.gather_kept(source.kept if source else {}),
            files=tuple(self.links.files[name] for name in sorted(self.links.files)),
        )

    def gather_text(self, html: str) -> str:
        self.links.fetch([html])
        return self.links.rewrite(html)

    def gather_thumbnail(self, page: CoursePage) -> Thumbnail | None:
        image = CourseImage.objects.filter(pk=page.thumbnail_id).first()
        file = self.basket.image(image) if image else None
        return Thumbnail(file, image.description or image.title) if image and file else None

    def gather_module(self, branch: Branch) -> ModuleDocument:
        page = as_edited(branch.module)
        return ModuleDocument(
            id=self.tree.module_ids[branch.module.pk],
            title=page.title,
            summary=page.summary,
            lessons=tuple(self.gather_lesson(lesson) for lesson in branch.lessons),
            place=NOWHERE,
            key=make_key(branch.module.translation_key),
        )

    def gather_lesson(self, lesson: LessonPage) -> LessonDocument:
        page = as_edited(lesson)
        body = list(page.body.raw_data)
        self.checks[lesson.pk] = name_checks(body)
        return LessonDocument(
            id=self.tree.lesson_ids[lesson.pk],
            title=page.title,
            summary=page.summary,
            minutes=page.minutes,
            free_preview=page.free_preview,
            attachments=tuple(self.gather_attachments(page)),
            body=self.bodies.gather(body, self.checks[lesson.pk]),
            place=NOWHERE,
            key=make_key(lesson.translation_key),
        )

    def gather_attachments(self, page: LessonPage) -> Iterator[Attachment]:
        attachments = list(page.attachments.all())
        keys = {attachment.document_id for attachment in attachments}
        documents = StoredDocument.objects.in_bulk(keys) if keys else {}
        for attachment in attachments:
            document = documents.get(attachment.document_id)
            file = self.basket.document(document) if document else None
            if document and file:
                title = attachment.title or document.title
                yield Attachment(file, title[:ATTACHMENT_LENGTH])

    def gather_translation(self, course: CoursePage) -> CourseTranslation:
        page = as_edited(course)
        locale = course.locale_id
        lessons = self.tree.find_versions(LessonPage, self.tree.lesson_ids.keys(), locale)
        return CourseTranslation(
            language=course.locale.language_code,
            title=page.title,
            subtitle=page.subtitle,
            description=self.gather_text(page.description),
            outcomes=list_lines(page.outcomes),
            requirements=list_lines(page.requirements),
            modules=tuple(self.gather_module_words(locale)),
            lessons=tuple(self.gather_words(key, lesson) for key, lesson in lessons.items()),
            place=NOWHERE,
        )

    def gather_module_words(self, locale: int) -> Iterator[ModuleTranslation]:
        """Yield the modules in a language; one that only repeats the original says nothing."""
        ids = self.tree.module_ids
        versions = self.tree.find_versions(ModulePage, ids.keys(), locale)
        for branch in self.tree.branches:
            original = as_edited(branch.module)
            page = as_edited(versions[original.pk]) if original.pk in versions else original
            if (page.title, page.summary) != (original.title, original.summary):
                yield ModuleTranslation(ids[original.pk], page.title, page.summary)

    def gather_words(self, key: int, lesson: LessonPage) -> LessonTranslation:
        page = as_edited(lesson)
        return LessonTranslation(
            id=self.tree.lesson_ids[key],
            title=page.title,
            summary=page.summary,
            body=self.bodies.gather(list(page.body.raw_data), self.checks[key]),
            attachments=tuple(self.gather_attachments(page)),
            place=NOWHERE,
        )

    def gather_kept(self, kept: Mapping[str, Any]) -> Kept:
        """Return what is kept, its lessons and checks called as they are called here."""
        return Kept(
            grading=tuple(self.rename(entry) for entry in kept.get("grading") or ()),
            cutoffs=kept.get("cutoffs") or {},
            dates=tuple(self.rename(entry) for entry in kept.get("dates") or ()),
            questions=tuple(self.rename(entry) for entry in kept.get("questions") or ()),
            notes=tuple(self.rename(entry) for entry in kept.get("notes") or ()),
            settings=kept.get("settings") or {},
        )

    def rename(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return an entry about a module, a lesson or a check under their ids in this document.

        The key of a check is written beside its id: checks are numbered, and their numbers change
        when a teacher moves them.
        """
        renamed = dict(entry)
        module = self.modules_by_key.get(self.find_key("module", entry.get("module")))
        if module is not None:
            renamed["module"] = self.tree.module_ids[module]
        lesson = self.lessons_by_source.get(str(entry.get("lesson")))
        if lesson is not None:
            renamed["lesson"] = self.tree.lesson_ids[lesson]
            renamed |= self.rename_check(entry, lesson)
        return renamed

    def rename_check(self, entry: Mapping[str, Any], lesson: int) -> dict[str, Any]:
        path = ("lesson", entry["lesson"], "check", entry.get("check"))
        key = str(entry.get("key") or self.find_key(*path))
        check = self.checks[lesson].checks.get(key)
        return {"check": check, "key": key} if check else {}

    def find_key(self, *path: Any) -> str:
        """Return the key that an import gave to what the source calls by a path."""
        course = self.tree.facts.source_id if self.tree.facts else ""
        return str(self.identify(course, *map(str, path)))

    @cached_property
    def modules_by_key(self) -> dict[str, int]:
        modules = [branch.module for branch in self.tree.branches]
        return {str(module.translation_key): module.pk for module in modules}

    @cached_property
    def lessons_by_source(self) -> dict[str, int]:
        return {source: key for key, source in self.tree.source_ids.items() if source}


def list_lines(stream: Any) -> tuple[str, ...]:
    return tuple(str(block.value) for block in stream if str(block.value).strip())


def list_categories(key: int | None) -> tuple[str, ...]:
    """Return the names from the top category down to the one with this primary key."""
    category = Category.objects.filter(pk=key).first() if key else None
    line: list[Category] = []
    while category is not None and category not in line:
        line.append(category)
        category = category.parent
    return tuple(above.name for above in reversed(line))


def list_staff(course: CoursePage) -> tuple[str, ...]:
    staff: Sequence[CourseStaff] = course.staff.select_related("person").order_by("pk")
    return tuple(member.person.display_name for member in staff)
