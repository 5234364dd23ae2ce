"""An app goes the whole way over HTTP, from signing up to logging out."""

import json
import time
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.account.signals import authentication_step_completed
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.apps import App, who
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

EMAIL, SECRET = "dewi@example.com", "an odd long one"
PERIOD = 30
"""Seconds that a code of an authenticator app is good."""


def code_of_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD)))


def key_in_the_last_mail(part: str) -> str:
    link = next(word for word in mail.outbox[-1].body.split() if part in word)
    return link.rstrip("/").rpartition("/")[2]


def pending(answer: dict[str, Any]) -> list[str]:
    return [flow["id"] for flow in answer["data"]["flows"] if flow.get("is_pending")]


@pytest.mark.spec("S167", "S169")
def test_an_app_goes_the_whole_way() -> None:
    start = 1_790_000_000
    with time_machine.travel(start, tick=False) as clock:
        app = App()
        assert app.get("config")["data"]["account"]["login_methods"] == ["email"]
        assert app.read() == 401

        app.post("auth/signup", email=EMAIL, password=SECRET)
        app.post("auth/email/verify", key=key_in_the_last_mail("/confirm-email/"))
        user = User.objects.get(email=EMAIL)
        assert EmailAddress.objects.get(user=user).verified

        app = App()
        assert app.post("auth/login", email=EMAIL, password="not the one")["errors"]
        assert app.post("auth/login", email=EMAIL, password=SECRET)["status"] == 200
        assert who(app.access_token) == user
        assert app.session_token == ""

        secret = app.get("account/authenticators/totp")["meta"]["secret"]
        answer = app.post("account/authenticators/totp", code=code_of_now(secret))
        # What is dear asks who it is once more, as in the browser.
        assert (answer["status"], answer["data"]["flows"]) == (401, [{"id": "reauthenticate"}])
        assert app.post("auth/reauthenticate", password=SECRET)["status"] == 200
        answer = app.post("account/authenticators/totp", code=code_of_now(secret))
        assert answer["status"] == 200, answer
        assert app.call("DELETE", "auth/session")["status"] == 401
        assert app.read() in {401, 410}

        clock.shift(PERIOD * 4)
        app = App()
        answer = app.post("auth/login", email=EMAIL, password=SECRET)
        assert (answer["status"], pending(answer)) == (401, ["mfa_authenticate"])
        assert (app.access_token, app.refresh_token) == ("", "")
        assert app.session_token
        half_way = app.session_token
        assert app.post("auth/2fa/authenticate", code="000000")["status"] == 400
        answer = app.post("auth/2fa/authenticate", code=code_of_now(secret))
        assert answer["status"] == 200
        assert answer["meta"]["expires_in"] == 3600
        assert app.client.cookies == {}
        thief = App()
        thief.session_token = half_way
        assert thief.read() == 410

        devices = app.get("auth/sessions")["data"]
        (here,) = [device for device in devices if device["is_current"]]
        assert here["user_agent"] == "Learn/1.0"

        clock.shift(3601)
        assert app.read() == 401
        assert app.refresh() == 200
        assert app.get("auth/session")["data"]["user"]["email"] == EMAIL
        assert app.call("DELETE", "auth/session")["status"] == 401
        assert app.refresh() == 400
        assert app.client.cookies == {}


def test_a_forgotten_password_is_reset_from_an_app(learner: User) -> None:
    app = App()
    assert app.post("auth/password/request", email=learner.email)["status"] == 200
    key = key_in_the_last_mail("/password/reset/key/")

    assert app.post("auth/password/reset", key=key, password="12345678")["status"] == 400
    assert app.post("auth/password/reset", key=key, password=SECRET)["status"] == 401
    assert app.post("auth/password/reset", key=key, password="once more, odd")["status"] == 400
    learner.refresh_from_db()
    assert learner.check_password(SECRET)


def test_a_person_who_was_shut_out_gets_no_token(learner: User) -> None:
    User.objects.filter(pk=learner.pk).update(is_active=False)
    app = App()
    app.post("auth/login", email=learner.email, password=PASSWORD)

    assert app.response.status_code != 200
    assert (app.access_token, app.refresh_token) == ("", "")


