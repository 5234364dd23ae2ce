"""Which pages use a document, image or recording, by Wagtail's index of references.

The index holds what the rows of pages say: a file that only an unpublished draft of a live page
mentions is not used yet.
"""

from django.db.models import BigIntegerField, F, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from course_pages.models import CourseImage, CoursePage, LessonPage
from course_pages.ports import PrivateFile
from course_pages.selectors.belonging import get_ancestor_paths


def lessons_using(file: PrivateFile) -> set[int]:
    """Return the ids of the canonical lessons whose published words use `file`.

    A published translation counts for its canonical lesson; a lesson, translated or not, that is
    not published does not count.
    """
    trusted = Q(canonical_id=F("pk")) | _is_vouched_for(
        file, "canonical__facts__course__staff__person"
    )
    lessons = LessonPage.objects.live().filter(trusted, pk__in=_ids_of_pages_using(file))
    return set(lessons.values_list("canonical_id", flat=True))


def courses_using(file: PrivateFile | CourseImage) -> set[int]:
    """Return the ids of the canonical courses that use `file` on any page, published or not."""
    pages = Page.objects.filter(pk__in=_ids_of_pages_using(file)).only("pk", "path")
    paths = {above for page in pages for above in get_ancestor_paths(page.path)}
    trusted = Q(canonical_id=F("pk")) | _is_vouched_for(file, "canonical__staff__person")
    courses = CoursePage.objects.filter(trusted, path__in=paths)
    return set(courses.values_list("canonical_id", flat=True))


def _is_vouched_for(file: PrivateFile | CourseImage, staff_lookup: str) -> Q:
    """Return the condition under which a translation's use of the file counts.

    The page editor takes no file that the editor may not choose, but the translation editor takes
    any number that is sent to it: there the uploader must be on the staff, an admin, or the system.
    """
    uploader = file.uploaded_by_user
    if uploader is None or uploader.is_superuser:
        return Q(pk__isnull=False)
    return Q(**{staff_lookup: uploader.pk})


def _ids_of_pages_using(file: PrivateFile | CourseImage) -> QuerySet[ReferenceIndex, int]:
    pages = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ReferenceIndex._get_base_content_type(Page)
    )
    page_ids: QuerySet[ReferenceIndex, int] = pages.annotate(
        page_id=Cast("object_id", BigIntegerField())
    ).values_list("page_id", flat=True)
    return page_ids
