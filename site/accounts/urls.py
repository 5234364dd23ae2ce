"""Our own addresses about an account; the others are allauth's."""

from django.urls import path

from accounts.views import devices, privacy, profile, social, verification

app_name = "accounts"

urlpatterns = [
    # Before allauth's own, which it stands in for.
    path("confirm-email/<str:key>/", verification.confirm_email, name="confirm_email"),
    path("sessions/", devices.devices, name="devices"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/copy/", privacy.copy, name="copy"),
    path("privacy/copies/<int:export_id>/", privacy.download, name="copy_download"),
    path("privacy/erasure/", privacy.erasure, name="erasure"),
    path("privacy/goodbye/", privacy.farewell, name="farewell"),
    path("privacy/keep/", privacy.keep, name="keep"),
    path("profile/", profile.profile, name="profile"),
    path("profile/picture/", profile.avatar, name="avatar"),
    path("profile/picture/remove/", profile.avatar_removal, name="avatar_removal"),
]

social_urlpatterns = [
    path("", social.connections, name="socialaccount_connections"),
    path("signup/", social.sign_up, name="socialaccount_signup"),
    path("login/cancelled/", social.cancelled, name="socialaccount_login_cancelled"),
    path("login/error/", social.could_not, name="socialaccount_login_error"),
    path("google/", social.start, {"provider_id": "google"}, name="google_login"),
    path("github/", social.start, {"provider_id": "github"}, name="github_login"),
    path("oidc/<slug:provider_id>/", social.start, name="openid_connect_login"),
]
"""Logging in by other sites, under the names that allauth leads to, which are in no namespace.

Where a provider sends people back to has no language and stands in `config.urls`.
"""
