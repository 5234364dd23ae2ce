"""Devices in words, and only those on which somebody is really logged in."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.selectors.devices import list_devices, name_device
from tests.accounts.apps import App
from tests.factories.people import PASSWORD

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
LIKE_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 "
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) "
SAMSUNG = f"{ANDROID}AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 "
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
ON_IPHONE = "Mobile/15E148 Safari/604.1"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (f"{WINDOWS}{LIKE_CHROME}Safari/537.36", "Chrome on Windows"),
        (f"{WINDOWS}{LIKE_CHROME}Safari/537.36 Edg/141.0.0.0", "Edge on Windows"),
        (f"{WINDOWS}{LIKE_CHROME}Safari/537.36 OPR/122.0.0.0", "Opera on Windows"),
        (f"{ANDROID}{LIKE_CHROME}Mobile Safari/537.36", "Chrome on Android"),
        (f"{SAMSUNG}Mobile Safari/537.36", "Samsung Internet on Android"),
        (f"{IPHONE}(KHTML, like Gecko) Version/26.0 {ON_IPHONE}", "Safari on iPhone"),
        (f"{IPHONE}(KHTML, like Gecko) CriOS/141.0 {ON_IPHONE}", "Chrome on iPhone"),
        (f"{MAC}(KHTML, like Gecko) Version/26.0 Safari/605.1.15", "Safari on Mac"),
        ("curl/8.5.0", "Unknown browser"),
        ("", "Unknown browser"),
        ("<script>alert(1)</script> Linux", "Linux"),
    ],
)
def test_a_user_agent_is_told_in_words(user_agent: str, name: str) -> None:
    assert name_device(user_agent) == name


def test_an_app_is_called_one() -> None:
    assert name_device("okhttp/4.12.0", is_app=True) == "App"
    assert name_device("HybridLMS/1.0 (Android 15)", is_app=True) == "App on Android"


def test_the_words_are_those_of_the_page() -> None:
    with translation.override("id"):
        assert "Linux" in name_device(FIREFOX)


def log_in(person: User, user_agent: str = FIREFOX, ip: str = "192.0.2.7") -> Client:
    browser = Client(headers={"user-agent": user_agent}, REMOTE_ADDR=ip)
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert "_auth_user_id" in browser.session
    return browser


def list_names(person: User, current: Client) -> list[tuple[str, bool]]:
    person = User.objects.get(pk=person.pk)
    key = current.session.session_key
    found = list_devices(person=person, current_key=key)
    return [(device.name, device.is_current) for device in found]


@pytest.mark.spec("S32")
def test_a_person_sees_where_they_are_logged_in(learner: User, newcomer: User) -> None:
    desk = log_in(learner)
    log_in(learner, f"{ANDROID}{LIKE_CHROME}Mobile Safari/537.36", "2001:db8::5")
    log_in(newcomer, IPHONE)

    assert list_names(learner, desk) == [("Firefox on Linux", True), ("Chrome on Android", False)]
    phone = list_devices(person=learner, current_key=None)[0]
    assert (phone.ip, phone.icon, phone.is_app) == ("2001:db8::5", "phone", False)


@pytest.mark.spec("S32")
def test_apps_are_listed_and_named_as_such(learner: User) -> None:
    desk = log_in(learner)
    app = App().log_in(learner)

    assert list_names(learner, desk) == [("Firefox on Linux", True), ("App", False)]

    desk.post("/accounts/sessions/", {"end": "others"})

    assert app.read() in {401, 410}
    assert app.refresh() != 200
    assert list_names(learner, desk) == [("Firefox on Linux", True)]


@pytest.mark.parametrize("how", ["run out", "logged out", "other password"])
def test_a_session_that_opens_nothing_is_not_listed(learner: User, how: str) -> None:
    desk, phone = log_in(learner), log_in(learner, IPHONE)
    if how == "run out":
        ended = Session.objects.filter(pk=phone.session.session_key)
        ended.update(expire_date=timezone.now() - timedelta(seconds=1))
    elif how == "logged out":
        phone.post("/accounts/logout/")
    else:
        learner.set_password("another one entirely")
        learner.save()

    expected = [] if how == "other password" else [("Firefox on Linux", True)]
    assert list_names(learner, desk) == expected


def test_ten_devices_cost_what_two_cost(
    learner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        log_in(learner, ip=f"192.0.2.{number}")
    person = User.objects.get(pk=learner.pk)

    with django_assert_num_queries(2):
        assert len(list_devices(person=person, current_key=None)) == 10


def test_the_last_used_device_stands_first(learner: User) -> None:
    for number, days in ((1, 3), (2, 1), (3, 2)):
        browser = log_in(learner, ip=f"192.0.2.{number}")
        noted = UserSession.objects.filter(session_key=browser.session.session_key)
        noted.update(last_seen_at=timezone.now() - timedelta(days=days))

    found = list_devices(person=User.objects.get(pk=learner.pk), current_key=None)

    assert [device.ip for device in found] == ["192.0.2.2", "192.0.2.3", "192.0.2.1"]
