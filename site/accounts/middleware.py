"""Times as a person's own clock shows them; the admin behind a second factor, where it must be."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.selectors.second_factor import has_second_factor, must_have_second_factor
from accounts.services.second_factor import is_second_factor_remembered, remember_second_factor
from accounts.services.sessions import is_noting_due, note_use
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


class LastUseMiddleware:
    """Note every few minutes that a session is used, from where and with what; free in between.

    Stands after authentication.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # As above: who brings no session is not asked for one.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._note(request)
        return response

    def _note(self, request: HttpRequest) -> None:
        if not is_noting_due(request.session) or not request.user.is_authenticated:
            return
        is_noted = note_use(
            session_key=str(request.session.session_key),
            ip=get_adapter().get_client_ip(request),
            user_agent=request.headers.get("User-Agent", ""),
        )
        if not is_noted:
            # A session from before sessions were noted.
            UserSession.objects.create_from_request(request)


class SecondFactorMiddleware:
    """Lead who must have a second factor and has none from the admin to where it is set up.

    Stands after authentication and messages. Who has one is remembered in the session, so that it
    costs them no statement; to log in, they needed it anyway.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = f"/{settings.ADMIN_PATH}/"
        self.ways_out = (f"{self.prefix}logout/", f"{self.prefix}login/")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_asked(request) and must_have_second_factor(request.user):
            if not has_second_factor(request.user):
                messages.warning(
                    request, _("The admin needs a second step at login. Set one up, then go on.")
                )
                return redirect("mfa_index")
            remember_second_factor(request)
        return self.get_response(request)

    def _is_asked(self, request: HttpRequest) -> bool:
        path = request.path_info
        if settings.REQUIRE_SECOND_FACTOR == "none" or not path.startswith(self.prefix):
            return False
        if path in self.ways_out or not request.user.is_authenticated:
            return False
        return not is_second_factor_remembered(request)
