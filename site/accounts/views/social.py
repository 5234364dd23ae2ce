"""To another site to log in, and back from there."""

from typing import Any, cast

from allauth.socialaccount import views as theirs
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2Adapter,
    OAuth2CallbackView,
    OAuth2LoginView,
)
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from requests import RequestException

from accounts.models import User
from accounts.selectors.connections import has_providers, list_connections
from accounts.views.reauthentication import require_recent_login

LANGUAGE = "social_login_language"
FAILURES = (OAuth2Error, RequestException)


@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Ask whether to go (GET), and go (POST) to a provider.

    What it is asked for is ours to say: allauth would take scopes from the address.
    """
    adapter = find_adapter(request, provider_id)
    provider = adapter.get_provider()
    asked = request.GET.copy()
    for name in ("scope", "auth_params", "action"):
        asked.pop(name, None)
    request.GET = asked  # type: ignore[assignment] # Django itself takes either kind
    if request.GET.get("process") == AuthProcess.CONNECT and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    request.session[LANGUAGE] = translation.get_language()
    try:
        answer = OAuth2LoginView.adapter_view(adapter)(request)
    except FAILURES as error:
        return render_authentication_error(request, provider, exception=error)
    if not answer.has_header("Location"):
        return answer
    # Our policy lets forms lead nowhere but here, and browsers hold redirects after one to it.
    # A page that goes on by itself is no form, wherever the provider then leads.
    place = answer.headers["Location"]
    page = render(request, "socialaccount/leaving.html", {"provider": provider, "place": place})
    page.headers["Refresh"] = f"0; url={place}"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


@never_cache
@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Let in who comes back from a provider, in the language they left in; or say it failed."""
    adapter = find_adapter(request, provider_id)
    provider = adapter.get_provider()
    language = request.session.get(LANGUAGE)
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = language
    try:
        return OAuth2CallbackView.adapter_view(adapter)(request)
    except (*FAILURES, IntegrityError) as error:
        # Two at once made the same account: one of them is told to try again, and gets in.
        return render_authentication_error(request, provider, exception=error)


def find_adapter(request: HttpRequest, provider_id: str) -> OAuth2Adapter:
    """Return what speaks with a provider.

    Raises:
        Http404: it has no keys.
    """
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404("no such provider") from None
    adapter: OAuth2Adapter = provider.get_oauth2_adapter(request)
    return adapter


def where_there_are_providers(request: HttpRequest) -> None:
    """Raise Http404 where no provider has keys."""
    if not has_providers(request):
        raise Http404("no provider")


class Connections(theirs.ConnectionsView):
    """A person's accounts elsewhere; only those of providers that have keys."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list_connections(self.request, self.request.user)
        return super().get_context_data(connections=found, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        working = [provider.sub_id for provider in get_adapter().list_providers(self.request)]
        form.fields["account"].queryset = form.accounts.filter(provider__in=working)
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Two removals at once would each find the other's account still there.
        with transaction.atomic():
            User.objects.select_for_update().get(pk=cast(User, request.user).pk)
            return super().post(request, *args, **kwargs)


_show_connections = Connections.as_view()
_change_connections = require_recent_login(Connections.as_view())


@never_cache
def connections(request: HttpRequest) -> HttpResponseBase:
    """Show a person's connected accounts (GET), and take one off (POST `account`)."""
    where_there_are_providers(request)
    view = _change_connections if request.method == "POST" else _show_connections
    return view(request)


@never_cache
def sign_up(request: HttpRequest) -> HttpResponseBase:
    """Ask somebody new for the address that the provider did not tell."""
    where_there_are_providers(request)
    return theirs.signup(request)


def cancelled(request: HttpRequest) -> HttpResponseBase:
    """Tell who said no at the provider that nothing has happened."""
    where_there_are_providers(request)
    return theirs.login_cancelled(request)


def could_not(request: HttpRequest) -> HttpResponseBase:
    """Say that a login by another site failed."""
    where_there_are_providers(request)
    return theirs.login_error(request)
