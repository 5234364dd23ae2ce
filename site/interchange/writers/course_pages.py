"""Fills the page tree with a course, again and again: only what changed in the source is written.

A page is written again when its source has changed since the last import. So an editor's work is
not undone by importing the same source again, and a second import of it writes nothing. Where
source and site have both changed, the caller says who wins; nobody does by default.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db import transaction
from wagtail.models import Locale, Page

from accounts.models import User
from course_pages.models import (
    Category,
    CourseFacts,
    CoursePage,
    LessonFacts,
    LessonPage,
    ModulePage,
)
from course_pages.services.courses import note_publication, register_course
from course_pages.services.facts import refresh_course_facts
from interchange.document import CourseDocument
from interchange.enums import Conflicts
from interchange.report import Report
from interchange.writers.categories import place_category
from interchange.writers.digests import GONE, Note, make_digest, note, note_all, read_notes
from interchange.writers.files import FileShelf
from interchange.writers.filling import PageFiller
from interchange.writers.finding import CanonicalIds, find_catalogue, find_locales, find_pages
from interchange.writers.judging import Judge, Verdict
from interchange.writers.kept import keep_source
from interchange.writers.page_rows import FilledPage, Nursery, write_pages
from interchange.writers.plan import PlannedPage, Version, name_page, plan_versions
from interchange.writers.translations import translate_document
from interchange.writers.tree import put_in_order
from interchange.writers.written import Conflict, Revised, Written

EDITED_BOTH = "it was edited on the site and has changed in the source since the last import"
LOCKED = "it is locked on the site, and has changed in the source since the last import"
NEVER_NOTED = 0
"""Stands for the revision of a page whose text no import has written: any version is an edit."""

Progress = Callable[[int, int], None]


def write_course(
    *,
    document: CourseDocument,
    owner: User,
    report: Report | None = None,
    publish: bool = True,
    conflicts: Conflicts = Conflicts.ASK,
    may_add_languages: bool = False,
    progress: Progress | None = None,
    format: str = "course-folder",  # noqa: A002
) -> Written:
    """Make the course in all its languages, or bring it up to date; all of it or nothing.

    A new course belongs to `owner`; an existing one keeps its staff, to whom `owner` must belong.
    What learners did is kept: a lesson that is gone from the source is unpublished, never deleted.

    Args:
        publish: else new pages are drafts, and visitors keep seeing the version that is live.
        conflicts: what happens to pages that were edited on the site and in the source.
        may_add_languages: give the site the languages it lacks, else such translations stay out.
        progress: is called with the pages done and all pages.
        format: the name of the source's format, to be kept.

    Raises:
        InvalidCourse: the site cannot take the course as it is; nothing has been written.
    """
    report = report or Report()
    shelf = FileShelf(owner, document.licence)
    try:
        with transaction.atomic():
            locales = find_locales(document, may_add=may_add_languages, report=report)
            document, versions = make_versions(document, locales, shelf, report)
            canonical = find_pages(versions, owner)
            writer = CourseWriter(
                document, versions, canonical, owner, shelf, report, publish, conflicts
            )
            return writer.write(progress or (lambda done, total: None), format)
    except BaseException:
        shelf.remove_stored()
        raise


def make_versions(
    document: CourseDocument, locales: list[tuple[str, Locale]], shelf: FileShelf, report: Report
) -> tuple[CourseDocument, list[Version]]:
    """Return the document with the translations that can be written, and the plan of them all."""
    codes = dict(locales)
    translations = {translation.language: translation for translation in document.translations}
    taken = {code: translations[code] for code in codes if code != document.language}
    document = replace(document, translations=tuple(taken.values()))
    documents = [(document, codes[document.language])]
    documents += [
        (translate_document(document, translation, report), codes[code])
        for code, translation in taken.items()
    ]
    return document, plan_versions(documents, shelf)


@dataclass(slots=True)
class CourseWriter:
    """Writes one course in the caller's transaction."""

    document: CourseDocument
    versions: list[Version]
    canonical: CanonicalIds
    owner: User
    shelf: FileShelf
    report: Report
    publish: bool
    conflicts: Conflicts
    notes: dict[int, Note] = field(default_factory=dict)
    verdicts: dict[PlannedPage, Verdict] = field(default_factory=dict)
    filled: dict[PlannedPage, FilledPage] = field(default_factory=dict)
    created: list[int] = field(default_factory=list)
    revised: list[Revised] = field(default_factory=list)
    found_conflicts: list[Conflict] = field(default_factory=list)
    unpublished: list[int] = field(default_factory=list)

    @property
    def planned(self) -> list[PlannedPage]:
        return [planned for version in self.versions for planned in version.pages]

    @property
    def root(self) -> PlannedPage:
        """The course in its original language."""
        return self.versions[0].course

    def write(self, progress: Progress, format_name: str) -> Written:
        self.read_notes()
        whole = make_digest(self.document)
        if self.is_unchanged(whole):
            self.report_progress(progress)
            return self.conclude(unchanged=True)
        self.judge_pages()
        self.make_places()
        self.fill_pages(progress)
        self.write_pages()
        moved = self.order_pages()
        self.unpublish_gone()
        if self.created or self.revised or self.unpublished or moved:
            self.tell()
        self.note_pages(whole)
        self.note_sources(format_name)
        return self.conclude()

    # --- what is to be done -----------------------------------------------------------------------

    def read_notes(self) -> None:
        if self.root.page is not None:
            versions = CoursePage.objects.filter(canonical=self.root.page.canonical_id)
            self.notes = read_notes(versions)

    def is_unchanged(self, whole: str) -> bool:
        last = self.notes.get(self.root.page.pk) if self.root.page else None
        return last is not None and last.whole == whole and (last.published or not self.publish)

    def judge_pages(self) -> None:
        judge = Judge(self.notes, self.publish, self.conflicts)
        for planned in self.planned:
            verdict = self.verdicts[planned] = judge.judge(planned)
            page = planned.page
            if verdict is Verdict.WRITE:
                goes_live = judge.goes_live(planned)
                self.filled[planned] = FilledPage(page, page is None, goes_live)
                if self.publish and not goes_live:
                    self.warn("stays-unpublished", f"“{page.title}” was unpublished on the site")
            elif verdict is Verdict.ASK:
                self.list_conflict(planned)
            elif verdict is Verdict.DRAFT:
                message = (
                    f"“{page.title}” was edited on the site and stays a draft; publish it there"
                )
                self.warn("stays-draft", message)

    def list_conflict(self, planned: PlannedPage) -> None:
        page = planned.page
        why = LOCKED if page.locked else EDITED_BOTH
        self.found_conflicts.append(Conflict(page.pk, planned.lesson, page.title, why))
        place = planned.place
        message = f"“{page.title}” was left as it is: {why}"
        self.report.warn(place.file, place.line, "conflict", message)

    # --- pages ------------------------------------------------------------------------------------

    def make_places(self) -> None:
        """Give every new page its place in the tree, the original's first, so that it answers for
        its translations, and bodies can link to any page."""
        nursery = Nursery()
        for version in self.versions:
            for model in (CoursePage, ModulePage, LessonPage):
                self.plant(nursery, [p for p in version.of(model) if p.page is None])
        original = self.versions[0]
        spoken = {planned.lesson: planned.page.pk for planned in original.of(LessonPage)}
        for version in self.versions:
            own = {planned.lesson: planned.page.pk for planned in version.of(LessonPage)}
            version.links.pages = {**spoken, **own}

    def plant(self, nursery: Nursery, planned: list[PlannedPage]) -> None:
        for each in planned:
            each.page = self.make_page(each)
        nursery.place([(p.page, self.find_parent(p), name_page(p)) for p in planned])
        for each in planned:
            self.canonical.setdefault(each.key, each.page.canonical_id)
            self.adopt(each)

    def find_parent(self, planned: PlannedPage) -> Page:
        return planned.above.page if planned.above else find_catalogue(planned.locale)

    def adopt(self, planned: PlannedPage) -> None:
        self.filled[planned].page = planned.page
        self.created.append(planned.page.pk)

    def make_page(self, planned: PlannedPage) -> Page:
        page = planned.model(
            title=planned.content.title[:255],
            translation_key=planned.key,
            locale=planned.locale,
            owner=self.owner,
            live=False,
        )
        page.canonical_id = self.canonical.get(planned.key)
        return page

    def fill_pages(self, progress: Progress) -> None:
        """Fill everything first: what cannot be written is found before any page is."""
        category = self.find_category() if self.fills_courses() else None
        done, total = 0, len(self.planned)
        for version in self.versions:
            filler = PageFiller(version.document, self.shelf, version.links, self.report, category)
            for planned in version.pages:
                if planned in self.filled:
                    self.fill(planned, filler)
                done += 1
                progress(done, total)

    def fill(self, planned: PlannedPage, filler: PageFiller) -> None:
        page = planned.page
        if not self.filled[planned].is_new:
            self.revised.append(Revised(page.pk, page.latest_revision_id, page.live))
            page.alias_of = None
        filler.fill(page, planned.content)

    def fills_courses(self) -> bool:
        return any(planned.model is CoursePage for planned in self.filled)

    def find_category(self) -> Category | None:
        category, added = place_category(self.document.category, self.versions[0].locale)
        for name in added:
            self.warn("category-created", f"the category “{name}” was added")
        return category

    def write_pages(self) -> None:
        items = list(self.filled.values())
        slow = self.find_entangled(items)
        write_pages([item for item in items if item.page.pk not in slow], self.owner)
        for item in items:
            if item.page.pk in slow:
                self.publish_page(item)
        self.shelf.finish()

    def find_entangled(self, items: list[FilledPage]) -> set[int]:
        """Return the pages that Wagtail must publish itself: those that others follow."""
        old = [item.page.pk for item in items if not item.is_new]
        if not old:
            return set()
        return set(Page.objects.filter(alias_of__in=old).values_list("alias_of", flat=True))

    def publish_page(self, item: FilledPage) -> None:
        """Write and publish a page on Wagtail's own road."""
        page = item.page
        # Publishing writes the whole row: what children and moves did to it meanwhile must stay.
        page.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
        revision = page.save_revision(user=self.owner)
        if item.goes_live:
            revision.publish(user=self.owner, skip_permission_checks=True)
        page.refresh_from_db()

    def order_pages(self) -> bool:
        """Put every page under its module, in the order of the source; return whether any moved."""
        moved = False
        paths = self.find_paths()
        for version in self.versions:
            for above in version.pages:
                wanted = [planned.page.pk for planned in version.list_below(above)]
                if wanted and put_in_order(paths[above.page.pk], wanted, paths):
                    moved, paths = True, self.find_paths()
        return moved

    def find_paths(self) -> dict[int, str]:
        keys = [planned.page.pk for planned in self.planned]
        return dict(Page.objects.filter(pk__in=keys).values_list("pk", "path"))

    def tell(self) -> None:
        """Bring the facts of the course up to date, and announce what others listen for."""
        course = CoursePage.objects.get(pk=self.root.page.pk)
        register_course(course=course)
        item = self.filled.get(self.root)
        if item is not None and item.goes_live:
            # Last, so that whoever hears of a new course finds all its lessons.
            note_publication(page=course, actor_id=self.owner.pk)
        else:
            refresh_course_facts(course=course)

    # --- what is gone, and what is noted ----------------------------------------------------------

    def unpublish_gone(self) -> None:
        """Take what an earlier import wrote, and the source has no longer, out of sight."""
        planned = {each.page.pk for each in self.planned}
        gone = [pk for pk, last in self.notes.items() if last.own != GONE and pk not in planned]
        for page in Page.objects.filter(pk__in=gone).order_by("pk").specific():
            if not self.publish:
                message = f"“{page.title}” is gone from the source and stays until it is published"
                self.warn("lesson-gone", message)
                continue
            page.unpublish(user=self.owner)
            note(page, self.owner, replace(self.notes[page.pk], own=GONE))
            self.unpublished.append(page.pk)
            self.warn("lesson-gone", f"“{page.title}” is gone from the course and was unpublished")

    def note_pages(self, whole: str) -> None:
        pairs = []
        for planned in self.planned:
            before = self.notes.get(planned.page.pk)
            after = self.make_note(planned, before)
            if planned is self.root:
                is_done = not self.found_conflicts
                after = replace(
                    after or Note(""), whole=whole if is_done else "", published=self.publish
                )
            if after is not None and after != before:
                pairs.append((planned.page, after))
        note_all(pairs, self.owner)

    def make_note(self, planned: PlannedPage, before: Note | None) -> Note | None:
        verdict, page = self.verdicts[planned], planned.page
        if verdict is Verdict.WRITE:
            goes_live = self.filled[planned].goes_live
            return Note(planned.digest, revision=page.latest_revision_id, published=goes_live)
        if verdict is Verdict.KEEP:
            kept = before or Note("", revision=NEVER_NOTED)
            return replace(kept, own=planned.digest, revision=kept.revision or NEVER_NOTED)
        return before

    def note_sources(self, format_name: str) -> None:
        """Note what the source calls everything, and what else it says."""
        course = self.root.page
        keep_source(course, self.document, format_name)
        facts = CourseFacts.objects.filter(course=course.canonical_id)
        name = self.document.id[:255]
        if facts.exclude(source_id=name).exists():
            facts.update(source_id=name)
        ids = {p.page.canonical_id: p.lesson[:255] for p in self.versions[0].of(LessonPage)}
        changed = []
        for row in LessonFacts.objects.filter(lesson__in=ids):
            if row.source_id != ids[row.pk]:
                row.source_id = ids[row.pk]
                changed.append(row)
        LessonFacts.objects.bulk_update(changed, ["source_id"], batch_size=100)

    def report_progress(self, progress: Progress) -> None:
        total = len(self.planned)
        progress(total, total)

    def conclude(self, *, unchanged: bool = False) -> Written:
        lessons = self.versions[0].of(LessonPage)
        return Written(
            course=CoursePage.objects.get(pk=self.root.page.pk),
            created=tuple(self.created),
            revised=tuple(self.revised),
            unpublished=tuple(self.unpublished),
            conflicts=tuple(self.found_conflicts),
            files=tuple((row._meta.label_lower, row.pk) for row in self.shelf.made),
            # In a course that is what it was, an editor may have deleted some.
            lessons={each.lesson: each.page.pk for each in lessons if each.page},
            unchanged=unchanged,
        )

    def warn(self, code: str, message: str) -> None:
        self.report.warn(self.document.place.file, None, code, message)
