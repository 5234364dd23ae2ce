"""Writes many pages of a course at once.

Wagtail's own road (`add_child`, `save_revision`, `publish`) takes more than a hundred statements
for a lesson: each save looks at the tree, the search index, the references and the facts of the
whole course. Here rows go in together, and what follows from them is done once for all. The
results are the same: tests hold them against pages that were made by hand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, Revision

from accounts.models import User
from course_pages.models import LessonAttachment, LessonPage
from course_pages.models.base import CanonicalPage
from interchange.writers.indexes import renew_indexes

BATCH = 100
DRAFT_COLUMNS = (
    *("draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"),
)
PUBLIC_COLUMNS = (
    *DRAFT_COLUMNS,
    *("title", "live", "expired", "live_revision", "first_published_at", "last_published_at"),
    "alias_of",
)
LONGEST_SLUG = 80


@dataclass(slots=True)
class Nest:
    """Where new children of a page go, and which addresses are taken there."""

    last: int = 0
    """The place of the last child, counted from 1 as treebeard counts."""
    slugs: set[str] = field(default_factory=set)

    @classmethod
    def look(cls, parent: Page) -> "Nest":
        children = list(parent.get_children().order_by("path").values_list("path", "slug"))
        last = Page._str2int(children[-1][0][-Page.steplen :]) if children else 0
        return cls(last, {slug for _path, slug in children})

    def find_slug(self, words: str) -> str:
        base = slugify(words.replace("_", "-").replace("/", "-"), allow_unicode=True)
        base = base[:LONGEST_SLUG].strip("-") or "page"
        slug, number = base, 0
        while slug in self.slugs:
            number += 1
            slug = f"{base}-{number}"
        self.slugs.add(slug)
        return slug


class Nursery:
    """Gives new pages their places in the tree, so that others can link to them; their own rows
    are inserted when they are filled."""

    def __init__(self) -> None:
        self.nests: dict[int, Nest] = {}

    def place(self, pages: Sequence[tuple[CanonicalPage, Page, str]]) -> None:
        """Insert the base rows of new pages, each given with its parent and the words of its
        address. The canonical page must be set, unless the page is its own."""
        if not pages:
            return
        for page, parent, words in pages:
            self._prepare(page, parent, words)
        columns = [f.attname for f in Page._meta.concrete_fields if not f.primary_key]
        rows = Page.objects.bulk_create(
            [Page(**{name: getattr(page, name) for name in columns}) for page, *_ in pages],
            batch_size=BATCH,
        )
        for (page, parent, _words), row in zip(pages, rows, strict=True):
            page.pk = page.id = page.page_ptr_id = row.pk
            page.canonical_id = page.canonical_id or row.pk
            parent.numchild += 1
        parents = {parent.pk: parent for _page, parent, _words in pages}
        for parent in parents.values():
            grown = sum(other.pk == parent.pk for _page, other, _words in pages)
            Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + grown)

    def _prepare(self, page: CanonicalPage, parent: Page, words: str) -> None:
        nest = self.nests.get(parent.pk)
        if nest is None:
            nest = self.nests[parent.pk] = Nest.look(parent) if parent.numchild else Nest()
        nest.last += 1
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, nest.last)
        page.slug = nest.find_slug(words)
        page.draft_title = page.title
        page.set_url_path(parent)
        page.content_type = ContentType.objects.get_for_model(page, for_concrete_model=False)
        # Nobody has commented on it yet: nothing needs to be asked for.
        setattr(page, COMMENTS_RELATION_NAME, [])


@dataclass(slots=True)
class FilledPage:
    """A page with its new content, not yet written."""

    page: Any
    is_new: bool
    goes_live: bool

    @property
    def writes_row(self) -> bool:
        """Whether the page's own row changes: a draft of an old page stays a revision."""
        return self.is_new or self.goes_live


def write_pages(filled: Sequence[FilledPage], user: User) -> None:
    """Write a version of every page, with its log entries, references and search entries.

    Facts and events of the course, and pages that are kept for visitors, are the caller's.
    """
    now = timezone.now()
    for item in filled:
        if item.writes_row:
            write_own_row(item)
    add_revisions([item.page for item in filled], user)
    for item in filled:
        item.page.draft_title = item.page.title
        item.page.has_unpublished_changes = not item.goes_live
        if item.goes_live:
            show_page(item.page, now)
    write_base_rows(filled)
    log_pages(filled, user, now)
    renew_indexes([item.page for item in filled if item.writes_row])


def write_own_row(item: FilledPage) -> None:
    """Write the row of the page's own type, and its attachments.

    `raw` leaves out the base row, which is written with those of other pages.
    """
    page = item.page
    page.save_base(raw=True, force_insert=item.is_new, force_update=not item.is_new)
    if isinstance(page, LessonPage):
        write_attachments(page, is_new=item.is_new)


def write_attachments(lesson: LessonPage, *, is_new: bool) -> None:
    wanted: list[LessonAttachment] = list(lesson.attachments.all())
    if not is_new:
        LessonAttachment.objects.filter(lesson=lesson.pk).delete()
    for attachment in wanted:
        attachment.lesson = lesson
    if wanted:
        LessonAttachment.objects.bulk_create(wanted)


def add_revisions(pages: Sequence[Any], user: User) -> None:
    base = ContentType.objects.get_for_model(Page, for_concrete_model=False)
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                content_type_id=page.content_type_id,
                base_content_type=base,
                object_id=str(page.pk),
                created_at=timezone.now(),
                user=user,
                object_str=str(page),
                content=page.serializable_data(),
            )
            for page in pages
        ],
        batch_size=BATCH,
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = revision
        page.latest_revision_created_at = revision.created_at


def show_page(page: Any, now: datetime) -> None:
    page.live = True
    page.expired = False
    page.live_revision = page.latest_revision
    page.first_published_at = page.first_published_at or now
    page.last_published_at = now


def write_base_rows(filled: Sequence[FilledPage]) -> None:
    public = [item.page for item in filled if item.writes_row]
    drafts = [item.page for item in filled if not item.writes_row]
    for pages, columns in ((public, PUBLIC_COLUMNS), (drafts, DRAFT_COLUMNS)):
        if pages:
            Page.objects.bulk_update(pages, columns, batch_size=BATCH)
    # A version that was to go live later must not undo this one.
    old = [str(item.page.pk) for item in filled if item.goes_live and not item.is_new]
    if old:
        Revision.page_revisions.filter(object_id__in=old).exclude(approved_go_live_at=None).update(
            approved_go_live_at=None
        )


def log_pages(filled: Iterable[FilledPage], user: User, now: datetime) -> None:
    """Write into Wagtail's log what its own road would."""
    entries = []
    for item in filled:
        if item.is_new:
            entries.append(make_entry(item.page, "wagtail.create", user, now))
        if item.goes_live:
            entries.append(
                make_entry(
                    item.page, "wagtail.publish", user, now, revision=item.page.latest_revision
                )
            )
    PageLogEntry.objects.bulk_create(entries, batch_size=BATCH)


def make_entry(page: Any, action: str, user: User, now: datetime, **more: Any) -> PageLogEntry:
    return PageLogEntry(
        page=page,
        content_type_id=page.content_type_id,
        label=page.get_admin_display_title(),
        action=action,
        timestamp=now,
        user=user,
        data={},
        content_changed=True,
        **more,
    )
