"""One of allauth's addresses for apps: the next pair of tokens."""

from allauth.headless.constants import Client
from allauth.headless.tokens.views import RefreshTokenView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase

from accounts.exceptions import TokenRefused


class AppRefreshView(RefreshTokenView):
    """Take a refresh token and give a pair; allauth alone would refuse without a word."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        response = super().post(request)
        if response.status_code != 400:
            return response
        refusal = TokenRefused()
        self.input.add_error("refresh_token", ValidationError(str(refusal.message), refusal.code))
        return self.handle_invalid_input(self.input)


refresh = AppRefreshView.as_api_view(client=Client.APP)
