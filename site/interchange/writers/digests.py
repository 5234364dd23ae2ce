"""What an import wrote, noted in Wagtail's own log, so that the next one knows what is new."""

import dataclasses
import hashlib
import json
from typing import Any

from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from core.money import Money
from interchange.document import Place, SourceFile

IMPORTED = "interchange.import"
"""The action under which an import stands in the log."""
GONE = "gone"
"""The digest of a page whose source is no longer there."""
EDITION = 1
"""Raised when the writers make something else of the same source: everything is written again."""


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    """The digests of what a page was last made of."""

    own: str
    whole: str = ""
    """Of the page and all below it; kept for a course."""


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


def note(page: Page, user: User, own: str, whole: str = "") -> None:
    """Note what a page was made of."""
    log(page, IMPORTED, user=user, data={"own": own, "whole": whole})


def read_notes(course: Page) -> dict[int, Note]:
    """Return the last note of every page that an import has written in a course; one statement."""
    entries = PageLogEntry.objects.filter(action=IMPORTED, page__path__startswith=course.path)
    return {
        entry.page_id: Note(entry.data.get("own", ""), entry.data.get("whole", ""))
        for entry in entries.order_by("timestamp", "pk")
    }
