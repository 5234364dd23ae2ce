"""The pages that everybody may find, for the sitemap."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from course_pages.models import CourseIndexPage, CoursePage, HomePage, LessonPage
from course_pages.selectors.links import PageLinks


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One published page in one language."""

    key: UUID
    """The same for all languages of the page."""
    language: str
    url: str
    published_at: datetime | None


def list_public_pages() -> list[PublicPage]:
    """Return home pages, catalogues, courses and free lessons, each in every published language.

    No other lesson is among them, nothing that Wagtail's privacy settings or an unpublished
    original above it hides, and no alias: it says what its source says.
    """
    links = PageLinks()
    return [page for pages in _querysets() for page in _read(pages, links) if page.url]


def _querysets() -> Iterator[QuerySet[Any]]:
    yield HomePage.objects.live().public()
    yield CourseIndexPage.objects.live().public()
    yield CoursePage.objects.live().public().filter(canonical__facts__is_published=True)
    yield (
        LessonPage.objects.live()
        .public()
        .filter(canonical__facts__is_open=True, canonical__free_preview=True)
    )


def _read(pages: QuerySet[Any], links: PageLinks) -> Iterator[PublicPage]:
    columns = ("translation_key", "locale__language_code", "url_path", "last_published_at")
    rows = pages.filter(alias_of=None).order_by("path").values_list(*columns)
    for key, language, url_path, published_at in rows:
        yield PublicPage(key, language, links.get_url(url_path), published_at)
