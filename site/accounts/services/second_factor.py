"""That a person has a second factor, remembered for a while of their session."""

import time

from django.http import HttpRequest

KEY = "second_factor_seen"
"""In the session: to look it up would cost every request of the admin a statement."""
BELIEVED_SECONDS = 300
"""After so long it is looked up again: it may have been removed on another device."""


def remember_second_factor(request: HttpRequest) -> None:
    """Keep that this person was seen to have a second factor just now."""
    request.session[KEY] = time.time()


def forget_second_factor(request: HttpRequest) -> None:
    """Look again at the next request."""
    request.session.pop(KEY, None)


def is_second_factor_remembered(request: HttpRequest) -> bool:
    seen: float = request.session.get(KEY, 0)
    return time.time() - seen < BELIEVED_SECONDS
