"""What a token of an app says, what it is worth, and when it is worth nothing any more."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.conf import settings
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.adapters.signatures import TokenUse, read_token
from accounts.adapters.tokens import authenticate_bearer
from accounts.enums import Role
from accounts.exceptions import TokenRefused
from accounts.models import AppSession, User
from accounts.selectors.app_sessions import is_app_session
from accounts.services.deactivation import deactivate_person
from accounts.services.roles import set_role
from tests.accounts.apps import App, read_unverified, refresh_pair, who
from tests.factories.people import PASSWORD, AdminFactory

pytestmark = pytest.mark.django_db

REFUSED = {401, 410}
NEW_PASSWORD = "an odd long one"


@pytest.fixture
def app(learner: User) -> App:
    """Return an app that the learner is logged in to."""
    return App().log_in(learner)


def is_refused(token: str) -> bool:
    try:
        who(token)
    except TokenRefused:
        return True
    return False


# --- what it says ---------------------------------------------------------------------------------


@pytest.mark.spec("S167", "S168", "S169")
def test_an_access_token_is_the_designs(app: App, learner: User) -> None:
    claims = app.claims

    assert jwt.get_unverified_header(app.access_token) == {"typ": "JWT", "alg": "HS256"}
    assert claims["user_id"] == learner.pk
    assert claims["email"] == "learner@example.com"
    assert claims["role"] == "student"
    assert claims["exp"] - claims["iat"] == 3600
    assert abs(claims["iat"] - time.time()) < 5
    assert (claims["sub"], claims["token_use"]) == (str(learner.pk), "access")
    assert (claims["iss"], claims["aud"]) == ("http://localhost:8000", "apps")


def test_a_refresh_token_says_nothing_of_the_person(app: App) -> None:
    claims = read_unverified(app.refresh_token)

    assert set(claims) == {"iss", "aud", "sub", "sid", "jti", "token_use", "iat", "exp"}
    assert claims["exp"] - claims["iat"] == 30 * 86_400


def test_the_session_key_stands_in_no_token_and_no_answer(app: App) -> None:
    key = app.session_key

    assert Session.objects.filter(pk=key).exists()
    assert key not in app.response.content.decode()
    assert key not in json.dumps(app.claims)
    assert "session_token" not in json.loads(app.response.content)["meta"]


def test_the_bearer_is_who_logged_in(app: App, learner: User) -> None:
    assert who(app.access_token) == learner


def test_who_brings_no_token_is_nobody(db: None) -> None:
    assert authenticate_bearer(RequestFactory().get("/")) is None


@pytest.mark.spec("S169")
def test_a_refresh_gets_a_new_pair_for_the_same_person(app: App, learner: User) -> None:
    first = (app.access_token, app.refresh_token)

    assert app.refresh() == 200

    assert app.access_token not in first
    assert app.refresh_token not in first
    assert who(app.access_token) == learner
    assert app.claims["exp"] - app.claims["iat"] == 3600


def test_no_cookie_is_set_and_nothing_is_kept_by_others(app: App) -> None:
    assert app.client.cookies == {}
    assert "no-store" in app.response.headers["Cache-Control"]


# --- what it costs --------------------------------------------------------------------------------


def session_reads() -> list[str]:
    """Return the table that a session is read from, unless the cache holds it."""
    return [] if "cached" in settings.SESSION_ENGINE else ["django_session"]


def list_tables(statements: CaptureQueriesContext) -> list[str]:
    return [line["sql"].partition('FROM "')[2].partition('"')[0] for line in statements]


def test_a_bearer_costs_two_reads(app: App) -> None:
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {app.access_token}"})

    with CaptureQueriesContext(connection) as statements:
        authenticate_bearer(request)

    assert list_tables(statements) == [*session_reads(), "accounts_user"]


def test_allauths_own_addresses_know_the_bearer_by_the_same_two_reads(app: App) -> None:
    app.read()
    with CaptureQueriesContext(connection) as statements:
        app.read()

    tables = list_tables(statements)
    who_it_is = [table for table in tables if table in {"django_session", "accounts_user"}]
    assert who_it_is == [*session_reads(), "accounts_user"]


# --- what is no token of ours ---------------------------------------------------------------------


def forge(app: App, key: Any = None, algorithm: str = "HS256", **changes: Any) -> str:
    claims = {**app.claims, **changes}
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key or settings.HEADLESS_JWT_PRIVATE_KEY, algorithm=algorithm)


def unsigned(app: App) -> str:
    return jwt.encode(app.claims, "", algorithm="none")


def with_the_sites_secret(app: App) -> str:
    return forge(app, settings.SECRET_KEY.ljust(32, "\0"))


def of_another_session(app: App) -> str:
    other = App().log_in(User.objects.create_user("other@example.com", PASSWORD))
    return forge(app, sid=other.claims["sid"])


FORGED: dict[str, Callable[[App], str]] = {
    "expired": lambda app: forge(app, exp=int(time.time()) - 1),
    "unsigned": unsigned,
    "wrong key": lambda app: forge(app, "k" * 32),
    "the site's secret key": with_the_sites_secret,
    "other hash": lambda app: forge(app, algorithm="HS512"),
    "a refresh token": lambda app: app.refresh_token,
    "other use": lambda app: forge(app, token_use="refresh"),
    "no use": lambda app: forge(app, token_use=None),
    "wrong audience": lambda app: forge(app, aud="elsewhere"),
    "no audience": lambda app: forge(app, aud=None),
    "wrong issuer": lambda app: forge(app, iss="https://elsewhere.example"),
    "no end": lambda app: forge(app, exp=None),
    "no session": lambda app: forge(app, sid=None),
    "session in the clear": lambda app: forge(app, sid=app.session_key),
    "another's session": of_another_session,
    "another's name": lambda app: forge(app, sub="999999"),
    "cut short": lambda app: app.access_token[:-2],
    "words": lambda app: "nonsense",
    "three words": lambda app: "a.b.c",
}


def test_the_forgers_tool_makes_good_tokens_when_nothing_is_changed(
    app: App, learner: User
) -> None:
    assert who(forge(app)) == learner


@pytest.mark.spec("S167")
@pytest.mark.parametrize("name", sorted(FORGED))
def test_what_is_no_token_of_ours_is_refused(app: App, name: str) -> None:
    app.access_token = FORGED[name](app)

    assert is_refused(app.access_token)
    assert app.read() in REFUSED
    assert app.write() in REFUSED | {409}
    assert not User.objects.filter(emailaddress__email="another@example.com").exists()


@pytest.mark.parametrize(
    "forged",
    [
        lambda app: app.access_token,
        lambda app: forge(app, "k" * 32, token_use="refresh"),
        lambda app: jwt.encode(read_unverified(app.refresh_token), "", algorithm="none"),
        lambda app: "\ud800",
        lambda app: "nonsense",
    ],
)
def test_what_is_no_refresh_token_gets_nothing_and_ends_nothing(
    app: App, learner: User, forged: Callable[[App], str]
) -> None:
    good = app.access_token

    assert app.refresh(forged(app)) == 400
    assert who(good) == learner


@pytest.mark.parametrize("text", ["", "\ud800", "\0", ".", "..", "é.é.é", "a" * 100_000])
def test_no_text_is_more_than_refused(text: str) -> None:
    with pytest.raises(TokenRefused):
        read_token(text, TokenUse.REFRESH)


# --- when a login ends, its tokens end at the next request ----------------------------------------


def in_the_browser(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def log_out(app: App, user: User) -> None:
    other = App()
    other.access_token = app.access_token
    other.call("DELETE", "auth/session")


def end_in_the_browser(user: User, what: str) -> None:
    answer = in_the_browser(user).post(reverse("usersessions_list"), {"end": what})
    assert answer.status_code == 302


def end_in_the_list_of_devices(app: App, user: User) -> None:
    here = UserSession.objects.get(session_key=app.session_key)
    end_in_the_browser(user, str(here.pk))


def log_out_elsewhere(app: App, user: User) -> None:
    end_in_the_browser(user, "others")


def log_out_everywhere(app: App, user: User) -> None:
    end_in_the_browser(user, "all")


def end_by_another_app(app: App, user: User) -> None:
    here = UserSession.objects.get(session_key=app.session_key)
    App().log_in(user).call("DELETE", "auth/sessions", sessions=[here.pk])


def change_password_in_the_browser(app: App, user: User) -> None:
    browser = Client()
    browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    words = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert browser.post(reverse("account_change_password"), words).status_code == 302


def reset_password(app: App, user: User) -> None:
    other = App()
    other.post("auth/password/request", email=user.email)
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    key = link.rstrip("/").rpartition("/")[2]
    other.post("auth/password/reset", key=key, password=NEW_PASSWORD)
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


def deactivate(app: App, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def shut_out(app: App, user: User) -> None:
    deactivate_person(person=user, actor=AdminFactory())


def delete_account(app: App, user: User) -> None:
    user.delete()


def replay(app: App, user: User) -> None:
    used = app.refresh_token
    assert app.refresh() == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=11), tick=False):
        assert App().refresh(used) == 400


ENDS = [
    log_out,
    end_in_the_list_of_devices,
    log_out_elsewhere,
    log_out_everywhere,
    end_by_another_app,
    change_password_in_the_browser,
    reset_password,
    deactivate,
    shut_out,
    delete_account,
    replay,
]


@pytest.mark.parametrize("end", ENDS)
def test_a_login_that_ended_is_refused_at_the_next_request(
    app: App, learner: User, end: Callable[[App, User], None]
) -> None:
    app.post("auth/reauthenticate", password=PASSWORD)
    assert (app.read(), app.write()) == (200, 200)
    assert not is_refused(app.access_token)

    end(app, learner)
    token = app.access_token

    assert is_refused(token)
    assert app.read() in REFUSED
    assert app.write() in REFUSED | {409}
    assert app.refresh() == 400
    assert is_refused(token)


def test_a_role_taken_away_is_gone_at_the_next_request(instructor: User) -> None:
    app = App().log_in(instructor)
    before = who(app.access_token)
    assert before is not None
    assert before.has_perm("wagtailadmin.access_admin")

    set_role(user=instructor, role=Role.STUDENT, actor=AdminFactory())

    after = who(app.access_token)
    assert app.claims["role"] == "instructor"
    assert after is not None
    assert (after.role, after.has_perm("wagtailadmin.access_admin")) == (Role.STUDENT, False)
    app.refresh()
    assert app.claims["role"] == "student"


def test_a_token_that_says_admin_gives_no_right(app: App) -> None:
    bearer = who(forge(app, role="admin", user_id=999_999, email="admin@example.com"))

    assert bearer is not None
    assert (bearer.email, bearer.role) == ("learner@example.com", Role.STUDENT)
    assert not bearer.is_superuser


def test_a_password_changed_in_the_app_ends_all_but_its_new_pair(app: App, learner: User) -> None:
    other = App().log_in(learner)
    old = app.access_token

    answer = app.post(
        "account/password/change", current_password=PASSWORD, new_password=NEW_PASSWORD
    )

    assert answer["status"] == 200
    assert app.access_token != old
    assert "session_token" not in answer["meta"]
    assert (app.read(), app.refresh(), app.read()) == (200, 200, 200)
    assert is_refused(old)
    assert is_refused(other.access_token)
    assert other.refresh() == 400
    assert Session.objects.get(pk=app.session_key).expire_date > in_days(29)


# --- a session token is no login ------------------------------------------------------------------


def test_the_key_of_a_login_is_no_session_token(app: App, learner: User) -> None:
    thief = App()
    thief.session_token = app.session_key
    assert thief.read() in REFUSED

    browser = in_the_browser(learner)
    thief.session_token = browser.session.session_key or ""
    assert thief.read() in REFUSED


def test_an_apps_session_token_is_no_login_in_a_browser(learner: User) -> None:
    app = App()
    app.post("auth/login", email=learner.email, password="wrong")
    app.post("auth/login", email=learner.email, password=PASSWORD)

    assert app.session_token != app.session_key


# --- a refresh token is used once -----------------------------------------------------------------


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(timezone.now(), tick=False) as travel:
        yield travel


def test_a_used_token_that_comes_again_at_once_gets_the_same_successor(
    clock: Any, app: App, learner: User
) -> None:
    used = app.refresh_token
    app.refresh()
    successor = app.refresh_number
    clock.shift(9)

    other = App()
    assert other.refresh(used) == 200
    assert other.refresh_number == successor
    assert who(other.access_token) == learner
    assert AppSession.objects.count() == 1


@pytest.mark.parametrize("is_thief_first", [True, False])
def test_a_stolen_refresh_token_ends_the_session_of_thief_and_owner(
    clock: Any, app: App, learner: User, is_thief_first: bool
) -> None:
    """Whoever comes second shows that there are two; neither keeps anything."""
    stolen, thief = app.refresh_token, App()
    first, second = (thief, app) if is_thief_first else (app, thief)
    assert first.refresh(stolen) == 200
    clock.shift(11)
    elsewhere = App().log_in(learner)

    assert second.refresh(stolen) == 400

    assert is_refused(first.access_token)
    assert first.read() in REFUSED
    assert first.refresh() == 400
    assert who(elsewhere.access_token) == learner
    assert AppSession.objects.count() == 1


def test_a_grandparent_ends_the_session_even_at_once(clock: Any, app: App) -> None:
    oldest = app.refresh_token
    app.refresh()
    app.refresh()

    assert App().refresh(oldest) == 400
    assert is_refused(app.access_token)


def test_without_grace_the_second_use_ends_the_session(settings: Settings, app: App) -> None:
    settings.REFRESH_GRACE_SECONDS = 0
    used = app.refresh_token
    app.refresh()

    assert App().refresh(used) == 400
    assert is_refused(app.access_token)


def test_a_token_of_an_earlier_pair_of_the_same_login_is_worth_nothing(app: App) -> None:
    AppSession.objects.update(token="00000000-0000-4000-8000-000000000000")

    assert app.refresh() == 400
    assert not UserSession.objects.exists()


def test_a_stolen_token_ends_the_session_in_the_cache_too(
    settings: Settings,
    clock: Any,
    learner: User,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    app = App().log_in(learner)
    used = app.refresh_token
    app.refresh()
    clock.shift(11)
    with django_capture_on_commit_callbacks() as at_commit:
        session = SessionStore(app.session_key)
        kept = session.load()
        assert App().refresh(used) == 400
        # A request that read the session before the commit keeps it for the next one.
        session._cache.set(session.cache_key, kept)  # type: ignore[attr-defined]
    for deed in at_commit:
        deed()

    assert is_refused(app.access_token)


# --- how long it lives ----------------------------------------------------------------------------


def in_days(days: int) -> Any:
    return timezone.now() + timedelta(days=days)


def test_an_apps_session_lives_thirty_days_from_its_last_refresh(
    clock: Any, app: App, learner: User
) -> None:
    for _ in range(3):
        clock.shift(29 * 86_400)
        assert is_refused(app.access_token)
        assert app.refresh() == 200
        assert who(app.access_token) == learner
    clock.shift(30 * 86_400 + 1)
    assert app.refresh() == 400


def test_a_session_in_a_browser_lives_a_day_as_before(clock: Any, learner: User) -> None:
    browser = Client()
    browser.post(reverse("account_login"), {"login": learner.email, "password": PASSWORD})
    key = browser.session.session_key

    assert Session.objects.get(pk=key).expire_date <= in_days(1)


def test_a_refresh_saves_nothing_of_the_session_but_its_end(app: App) -> None:
    """What another request of the same app writes meanwhile is not undone."""
    before = Session.objects.get(pk=app.session_key).session_data

    with CaptureQueriesContext(connection) as statements:
        app.refresh()

    writes = [line["sql"] for line in statements if 'UPDATE "django_session"' in line["sql"]]
    assert len(writes) == 1
    assert "session_data" not in writes[0]
    assert Session.objects.get(pk=app.session_key).session_data == before


def test_the_list_of_devices_knows_apps_from_browsers(app: App, learner: User) -> None:
    browser = Client()
    browser.post(reverse("account_login"), {"login": learner.email, "password": PASSWORD})

    sessions = UserSession.objects.select_related("app_session")
    kinds = {session.session_key: is_app_session(session) for session in sessions}

    assert kinds == {app.session_key: True, browser.session.session_key: False}


# --- keys -----------------------------------------------------------------------------------------


def make_rsa_key() -> tuple[str, str]:
    """Return a private key and its public one, in PEM."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def test_rs256_lets_others_verify_what_only_we_can_sign(settings: Settings, learner: User) -> None:
    private, public = make_rsa_key()
    settings.HEADLESS_JWT_ALGORITHM, settings.HEADLESS_JWT_PRIVATE_KEY = "RS256", private

    app = App().log_in(learner)

    verified = jwt.decode(app.access_token, public, algorithms=["RS256"], audience="apps")
    assert verified["user_id"] == learner.pk
    assert jwt.get_unverified_header(app.access_token)["alg"] == "RS256"
    assert (app.read(), app.refresh(), app.read()) == (200, 200, 200)
    assert is_refused(sign_with_public_key(app.claims, public))


def sign_with_public_key(claims: dict[str, Any], public: str) -> str:
    """Sign by HS256 with the public key as its secret: what everybody could do."""
    import hmac
    from base64 import urlsafe_b64encode

    def encode(part: bytes) -> bytes:
        return urlsafe_b64encode(part).rstrip(b"=")

    text = encode(b'{"alg":"HS256","typ":"JWT"}') + b"." + encode(json.dumps(claims).encode())
    return (text + b"." + encode(hmac.digest(public.encode(), text, "sha256"))).decode()


def test_the_key_before_is_taken_as_long_as_it_stands_in_the_settings(
    settings: Settings, app: App, learner: User
) -> None:
    settings.JWT_KEY_PREVIOUS = settings.HEADLESS_JWT_PRIVATE_KEY
    settings.HEADLESS_JWT_PRIVATE_KEY = "another key, of which nobody knew before"

    assert who(app.access_token) == learner
    old_refresh_token = app.refresh_token
    assert app.refresh() == 200
    settings.JWT_KEY_PREVIOUS = ""
    assert who(app.access_token) == learner
    assert refresh_pair(old_refresh_token) is None
