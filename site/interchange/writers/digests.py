"""What an import wrote, noted in Wagtail's own log, so that the next one knows what is new."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from core.money import Money
from interchange.document import Place, SourceFile

IMPORTED = "interchange.import"
"""The action under which an import stands in the log."""
GONE = "gone"
"""The digest of a page whose source is no longer there."""
EDITION = 2
"""Raised when the writers make something else of the same source: everything is written again."""


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    """What a page was last made of."""

    own: str
    whole: str = ""
    """Of the page and all below it, in every language; kept for a course."""
    revision: int | None = None
    """The last version that an import wrote, whether or not it is the latest."""
    published: bool = True
    """Whether that version was put in front of everybody."""
    noted_at: datetime | None = dataclasses.field(default=None, compare=False)


def make_digest(source: Any) -> str:
    """Return a digest of the content of a document or a part of one, wherever its files lie."""
    words = json.dumps([EDITION, plain(source)], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return a document as JSON values: files by their content, without line numbers."""
    if isinstance(value, SourceFile):
        return [value.name, value.digest]
    if isinstance(value, Money):
        return [value.minor, value.currency]
    if isinstance(value, Place):
        return None
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return [type(value).__name__, {f.name: plain(getattr(value, f.name)) for f in fields}]
    return value


def note(page: Page, user: User, last: Note) -> None:
    """Note what a page was made of."""
    log(page, IMPORTED, user=user, data=_write_note(last))


def note_all(pages: Iterable[tuple[Page, Note]], user: User) -> None:
    """Note what many pages were made of, in one statement for every hundred."""
    now = timezone.now()
    PageLogEntry.objects.bulk_create(
        [
            PageLogEntry(
                page=page,
                content_type_id=page.content_type_id,
                label=page.title,
                action=IMPORTED,
                timestamp=now,
                user=user,
                data=_write_note(last),
            )
            for page, last in pages
        ],
        batch_size=100,
    )


def read_notes(courses: Iterable[Page]) -> dict[int, Note]:
    """Return the last note of every page that an import has written in the language versions of a
    course; one statement."""
    inside = [Q(page__path__startswith=course.path) for course in courses]
    entries = PageLogEntry.objects.filter(
        reduce(or_, inside, Q(pk__in=[])), action=IMPORTED
    ).order_by("timestamp", "pk")
    return {
        page_id: Note(
            own=data.get("own", ""),
            whole=data.get("whole", ""),
            revision=data.get("revision"),
            published=data.get("published", True),
            noted_at=timestamp,
        )
        for page_id, data, timestamp in entries.values_list("page_id", "data", "timestamp")
    }


def _write_note(last: Note) -> dict[str, Any]:
    return {
        "own": last.own,
        "whole": last.whole,
        "revision": last.revision,
        "published": last.published,
    }
