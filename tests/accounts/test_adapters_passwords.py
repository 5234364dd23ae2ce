"""How passwords are hashed, which are refused, and what a login does with old hashes."""

import threading
import time

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from accounts.adapters.hashers import HASHES_AT_ONCE, FrugalArgon2PasswordHasher
from accounts.models import User
from accounts.validators import DemoPasswordValidator
from config.settings import base
from tests.factories.people import PASSWORD


@pytest.fixture
def product_hashers(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS


@pytest.mark.spec("S179")
def test_argon2_comes_first_with_parameters_that_a_small_container_survives(
    product_hashers: None,
) -> None:
    encoded = make_password("an odd long one")
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("an odd long one", encoded)
    assert not check_password("another", encoded)


@pytest.mark.spec("S180")
@pytest.mark.django_db
def test_a_pbkdf2_hash_still_logs_in_and_is_upgraded(
    product_hashers: None, client: Client, learner: User
) -> None:
    learner.password = PBKDF2PasswordHasher().encode(PASSWORD, "somesalt" * 4, iterations=1000)
    learner.save()
    client.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(learner.pk)
    learner.refresh_from_db()
    assert learner.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_no_more_than_two_hashes_are_computed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running = most = 0
    count = threading.Lock()

    def slow(self: object, password: str, salt: str) -> str:
        nonlocal running, most
        with count:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with count:
            running -= 1
        return "hash"

    monkeypatch.setattr(FrugalArgon2PasswordHasher.__base__, "encode", slow)
    hasher = FrugalArgon2PasswordHasher()
    threads = [threading.Thread(target=hasher.encode, args=("a", "b")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == HASHES_AT_ONCE == 2


@pytest.mark.parametrize(
    ("password", "code"),
    [
        pytest.param("lena.learner", "password_too_similar", marks=pytest.mark.spec("S175")),
        pytest.param("odd-1ne", "password_too_short", marks=pytest.mark.spec("S176")),
        pytest.param("iloveyou1", "password_too_common", marks=pytest.mark.spec("S177")),
        pytest.param("83917460258", "password_entirely_numeric", marks=pytest.mark.spec("S178")),
    ],
)
def test_weak_passwords_are_refused(password: str, code: str) -> None:
    person = User(email="lena.learner@example.com")
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, person)
    assert code in [error.code for error in refusal.value.error_list]


@pytest.mark.spec("S176")
def test_eight_characters_suffice() -> None:
    validate_password("odd-1nes", User(email="lena@example.com"))


def test_password_of_the_demo_is_refused_outside_a_demo(settings: Settings) -> None:
    DemoPasswordValidator().validate(PASSWORD)
    settings.DEMO_ALLOWED = False
    with pytest.raises(ValidationError) as refusal:
        DemoPasswordValidator().validate(PASSWORD)
    assert refusal.value.code == "demo_password"


@pytest.mark.django_db
def test_password_of_the_demo_opens_nothing_outside_a_demo(
    client: Client, learner: User, settings: Settings
) -> None:
    settings.DEMO_ALLOWED = False
    response = client.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session

    settings.DEMO_ALLOWED = True
    response = client.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(learner.pk)
