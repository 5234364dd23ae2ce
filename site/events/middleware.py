"""Where a request comes from, told by its address."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from events.enums import Source
from events.services.sources import acting_from

APP_PATHS = ("/_allauth/", "/api/")
"""What programs ask and no browser shows."""


class SourceMiddleware:
    """Let every event of a request know whether it came by the site, an app or the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_from(find_source(request.path_info)):
            return self.get_response(request)


def find_source(path: str) -> Source:
    """Return by which road a request for `path` comes."""
    if path.startswith(f"/{settings.ADMIN_PATH}/"):
        return Source.ADMIN
    return Source.APP if path.startswith(APP_PATHS) else Source.WEB
