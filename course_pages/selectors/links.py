"""Addresses of many pages without a statement for each."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Site

UNQUOTED = "!$&'()*+,;=/~:@"
"""What Django's own `reverse` leaves as it is."""


@dataclass(frozen=True, slots=True)
class Root:
    """A home page: where its tree begins in Wagtail's paths, and where in addresses."""

    path: str
    address: str
    language: str


class PageLinks:
    """Turns Wagtail's url paths into what `page.url` says of each.

    The roots of the sites come from Wagtail's cache; make one object for one screen.
    """

    def __init__(self) -> None:
        paths = Site.get_site_root_paths()
        is_one_site = len({path.site_id for path in paths}) == 1
        self._roots = [
            Root(
                path.root_path,
                ("" if is_one_site else path.root_url) + get_front_address(path.language_code),
                path.language_code,
            )
            for path in paths
        ]

    def get_url(self, url_path: str) -> str:
        """Return the address of the page with this `url_path`; "" when it is in no site."""
        root = self._find_root(url_path)
        return root.address + quote(url_path[len(root.path) :], safe=UNQUOTED) if root else ""

    def get_language(self, url_path: str) -> str:
        """Return the language of the page with this `url_path`; "" when it is in no site."""
        root = self._find_root(url_path)
        return root.language if root else ""

    def get_reader_url(self, page_id: int, url_path: str, *, language: str) -> str:
        """Return where a reader of `language` finds the page; "" when it is in no site.

        What is in another language is read in the frame of the reader's own, see
        `page_in_language`: who presses "next" is not thrown into another language.
        """
        if self.get_language(url_path) in (language, ""):
            return self.get_url(url_path)
        return get_page_address(page_id, language)

    def _find_root(self, url_path: str) -> Root | None:
        return next((root for root in self._roots if url_path.startswith(root.path)), None)


@lru_cache(maxsize=2000)
def get_page_address(page_id: int, language: str) -> str:
    """Return the address that leads to a page in `language`, such as "/id/pages/7/"."""
    with override(language):
        return reverse("page_in_language", args=(page_id,))


@lru_cache(maxsize=100)
def get_front_address(language: str) -> str:
    """Return the path of the home page in `language`, such as "/id/"."""
    with override(language):
        return reverse("wagtail_serve", args=("",))