def test_wrong_passwords_are_limited_for_apps_too(learner: User) -> None:
    for _ in range(5):
        App().post("auth/login", email=learner.email, password="not the one")
    app = App()

    answer = app.post("auth/login", email=learner.email, password=PASSWORD)

    assert answer["status"] in {400, 429}
    assert app.access_token == ""


def test_a_refusal_is_json_that_names_the_field(db: None) -> None:
    answer = App().post("auth/login", email="no address", password="x")

    assert answer["status"] == 400
    assert [error["param"] for error in answer["errors"]] == ["email"]
    assert all(error["code"] and error["message"] for error in answer["errors"])


@pytest.mark.parametrize("data", [{}, {"refresh_token": ""}, {"refresh_token": ["a"]}])
def test_a_refresh_without_a_token_is_refused(db: None, data: dict[str, Any]) -> None:
    (error,) = App().post("tokens/refresh", **data)["errors"]

    assert error["param"] == "refresh_token"


def test_a_refresh_token_that_is_worth_nothing_is_refused_in_words(db: None) -> None:
    answer = App().post("tokens/refresh", refresh_token="nonsense")

    assert answer["errors"] == [
        {
            "message": "This login has ended. Log in again.",
            "code": "invalid_token",
            "param": "refresh_token",
        }
    ]


PASSWORD_OF_HALF_A_CHARACTER = '{"email": "learner@example.com", "password": "\\ud800"}'


@pytest.mark.parametrize(
    "body",
    ["{", "[]", "1", "null", "[" * 5000, '{"a":' * 5000, b"\xff", PASSWORD_OF_HALF_A_CHARACTER],
)
@pytest.mark.parametrize("place", ["auth/login", "auth/signup", "tokens/refresh"])
def test_what_no_program_should_send_is_refused_in_json(
    client: Client, learner: User, place: str, body: str | bytes
) -> None:
    response = client.post(f"/_allauth/app/v1/{place}", body, content_type="application/json")

    assert response.status_code == 400
    errors = json.loads(response.content)["errors"]
    assert all(error["code"] and error["message"] for error in errors)
    assert "no-store" in response.headers["Cache-Control"]


def test_a_login_that_ends_while_it_is_at_work_is_gone(learner: User) -> None:
    app = App().log_in(learner)

    def end(**kwargs: Any) -> None:
        Session.objects.filter(pk=app.session_key).delete()

    authentication_step_completed.connect(end)
    try:
        answer = app.post("auth/reauthenticate", password=PASSWORD)
    finally:
        authentication_step_completed.disconnect(end)

    assert (answer["status"], answer["errors"][0]["code"]) == (410, "gone")
    assert not Session.objects.filter(pk=app.session_key).exists()


@pytest.mark.parametrize(
    ("asked", "language", "words"),
    [
        ("id", "id", "Kolom ini  harus diisi."),
        ("ar-EG,en;q=0.5", "ar", "هذا الحقل مطلوب."),
        ("de", "en", "This field is required."),
        ("", "en", "This field is required."),
    ],
)
def test_apps_are_answered_in_the_language_they_ask_for(
    client: Client, asked: str, language: str, words: str
) -> None:
    response = client.post(
        "/_allauth/app/v1/tokens/refresh",
        "{}",
        content_type="application/json",
        headers={"Accept-Language": asked},
    )

    assert response.headers["Content-Language"] == language
    assert json.loads(response.content)["errors"][0]["message"] == words


def test_no_cookie_opens_what_apps_are_for(learner: User) -> None:
    browser = Client()
    browser.force_login(learner)

    assert browser.get("/_allauth/app/v1/auth/session").status_code == 401


def test_apps_are_the_only_clients(client: Client) -> None:
    assert client.get("/_allauth/browser/v1/config", follow=True).status_code == 404
    answer = json.loads(client.get("/_allauth/app/v1/auth/session").content)
    assert answer["meta"]["is_authenticated"] is False
