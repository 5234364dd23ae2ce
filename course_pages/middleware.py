"""Pages kept for everybody, and the cheap way from an address to a page."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import DisallowedHost, PermissionDenied
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils.cache import get_conditional_response, has_vary_header, patch_vary_headers
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from course_pages.models import CourseIndexPage, CoursePage, HomePage
from course_pages.permissions.admin_requests import may_make_request
from course_pages.selectors.deletion import reasons_to_keep
from course_pages.selectors.front_doors import find_front_door, route_request
from course_pages.selectors.wishes import FILTERS, SINGLE, keep_choices
from course_pages.services.shared_pages import (
    FRONT_DOORS,
    SHARED_PAGES,
    get_shareable_query,
    kept_pages,
    mark_shareable,
)

GetResponse = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger(__name__)

SHARED_TYPES = (HomePage, CourseIndexPage, CoursePage)
"""Pages that look the same to every visitor. A free lesson does not: its checks are posted."""
KEPT_FOR = 3600
"""Seconds a page is kept at most; the stamp makes it unreachable long before."""
LONGEST_QUERY = 500
MOST_VALUES = 4
"""Values in an address that is kept, the page among them: of more there are too many mixtures."""
KEPT_NAMES = frozenset({*FILTERS, *SINGLE})
"""Names in a query string that make a page of their own; others never are kept."""
HARMLESS_VARY = frozenset({"cookie", "accept-language", "accept-encoding"})


@dataclass(frozen=True, slots=True)
class KeptPage:
    """An answer as it is kept."""

    content: bytes
    headers: tuple[tuple[str, str], ...]

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Return it as an answer to `request`: in full, or 304 where the browser has it already."""
        response = HttpResponse(self.content)
        for name, value in self.headers:
            response.headers[name] = value
        etag = response.headers["ETag"]
        return get_conditional_response(request, etag=etag, response=response) or response


def canonical_query(request: HttpRequest) -> str | None:
    """Return the names and values that make a page of their own, each once and in order.

    None where words are searched, or more than `MOST_VALUES` are given: nothing of it is kept.
    Names that nobody knows are left out: such an address may be answered from what is kept, but
    what is rendered for it is not kept, see `is_plain`.
    """
    raw = request.META.get("QUERY_STRING", "")
    if not raw:
        return ""
    if len(raw) > LONGEST_QUERY or request.GET.get("q", "").strip():
        return None
    pairs = keep_choices(request.GET)
    return urlencode(pairs) if len(pairs) <= MOST_VALUES else None


def is_plain(request: HttpRequest) -> bool:
    """Whether the address has no name that nobody knows: those might be echoed in the page."""
    return request.GET.keys() <= KEPT_NAMES | {"q"}


def is_anonymous(request: HttpRequest) -> bool:
    """Whether nothing in the request says who is asking."""
    return (
        settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
    )


def find_personal_trace(request: HttpRequest, response: HttpResponse) -> str:
    """Return what in the answer belongs to this one visitor; "" when nothing does."""
    cache_control = response.headers.get("Cache-Control", "")
    vary = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    traces = {
        "a cookie": bool(response.cookies),
        "a nonce": getattr(request, "_csp_nonce", None) is not None,
        "a session": getattr(getattr(request, "session", None), "modified", False),
        "a user": getattr(getattr(request, "user", None), "is_authenticated", False),
        "cache control": any(word in cache_control for word in ("no-store", "private")),
        "a header that it varies by": not vary <= HARMLESS_VARY | {""},
    }
    return ", ".join(name for name, found in traces.items() if found)


