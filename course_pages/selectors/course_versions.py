"""The languages that a course can be read in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from core.text import get_own_name
from course_pages.models import CoursePage, LessonPage
from course_pages.selectors.addresses import get_catalogue_url
from course_pages.selectors.languages import list_open_languages
from course_pages.selectors.links import PageLinks, get_front_address


@dataclass(frozen=True, slots=True)
class CourseVersion:
    """A course in one language."""

    language: str
    name: str
    """Of the language, in that language."""
    url: str


def list_versions(course_id: int) -> tuple[CourseVersion, ...]:
    """Return the published versions of a canonical course, the original first; one statement.

    An alias is none of them: it says what its source says.
    """
    pages = CoursePage.objects.filter(
        canonical=course_id, canonical__live=True, live=True, alias_of=None
    )
    return _name(pages)


def list_lesson_versions(lesson: LessonPage) -> tuple[CourseVersion, ...]:
    """Return the languages that everybody may read a free lesson in, the original first.

    () for one that is not for everybody, without a statement, or that is closed with what stands
    above it, with one.
    """
    if not lesson.free_preview:
        return ()
    pages = LessonPage.objects.filter(
        canonical=lesson.canonical_id,
        canonical__free_preview=True,
        canonical__facts__is_open=True,
        live=True,
        alias_of=None,
    )
    return _name(pages)


def list_home_versions(*, stamp: str) -> tuple[CourseVersion, ...]:
    """Return the home page in each language that the site speaks; no statement once remembered."""
    return tuple(
        CourseVersion(code, get_own_name(code), get_front_address(code))
        for code in list_open_languages(stamp=stamp)
    )


def list_catalogue_versions(*, stamp: str) -> tuple[CourseVersion, ...]:
    """Return the catalogue in each language that has one; no statement once remembered."""
    urls = {code: get_catalogue_url(code) for code in list_open_languages(stamp=stamp)}
    # Where a language has none, the default's stands for it.
    default = urls.get(settings.LANGUAGE_CODE)
    return tuple(
        CourseVersion(code, get_own_name(code), url)
        for code, url in urls.items()
        if url and (code == settings.LANGUAGE_CODE or url != default)
    )


def list_teacher_versions(person_id: int, *, stamp: str) -> tuple[CourseVersion, ...]:
    """Return the page of a teacher in each language that the site speaks, as the one before."""
    versions = []
    for code in list_open_languages(stamp=stamp):
        with override(code):
            url = reverse("teacher", args=[person_id])
        versions.append(CourseVersion(code, get_own_name(code), url))
    return tuple(versions)


def _name(pages: QuerySet[Any]) -> tuple[CourseVersion, ...]:
    rows = pages.order_by("pk").values_list("locale__language_code", "url_path")
    links = PageLinks()
    return tuple(
        CourseVersion(code, get_own_name(code), links.get_url(url_path)) for code, url_path in rows
    )


def choose_default(versions: Iterable[CourseVersion]) -> CourseVersion | None:
    """Return the version for readers of a language that the course is not in."""
    return next((found for found in versions if found.language == settings.LANGUAGE_CODE), None)
