"""The screen on which people say who they are."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms.profile import ProfileForm
from accounts.models import User
from accounts.selectors.people import read_profile
from accounts.services.profiles import update_profile
from accounts.services.time_zones import keep_time_zone


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show a person's own profile, and keep what they change in it."""
    person = User.objects.select_related("profile").get(pk=str(request.user.pk))
    if request.method != "POST":
        return _show(request, ProfileForm(initial=read_profile(person)))
    form = ProfileForm(request.POST, initial=read_profile(person))
    if not form.is_valid():
        return _show(request, form)
    kept = update_profile(user=person, **form.cleaned_data)
    keep_time_zone(request, kept.timezone)
    with override(kept.language or get_language() or settings.LANGUAGE_CODE):
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")


def _show(request: HttpRequest, form: ProfileForm) -> HttpResponse:
    return render(request, "account/profile.html", {"form": form})
