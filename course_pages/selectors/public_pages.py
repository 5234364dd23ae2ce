"""The pages that everybody may find, for the sitemap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from course_pages.models import CourseIndexPage, CoursePage, HomePage, LessonPage
from course_pages.selectors.links import PageLinks
from course_pages.selectors.teachers import list_public_teachers


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One published page in one language."""

    key: UUID
    """The same for all languages of the page."""
    language: str
    url: str
    published_at: datetime | None


def list_public_pages() -> list[PublicPage]:
    """Return home pages, catalogues, courses, free lessons and those who teach.

    Pages stand there in every published language, teachers in those that have a home page. No other
    lesson is among them, nothing that Wagtail's privacy settings or an unpublished original above
    it hides, and no alias: it says what its source says. Six statements.
    """
    links = PageLinks()
    private = Page.objects.all().private_q()
    homes, *others = (list(_read(pages, links)) for pages in _querysets(private))
    teachers = _list_teachers([home.language for home in homes])
    return [page for pages in (homes, *others, teachers) for page in pages if page.url]


def _querysets(private: Q) -> Iterator[QuerySet[Any]]:
    """Give one query for each kind of page; `private` are the pages not everybody may see."""
    yield HomePage.objects.live().exclude(private)
    yield CourseIndexPage.objects.live().exclude(private)
    courses = CoursePage.objects.live().exclude(private)
    yield courses.filter(canonical__facts__is_published=True)
    lessons = LessonPage.objects.live().exclude(private)
    yield lessons.filter(canonical__facts__is_open=True, canonical__free_preview=True)


def _list_teachers(languages: Iterable[str]) -> Iterator[PublicPage]:
    teachers = list_public_teachers()
    for language in languages:
        with override(language):
            for teacher in teachers:
                key = UUID(int=teacher.person_id)
                url = reverse("teacher", args=[teacher.person_id])
                yield PublicPage(key, language, url, teacher.changed_at)


def _read(pages: QuerySet[Any], links: PageLinks) -> Iterator[PublicPage]:
    columns = ("translation_key", "locale__language_code", "url_path", "last_published_at")
    rows = pages.filter(alias_of=None).order_by("path").values_list(*columns)
    for key, language, url_path, published_at in rows:
        yield PublicPage(key, language, links.get_url(url_path), published_at)
