"""Keeps true what learners are told of the words of a translated lesson."""

from django.db import transaction
from django.db.models import F

from course_pages.models import LessonPage, LessonVersionFacts
from course_pages.selectors.untranslated import find_untranslated


@transaction.atomic
def refresh_untranslated(*, page: LessonPage) -> None:
    """Write down which blocks of a lesson stand there in the original's words; safe to run twice.

    An original has no such blocks, and no row.
    """
    marks = find_untranslated(page) if not page.is_canonical else None
    if not marks or not marks.blocks:
        LessonVersionFacts.objects.filter(page=page.pk).delete()
        return
    LessonVersionFacts.objects.update_or_create(
        page=page,
        defaults={"source_language": marks.language, "untranslated": dict(marks.blocks)},
    )


def refresh_all_untranslated() -> int:
    """Do the same for every published translation of a lesson; return how many there are."""
    pages = LessonPage.objects.live().filter(alias_of=None).exclude(canonical=F("pk"))
    for page in pages.order_by("pk").iterator(chunk_size=100):
        refresh_untranslated(page=page)
    return pages.count()
