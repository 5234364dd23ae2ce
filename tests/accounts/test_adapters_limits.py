"""How often a password may be wrong, whatever is tried against the count."""

import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from allauth.account import app_settings
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.adapters.limits import keep_rates, say_wait
from accounts.models import User
from config import cache as cache_module
from tests.factories.people import PASSWORD, LearnerFactory

NEW_PASSWORD = "rye-and-patience-26"
LOGIN = "/accounts/login/"
APP_LOGIN = "/_allauth/app/v1/auth/login"
TOO_MANY = "Too many attempts. Try again in 5 minutes."


def try_password(person: str, password: str, ip: str = "192.0.2.1", **extra: Any) -> bool:
    """Log in with a browser of one's own, and return whether that opened the door."""
    browser = Client(REMOTE_ADDR=ip, **extra)
    browser.post(LOGIN, {"login": person, "password": password})
    return "_auth_user_id" in browser.session


def read_refusal(person: str, password: str, ip: str = "192.0.2.1", **extra: Any) -> str:
    answer = Client(REMOTE_ADDR=ip, **extra).post(LOGIN, {"login": person, "password": password})
    (error,) = answer.context["form"].non_field_errors()
    return str(error)


def log_in_app(person: str, password: str, ip: str = "192.0.2.1") -> Any:
    return Client(REMOTE_ADDR=ip).post(
        APP_LOGIN, {"email": person, "password": password}, content_type="application/json"
    )


@pytest.mark.spec("S32")
def test_the_sixth_wrong_try_of_an_account_is_refused_from_six_addresses(learner: User) -> None:
    for number in range(1, 6):
        refusal = read_refusal(learner.email, "wrong", ip=f"192.0.2.{number}")
        assert "do not belong together" in refusal

    assert read_refusal(learner.email, PASSWORD, ip="192.0.2.6") == TOO_MANY
    assert not try_password(learner.email, PASSWORD, ip="192.0.2.6")


def test_the_case_of_an_address_makes_no_other_account(learner: User) -> None:
    for spelling in ("learner@example.com", "LEARNER@example.com", "Learner@Example.com") * 2:
        try_password(spelling, "wrong")

    assert read_refusal(learner.email, PASSWORD) == TOO_MANY


def test_who_has_no_account_is_counted_like_who_has_one(db: None) -> None:
    for _ in range(5):
        read_refusal("nobody@example.com", "wrong")

    assert read_refusal("nobody@example.com", "wrong") == TOO_MANY


def test_site_and_apps_count_together(learner: User) -> None:
    for _ in range(3):
        try_password(learner.email, "wrong")
    for _ in range(2):
        assert log_in_app(learner.email, "wrong").status_code == 400

    refused = log_in_app(learner.email, PASSWORD)

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "too_many_login_attempts"
    assert not try_password(learner.email, PASSWORD)


def test_an_app_that_logs_in_rightly_is_let_in(learner: User) -> None:
    assert log_in_app(learner.email, PASSWORD).status_code == 200


def test_one_address_has_ten_wrong_tries_a_minute_over_all_accounts(learner: User) -> None:
    for number in range(10):
        try_password(f"guess{number}@example.com", "wrong")

    assert read_refusal(learner.email, PASSWORD) == "Too many attempts. Try again in 1 minute."
    assert try_password(learner.email, PASSWORD, ip="192.0.2.2")


def test_a_right_password_in_between_buys_no_more_tries(learner: User) -> None:
    other = LearnerFactory(email="accomplice@example.com")
    for _ in range(4):
        try_password(learner.email, "wrong")
        assert try_password(other.email, PASSWORD)
    try_password(learner.email, "wrong")

    assert read_refusal(learner.email, PASSWORD) == TOO_MANY


