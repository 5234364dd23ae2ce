"""Middleware of the response headers that Django has no setting for."""

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse

UPLOADS_POLICY = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""For a file that somebody uploaded, opened by itself: a drawing is drawn, and runs nothing."""


class AdminPolicyMiddleware:
    """Give Wagtail's admin and uploaded images content policies of their own.

    The admin's screens carry inline scripts and styles without nonces, so the strict policy of the
    learner's site would break them. Only paths under the admin are relaxed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = f"/{settings.ADMIN_PATH}/"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(self.prefix):
            response._csp_replace = {  # type: ignore[attr-defined]
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
                "img-src": [SELF, "data:", "blob:", *settings.FILE_ORIGINS],
                "frame-src": [SELF, *settings.VIDEO_FRAMES],
            }
        elif getattr(request, "is_preview", False):
            # Nothing in an editor's preview may be sent, whatever a template offers.
            response._csp_replace = {"form-action": [NONE]}  # type: ignore[attr-defined]
        elif request.path_info.startswith(settings.MEDIA_URL):
            response.headers["Content-Security-Policy"] = UPLOADS_POLICY
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response
