"""How allauth's addresses for apps answer: in the language asked for, and in JSON always."""

from collections.abc import Callable

from allauth.headless.internal.sessionkit import session_store
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

UNREADABLE = (RecursionError, UnicodeEncodeError)
"""JSON nested without end, and half a character: both pass for JSON and come to grief later."""


class AppAnswersMiddleware:
    """Speak to apps in the first of their languages that the platform speaks.

    Django reads the language of a page from its address, and there is none in these. Refuse what
    is unreadable in JSON, where allauth answers with nothing, or not at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("headless:app:config").removesuffix("config")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_for_apps(request):
            return self.get_response(request)
        language = _asked_language(request)
        with translation.override(language):
            response = self.get_response(request)
            if response.status_code == 400 and not response.content:
                response = _refuse()
        response.headers["Content-Language"] = language
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not self._is_for_apps(request):
            return None
        if isinstance(exception, UNREADABLE):
            return _refuse()
        if isinstance(exception, UpdateError):
            # The session ended while it was at work: nothing of it was saved. allauth leaves it on
            # the request, and Django would try once more.
            request.session = session_store()
            return _answer(410, code="gone", message=_("This login has ended. Log in again."))
        return None

    def _is_for_apps(self, request: HttpRequest) -> bool:
        return request.path_info.startswith(self.prefix)


def _asked_language(request: HttpRequest) -> str:
    asked = translation.get_language_from_request(request)
    return asked if asked in dict(settings.INTERFACE_LANGUAGES) else settings.LANGUAGE_CODE


def _refuse() -> HttpResponse:
    return _answer(400, code="unreadable", message=_("Send one JSON object."))


def _answer(status: int, **error: str) -> HttpResponse:
    response = JsonResponse({"status": status, "errors": [error]}, status=status)
    add_never_cache_headers(response)
    return response
