"""The screen that says where a person is logged in, and ends it."""

from typing import cast

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.selectors.devices import find_device_id, list_devices
from accounts.services.sessions import end_session, end_sessions, forget_session


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """Show the devices of a person; a form names what it ends: an id, "others" or "all"."""
    person = cast(User, request.user)
    what = request.POST.get("end", "") if request.method == "POST" else ""
    if what == "all":
        return _end_all(request, person)
    if what == "others":
        return _end_others(request, person)
    if what:
        return _end_one(request, person, what)
    return _show(request, person)


def _show(request: HttpRequest, person: User) -> HttpResponse:
    current_key = request.session.session_key
    found = list_devices(person=person, current_key=current_key)
    if not any(device.is_current for device in found):
        # A session from before sessions were noted.
        UserSession.objects.create_from_request(request)
        found = list_devices(person=person, current_key=current_key)
    return render(request, "usersessions/usersession_list.html", {"devices": found})


def _end_one(request: HttpRequest, person: User, what: str) -> HttpResponse:
    if what == str(find_device_id(session_key=request.session.session_key)):
        return _leave(request, _("You are logged out on this device."))
    if what.isdecimal() and len(what) < 19 and end_session(user=person, session_id=int(what)):
        messages.success(request, _("That device is logged out."))
    else:
        messages.info(request, _("That device was logged out already."))
    return redirect("usersessions_list")


def _end_others(request: HttpRequest, person: User) -> HttpResponse:
    ended = end_sessions(user=person, keep=request.session.session_key)
    text = ngettext(
        "%(count)d other device is logged out.", "%(count)d other devices are logged out.", ended
    )
    messages.success(request, text % {"count": ended})
    return redirect("usersessions_list")


def _end_all(request: HttpRequest, person: User) -> HttpResponse:
    end_sessions(user=person, keep=request.session.session_key)
    return _leave(request, _("You are logged out on every device."))


def _leave(request: HttpRequest, word: str) -> HttpResponse:
    forget_session(session_key=request.session.session_key)
    logout(request, show_message=False)
    messages.success(request, word)
    return redirect("account_login")
