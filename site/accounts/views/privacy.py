"""A person's own data: a copy of it, and its end."""

import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.privacy import ErasureForm
from accounts.models import ErasureRequest, User
from accounts.selectors.erasure import get_farewell, get_pending_erasure
from accounts.selectors.exports import find_export, get_export_desk
from accounts.services.data_exports import request_export
from accounts.services.erasure import request_erasure, withdraw_erasure
from accounts.views.reauthentication import require_recent_login
from core.exceptions import NotAllowed

KEEP_KEY = "may_keep_account"
"""In the session of who has just shown that a closed account is theirs."""
KEEP_SECONDS = 600
LARGEST_ID = 2**63 - 1


@require_safe
@login_required
@never_cache
def privacy(request: HttpRequest) -> HttpResponse:
    """Show a person's copies, and the way to the end of the account."""
    desk = get_export_desk(_person(request))
    context = {
        "desk": desk,
        "grace_days": settings.ERASURE_GRACE_DAYS,
        "copies_a_day": settings.EXPORTS_A_DAY,
    }
    return render(request, "account/privacy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@require_recent_login
@never_cache
def copy(request: HttpRequest) -> HttpResponse:
    """Ask whether a copy shall be made, and have it made."""
    if request.method != "POST":
        context = {"desk": get_export_desk(_person(request)), "days": settings.EXPORT_KEEP_DAYS}
        return render(request, "account/privacy_copy.html", context)
    person = _person(request)
    try:
        request_export(person=person, actor=person, language=get_language() or "")
    except NotAllowed as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, _("Your copy is being made. We write to you when it is ready."))
    return redirect("accounts:privacy")


@require_safe
@login_required
@require_recent_login
@never_cache
def download(request: HttpRequest, export_id: int) -> HttpResponseBase:
    """Give a copy to its owner, and to nobody else."""
    export = find_export(_person(request), export_id) if export_id <= LARGEST_ID else None
    if export is None:
        raise Http404
    try:
        file = export.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"my-data-{export.requested_at:%Y-%m-%d}.zip"
    headers = {"X-Content-Type-Options": "nosniff"}
    return FileResponse(
        file, as_attachment=True, filename=name, content_type="application/zip", headers=headers
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@require_recent_login
@never_cache
def erasure(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays; who means it types their address and is logged out."""
    person = _person(request)
    form = ErasureForm(request.POST or None, address=person.email)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, person, form)
    try:
        request_erasure(person=person, actor=person)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal.message))
        return _ask(request, person, form)
    logout(request)
    return redirect("accounts:farewell")


@require_safe
@never_cache
def farewell(request: HttpRequest) -> HttpResponse:
    """Say that the account is closed; it names nobody, so anybody may open it."""
    return render(request, "account/farewell.html", {"grace_days": settings.ERASURE_GRACE_DAYS})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def keep(request: HttpRequest) -> HttpResponse:
    """Offer to keep the account to who has just logged in to a closed one."""
    pending = _pending(request)
    if pending is None:
        return redirect("account_inactive")
    if request.method != "POST":
        return render(request, "account/keep.html", {"pending": pending})
    withdraw_erasure(person=pending.person, actor=pending.person)
    del request.session[KEEP_KEY]
    messages.success(request, _("Your account is open again. Log in."))
    return redirect("account_login")


def offer_to_keep(request: HttpRequest, person: User) -> bool:
    """Remember that this browser may keep the account; whether there is anything to keep."""
    pending = get_pending_erasure(person)
    if pending is None or not pending.was_active:
        return False
    request.session[KEEP_KEY] = {"person_id": person.pk, "at": int(time.time())}
    return True


def _pending(request: HttpRequest) -> ErasureRequest | None:
    """Return the erasure that this browser may take back; None when it came too long ago."""
    offer: dict[str, Any] = request.session.get(KEEP_KEY) or {}
    if not offer or time.time() - offer["at"] > KEEP_SECONDS:
        return None
    rows = ErasureRequest.objects.select_related("person")
    return rows.filter(pk=offer["person_id"], done_at=None, was_active=True).first()


def _ask(request: HttpRequest, person: User, form: ErasureForm) -> HttpResponse:
    context = {
        "form": form,
        "farewell": get_farewell(person),
        "grace_days": settings.ERASURE_GRACE_DAYS,
    }
    return render(request, "account/erasure.html", context)


def _person(request: HttpRequest) -> User:
    return User.objects.select_related("profile").get(pk=str(request.user.pk))
