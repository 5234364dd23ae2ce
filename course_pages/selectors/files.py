"""Which pages use a document, image or recording, by Wagtail's index of references.

The index holds what the rows of pages say: a file that only an unpublished draft of a live page
mentions is not used yet.
"""

from django.db.models import BigIntegerField, Model, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from course_pages.models import LessonPage
from course_pages.selectors.belonging import get_course_ids_of


def lessons_using(file: Model) -> set[int]:
    """Return the ids of the canonical lessons whose published words use `file`.

    A published translation counts for its canonical lesson; a lesson, translated or not, that is
    not published does not count.
    """
    lessons = LessonPage.objects.live().filter(pk__in=_ids_of_pages_using(file))
    return set(lessons.values_list("canonical_id", flat=True))


def courses_using(file: Model) -> set[int]:
    """Return the ids of the canonical courses that use `file` on any page, published or not."""
    pages = Page.objects.filter(pk__in=_ids_of_pages_using(file)).only("pk", "path")
    return get_course_ids_of(pages)


def _ids_of_pages_using(file: Model) -> QuerySet[ReferenceIndex, int]:
    pages = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ReferenceIndex._get_base_content_type(Page)
    )
    page_ids: QuerySet[ReferenceIndex, int] = pages.annotate(
        page_id=Cast("object_id", BigIntegerField())
    ).values_list("page_id", flat=True)
    return page_ids
