"""Times as a person's own clock shows them."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.services.time_zones import KEY
from accounts.validators import is_time_zone


class TimeZoneMiddleware:
    """Activate the time zone of who is logged in; visitors get the site's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(self._find_zone(request)):
            return self.get_response(request)

    def _find_zone(self, request: HttpRequest) -> ZoneInfo | None:
        # Who brings no session has none to ask; asking would make the answer vary by cookie.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        name = request.session.get(KEY, "")
        return ZoneInfo(name) if is_time_zone(name) else None
