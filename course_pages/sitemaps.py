"""What search engines are told: the pages to read, and the addresses to leave alone."""

from collections import defaultdict
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from course_pages.selectors.public_pages import PublicPage, list_public_pages


class PublicPagesSitemap(Sitemap[PublicPage]):
    """Every public page in each of its languages, with the other languages beside it."""

    def items(self) -> list[PublicPage]:
        return list_public_pages()

    def location(self, item: PublicPage) -> str:
        return item.url

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, Any]]:
        root = f"{protocol}://{domain}/"
        paginator = self.paginator  # asks the tables whenever it is looked at
        versions: dict[UUID, list[PublicPage]] = defaultdict(list)
        for item in paginator.object_list:
            versions[item.key].append(item)
        return [
            {
                "item": item,
                "location": urljoin(root, item.url),
                "lastmod": item.published_at,
                "alternates": alternates(versions[item.key], root),
            }
            for item in paginator.page(page).object_list
        ]


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
