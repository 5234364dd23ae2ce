"""Where a person is logged in, in words that they can check: a device, a browser, a time."""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.app_sessions import is_app_session

# The first that is found counts: Edge calls itself Chrome too, and everything calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex Browser"),
    ("Vivaldi/", "Vivaldi"),
    ("UCBrowser/", "UC Browser"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Mac OS X", "Mac"),
    ("Darwin", "Apple"),
    ("Linux", "Linux"),
)
POCKET = ("iPhone", "Mobile")
"""What only the user agent of a phone says."""


@dataclass(frozen=True, slots=True)
class Device:
    """One session of a person, as its owner would name it."""

    id: int
    name: str
    """ "Firefox on Windows", "App on Android": what the device says of itself."""
    icon: str
    is_app: bool
    is_current: bool
    ip: str
    first_use: datetime
    last_use: datetime
    """Known to ten minutes; of an app, to its last refresh."""


def find_device_id(*, session_key: str | None) -> int | None:
    """Return under which id a session is noted, or None if it is not."""
    noted = UserSession.objects.filter(session_key=session_key or "")
    return noted.values_list("pk", flat=True).first()


def list_devices(*, person: User, current_key: str | None) -> list[Device]:
    """Return where `person` is logged in now, this session first, then by last use; two statements.

    Sessions that have run out, or whose password has changed since, are not among them.
    """
    noted = UserSession.objects.filter(user=person).select_related("app_session")
    by_key = {user_session.session_key: user_session for user_session in noted}
    alive = Session.objects.filter(session_key__in=by_key, expire_date__gt=timezone.now())
    devices = [
        _describe(by_key[session.session_key], is_current=session.session_key == current_key)
        for session in alive
        if _opens_for(session, person)
    ]
    return sorted(devices, key=lambda device: (device.is_current, device.last_use), reverse=True)


def name_device(user_agent: str, *, is_app: bool = False) -> str:
    """Return the browser and the system that a user agent names, in the language of the page."""
    system = _find(user_agent, SYSTEMS)
    program = _("App") if is_app else _find(user_agent, BROWSERS)
    if program and system:
        return _("%(program)s on %(system)s") % {"program": program, "system": system}
    return program or system or _("Unknown browser")


def _describe(user_session: UserSession, *, is_current: bool) -> Device:
    agent, is_app = user_session.user_agent, is_app_session(user_session)
    is_phone = is_app or any(word in agent for word in POCKET)
    return Device(
        id=user_session.pk,
        name=name_device(agent, is_app=is_app),
        icon="phone" if is_phone else "computer",
        is_app=is_app,
        is_current=is_current,
        ip=user_session.ip,
        first_use=user_session.created_at,
        last_use=user_session.last_seen_at,
    )


def _find(user_agent: str, table: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in table if sign in user_agent), "")


def _opens_for(session: Session, person: User) -> bool:
    """Whether Django would know `person` by this session: its hash is that of the password."""
    kept = session.get_decoded().get(HASH_SESSION_KEY, "")
    hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return any(compare_digest(kept, known) for known in hashes)