class SharedPagesMiddleware:
    """Answer anonymous visitors with pages that were rendered for an earlier one.

    Stands before sessions: a hit asks no table. What is kept was marked by `mark_shareable`, is the
    same for everybody and carries no trace of the visitor it was rendered for. Everything else is
    told not to be kept by anybody on the way.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = self._address(request)
        stamp = SHARED_PAGES.read() if address else ""
        key = f"{stamp}:{address}"
        kept: KeptPage | None = kept_pages().get(key) if stamp else None
        if kept is not None:
            return kept.answer(request)
        response = self.get_response(request)
        if address and self._may_be_kept(request, response):
            page = self._prepare(response)
            if stamp and request.method == "GET":
                kept_pages().set(key, page, KEPT_FOR)
            return page.answer(request)
        self._keep_to_oneself(request, response)
        return response

    def _address(self, request: HttpRequest) -> str:
        """Return the key of what is asked for; "" when it is not for everybody."""
        if request.method not in ("GET", "HEAD") or not is_anonymous(request):
            return ""
        query = canonical_query(request)
        try:
            place = f"{request.scheme}://{request.get_host()}{request.path}?{query}"
        except DisallowedHost:
            return ""
        return "" if query is None else hashlib.sha256(place.encode()).hexdigest()

    def _may_be_kept(self, request: HttpRequest, response: HttpResponse) -> bool:
        understood = get_shareable_query(request)
        if response.status_code != 200 or response.streaming or understood is None:
            return False
        if understood != canonical_query(request) or not is_plain(request):
            return False
        trace = find_personal_trace(request, response)
        if trace:
            logger.warning(
                "A page for everybody was not kept, it carries %s: %s", trace, request.path
            )
        return not trace

    def _prepare(self, response: HttpResponse) -> KeptPage:
        """Return the answer as it is kept; browsers and proxies must ask again every time."""
        response.headers["Cache-Control"] = "no-cache"
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        patch_vary_headers(response, ["Cookie"])
        return KeptPage(response.content, tuple(response.headers.items()))

    def _keep_to_oneself(self, request: HttpRequest, response: HttpResponse) -> None:
        personal = (
            not is_anonymous(request) or response.cookies or has_vary_header(response, "Cookie")
        )
        response.headers.setdefault(
            "Cache-Control", "private, no-store" if personal else "no-cache"
        )


class FrontDoorMiddleware:
    """Find the page before Wagtail does, from a home page that is remembered."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> None:
        """Leave the route on the request, where `Page.route_for_request` looks first."""
        if view is serve:
            route = route_request(request, *args, stamp=FRONT_DOORS.read())
            if route and isinstance(route.page, SHARED_TYPES):
                mark_shareable(request)


def serve_page(request: HttpRequest, page: Page) -> HttpResponse:
    """Serve a page that was found at another address than its own, past the same gates."""
    door = find_front_door(request, stamp=FRONT_DOORS.read())
    request._wagtail_site = door and door.site  # type: ignore[attr-defined]
    request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    if isinstance(page, SHARED_TYPES):
        mark_shareable(request)
    return serve(request, "")


OPEN_TO_EVERYBODY = (
    "admin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "admin_words",
)
"""Addresses of the admin that ask no right of anybody."""


class AdminGateMiddleware:
    """Keep people of the admin away from what is not theirs, and every answer readable.

    Stands after authentication and messages.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.prefix = f"/{settings.ADMIN_PATH}/"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Refuse what is about other people's pages; the views refuse those without the admin."""
        match = request.resolver_match
        if match is None or not request.path_info.startswith(self.prefix):
            return None
        if not request.user.is_authenticated or match.url_name in OPEN_TO_EVERYBODY:
            return None
        if not request.user.has_perm("wagtailadmin.access_admin"):
            # Wagtail leads them to the log-in page, which leads who is logged in back here.
            raise PermissionDenied
        if not may_make_request(request, match):
            return permission_denied(request)
        return self._keep_pages(match)

    def _keep_pages(self, match: ResolverMatch) -> HttpResponseBase | None:
        """Ask for reasons to keep a page where Wagtail's own API would not ask."""
        if match.kwargs.get("action_name") != "delete" or "pk" not in match.kwargs:
            return None
        reasons = reasons_to_keep(*Page.objects.filter(pk=match.kwargs["pk"]))
        if not reasons:
            return None
        return JsonResponse({"message": str(reasons[0].message)}, status=409)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Say that something is in use, where the database was the first to notice."""
        if not isinstance(exception, ProtectedError | RestrictedError):
            return None
        if not request.path_info.startswith(self.prefix):
            return None
        messages.error(request, _("This cannot be deleted: something else uses it."))
        return redirect("wagtailadmin_home")
