"""A course as lists show it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Q

from accounts.models import User
from core.money import Money
from core.text import get_own_name
from course_pages.drawings.covers import Cover, choose_design, read_design
from course_pages.drawings.strips import Strip, make_strip, read_shape
from course_pages.enums import Delivery, StaffRole
from course_pages.models import CourseFacts, CourseImage, CoursePage, CourseRendition, CourseStaff
from course_pages.selectors.links import PageLinks
from course_pages.selectors.subjects import SubjectTree, get_subjects

WORDS = ("canonical", "title", "subtitle", "url_path", "thumbnail", "locale__language_code")
MOST_LANGUAGES = 3
MOST_DASHES = 36
"""Lessons that can be told apart in the strip of a card."""


class Words(NamedTuple):
    """What one page of a course says; the columns of `WORDS`."""

    course_id: int
    title: str
    subtitle: str
    url_path: str
    thumbnail_id: int | None
    language: str


class SpokenLanguage(NamedTuple):
    """A language, called as it calls itself."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CourseCard:
    """One course in a list, in the reader's language where that is published."""

    course_id: int
    """Primary key of the canonical page."""
    title: str
    subtitle: str
    url: str
    language: str
    """Language the words are in; "" when it is the reader's own."""
    thumbnail: CourseImage | None
    category: str
    level: str
    """Translated label, as `delivery`."""
    delivery: str
    is_class: bool
    """It is taken in a class, with dates."""
    languages: tuple[SpokenLanguage, ...]
    """Those it is published in, at most `MOST_LANGUAGES`; the reader's own first."""
    more_languages: int
    """How many more there are."""
    price: Money
    lesson_count: int
    minutes: int
    teachers: tuple[str, ...]
    cover: Cover
    """Shown where there is no thumbnail."""
    shape: str
    """Minutes of its lessons, part by part, as `drawings.strips` reads them."""
    strip: Strip
    """The course drawn to the scale of the longest one in the same list."""


def get_cards(course_ids: Collection[int], *, language: str) -> tuple[CourseCard, ...]:
    """Return the cards of the published ones of these canonical courses, in the order given.

    Costs the same number of statements for one course or fifty.
    """
    rows = CourseFacts.objects.filter(is_published=True).in_bulk(list(course_ids))
    facts = [rows[course_id] for course_id in course_ids if course_id in rows]
    return make_cards(facts, language=language, subjects=get_subjects(language)) if facts else ()


def make_cards(
    facts: Sequence[CourseFacts], *, language: str, subjects: SubjectTree
) -> tuple[CourseCard, ...]:
    """Return the cards of courses whose facts are at hand: three statements, or none for none."""
    if not facts:
        return ()
    course_ids = [row.pk for row in facts]
    words = _get_words(course_ids, language)
    images = _get_images({found.thumbnail_id for found in words.values() if found.thumbnail_id})
    teachers = _get_teachers(course_ids)
    links = PageLinks()
    longest = max(row.minutes for row in facts)
    return tuple(
        CourseCard(
            course_id=row.pk,
            title=found.title,
            subtitle=found.subtitle,
            url=links.get_reader_url(row.pk, found.url_path, language=language),
            language="" if found.language == language else found.language,
            thumbnail=images.get(found.thumbnail_id),
            category=subjects.name_of(row.category_id),
            level=row.get_difficulty_level_display(),
            delivery=row.get_delivery_display(),
            is_class=row.delivery == Delivery.CLASSROOM,
            languages=_name_languages(row, language)[:MOST_LANGUAGES],
            more_languages=max(0, len(_codes(row)) - MOST_LANGUAGES),
            price=Money(row.price_minor, row.currency),
            lesson_count=row.lesson_count,
            minutes=row.minutes,
            teachers=tuple(teachers[row.pk]),
            cover=get_cover(row, subjects),
            shape=row.shape,
            strip=make_strip(_outline(row.shape), longest=longest),
        )
        for row in facts
        if (found := words.get(row.pk))
    )


def get_cover(facts: CourseFacts, subjects: SubjectTree) -> Cover:
    """Return how the cover of a course is drawn, in the colors of its category."""
    design = read_design(facts.cover) or choose_design(str(facts.pk))
    return Cover(design, subjects.palette_of(facts.category_id))


def _codes(facts: CourseFacts) -> list[str]:
    return [code for code in facts.languages.split(",") if code]


def _name_languages(facts: CourseFacts, language: str) -> tuple[SpokenLanguage, ...]:
    codes = sorted(_codes(facts), key=lambda code: code != language)
    return tuple(SpokenLanguage(code, get_own_name(code)) for code in codes)


def _outline(shape: str) -> Sequence[Sequence[int]]:
    """Return the minutes that a strip of a card has room for: of a long course its parts alone."""
    parts = read_shape(shape)
    if sum(map(len, parts)) <= MOST_DASHES:
        return parts
    whole = [(sum(part),) for part in parts]
    return whole if len(whole) <= MOST_DASHES else [(sum(minutes for (minutes,) in whole),)]


def _get_words(course_ids: Iterable[int], language: str) -> dict[int, Words]:
    """Return what each course's page says in `language` where that is published, else originally.

    Plain rows: to make a page of each costs more than all else on the screen.
    """
    pages = CoursePage.objects.filter(canonical__in=course_ids).filter(
        Q(pk=F("canonical")) | Q(locale__language_code=language, live=True)
    )
    rows = [Words(*row) for row in pages.order_by().values_list(*WORDS)]
    originals_first = sorted(rows, key=lambda row: row.language == language)
    return {row.course_id: row for row in originals_first}


def _get_images(image_ids: Collection[int]) -> dict[int | None, CourseImage]:
    """Return images with their renditions at hand: one statement where all have been rendered."""
    rendered = CourseRendition.objects.filter(image__in=image_ids).select_related("image")
    images: dict[int | None, CourseImage] = {}
    for rendition in rendered if image_ids else ():
        image = images.setdefault(rendition.image_id, rendition.image)
        image.prefetched_renditions = [*getattr(image, "prefetched_renditions", ()), rendition]
    missing = set(image_ids) - images.keys()
    return images | (CourseImage.objects.in_bulk(missing) if missing else {})


def _get_teachers(course_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the names of owners and instructors, in the order they joined."""
    columns = ("course", "person", "person__first_name", "person__last_name", "person__email")
    staff = CourseStaff.objects.filter(course__in=course_ids).exclude(role=StaffRole.ASSISTANT)
    names: dict[int, str] = {}
    teachers: dict[int, list[str]] = defaultdict(list)
    for course_id, person_id, first, last, email in staff.order_by("pk").values_list(*columns):
        if person_id not in names:
            names[person_id] = User(first_name=first, last_name=last, email=email).display_name
        teachers[course_id].append(names[person_id])
    return teachers
