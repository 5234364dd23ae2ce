"""Links from text to pages: in the reader's language, and without a statement for each."""

from collections.abc import Set
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from course_pages.selectors.links import PageLinks


class LinkedPage(NamedTuple):
    """One published language version of a page that a text links to."""

    pk: int
    translation_key: Any
    language: str
    url_path: str


class ReaderPageLinkHandler(PageLinkHandler):
    """Leads to the page in the reader's language, as Wagtail's own handler does, with one
    statement for all links of a text. What nobody can see keeps its words and is no link."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        keys = [str(attrs.get("id", "")) for attrs in attrs_list]
        paths = find_url_paths({int(key) for key in keys if key.isdecimal()})
        links = PageLinks()
        urls = [links.get_url(paths[key]) if key in paths else "" for key in keys]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]


def find_url_paths(page_ids: Set[int]) -> dict[str, str]:
    """Return Wagtail's paths of the published pages that stand for `page_ids` in the active
    language, by those ids as text."""
    linked = Page.objects.filter(pk__in=page_ids).order_by()
    rows = Page.objects.filter(
        translation_key__in=linked.values("translation_key"), live=True
    ).values_list("pk", "translation_key", "locale__language_code", "url_path")
    versions = [LinkedPage(*row) for row in rows]
    language = _get_language()
    spoken = {page.translation_key: page.url_path for page in versions if page.language == language}
    return {
        str(page.pk): spoken.get(page.translation_key, page.url_path)
        for page in versions
        if page.pk in page_ids
    }


def _get_language() -> str:
    language = get_language() or ""
    try:
        return str(get_supported_content_language_variant(language))
    except LookupError:
        return language
