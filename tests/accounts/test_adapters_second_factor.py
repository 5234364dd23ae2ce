"""The second factor: codes good once, limits, secrets at rest, and words for what goes wrong."""

import json
import threading
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from accounts.adapters.second_factor import SecondFactorAdapter
from accounts.models import User, UserProfile
from accounts.services import ciphers
from tests.accounts.second_factor import (
    SECRET,
    WRONG,
    give_app,
    give_codes,
    is_inside,
    prove,
    show_code,
    type_code,
    type_password,
)

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S14", "S32")]


# --- codes ----------------------------------------------------------------------------------------


def test_a_password_alone_lets_nobody_in_and_the_code_does(client: Client, learner: User) -> None:
    give_app(learner)

    half = type_password(client, learner)
    assert (half.status_code, half.url) == (302, reverse("mfa_authenticate"))
    assert not is_inside(client)

    type_code(client, WRONG)
    assert not is_inside(client)
    type_code(client, show_code())
    assert is_inside(client)


@pytest.mark.parametrize(
    ("periods_ago", "is_taken"), [(2, False), (1, True), (0, True), (-1, True), (-2, False)]
)
def test_clocks_may_differ_by_half_a_minute(
    client: Client, learner: User, periods_ago: int, is_taken: bool
) -> None:
    give_app(learner)
    with time_machine.travel("2026-11-02 10:00:15+00:00", tick=False):
        type_password(client, learner)
        type_code(client, show_code(periods_ago=periods_ago))

        assert is_inside(client) is is_taken


@pytest.mark.parametrize("seconds_later", [0, 31, 59])
def test_a_code_is_good_once_for_as_long_as_it_would_be_taken(
    client: Client, learner: User, seconds_later: int
) -> None:
    """allauth alone remembers it for 30 seconds, and takes it for 90."""
    give_app(learner)
    thief = Client()
    with time_machine.travel("2026-11-02 10:00:00+00:00", tick=False) as clock:
        seen = show_code(periods_ago=-1)
        type_password(client, learner)
        type_code(client, seen)
        assert is_inside(client)
        clock.shift(seconds_later)
        type_password(thief, learner)
        type_code(thief, seen)

        assert not is_inside(thief)


def test_an_older_code_is_refused_after_a_newer_one(client: Client, learner: User) -> None:
    give_app(learner)
    with time_machine.travel("2026-11-02 10:00:15+00:00", tick=False):
        type_password(client, learner)
        type_code(client, show_code())
        thief = Client()
        type_password(thief, learner)
        type_code(thief, show_code(periods_ago=1))

        assert not is_inside(thief)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_type_a_code_at_once_one_is_let_in(learner: User) -> None:
    app = give_app(learner)
    code, outcomes, start = show_code(), [], threading.Barrier(8)

    def type_it() -> None:
        own = Authenticator.objects.get(pk=app.pk)
        start.wait()
        outcomes.append(own.wrap().validate_code(code))
        connection.close()

    threads = [threading.Thread(target=type_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [False] * 7 + [True]


def test_the_sixth_try_is_refused_though_it_be_right(client: Client, learner: User) -> None:
    give_app(learner)
    type_password(client, learner)
    for _ in range(5):
        type_code(client, WRONG)
    answer = type_code(client, show_code())

    assert not is_inside(client)
    assert "Too many attempts" in answer.content.decode()


def test_a_recovery_code_lets_in_once(client: Client, learner: User) -> None:
    give_app(learner)
    code = give_codes(learner)[3]
    type_password(client, learner)
    type_code(client, f"{code[:4]} {code[4:]}")
    assert is_inside(client)

    again = Client()
    type_password(again, learner)
    type_code(again, code)
    assert not is_inside(again)
    assert code not in give_codes(learner)


# --- setting up and taking away -------------------------------------------------------------------


def set_up(browser: Client) -> str:
    """Set up an app as a person would, and return its secret."""
    page = browser.get(reverse("mfa_activate_totp"))
    secret = str(page.context["form"].secret)
    browser.post(reverse("mfa_activate_totp"), {"code": show_code(secret)})
    return secret


@pytest.mark.django_db(transaction=True)
def test_setting_up_asks_who_it_is_gives_codes_and_sends_a_mail(
    client: Client, learner: User
) -> None:
    type_password(client, learner)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))

    prove(client)
    secret = set_up(client)

    app = Authenticator.objects.get(user=learner, type="totp")
    assert secret not in json.dumps(app.data)
    assert len(give_codes(learner)) == 10
    assert [message.subject for message in mail.outbox] == ["An app for codes was set up"]
    assert "From: 127.0.0.1" in mail.outbox[0].body


