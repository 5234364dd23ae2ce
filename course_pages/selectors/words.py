"""Which courses have certain words in their title, subtitle or description."""

from typing import Any

from course_pages.models import CoursePage

MOST_HITS = 480
"""Pages that a search looks at: who finds more courses than twenty screens of them adds a word."""


def find_course_ids(words: str, *, language: str) -> list[int]:
    """Return the canonical ids of the courses with all of `words`, the best match first.

    Read are the published pages in the reader's language and in the original. Where no whole word
    fits, beginnings of words in titles and subtitles do. `words` come from `clean_query`.
    """
    pages = CoursePage.objects.live()
    spoken = " ".join(word for word in words.split() if any(map(str.isalnum, word)))
    if not spoken:
        return []
    return _ids(pages.search(spoken), language) or _ids(pages.autocomplete(spoken), language)


def _ids(results: Any, language: str) -> list[int]:
    """Return each course once; the index knows no more of a page than its own columns."""
    hits = results[:MOST_HITS].get_queryset()
    rows = hits.values_list("canonical_id", "pk", "locale__language_code")
    fitting = (canonical for canonical, pk, code in rows if pk == canonical or code == language)
    return list(dict.fromkeys(fitting))
