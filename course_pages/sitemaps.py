"""What search engines are told: the pages to read, and the addresses to leave alone."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from course_pages.selectors.public_pages import PublicPage, list_public_pages


class LanguageSitemap(Sitemap[PublicPage]):
    """The public pages of one language, each with its other languages beside it."""

    def __init__(self, language: str, pages: Sequence[PublicPage]) -> None:
        self.language = language
        self.pages = pages
        """Those of every language."""

    def items(self) -> list[PublicPage]:
        return [page for page in self.pages if page.language == self.language]

    def location(self, item: PublicPage) -> str:
        return item.url

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, Any]]:
        root = f"{protocol}://{domain}/"
        versions: dict[UUID, list[PublicPage]] = defaultdict(list)
        for item in self.pages:
            versions[item.key].append(item)
        return [
            {
                "item": item,
                "location": urljoin(root, item.url),
                "lastmod": item.published_at,
                "alternates": alternates(versions[item.key], root),
            }
            for item in self.paginator.page(page).object_list
        ]


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name one sitemap for every language that something public is published in."""
    return index(request, _make_sitemaps(), sitemap_url_name="language_sitemap")


@require_safe
def language_sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """List the public pages of one language; 404 for one that nothing is published in."""
    return sitemap(request, _make_sitemaps(), section)


def _make_sitemaps() -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    """Return language to sitemap, the pages read once for all of them."""
    pages = list_public_pages()
    languages = dict.fromkeys(page.language for page in pages)
    return {language: LanguageSitemap(language, pages) for language in languages}


def alternates(versions: list[PublicPage], root: str) -> list[dict[str, str]]:
    """Return the languages of a page as `hreflang` wants them; nothing for a single one."""
    if len(versions) == 1:
        return []
    links = [(version.language, urljoin(root, version.url)) for version in versions]
    default = [("x-default", url) for code, url in links if code == settings.LANGUAGE_CODE]
    return [{"lang_code": code, "location": url} for code, url in links + default]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Name the sitemap, and keep robots from searches and from what needs a login."""
    closed = [reverse("account_login"), reverse("learning:my_learning"), "/documents/", "/files/"]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in [*closed, "/*?q=", "/*&q="]),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
