"""Entries put in by hand: as many as a large site has, without its pages being read."""

from collections.abc import Iterable

from core.text import fold_words
from course_pages.models import CoursePage, LessonPage
from search.enums import EntryKind
from search.models import Entry


def add_entries(
    kind: EntryKind,
    pages: Iterable[CoursePage | LessonPage],
    *,
    title: str,
    words: str = "",
    is_free: bool = False,
) -> None:
    """Index `words` under `title` for every page, in English."""
    is_course = kind == EntryKind.COURSE
    Entry.objects.bulk_create(
        (
            Entry(
                kind=kind,
                page_id=page.pk,
                course_id=page.pk if is_course else None,
                lesson_id=None if is_course else page.pk,
                is_free=is_free,
                is_original=True,
                page_language="en",
                language="en",
                title=title,
                words=words,
                title_terms=" ".join(fold_words(title)),
                terms=" ".join(fold_words(words)),
            )
            for page in pages
        ),
        batch_size=50,
    )
