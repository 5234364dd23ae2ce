"""The title and the address of pages in the reader's language.

The canonical tree says which pages there are; the words come from the version in the reader's
language where that is published, else from the original.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from wagtail.models import Page

from course_pages.selectors.links import PageLinks

Row = tuple[int, str, str, str, str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Words:
    """A page as a link shows it."""

    page_id: int
    path: str
    """Place of the canonical page in the tree."""
    title: str
    url: str
    language: str
    """Language the words are in; "" when it is the reader's own."""
    url_path: str
    """Wagtail's path of the version that the words are from."""


def get_words(
    page_ids: Iterable[int], language: str, *, paths: Iterable[str] = ()
) -> dict[int, Words]:
    """Return canonical page id to words, for pages of any type; one query.

    Canonical pages may be named by their place in the tree as well.
    """
    version = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=language, live=True
    )
    rows = (
        Page.objects.filter(Q(pk__in=set(page_ids)) | Q(path__in=set(paths)))
        .annotate(
            own_title=Subquery(version.values("title")[:1]),
            own_path=Subquery(version.values("url_path")[:1]),
        )
        .values_list(
            "pk", "path", "title", "url_path", "locale__language_code", "own_title", "own_path"
        )
    )
    links = PageLinks()
    return {row[0]: _words(row, language, links) for row in rows}


def _words(row: Row, language: str, links: PageLinks) -> Words:
    pk, path, title, url_path, original, own_title, own_path = row
    if own_path is not None:
        return Words(pk, path, own_title or title, links.get_url(own_path), "", own_path)
    foreign = "" if original == language else original
    url = links.get_reader_url(pk, url_path, language=language)
    return Words(pk, path, title, url, foreign, url_path)
