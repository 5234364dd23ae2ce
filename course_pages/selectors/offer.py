"""What there is to learn, in numbers: by subject and by how a course is taken."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count

from course_pages.drawings.covers import PATTERNS, Cover, Design
from course_pages.enums import Delivery
from course_pages.models import CourseFacts
from course_pages.selectors.subjects import SubjectTree


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A top subject that leads to courses."""

    name: str
    url: str
    """The catalogue, narrowed to it."""
    course_count: int
    """Published courses in it and in everything under it."""
    cover: Cover
    """Its cloth, in its colors."""


@dataclass(frozen=True, slots=True)
class Offer:
    """All published courses, counted."""

    course_count: int
    class_count: int
    """Those that are taken in a class."""
    class_url: str
    """The catalogue, narrowed to classes."""
    subjects: tuple[SubjectLine, ...]


def get_offer(subjects: SubjectTree, *, catalogue_url: str) -> Offer:
    """Return what there is to learn; one statement, whatever the number of courses."""
    by_category: Counter[int | None] = Counter()
    by_delivery: Counter[str] = Counter()
    published = CourseFacts.objects.filter(is_published=True).order_by()
    for category, delivery, count in published.values_list("category", "delivery").annotate(
        Count("pk")
    ):
        by_category[category] += count
        by_delivery[delivery] += count
    return Offer(
        course_count=by_delivery.total(),
        class_count=by_delivery[Delivery.CLASSROOM],
        class_url=_narrow(catalogue_url, "delivery", Delivery.CLASSROOM.value),
        subjects=tuple(
            SubjectLine(
                name=subject.name,
                url=_narrow(catalogue_url, "category", subject.slug),
                course_count=sum(by_category[pk] for pk in subjects.ids_under(key)),
                cover=_choose_cloth(key, subjects, min(subject.ids)),
            )
            for key, subject, depth in subjects.walk()
            if depth == 0
        ),
    )


def _narrow(catalogue_url: str, name: str, value: str) -> str:
    return f"{catalogue_url}?{urlencode({name: value})}"


def _choose_cloth(key: UUID, subjects: SubjectTree, category_id: int) -> Cover:
    """Return the cloth of a subject: the same on every visit, whatever stands beside it."""
    lot, pattern = divmod(key.int, len(PATTERNS))
    design = Design(PATTERNS[pattern], "hem", is_pale=bool(lot % 2), scale=0)
    return Cover(design, subjects.palette_of(category_id))
