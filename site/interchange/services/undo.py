"""Taking an import back, as long as no learner has anything to do with the course."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from accounts.models import User
from core.exceptions import NotAllowed
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff
from course_pages.permissions import is_admin, is_course_staff
from course_pages.ports import Person
from course_pages.selectors.deletion import reasons_to_keep
from course_pages.services.deletion import delete_page
from interchange.enums import ImportState
from interchange.models import CourseImport
from interchange.services import journal as journals
from interchange.services.journal import Journal, read_journal
from interchange.writers.digests import IMPORTED


@transaction.atomic
def undo_import(*, course_import: CourseImport, person: User) -> CourseImport:
    """Take back what an import made and changed.

    New pages go, with what was edited in them since. Pages that were there before get back the
    version they had, and are as public as they were; later versions stay in their history. Files
    that came with the import go unless something else uses them. Categories and languages that it
    added stay.

    Raises:
        NotAllowed: learners are at the course, the import is not the latest of its course, pages
            were added to it by hand, or the person is neither importer, owner nor admin.
    """
    row = CourseImport.objects.select_for_update().get(pk=course_import.pk)
    refuse_unless_undoable(row, person)
    journal = read_journal(row.journal)
    for revision in journal.revised:
        restore(revision, row, person)
    republish(journal.unpublished, row, person)
    delete_created(journal.created)
    delete_files(journal.files)
    row.state = ImportState.UNDONE
    # The course itself may be gone by now.
    row.course = CoursePage.objects.filter(pk=row.course_id).first()
    row.save(update_fields=["state", "course", "updated_at"])
    return row


def may_undo(course_import: CourseImport, person: Person) -> bool:
    """Return whether `undo_import` would do it."""
    try:
        refuse_unless_undoable(course_import, person)
    except NotAllowed:
        return False
    return True


def refuse_unless_undoable(course_import: CourseImport, person: Person) -> None:
    course = course_import.course
    if course_import.state != ImportState.DONE or course is None:
        raise NotAllowed(_("There is nothing to undo."), code="not_done")
    if not is_entitled(course_import, course, person):
        raise NotAllowed(_("Only who imported the course, its owner and administrators may undo."))
    journal = read_journal(course_import.journal)
    if journal.is_empty:
        raise NotAllowed(_("This import changed nothing."), code="not_done")
    if CourseImport.objects.filter(
        course=course, state=ImportState.DONE, pk__gt=course_import.pk
    ).exists():
        raise NotAllowed(
            _("The course was imported again: undo that import first."), code="not_last"
        )
    reasons = reasons_to_keep(*course.language_versions.all())
    if reasons:
        raise NotAllowed(
            format_lazy("{} {}", _("The import can no longer be undone."), reasons[0].message),
            code="must_stay",
        )
    refuse_added_pages(journal)


def is_entitled(course_import: CourseImport, course: CoursePage, person: Person) -> bool:
    """Whether the person is an admin, or on the staff of the course and importer or owner."""
    if is_admin(person) or not is_course_staff(person, course):
        return is_admin(person)
    owners = CourseStaff.objects.filter(course=course.canonical_id, role=StaffRole.OWNER)
    return course_import.person_id == person.pk or owners.filter(person_id=person.pk).exists()


def refuse_added_pages(journal: Journal) -> None:
    """Refuse to delete what somebody has put below the pages of the import since."""
    for page in find_topmost(journal.created):
        added = page.get_descendants().exclude(pk__in=journal.created).first()
        if added is not None:
            raise NotAllowed(
                format_lazy(
                    _("The page “{title}” was added since: move or delete it first."),
                    title=added.draft_title,
                ),
                code="pages_added",
            )


def find_topmost(page_ids: Iterable[int]) -> list[Page]:
    """Return those of the pages that stand below none of the others, translations first."""
    found: list[Page] = []
    for page in Page.objects.filter(pk__in=page_ids).order_by("path"):
        if not any(page.path.startswith(above.path) for above in found):
            found.append(page)
    return sorted((page.specific for page in found), key=lambda page: page.is_canonical)


def delete_created(page_ids: Sequence[int]) -> None:
    for page in find_topmost(page_ids):
        # Deleting the one before may have changed the counts on the tree.
        delete_page(page=Page.objects.get(pk=page.pk).specific)


def restore(revision: journals.Revision, row: CourseImport, person: User) -> None:
    """Give a page back the version it had, if both still exist."""
    page = Page.objects.filter(pk=revision.page).first()
    previous = Revision.page_revisions.filter(pk=revision.previous).first()
    if page is None or previous is None:
        return
    again = previous.as_object().save_revision(user=person, log_action="wagtail.revert")
    if revision.was_live:
        again.publish(user=person, skip_permission_checks=True)
    elif page.live:
        page.specific.unpublish(user=person)
    remember(page, row, person, former=previous.pk, now=again.pk)


def republish(page_ids: Iterable[int], row: CourseImport, person: User) -> None:
    for page in Page.objects.filter(pk__in=page_ids, live=False).specific():
        latest = page.get_latest_revision() or page.save_revision(user=person)
        latest.publish(user=person, skip_permission_checks=True)
        remember(page, row, person, former=latest.pk, now=latest.pk)


def remember(page: Page, row: CourseImport, person: User, *, former: int, now: int) -> None:
    """Note again what the page was made of before the import, so that the next one knows.

    The version `now` says what `former` said. What was an edit before the import is one again.
    """
    notes = PageLogEntry.objects.filter(page=page.pk, action=IMPORTED)
    before = notes.filter(timestamp__lt=row.started_at).order_by("timestamp", "pk").last()
    if before is None:
        notes.delete()
        return
    revision = before.data.get("revision")
    data = {**before.data, "revision": now if revision == former else revision}
    log(page, IMPORTED, user=person, data=data)


def delete_files(files: Iterable[tuple[str, int]]) -> None:
    """Delete the rows of files, and with them the files, that nothing uses any more."""
    for label, pk in files:
        file = apps.get_model(label).objects.filter(pk=pk).first()
        if file is not None and not ReferenceIndex.get_references_to(file).exists():
            delete_file(file)


def delete_file(file: Any) -> None:
    """Delete the row; its file goes with it, and captions, of which Wagtail knows nothing, too."""
    captions = getattr(file, "captions", None)
    file.delete()
    if captions:
        transaction.on_commit(lambda: captions.delete(save=False))
