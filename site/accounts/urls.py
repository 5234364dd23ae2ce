"""Our own addresses about an account; the others are allauth's."""

from django.urls import path

from accounts.views import profile, verification

app_name = "accounts"

urlpatterns = [
    # Before allauth's own, which it stands in for.
    path("confirm-email/<str:key>/", verification.confirm_email, name="confirm_email"),
    path("profile/", profile.profile, name="profile"),
    path("profile/picture/", profile.avatar, name="avatar"),
    path("profile/picture/remove/", profile.avatar_removal, name="avatar_removal"),
]
