"""The screen on which people say who they are."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Deed
from accounts.forms.profile import AvatarForm, ProfileForm
from accounts.models import User
from accounts.permissions import may_do
from accounts.selectors.people import read_profile
from accounts.services.avatars import keep_avatar, remove_avatar
from accounts.services.profiles import update_profile
from accounts.services.time_zones import keep_time_zone


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show a person's own profile, and keep what they change in it."""
    person = _get_person(request)
    if request.method != "POST":
        return _show(request, person)
    form = ProfileForm(request.POST, initial=read_profile(person))
    if not form.is_valid():
        return _show(request, person, form=form)
    kept = update_profile(user=person, **form.cleaned_data)
    keep_time_zone(request, kept.timezone)
    with override(kept.language or get_language() or settings.LANGUAGE_CODE):
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def avatar(request: HttpRequest) -> HttpResponse:
    """Keep the picture that is sent; what is wrong with it is told on the profile."""
    if request.method != "POST":
        # The address of a refusal that somebody opens again.
        return redirect("accounts:profile")
    person = _get_person(request)
    form = AvatarForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, person, avatar_form=form)
    keep_avatar(user=person, squares=form.cleaned_data["picture"])
    messages.success(request, _("Your picture is saved."))
    return redirect("accounts:profile")


@login_required
@require_POST
def avatar_removal(request: HttpRequest) -> HttpResponse:
    """Take a person's picture away."""
    remove_avatar(user=_get_person(request))
    messages.success(request, _("Your picture is removed."))
    return redirect("accounts:profile")


def _get_person(request: HttpRequest) -> User:
    return User.objects.select_related("profile").get(pk=str(request.user.pk))


def _show(request: HttpRequest, person: User, **forms: Any) -> HttpResponse:
    """Show the profile; of its two forms, one may come back with what is wrong with it."""
    context = {
        "form": ProfileForm(initial=read_profile(person)),
        "avatar_form": AvatarForm(),
        "profile": person.profile,
        "initial": person.display_name[:1].upper(),
        "may_show": may_do(person, Deed.SHOW_PROFILE),
    }
    return render(request, "account/profile.html", context | forms)