def test_a_reset_by_mail_opens_the_account_and_not_the_address(learner: User) -> None:
    for number in range(5):
        try_password(learner.email, "wrong")
        try_password(f"guess{number}@example.com", "wrong")
    browser = Client(REMOTE_ADDR="192.0.2.1")
    browser.post("/accounts/password/reset/", {"email": learner.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/reset/key/" in word)
    form = browser.get(link, follow=True).redirect_chain[-1][0]

    browser.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert try_password(learner.email, NEW_PASSWORD, ip="192.0.2.2")
    assert not try_password(learner.email, NEW_PASSWORD, ip="192.0.2.1")


def test_a_right_password_is_not_counted(learner: User) -> None:
    for _ in range(12):
        assert try_password(learner.email, PASSWORD)


@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [
        # Nobody stands before us: whoever sends the header made it up.
        (0, "10.0.0.{n}"),
        (0, "10.0.0.{n}, 10.1.0.{n}"),
        # The last one was written by our proxy; what stands before it, by the visitor.
        (1, "10.0.0.{n}, 203.0.113.5"),
        (1, "10.0.0.{n}, 10.1.0.{n}, 203.0.113.5"),
        (2, "10.0.0.{n}, 203.0.113.5, 10.9.9.9"),
        # Past the proxies, straight to us.
        (2, "10.0.0.{n}"),
    ],
)
def test_a_made_up_way_changes_no_count(
    settings: Settings, db: None, proxies: int, forwarded: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for n in range(10):
        headers = {"x-forwarded-for": forwarded.format(n=n)}
        try_password(f"guess{n}@example.com", "wrong", headers=headers)

    headers = {"x-forwarded-for": forwarded.format(n=99)}
    refusal = read_refusal("another@example.com", "wrong", headers=headers)
    assert refusal == "Too many attempts. Try again in 1 minute."


@pytest.mark.parametrize(
    ("proxies", "forwarded"), [(1, "203.0.113.{n}"), (2, "203.0.113.{n}, 10.9.9.9")]
)
def test_people_behind_our_proxies_are_counted_apart(
    settings: Settings, db: None, proxies: int, forwarded: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for n in range(12):
        headers = {"x-forwarded-for": forwarded.format(n=n)}
        refusal = read_refusal(f"guess{n}@example.com", "wrong", headers=headers)
        assert "do not belong together" in refusal


@pytest.mark.slow
def test_two_hundred_right_logins_from_one_address_all_pass(db: None) -> None:
    """At one moment by the clock of the limits, whatever the machine needs."""
    people = [LearnerFactory() for _ in range(20)]

    with time_machine.travel(datetime(2026, 3, 2, 8, tzinfo=UTC), tick=False):
        assert all(try_password(person.email, PASSWORD) for person in people * 10)


# --- the page ------------------------------------------------------------------------------------


def test_who_asks_too_often_is_told_when_to_come_again(
    client: Client, settings: Settings, learner: User
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/3m/ip", "login_failed": "10/m/ip,5/5m/key"}
    words = {"login": learner.email, "password": "wrong"}
    client.post(LOGIN, words)
    client.post(LOGIN, words)

    answer = client.post(LOGIN, words)

    assert answer.status_code == 429
    assert answer.templates[0].name == "429.html"
    assert "Try again in 3 minutes." in answer.content.decode()
    assert 170 < int(answer.headers["Retry-After"]) <= 180


def test_the_limits_are_settings() -> None:
    rates = app_settings.RATE_LIMITS

    assert rates["login"] == ""
    assert rates["login_failed"] == "10/m/ip,5/5m/key"


@pytest.mark.parametrize(
    ("rates", "by_address", "by_account"),
    [
        ("10/m/ip,5/5m/key", "10/m/ip", "5/5m/key"),
        (" 10/m , 100/d/ip, 5/m/key ", "10/m,100/d/ip", "5/m/key"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_rates_are_parted_by_what_they_count(
    rates: str | None, by_address: str, by_account: str
) -> None:
    assert (keep_rates(rates, per="ip"), keep_rates(rates, per="key")) == (by_address, by_account)


@pytest.mark.parametrize(("seconds", "minutes"), [(0, "1 minute"), (60, "1 minute"), (61, "2 min")])
def test_the_wait_is_told_in_whole_minutes(seconds: int, minutes: str) -> None:
    assert minutes in say_wait(seconds)


# --- without Redis -------------------------------------------------------------------------------


@pytest.fixture(params=["refused", "hung"])
def without_redis(request: pytest.FixtureRequest, settings: Settings) -> Iterator[None]:
    """Run the site on a Redis that is not there, or that takes connections and says nothing."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if request.param == "hung":
            server.listen(50)
        redis = {
            "BACKEND": "config.cache.FailSoftRedisCache",
            "LOCATION": f"redis://127.0.0.1:{server.getsockname()[1]}/0",
        }
        settings.CACHES = {
            name: {**redis, "KEY_PREFIX": f"away-{name}-{time.time_ns()}"}
            for name in ("default", "pages", "progress")
        }
        settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
        yield
    cache_module._breakers.clear()


def test_without_redis_a_right_password_opens_the_door_in_two_seconds(
    without_redis: None, learner: User
) -> None:
    began = time.monotonic()

    assert try_password(learner.email, PASSWORD)
    # A wait of half a second for each of the caches that are asked; the hash is a quick one here.
    assert time.monotonic() - began < 2


def test_without_redis_the_sixth_wrong_try_is_refused(without_redis: None, learner: User) -> None:
    for number in range(1, 6):
        refusal = read_refusal(learner.email, "wrong", ip=f"192.0.2.{number}")
        assert "do not belong together" in refusal

    assert read_refusal(learner.email, PASSWORD, ip="192.0.2.6") == TOO_MANY
