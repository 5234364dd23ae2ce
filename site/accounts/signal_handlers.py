"""What happens when somebody logs in."""

from typing import Any

from django.contrib.auth import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.services.time_zones import keep_time_zone


@receiver(user_logged_in)
def on_login(request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """Times are told by the clock of the person from the first page on."""
    if request is not None and hasattr(request, "session"):
        keep_time_zone(request, user.profile.timezone)
