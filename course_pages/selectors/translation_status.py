"""How far a course is translated: what is missing, what is stale, block by block and language.

Most versions are kept by wagtail-localize, which knows each piece of text and its translation.
Others came with an import, or were cut loose from their original: of those can be told whether the
original was published since, and whether they lack a question that the original has.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from course_pages.models import LessonPage
from course_pages.selectors.translation_changes import find_changed_sources

NEVER = datetime.min.replace(tzinfo=UTC)
ADDRESS = "slug"
"""The piece of text that is no text: an address may stay as it is."""


class VersionState(StrEnum):
    """Where a page stands in one language."""

    MISSING = "missing"
    """There is no page in this language."""
    DRAFT = "draft"
    """It is not published."""
    PARTIAL = "partial"
    """Published, with words of the original where a translation is missing."""
    STALE = "stale"
    """Published, and the original has changed since."""
    COMPLETE = "complete"


STATE_NAMES: dict[VersionState, "str | Promise"] = {
    VersionState.MISSING: _("Not translated"),
    VersionState.DRAFT: pgettext_lazy("state of a translation", "Not published"),
    VersionState.PARTIAL: _("Words missing"),
    VersionState.STALE: _("Out of date"),
    VersionState.COMPLETE: pgettext_lazy("state of a translation", "Complete"),
}
"""What people read."""


@dataclass(frozen=True, slots=True)
class VersionStatus:
    """One page in one language."""

    canonical_id: int
    language: str
    state: VersionState
    page_id: int | None
    """The page in this language."""
    translation_id: int | None
    """Of wagtail-localize, for its editor; None where the page was translated by other means."""
    translated: int
    """Segments (pieces of text) that have a translation."""
    total: int
    """Segments of the original as it was taken over last; 0 where nothing counts them."""
    source_id: int | None = None
    """Of wagtail-localize: what was taken over of the original, for taking it over again."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """What is asked of the page of one language."""

    pk: int
    key: UUID
    language: str
    live: bool
    published_at: datetime


@dataclass(frozen=True, slots=True)
class KeptTranslation:
    """A translation that wagtail-localize keeps."""

    pk: int
    key: UUID
    language: str
    source_id: int
    source_language: str
    frozen_at: datetime
    """When the text of the original was taken over last."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many pieces of text there are, and how many have a translation."""

    total: int = 0
    translated: int = 0
    newest: datetime = NEVER
    """When a piece was translated for the first time, the last of them."""


Place = tuple[UUID, str]
"""A translation key and a language."""


def list_version_statuses(
    canonical_ids: Iterable[int], languages: Iterable[str]
) -> dict[tuple[int, str], VersionStatus]:
    """Return (canonical page, language) to its status; the same few statements for any number.

    A page in its own language is complete once it is published. Ids that are no canonical page
    are left out.
    """
    wanted, spoken = set(canonical_ids), set(languages)
    if not wanted or not spoken:
        return {}
    pages = _read_pages(wanted)
    canonicals = [page for page in pages.values() if page.pk in wanted]
    kept = _read_kept({page.key for page in canonicals}, spoken)
    progress = _count_segments(kept.values())
    stale = _find_outdated(pages, kept) | _find_parted(pages, kept, canonicals)
    statuses = (
        _judge(page, language, pages=pages, kept=kept, progress=progress, stale=stale)
        for page in canonicals
        for language in spoken
    )
    return {(status.canonical_id, status.language): status for status in statuses}


def _read_pages(canonical_ids: set[int]) -> dict[Place, PageRow]:
    """Return the pages of every language; an alias is none: it says what its source says."""
    keys = Page.objects.filter(pk__in=canonical_ids).values("translation_key")
    columns = ("pk", "translation_key", "locale__language_code", "live", "last_published_at")
    rows = Page.objects.filter(translation_key__in=keys, alias_of=None).values_list(*columns)
    return {
        (key, language): PageRow(pk, key, language, live, published_at or NEVER)
        for pk, key, language, live, published_at in rows
    }


def _read_kept(keys: set[UUID], languages: set[str]) -> dict[Place, KeptTranslation]:
    rows = Translation.objects.filter(
        source__object__in=keys, target_locale__language_code__in=languages, enabled=True
    ).values_list(
        "pk",
        "source__object",
        "target_locale__language_code",
        "source",
        "source__locale__language_code",
        "source__last_updated_at",
    )
    kept = (KeptTranslation(*row) for row in rows.order_by("-pk"))
    return {(row.key, row.language): row for row in kept}


