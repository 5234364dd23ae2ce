"""allauth's providers, stricter with what another site answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.github.provider import GitHubProvider
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from allauth.socialaccount.providers.google.provider import GoogleProvider
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

STATE_LENGTH = 32


@contextmanager
def readable() -> Iterator[None]:
    """Turn what breaks over an answer that is none into allauth's own error.

    Raises:
        OAuth2Error: the answer lacks what it must have, or has another shape.
    """
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError, ImproperlyConfigured) as error:
        # What `requests` cannot read as JSON is a ValueError too.
        raise OAuth2Error("The provider's answer cannot be read.") from error


class ReadableAnswers(OAuth2Adapter):
    """Talks to a provider; garbage from there is an error of its own kind, and no crash."""

    def get_client(self, request: HttpRequest, app: Any) -> Any:
        with readable():
            return super().get_client(request, app)

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> Any:
        with readable():
            return super().get_access_token_data(*args, **kwargs)

    def parse_token(self, data: Any) -> Any:
        with readable():
            return super().parse_token(data)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        with readable():
            return super().complete_login(request, app, token, **kwargs)


class GoogleAdapter(ReadableAnswers, GoogleOAuth2Adapter):
    pass


class GitHubAdapter(ReadableAnswers, GitHubOAuth2Adapter):
    pass


class OpenIDAdapter(ReadableAnswers, OpenIDConnectOAuth2Adapter):
    pass


class GitHub(GitHubProvider):
    oauth2_adapter_class = GitHubAdapter


class Google(GoogleProvider):
    oauth2_adapter_class = GoogleAdapter

    def verify_token(self, request: HttpRequest, token: Any) -> Any:
        """Return the login that an app's token is good for; see `refuse_garbage`."""
        with refuse_garbage():
            return super().verify_token(request, token)


class OpenID(OpenIDConnectProvider):
    """OpenID Connect with a nonce, and with no belief in what the provider did not sign."""

    oauth2_adapter_class = OpenIDAdapter

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: Any = None,
        data: Any = None,
        **more: Any,
    ) -> HttpResponse:
        """Send somebody to the provider; the nonce follows from the state, which comes back.

        Raises:
            OAuth2Error: what the provider says of itself cannot be read.
        """
        state_id = get_random_string(STATE_LENGTH)
        asked = {**self.get_auth_params(), "nonce": make_nonce(state_id)}
        more = more | {"auth_params": asked, "state_id": state_id}
        with readable():
            return super().redirect(request, process, next_url, data, **more)

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> Any:
        """Return the login of who comes back, or of an app's token, which has no nonce of ours.

        Raises:
            OAuth2Error: no signed token, one without end, one of another login or person.
        """
        came_back = "userinfo" in response
        token = response["id_token"] if came_back else response
        if "exp" not in token:
            raise OAuth2Error("The token never ends.")
        if came_back and token.get("nonce") != make_nonce(request.GET.get("state", "")):
            raise OAuth2Error("The token belongs to another login.")
        if came_back and response["userinfo"]["sub"] != token["sub"]:
            raise OAuth2Error("The answers speak of two people.")
        return super().sociallogin_from_response(request, response)

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Return the address; it is confirmed by a plain true alone, and not by "false"."""
        addresses: list[EmailAddress] = super().extract_email_addresses(data)
        for address in addresses:
            address.verified = address.verified is True
        return addresses

    def verify_token(self, request: HttpRequest, token: Any) -> Any:
        with refuse_garbage():
            return super().verify_token(request, token)


@contextmanager
def refuse_garbage() -> Iterator[None]:
    """Refuse an app's token that is none as allauth refuses one that is wrong.

    Raises:
        django.core.exceptions.ValidationError: "invalid_token".
    """
    try:
        with readable():
            yield
    except OAuth2Error as error:
        raise get_adapter().validation_error("invalid_token") from error


def make_nonce(state_id: str) -> str:
    """Return what the provider must put into the token of the login that has this state."""
    return salted_hmac("accounts.openid.nonce", state_id, algorithm="sha256").hexdigest()


OURS: dict[str, type[OAuth2Provider]] = {
    "github": GitHub,
    "google": Google,
    "openid_connect": OpenID,
}
"""Our classes in the place of allauth's, by its id."""