def test_a_wrong_code_sets_nothing_up(client: Client, learner: User) -> None:
    type_password(client, learner)
    prove(client)
    client.get(reverse("mfa_activate_totp"))
    page = client.post(reverse("mfa_activate_totp"), {"code": WRONG})

    assert "This code is not right" in page.content.decode()
    assert not Authenticator.objects.exists()


def test_an_address_that_is_not_confirmed_comes_first(client: Client, learner: User) -> None:
    EmailAddress.objects.create(user=learner, email=learner.email, primary=True)
    client.force_login(learner)
    index = client.get(reverse("mfa_index")).content.decode()
    assert "is not confirmed yet" in index
    assert reverse("mfa_activate_totp") not in index

    answer = client.get(reverse("mfa_activate_totp"), follow=True)
    assert answer.redirect_chain == [(reverse("mfa_index"), 302)]
    assert "Confirm your e-mail address first" in answer.content.decode()


def test_the_last_factor_takes_the_codes_with_it(client: Client, learner: User) -> None:
    give_app(learner)
    give_codes(learner)
    type_password(client, learner)
    type_code(client, show_code())
    prove(client)
    page = client.get(reverse("mfa_deactivate_totp")).content.decode()
    assert "your recovery codes will be gone" in page

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "Your app for codes was removed"


@pytest.mark.django_db(transaction=True)
def test_new_codes_end_the_old_ones(client: Client, learner: User) -> None:
    give_app(learner)
    old = give_codes(learner)
    type_password(client, learner)
    type_code(client, show_code())
    prove(client)
    client.post(reverse("mfa_generate_recovery_codes"))

    assert not set(old) & set(give_codes(learner))
    assert mail.outbox[-1].subject == "You have new recovery codes"


def test_codes_are_downloaded_as_text_that_no_cache_keeps(client: Client, learner: User) -> None:
    give_app(learner)
    codes = give_codes(learner)
    type_password(client, learner)
    type_code(client, show_code())
    prove(client)
    answer = client.get(reverse("mfa_download_recovery_codes"))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.content.decode().split()[-10:] == codes


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_view_recovery_codes"])
def test_pages_that_show_secrets_are_kept_by_no_cache(
    client: Client, learner: User, name: str
) -> None:
    if name == "mfa_view_recovery_codes":
        give_codes(learner)
    client.force_login(learner)
    prove(client)

    assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_a_mail_comes_in_the_language_of_the_person(client: Client, learner: User) -> None:
    UserProfile.objects.filter(user=learner).update(language="ar")
    type_password(client, learner)
    prove(client)
    set_up(client)

    (message,) = mail.outbox
    assert "Please do not answer" not in message.body


# --- passkeys: bad answers ------------------------------------------------------------------------

NONSENSE = [
    "",
    "{",
    "null",
    "[]",
    "7",
    '{"id": "x"}',
    '{"id": 1, "rawId": 2, "response": {}}',
    '{"id": "AAAA", "rawId": "AAAA", "response": {"clientDataJSON": "AAAA", "signature": "A"}}',
    '{"id": "AAAA", "rawId": "AAAA", "response": {"clientDataJSON": "e30", "signature": "A"}}',
    '{"id": "AAAA", "rawId": "AAAA", "response": "x"}',
]


