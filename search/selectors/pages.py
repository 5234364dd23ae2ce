"""What the index says of a page, worked out from what visitors can see of it now."""

from collections.abc import Iterator
from html import unescape

from django.utils.html import strip_tags

from core.text import fold_words
from course_pages.models import CoursePage, LessonPage
from search.enums import EntryKind
from search.models import Entry
from search.selectors.bodies import list_passages, read_words

MOST_WORDS = 100_000
"""Characters of one entry: PostgreSQL refuses an index of more than a megabyte."""


def list_course_entries(course: CoursePage) -> list[Entry]:
    """Return the entry, not saved, of a course page in any language; none of a draft."""
    if not _is_shown(course):
        return []
    lines = [course.subtitle, *_strip_lines(course.description)]
    lines += [str(outcome.value) for outcome in course.outcomes]
    return [_make(course, EntryKind.COURSE, "\n".join(line for line in lines if line))]


def list_lesson_entries(lesson: LessonPage) -> list[Entry]:
    """Return the entries, not saved, of a lesson page in any language; none of a draft."""
    return list(_lesson_entries(lesson)) if _is_shown(lesson) else []


def _lesson_entries(lesson: LessonPage) -> Iterator[Entry]:
    yield _make(lesson, EntryKind.LESSON, lesson.summary)
    words = read_words(lesson.body)
    if words:
        yield _make(lesson, EntryKind.TEXT, f"{lesson.summary}\n{words}".strip())
    for passage in list_passages(lesson.body):
        entry = _make(lesson, EntryKind.PASSAGE, passage.words, title=passage.title)
        entry.language = passage.language or entry.language
        entry.block_id, entry.second = passage.block_id, passage.second
        yield entry


def _is_shown(page: CoursePage | LessonPage) -> bool:
    return page.live and page.alias_of_id is None


def _make(page: CoursePage | LessonPage, kind: EntryKind, words: str, *, title: str = "") -> Entry:
    title = (title or page.title).replace("\0", "")[:255]
    words = words.replace("\0", "")[:MOST_WORDS]
    language = page.locale.language_code
    is_course = kind == EntryKind.COURSE
    return Entry(
        kind=kind,
        page_id=page.pk,
        course_id=page.canonical_id if is_course else None,
        lesson_id=None if is_course else page.canonical_id,
        is_free=not is_course and page.canonical.free_preview,
        is_original=page.is_canonical,
        page_language=language,
        language=language,
        title=title,
        words=words,
        title_terms=" ".join(fold_words(title)),
        terms=" ".join(fold_words(words)),
    )


def _strip_lines(html: str) -> Iterator[str]:
    """Yield rich text without tags, a line for each paragraph."""
    for part in html.replace("</p>", "</p>\n").replace("</li>", "</li>\n").split("\n"):
        yield " ".join(unescape(strip_tags(part)).split())
