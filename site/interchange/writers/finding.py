"""Finds the pages that earlier imports have made, and refuses what belongs to somebody else."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from wagtail.models import Locale, Page

from accounts.models import User
from core.exceptions import InvalidInput
from course_pages.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from course_pages.permissions import is_page_staff
from course_pages.services.languages import find_language_code, open_language
from interchange.document import CourseDocument, Place
from interchange.report import InvalidCourse, Problem, Report
from interchange.writers.plan import PlannedPage, Version

MODELS = (CoursePage, ModulePage, LessonPage)
CanonicalIds = dict[uuid.UUID, int]
"""The canonical page of everything that has a page in any language, by its identity."""


def find_locales(
    document: CourseDocument, *, may_add: bool, report: Report
) -> list[tuple[str, Locale]]:
    """Return the languages that the course can be written in, the original's first.

    Raises:
        InvalidCourse: the site does not have the original's language, and may not be given it.
    """
    original = find_locale(document.language, may_add=may_add)
    if original is None:
        refuse(
            document.place,
            "language-unavailable",
            f"the site has no catalogue in the language “{document.language}”; ask an admin to "
            "add the language, or allow the import to add it",
        )
    found = [(document.language, original)]
    for translation in document.translations:
        locale = find_locale(translation.language, may_add=may_add)
        if locale is not None and locale not in [known for _code, known in found]:
            found.append((translation.language, locale))
            continue
        report.warn(
            translation.place.file,
            None,
            "language-unavailable",
            f"the translation into “{translation.language}” was left out: the site has no "
            "catalogue in this language; ask an admin to add the language, or allow the import "
            "to add it, and import again",
        )
        report.leave_out(
            translation.sources,
            f"The site does not have the language “{translation.language}”: ask an administrator "
            "to add it, and import again.",
        )
    return found


def find_locale(code: str, *, may_add: bool) -> Locale | None:
    """Return the locale of a language that has a catalogue, or can be given one."""
    try:
        code = find_language_code(code)
        if may_add:
            return open_language(code=code).locale
    except InvalidInput:
        return None
    catalogue = CourseIndexPage.objects.filter(locale__language_code=code).first()
    return catalogue.locale if catalogue else None


def find_catalogue(locale: Locale) -> CourseIndexPage:
    """Return the page that courses of a language are added under."""
    return CourseIndexPage.objects.filter(locale=locale).order_by("path")[0]


def find_pages(versions: Sequence[Version], owner: User) -> CanonicalIds:
    """Set the page of everything that is planned and exists; return what is canonical.

    The course is locked: two imports of it wait for each other.

    Raises:
        InvalidCourse: the course, or a page of it, is not `owner`'s to write.
    """
    planned = [planned for version in versions for planned in version.pages]
    found = load_pages(planned)
    if not any(page for page in found.values() if isinstance(page, CoursePage)):
        # A new course: its catalogue is locked instead.
        CourseIndexPage.objects.select_for_update(of=("self",)).filter(
            locale=versions[0].locale
        ).first()
        found = load_pages(planned)
    refuse_others(found.values(), versions[0], owner)
    for each in planned:
        each.page = found.get((each.key, each.locale.pk))
    return {page.translation_key: page.canonical_id for page in found.values()}


def load_pages(planned: Iterable[PlannedPage]) -> dict[tuple[uuid.UUID, int], Any]:
    """Return the pages that have a planned identity, in whatever language, by identity and
    language."""
    found: dict[tuple[uuid.UUID, int], Any] = {}
    for model in MODELS:
        keys = {each.key for each in planned if each.model is model}
        pages = model.objects.filter(translation_key__in=keys)
        if model is CoursePage:
            pages = pages.select_for_update(of=("self",))
        found |= {(page.translation_key, page.locale_id): page for page in pages}
    everything = Page.objects.filter(translation_key__in={each.key for each in planned})
    if everything.count() > len(found):
        place = next(iter(planned)).place
        refuse(place, "key", "a key of this course belongs to another page of the site")
    return found


def refuse_others(pages: Iterable[Any], original: Version, owner: User) -> None:
    """Raise `InvalidCourse` for a course that is not the owner's, or pages that stand elsewhere."""
    place = original.document.place
    courses = [page for page in pages if isinstance(page, CoursePage)]
    if courses and not is_page_staff(owner, courses[0]):
        refuse(
            place,
            "course-taken",
            f"“{original.document.title}” is on this site already, and you are not on its staff; "
            "ask its owner to add you, or give the course another id",
        )
    paths = tuple(course.path for course in courses)
    for page in pages:
        if not page.path.startswith(paths or ("-",)):
            refuse(
                place,
                "page-elsewhere",
                f"“{page.title}” stands in another course of this site; move it back, or give it "
                "another id or key in the source",
            )


def refuse(place: Place, code: str, message: str) -> NoReturn:
    raise InvalidCourse([Problem(place.file, place.line, code, message)])
