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
            )
            for path in paths
        ]

    def get_url(self, url_path: str) -> str:
        """Return the address of the page with this `url_path`; "" when it is in no site."""
        for root in self._roots:
            if url_path.startswith(root.path):
                return root.address + quote(url_path[len(root.path) :], safe=UNQUOTED)
        return ""


@lru_cache(maxsize=100)
def get_front_address(language: str) -> str:
    """Return the path of the home page in `language`, such as "/id/"."""
    with override(language):
        return reverse("wagtail_serve", args=("",))