def _count_segments(kept: Iterable[KeptTranslation]) -> dict[int, Progress]:
    """Return the progress of each translation as its editor counts it, but for the address."""
    said = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=OuterRef("source__translations__target_locale"),
        has_error=False,
    )
    segments = StringSegment.objects.filter(
        source__translations__in=[row.pk for row in kept]
    ).exclude(context__path=ADDRESS)
    rows = (
        segments.annotate(said_at=Subquery(said.values("created_at")[:1]))
        .values("source__translations")
        .annotate(total=Count("pk"), translated=Count("said_at"), newest=Max("said_at"))
    )
    return {
        row["source__translations"]: Progress(
            row["total"], row["translated"], row["newest"] or NEVER
        )
        for row in rows
    }


def _find_outdated(
    pages: Mapping[Place, PageRow], kept: Mapping[Place, KeptTranslation]
) -> set[Place]:
    """Return which kept translations do not show what their original says now."""
    outdated: set[Place] = set()
    suspects: dict[int, int] = {}
    for place, row in kept.items():
        version, original = pages.get(place), pages.get((row.key, row.source_language))
        if version is None or original is None:
            continue
        if row.frozen_at > version.published_at:
            outdated.add(place)
        elif original.published_at > row.frozen_at:
            suspects[row.source_id] = original.pk
    changed = find_changed_sources(suspects)
    return outdated | {place for place, row in kept.items() if row.source_id in changed}


def _find_parted(
    pages: Mapping[Place, PageRow],
    kept: Mapping[Place, KeptTranslation],
    canonicals: Iterable[PageRow],
) -> set[Place]:
    """Return which versions that nothing keeps fell behind their original.

    The original was published after them, or has a question that they lack: what learners answer
    hangs on its id.
    """
    originals = {page.key: page for page in canonicals}
    loose = {
        place: page
        for place, page in pages.items()
        if place not in kept and page.key in originals and page != originals[page.key]
    }
    behind = {
        place
        for place, page in loose.items()
        if originals[page.key].published_at > page.published_at
    }
    checks = _read_checks(
        {page.pk for page in loose.values()} | {originals[page.key].pk for page in loose.values()}
    )
    return behind | {
        place
        for place, page in loose.items()
        if checks.get(originals[page.key].pk, set()) - checks.get(page.pk, set())
    }


def _read_checks(page_ids: set[int]) -> dict[int, set[str]]:
    """Return the ids of the questions and choices in each of the lessons among the pages."""
    if not page_ids:
        return {}
    bodies = LessonPage.objects.filter(pk__in=page_ids).annotate(raw=Cast("body", TextField()))
    return {
        pk: set(_list_check_ids(json.loads(raw or "[]")))
        for pk, raw in bodies.values_list("pk", "raw")
    }


def _list_check_ids(value: Any) -> Iterator[str]:
    """Yield the ids of the questions in raw blocks, however deep, and of their choices."""
    for part in _list_parts(value):
        if part.get("type") == "check":
            yield part["id"]
            yield from (choice["id"] for choice in part["value"]["choices"])


def _list_parts(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every block of raw blocks, with those inside it."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _list_parts(inner)


def _judge(
    canonical: PageRow,
    language: str,
    *,
    pages: Mapping[Place, PageRow],
    kept: Mapping[Place, KeptTranslation],
    progress: Mapping[int, Progress],
    stale: Collection[Place],
) -> VersionStatus:
    place = (canonical.key, language)
    page, row = pages.get(place), kept.get(place)
    count = progress.get(row.pk, Progress()) if row else Progress()
    return VersionStatus(
        canonical_id=canonical.pk,
        language=language,
        state=_decide(page, count, is_stale=place in stale),
        page_id=page.pk if page else None,
        translation_id=row.pk if row else None,
        translated=count.translated,
        total=count.total,
        source_id=row.source_id if row else None,
    )


def _decide(page: PageRow | None, count: Progress, *, is_stale: bool) -> VersionState:
    if page is None:
        return VersionState.MISSING
    if not page.live:
        return VersionState.DRAFT
    if is_stale:
        return VersionState.STALE
    # What was translated after the last publication, readers do not see yet.
    if count.translated < count.total or count.newest > page.published_at:
        return VersionState.PARTIAL
    return VersionState.COMPLETE
