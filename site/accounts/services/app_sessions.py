"""Sessions of apps: what a refresh token is worth, and that none is worth anything twice.

The state stands in a row of its own, under a lock. In the session itself, where allauth keeps it,
two processes that save at once would undo each other.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from allauth.headless.internal.sessionkit import session_store
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.models import AppSession

logger = structlog.get_logger(__name__)


@transaction.atomic
def begin_app_session(*, session_key: str) -> UUID:
    """Return the number of a refresh token for the session; earlier ones are worth nothing.

    Raises UserSession.DoesNotExist if nobody is logged in there.
    """
    user_session = UserSession.objects.get(session_key=session_key)
    token = uuid4()
    AppSession.objects.update_or_create(
        user_session=user_session,
        defaults={"token": token, "previous_token": None, "rotated_at": None},
    )
    return token


@transaction.atomic
def rotate_refresh_token(*, session_key: str, token: UUID) -> UUID | None:
    """Use up `token`; return the number of its one successor, or None if it is worth nothing.

    The session lives on from now for as long as a session of an app lives. A token that comes
    once more shortly after its use gets the same successor. One that comes later was taken from
    somebody: the session ends, for whoever has it.
    """
    app_session = (
        AppSession.objects.select_for_update(of=("self",))
        .select_related("user_session")
        .filter(user_session__session_key=session_key)
        .first()
    )
    if app_session is None:
        return None
    now = timezone.now()
    if app_session.token == token:
        app_session.token, app_session.previous_token = uuid4(), token
        app_session.rotated_at = now
        app_session.save(update_fields=["token", "previous_token", "rotated_at"])
    elif not _is_retry(app_session, token, now):
        _end(app_session)
        return None
    _live_on(session_key, now)
    return app_session.token


def _is_retry(app_session: AppSession, token: UUID, now: datetime) -> bool:
    if app_session.previous_token != token or app_session.rotated_at is None:
        return False
    return now - app_session.rotated_at < timedelta(seconds=settings.REFRESH_GRACE_SECONDS)


def _live_on(session_key: str, now: datetime) -> None:
    """Move the session's end, and touch nothing of what other requests keep in it."""
    life = timedelta(seconds=settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN)
    Session.objects.filter(pk=session_key).update(expire_date=now + life)
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)


def _end(app_session: AppSession) -> None:
    user_session = app_session.user_session
    session_key = user_session.session_key
    logger.warning("refresh_token_replayed", user_id=user_session.user_id)
    user_session.end()
    # Once more when it is certain: until then, another request may read the session and cache it.
    transaction.on_commit(lambda: session_store().delete(session_key))
