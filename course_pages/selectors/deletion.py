"""Why a page must stay, asked before anything is deleted by any road."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import F, Q
from django.utils.translation import ngettext
from wagtail.models import Page

from course_pages import ports
from course_pages.models import CoursePage, LessonPage, ModulePage
from course_pages.models.base import CanonicalPage
from course_pages.ports import Reason

PAGE_TYPES: Sequence[type[CanonicalPage]] = (CoursePage, ModulePage, LessonPage)


def reasons_to_keep(*pages: Page) -> list[Reason]:
    """Return why these pages, with all that stands below them, must not be deleted.

    An empty list means that they may go. Apps above are asked about the canonical pages among
    them, since those are what learners' records and money point at.
    """
    canonical_ids = _list_canonical_ids(pages)
    if not canonical_ids:
        return []
    reasons = list(_language_reasons(pages, canonical_ids))
    for keeper in ports.page_keepers:
        reasons.extend(keeper(canonical_ids))
    return reasons


def _list_canonical_ids(pages: Iterable[Page]) -> frozenset[int]:
    doomed = _is_doomed(pages)
    return frozenset(
        key
        for page_type in PAGE_TYPES
        for key in page_type.objects.filter(doomed, canonical_id=F("pk")).values_list(
            "pk", flat=True
        )
    )


def _language_reasons(pages: Iterable[Page], canonical_ids: frozenset[int]) -> Iterable[Reason]:
    """Yield a reason if pages that stay would lose the page that answers for them."""
    doomed = _is_doomed(pages)
    left = sum(
        page_type.objects.filter(canonical_id__in=canonical_ids).exclude(doomed).count()
        for page_type in PAGE_TYPES
    )
    if left:
        message = ngettext(
            "%(count)d translation or alias elsewhere depends on it; delete that first.",
            "%(count)d translations or aliases elsewhere depend on it; delete those first.",
            left,
        )
        yield Reason("has_language_versions", message % {"count": left})


def _is_doomed(pages: Iterable[Page]) -> Q:
    return reduce(or_, (Q(path__startswith=page.path) for page in pages), Q(pk__in=[]))
