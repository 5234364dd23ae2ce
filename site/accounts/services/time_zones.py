"""By which clock a person is told times, remembered for as long as they are logged in."""

from django.http import HttpRequest

KEY = "time_zone"
"""In the session: to ask the profile would cost every request a statement."""


def keep_time_zone(request: HttpRequest, name: str) -> None:
    """Tell this person the times by the clock of `name`, from the next request on."""
    request.session[KEY] = name
