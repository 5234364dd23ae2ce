"""Which sessions belong to apps."""

from allauth.usersessions.models import UserSession
from django.core.exceptions import ObjectDoesNotExist


def is_app_session(user_session: UserSession) -> bool:
    """Return whether an app, not a browser, is logged in; no statement after
    `select_related("app_session")`.
    """
    try:
        return user_session.app_session is not None
    except ObjectDoesNotExist:
        return False
