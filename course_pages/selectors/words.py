"""Which courses have certain words in their title, subtitle or description."""

from django.db.models import F, Q

from course_pages.models import CoursePage

MOST_HITS = 480
"""Courses that a search returns at most: twenty pages; who has more adds a word."""


def find_course_ids(words: str, *, language: str) -> list[int]:
    """Return the canonical ids of the courses with all of `words`, the best match first.

    Read are the published pages in the reader's language and in the original. Where no whole word
    fits, beginnings of words in titles and subtitles do. `words` come from `clean_query`.
    """
    pages = CoursePage.objects.filter(
        Q(locale__language_code=language) | Q(pk=F("canonical")), live=True
    )
    words = " ".join(word for word in words.split() if any(map(str.isalnum, word)))
    if not words:
        return []
    return _ids(pages.search(words)) or _ids(pages.autocomplete(words))


def _ids(results: object) -> list[int]:
    hits = results[:MOST_HITS].get_queryset()  # type: ignore[index]
    return list(dict.fromkeys(hits.values_list("canonical_id", flat=True)))
