"""Which languages the site speaks, and where a page stands in another of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override
from wagtail.models import Page

from core.text import clean_query, get_own_name
from course_pages.models import CourseIndexPage, HomePage
from course_pages.models.routing import OUR_TYPES, as_specific
from course_pages.selectors.links import get_page_address
from course_pages.selectors.wishes import keep_choices

KEPT_FOR = 3600
"""Seconds the open languages are remembered; their stamp forgets them long before."""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One line of the language menu: the same page, as near as there is, in another language."""

    code: str
    name: str
    """As the language calls itself."""
    url: str
    is_current: bool


def list_language_links(
    request: HttpRequest | None, page: Page | None, *, stamp: str
) -> tuple[LanguageLink, ...]:
    """Return where each language that the site speaks leads to from here; () for a single one.

    `page` is the page of the catalogue that is shown, if it is one; `stamp` says how fresh the
    list of languages must be, see `list_open_languages`. Costs no statement once remembered.
    """
    codes = list_open_languages(stamp=stamp)
    if len(codes) < 2:
        return ()
    return _make_links(codes, partial(_find_url, request, page))


def list_home_links(*, stamp: str) -> tuple[LanguageLink, ...]:
    """Return the home pages of the open languages, as far as they are remembered; no statement."""
    codes: tuple[str, ...] = cache.get(_key(stamp)) or () if stamp else ()
    return _make_links(codes, _home_url) if len(codes) > 1 else ()


def list_view_links(name: str) -> tuple[LanguageLink, ...]:
    """Return a page of ours that every language of the platform has, whatever is published."""
    codes = [code for code, _name in settings.INTERFACE_LANGUAGES]
    return _make_links(codes, partial(_view_url, name))


def _make_links(codes: Iterable[str], find_url: Callable[[str], str]) -> tuple[LanguageLink, ...]:
    current = get_language() or settings.LANGUAGE_CODE
    return tuple(
        LanguageLink(code, get_own_name(code), find_url(code), code == current) for code in codes
    )


def list_open_languages(*, stamp: str) -> tuple[str, ...]:
    """Return the platform's own languages that have a published home page, in their fixed order.

    With an empty stamp nothing is remembered.
    """
    key = _key(stamp)
    codes: tuple[str, ...] | None = cache.get(key) if stamp else None
    if codes is None:
        homes = HomePage.objects.live().order_by("pk")
        open_codes = set(homes.values_list("locale__language_code", flat=True))
        codes = tuple(code for code, _name in settings.INTERFACE_LANGUAGES if code in open_codes)
        if stamp:
            cache.set(key, codes, KEPT_FOR)
    return codes


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a page is read in a language."""

    url: str
    original: Page | None = None
    """The page to show where it is not translated: in its own words, the frame in the reader's."""


def find_reading(page_id: int, language: str, request: HttpRequest) -> Reading:
    """Return where a page is read in `language`: its translation, else the original, else home.

    A translation that is not published, stands under something that is not, or lies under a privacy
    setting that this visitor has not passed leads home: its address says what it is about. The
    original may be of a course, a module or a lesson that is published; whoever serves it asks the
    gates. Four statements at most, and those of the address.
    """
    versions = _list_versions(page_id)
    spoken = [page for page in versions if page.locale.language_code == language]
    if not spoken:
        return Reading(_home_url(language), _find_original(versions))
    page = as_specific(spoken[0])
    is_hidden = page.get_ancestors().filter(live=False).exists()
    is_open = not is_hidden and all(
        rule.accept_request(request) for rule in page.get_view_restrictions()
    )
    return Reading((page.url if is_open else None) or _home_url(language))


def _list_versions(page_id: int) -> list[Page]:
    """Return a page in every language that it is published in, the first one first."""
    keys = Page.objects.filter(pk=page_id).values("translation_key")
    pages = Page.objects.filter(translation_key__in=keys, live=True).order_by("pk")
    return list(pages.select_related("locale", *OUR_TYPES))


def _find_original(versions: Iterable[Page]) -> Page | None:
    pages = map(as_specific, versions)
    return next((page for page in pages if getattr(page, "is_canonical", False)), None)


def _find_url(request: HttpRequest | None, page: Page | None, code: str) -> str:
    """Return an address that costs nothing to make: a page's translation is looked up on request.

    Addresses of pages are the same for everybody; what stands behind a question mark is left out,
    but for what is chosen in the catalogue.
    """
    if isinstance(page, HomePage):
        return _home_url(code)
    if page is not None and page.pk:
        return get_page_address(page.pk, code) + _find_choices(request, page)
    if request is None or _is_page_address(request):
        return _home_url(code)
    here = request.get_full_path()
    found = str(translate_url(here, code))
    # An address that stands outside the languages has no other to lead to.
    return found if found != here or code == get_language() else _home_url(code)


def _find_choices(request: HttpRequest | None, page: Page) -> str:
    if request is None or not isinstance(page, CourseIndexPage):
        return ""
    pairs = [*keep_choices(request.GET), ("q", clean_query(request.GET.get("q", "")))]
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"?{query}" if query else ""


def _is_page_address(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.url_name in ("wagtail_serve", "page_in_language")


def _key(stamp: str) -> str:
    return f"open-languages:{stamp}"


def _view_url(name: str, code: str) -> str:
    with override(code):
        return reverse(name)


def _home_url(code: str) -> str:
    with override(code):
        return reverse("wagtail_serve", args=[""])
