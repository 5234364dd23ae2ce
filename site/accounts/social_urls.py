"""Logging in by other sites: under the names that allauth leads to.

Where a provider sends people back to has no language and stands in `config.urls`.
"""

from django.urls import path

from accounts.views import social

urlpatterns = [
    path("", social.connections, name="socialaccount_connections"),
    path("signup/", social.sign_up, name="socialaccount_signup"),
    path("login/cancelled/", social.cancelled, name="socialaccount_login_cancelled"),
    path("login/error/", social.could_not, name="socialaccount_login_error"),
    path("google/", social.start, {"provider_id": "google"}, name="google_login"),
    path("github/", social.start, {"provider_id": "github"}, name="github_login"),
    path("oidc/<slug:provider_id>/", social.start, name="openid_connect_login"),
]
