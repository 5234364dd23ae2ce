"""When what is kept for every visitor is still true.

Pages that look the same to everybody are rendered once and kept in the cache `pages`, which every
process sees. Each kept thing is filed under a stamp, and the stamp is read before anything is
rendered: what was rendered from old rows lies under an old stamp and is never found again.
"""

import uuid

from django.core.cache import BaseCache, caches
from django.db import transaction
from django.http import HttpRequest

from course_pages.models import CourseStaff

CLOSED = ""
CLOSED_FOR = 60
"""Seconds a stamp stays closed when the process dies between its change and its commit."""


def kept_pages() -> BaseCache:
    """Return the cache that web and worker processes share."""
    return caches["pages"]


class Stamp:
    """A value that changes with every change of what is kept under it.

    Values are random and never used twice, so a stamp that the cache has lost is as good as a
    renewed one.
    """

    def __init__(self, name: str) -> None:
        self.key = f"stamp:{name}"

    def read(self) -> str:
        """Return the stamp now valid; "" while nothing may be kept. Costs no statement.

        Nothing may be kept either while the cache is away and this process alone would know of it:
        a publication elsewhere would not be seen here.
        """
        value = kept_pages().get(self.key)
        if getattr(kept_pages(), "is_away", False):
            return CLOSED
        if value is None:
            kept_pages().add(self.key, uuid.uuid4().hex, None)
            value = kept_pages().get(self.key)
        return value or CLOSED

    def renew(self) -> None:
        """Forget what is kept: now, and again when the open transaction is committed.

        Between the two the stamp is closed. So neither old rows read before the commit nor a
        process killed right after it can leave an old page behind.
        """
        if transaction.get_connection().in_atomic_block:
            kept_pages().set(self.key, CLOSED, CLOSED_FOR)
        transaction.on_commit(self._open, robust=True)

    def _open(self) -> None:
        kept_pages().set(self.key, uuid.uuid4().hex, None)


SHARED_PAGES = Stamp("pages")
"""Renewed by everything that visitors can see."""
FRONT_DOORS = Stamp("doors")
"""Renewed by sites, locales and home pages alone, so that a publication costs no routing."""


def renew_shared_pages() -> None:
    """Say that something visitors can see has changed; safe to call often."""
    SHARED_PAGES.renew()


def renew_front_doors() -> None:
    """Say that a site, a locale or a home page has changed."""
    FRONT_DOORS.renew()
    SHARED_PAGES.renew()


def note_changed_person(*, person_id: int) -> None:
    """Say that a person's name or profile has changed; visitors see those of teachers alone."""
    if CourseStaff.objects.filter(person=person_id).exists():
        renew_shared_pages()


def mark_shareable(request: HttpRequest, *, query: str = "") -> None:
    """Let the answer to `request` be kept for everybody.

    `query` is the query string, in the order of its names, that the page has understood: an
    answer is kept only where the address says nothing else.
    """
    request.shareable_query = query  # type: ignore[attr-defined]


def mark_personal(request: HttpRequest) -> None:
    """Take `mark_shareable` back."""
    request.shareable_query = None  # type: ignore[attr-defined]


def get_shareable_query(request: HttpRequest) -> str | None:
    """Return the query string that the page has understood; None when it is not to be kept."""
    query: str | None = getattr(request, "shareable_query", None)
    return query
