"""Where the links of a Carpentries lesson lead: pages by file or by address of the site, files."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from interchange.document import SourceFile
from interchange.readers.assets import Assets, resolve
from interchange.readers.carpentries.layout import PAGES

HTML = (".html", ".htm")


class Places:
    """Answers as `html_parts.Links`.

    `lessons` are the ids of lessons by the path of their page, `site` is the address at which the
    lesson stands on the web: links to it mean the lesson itself.
    """

    def __init__(self, assets: Assets, lessons: Mapping[str, str], site: str = "") -> None:
        self.assets = assets
        self.site = site.rstrip("/") + "/" if site.startswith("http") else ""
        self.lessons = lessons
        self.stems: dict[str, str] = {}
        for path, lesson in lessons.items():
            self.stems.setdefault(PurePosixPath(path).stem.lower(), lesson)

    def find_file(self, address: str, *, page: str) -> SourceFile | None:
        """Return the file that an address means.

        When the site is built, figures and data of the folder `episodes` lie beside all pages.
        """
        address = self.bring_home(address)
        if has_host(address):
            return None
        beside = ("episodes/index.md", "index.md", "learners/index.md")
        found = (self.assets.near(address, page=place) for place in (page, *beside))
        file = next((file for file in found if file is not None), None)
        if file is None and address.startswith("../"):
            return self.find_file(address[3:], page="index.md")
        return file

    def find_lesson(self, address: str, *, page: str) -> str | None:
        address = self.bring_home(address)
        if has_host(address):
            return None
        exact = self.lessons.get(resolve(address, page=page))
        return exact or self.stems.get(stem_of(address))

    def bring_home(self, address: str) -> str:
        """Return an address of the lesson's own website as one from its root."""
        if self.site and address.startswith(self.site):
            return "/" + address.removeprefix(self.site)
        return address


def has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)


def stem_of(address: str) -> str:
    """Return the name of the page that an address of the old or the new site means."""
    try:
        path = PurePosixPath(unquote(urlsplit(address).path).lower())
    except ValueError:
        return ""
    if path.name in ("index.html", "index.htm"):
        path = path.parent
    return path.stem if path.suffix in (*PAGES, *HTML, "") else ""
