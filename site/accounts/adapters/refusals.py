"""What allauth's addresses for apps answer to what no program should send."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

UNREADABLE = (RecursionError, UnicodeEncodeError)
"""JSON nested without end, and half a character: both pass for JSON and come to grief later."""


class AppRefusalsMiddleware:
    """Answer in JSON where allauth answers with nothing, or not at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("headless:app:config").removesuffix("config")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self._is_for_apps(request) and response.status_code == 400 and not response.content:
            return _refuse()
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if self._is_for_apps(request) and isinstance(exception, UNREADABLE):
            return _refuse()
        return None

    def _is_for_apps(self, request: HttpRequest) -> bool:
        return request.path_info.startswith(self.prefix)


def _refuse() -> HttpResponse:
    error = {"code": "unreadable", "message": _("Send one JSON object.")}
    response = JsonResponse({"status": 400, "errors": [error]}, status=400)
    add_never_cache_headers(response)
    return response