@pytest.mark.parametrize("answer", NONSENSE)
def test_nonsense_in_place_of_a_passkey_is_refused_in_words(
    client: Client, learner: User, answer: str
) -> None:
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    page = client.post(reverse("mfa_login_webauthn"), {"credential": answer}, follow=True)
    assert "This passkey did not fit" in page.content.decode()
    assert not is_inside(client)

    client.force_login(learner)
    prove(client)
    client.get(reverse("mfa_add_webauthn"))
    form = {"name": "Phone", "credential": answer, "passwordless": "on"}
    page = client.post(reverse("mfa_add_webauthn"), form)
    assert page.status_code == 200
    assert "This passkey did not fit" in page.content.decode()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("answer", [{"id": "x"}, {"id": 1, "rawId": 2, "response": {}}, 7, [1]])
def test_nonsense_from_an_app_is_refused_too(client: Client, answer: Any) -> None:
    place = "/_allauth/app/v1/auth/webauthn/login"
    token = json.loads(client.get(place).content)["meta"].get("session_token", "")
    refused = client.post(
        place,
        {"credential": answer},
        content_type="application/json",
        headers={"x-session-token": token},
    )

    assert refused.status_code == 400


# --- what a passkey is for ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("learn.example.com", "learn.example.com"),
        ("admin.learn.example.com", "learn.example.com"),
        ("admin.learn.example.com:8443", "learn.example.com"),
        ("elsewhere.example.com", "elsewhere.example.com"),
        ("notlearn.example.com", "notlearn.example.com"),
    ],
)
def test_a_passkey_is_for_the_site_and_the_hosts_below_it(
    settings: Settings, host: str, site: str
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://learn.example.com"
    with context.request_context(RequestFactory().get("/", HTTP_HOST=host)):
        entity = SecondFactorAdapter().get_public_key_credential_rp_entity()

    assert entity == {"id": site, "name": "Hybrid LMS"}


# --- secrets at rest ------------------------------------------------------------------------------


def test_a_secret_rests_encrypted_and_never_the_same_way() -> None:
    first, second = ciphers.encrypt(SECRET), ciphers.encrypt(SECRET)

    assert SECRET not in first
    assert first != second
    assert ciphers.decrypt(first) == ciphers.decrypt(second) == SECRET


def test_keys_change_without_anybody_losing_an_app(settings: Settings) -> None:
    settings.SECRET_KEY = "old"
    kept = ciphers.encrypt(SECRET)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    assert ciphers.decrypt(kept) == SECRET
    renewed = ciphers.renew(kept)
    settings.SECRET_KEY_FALLBACKS = []
    assert ciphers.decrypt(renewed) == SECRET
    with pytest.raises(ciphers.UnreadableSecret):
        ciphers.decrypt(kept)

    settings.SECOND_FACTOR_KEYS = ["a key of its own"]
    assert ciphers.decrypt(renewed) == SECRET
    settings.SECRET_KEY = "yet another"
    assert ciphers.decrypt(ciphers.encrypt(SECRET)) == SECRET


def test_every_secret_is_renewed_before_an_old_key_goes(
    client: Client, learner: User, settings: Settings
) -> None:
    settings.SECRET_KEY = "old"
    give_app(learner)
    codes = give_codes(learner)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    out = StringIO()
    call_command("renew_second_factors", stdout=out)
    assert out.getvalue() == "2 secrets are encrypted with the first key.\n"

    settings.SECRET_KEY_FALLBACKS = []
    assert give_codes(learner) == codes
    type_password(client, learner)
    type_code(client, show_code())
    assert is_inside(client)

    settings.SECRET_KEY = "lost"
    with pytest.raises(CommandError, match="2 can be read with none of the keys"):
        call_command("renew_second_factors", stdout=out)


def test_a_lost_key_is_told_in_words_and_opens_nothing(
    client: Client, learner: User, settings: Settings
) -> None:
    app = give_app(learner)
    Authenticator.objects.filter(pk=app.pk).update(data={"secret": "changed by somebody"})
    type_password(client, learner)
    answer: Any = type_code(client, show_code())

    assert answer.status_code == 200
    assert "Write to those who run this site" in answer.content.decode()
    assert not is_inside(client)
