"""Our own addresses about an account; the others are allauth's."""

from django.urls import path

from accounts.views import devices, privacy, profile, verification

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
