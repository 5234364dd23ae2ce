"""Where somebody is logged in: noting it, and ending it.

A session that is ended is refused at the next request, on the site and in apps: it lies in the
database, and tokens of apps live inside it.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from importlib import import_module
from time import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.core.cache.backends.locmem import LocMemCache
from django.db import transaction
from django.utils import timezone

from accounts.models import User

NOTED_EVERY = timedelta(minutes=10)
"""How exactly the last use of a session is known."""
NOTED_AT = "noted_at"
"""In the session: when its login wrote down its use, so that the pages after it need not."""

# What this process has noted lately. Other processes have their own: the database counts.
_noted = LocMemCache("noted_sessions", {"OPTIONS": {"MAX_ENTRIES": 10_000}})


def remember_noted(session: SessionBase) -> None:
    """Keep in the session that its use is written down at this moment: at login."""
    session[NOTED_AT] = int(time())


def is_noting_due(session: SessionBase) -> bool:
    """Return whether the use of a session should be written down now; asks no database.

    True at most once in ten minutes for a session in one process.
    """
    seconds = NOTED_EVERY.total_seconds()
    if session.session_key is None or time() - session.get(NOTED_AT, 0) < seconds:
        return False
    return _noted.add(session.session_key, True, timeout=seconds)


def note_use(*, session_key: str, ip: str, user_agent: str) -> bool:
    """Write down that a session is used now, from where and with what.

    One statement, which writes at most once in ten minutes, whoever else notes the same session.
    Return whether the session is written down at all.
    """
    now = timezone.now()
    noted = UserSession.objects.filter(session_key=session_key)
    agent = user_agent[: UserSession._meta.get_field("user_agent").max_length]
    due = noted.filter(last_seen_at__lt=now - NOTED_EVERY)
    return bool(due.update(last_seen_at=now, ip=ip, user_agent=agent)) or noted.exists()


def end_session(*, user: User, session_id: int) -> bool:
    """End one session of a person; return whether it was theirs and there to be ended."""
    return _end(UserSession.objects.filter(user=user, pk=session_id)) == 1


def end_sessions(*, user: User, keep: str | None = None) -> int:
    """End every session of a person but the one with the key `keep`; return how many ended."""
    return _end(UserSession.objects.filter(user=user).exclude(session_key=keep or ""))


def forget_session(*, session_key: str | None) -> None:
    """Take away what was noted about a session; the session itself ends with its log-out."""
    UserSession.objects.filter(session_key=session_key or "").delete()


def purge_sessions() -> int:
    """Delete sessions that have run out, and what was noted about them; return how many."""
    _session_store().clear_expired()
    alive = Session.objects.values("session_key")
    _deleted, by_model = UserSession.objects.exclude(session_key__in=alive).delete()
    return by_model.get(UserSession._meta.label, 0)


def _end(sessions: Iterable[UserSession]) -> int:
    ended = 0
    store = _session_store()
    for session in sessions:
        # Through the store: it also forgets what the cache holds of the session.
        store.delete(session.session_key)
        session.delete()
        # Until the row is gone for everybody, a request that finds no copy puts one back.
        transaction.on_commit(partial(store.delete, session.session_key))
        ended += 1
    return ended


def _session_store() -> SessionBase:
    engine: Any = import_module(settings.SESSION_ENGINE)
    store: SessionBase = engine.SessionStore()
    return store
