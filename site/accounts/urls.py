"""Our own addresses about an account; the others are allauth's."""

from django.urls import path

from accounts.views import profile

app_name = "accounts"

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
]
