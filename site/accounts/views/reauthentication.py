"""For what only the person themselves may do, and not whoever sits down at their open page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]


def require_recent_login(view: View) -> View:
    """Ask who opens this view for their password, a code or a passkey, then lead them back.

    Who proved it within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds is not asked. The form is asked
    for before it is filled in; one that lay open longer is opened anew, and nothing of it is done.
    allauth's own decorator would keep what was typed in the session, passwords among it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not is_reauthentication_required(request, app="allauth.account"):
            return view(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD"):
            messages.warning(
                request, _("The form lay open too long, so nothing was changed. Fill it in again.")
            )
        return ask_again(request)

    return guarded


def ask_again(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the question "Is it you?", and from there back to this page."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    way = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(f"{ways[0]['url']}?{way}")
