"""Every road into the site: closed to who is shut out, leading nowhere else, and keyed anew.

Who builds another road adds a line to `ROADS`.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings
from wagtail.admin.urls import password_reset as wagtail_password_reset

from accounts.models import User
from accounts.services.deactivation import deactivate_person
from tests.accounts.apps import App
from tests.factories.people import PASSWORD

NEW_PASSWORD = "rye-and-patience-26"
Road = Callable[[User], Iterator[None | bool]]
"""Prepares, waits until the person is shut out (or not), then says whether the road let them in."""


def is_in(browser: Client) -> bool:
    return bool(browser.get("/learn/").status_code == 200)


def site_form(person: User) -> Iterator[None | bool]:
    yield None
    browser = Client()
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    yield is_in(browser)


def door_of_the_admin(person: User) -> Iterator[None | bool]:
    yield None
    browser = Client()
    door = browser.get("/admin/", follow=True).redirect_chain[-1][0]
    browser.post(door, {"login": person.email, "password": PASSWORD})
    yield is_in(browser)


def session_cookie(person: User) -> Iterator[None | bool]:
    browser = Client()
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    yield None
    yield is_in(browser)


def app_login(person: User) -> Iterator[None | bool]:
    yield None
    app = App()
    app.post("auth/login", email=person.email, password=PASSWORD)
    yield app.read() == 200


def access_token(person: User) -> Iterator[None | bool]:
    app = App().log_in(person)
    yield None
    yield app.read() == 200


def refresh_token(person: User) -> Iterator[None | bool]:
    app = App().log_in(person)
    yield None
    yield app.refresh() == 200


def reset_link_then_form(person: User) -> Iterator[None | bool]:
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": person.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/reset/key/" in word)
    yield None
    form = browser.get(link, follow=True).redirect_chain[-1][0]
    browser.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    for password in (PASSWORD, NEW_PASSWORD):
        browser.post("/accounts/login/", {"login": person.email, "password": password})
    yield is_in(browser)


ROADS: dict[str, Road] = {
    road.__name__: road
    for road in (
        site_form,
        door_of_the_admin,
        session_cookie,
        app_login,
        access_token,
        refresh_token,
        reset_link_then_form,
    )
}


def flag_alone(person: User, admin: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def by_the_service(person: User, admin: User) -> None:
    deactivate_person(person=person, actor=admin)


@pytest.mark.spec("S32")
@pytest.mark.parametrize("name", ROADS)
def test_the_road_is_open_to_who_is_not_shut_out(learner: User, name: str) -> None:
    road = ROADS[name](learner)
    next(road)

    assert next(road) is True


@pytest.mark.spec("S32")
@pytest.mark.parametrize("shut_out", [flag_alone, by_the_service])
@pytest.mark.parametrize("name", ROADS)
def test_no_road_lets_in_who_is_shut_out(
    learner: User, admin: User, name: str, shut_out: Callable[[User, User], None]
) -> None:
    road = ROADS[name](learner)
    next(road)

    shut_out(learner, admin)

    assert next(road) is False


# --- the admin has no door of its own -------------------------------------------------------------


@pytest.mark.parametrize("place", ["/admin/login/", "/_util/login/", "/admin/"])
def test_every_door_is_the_one_door(client: Client, db: None, place: str) -> None:
    answer = client.get(f"{place}?next=/admin/reports/", follow=True)

    assert answer.templates[0].name == "account/login.html"


def test_the_admin_takes_no_password_at_its_own_address(client: Client, admin: User) -> None:
    words = {"username": admin.email, "login": admin.email, "password": PASSWORD}

    for place in ("/admin/login/", "/_util/login/"):
        client.post(place, words)

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "name", [str(pattern.name) for pattern in wagtail_password_reset.urlpatterns]
)
def test_the_admin_resets_no_passwords(client: Client, admin: User, name: str) -> None:
    try:
        place = reverse(name)
    except NoReverseMatch:
        place = reverse(name, args=["MQ", "set-password"])

    assert client.get(place).status_code == 404
    assert client.post(place, {"email": admin.email}).status_code == 404
    assert mail.outbox == []


# --- sessions -------------------------------------------------------------------------------------


@pytest.mark.spec("S32")
def test_a_session_from_before_the_login_is_worth_nothing_after_it(learner: User) -> None:
    browser = Client()
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    planted = str(session.session_key)
    browser.cookies["sessionid"] = planted

    browser.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})

    assert browser.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert (is_in(browser), is_in(thief)) == (True, False)


def test_nobody_chooses_the_key_of_a_session(learner: User) -> None:
    browser = Client()
    browser.cookies["sessionid"] = chosen = "a" * 32

    browser.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})

    assert browser.session.session_key != chosen
    assert not Session.objects.filter(pk=chosen).exists()


def test_who_logs_in_as_somebody_else_takes_nothing_along(learner: User, newcomer: User) -> None:
    browser = Client()
    browser.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})
    session = browser.session
    session["of_the_learner"] = "a draft"
    session.save()
    browser.post("/accounts/logout/")

    browser.post("/accounts/login/", {"login": newcomer.email, "password": PASSWORD})

    assert browser.session["_auth_user_id"] == str(newcomer.pk)
    assert "of_the_learner" not in browser.session


@pytest.mark.spec("S32")
def test_logging_out_destroys_the_session(learner: User) -> None:
    browser, thief = Client(), Client()
    browser.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})
    key = str(browser.session.session_key)
    thief.cookies["sessionid"] = key
    assert is_in(thief)

    browser.post("/accounts/logout/")

    assert not Session.objects.filter(pk=key).exists()
    assert (is_in(browser), is_in(thief)) == (False, False)


def test_a_link_logs_nobody_out(learner: User) -> None:
    browser = Client()
    browser.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})

    browser.get("/accounts/logout/")
    browser.get("/accounts/sessions/?end=all")

    assert is_in(browser)


# --- where a road leads ---------------------------------------------------------------------------

AWAY = (
    "https://evil.example/",
    "http://evil.example",
    "HTTPS://EVIL.EXAMPLE/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:\\\\evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/%5cevil.example",
    "/%2f/evil.example",
    "%2f%2fevil.example",
    "https%3a%2f%2fevil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://evil.example/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//testserver@evil.example",
    "https://evil.example\\@testserver/",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "\x08//evil.example",
    "/\r\nLocation: https://evil.example",
    "//evil。example",
    "https://ｅvil.example",
    "／／evil.example",
    "//[::1]/",
    "https://[::1",
    "//0x7f000001/",
)
OURS = ("testserver",)


def leaves(location: str) -> bool:
    """Whether a browser that is sent to `location` by a page of ours goes elsewhere.

    Browsers drop tabs and line ends, read a backslash as a slash, and take "https:x" for a host.
    """
    seen = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(33)))).replace("\\", "/")
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", seen)
    if scheme:
        host = re.split(r"[/?#]", seen[scheme.end() :].lstrip("/"))[0]
        return scheme[1].lower() not in {"http", "https"} or host not in OURS
    if seen.startswith("//"):
        return re.split(r"[/?#]", seen.lstrip("/"))[0] not in OURS
    return False


@pytest.mark.parametrize("location", ["/courses/", "http://testserver/", "?a=//b", "a/b", "/a:b"])
def test_the_judge_of_ways_knows_ours(location: str) -> None:
    assert not leaves(location)


@pytest.mark.parametrize("location", AWAY[:13] + AWAY[17:24])
def test_the_judge_of_ways_knows_others(location: str) -> None:
    assert leaves(location)


def find_locations(answer: HttpResponseBase) -> list[str]:
    return [answer.headers["Location"]] if answer.has_header("Location") else []


def log_in_on_the_way(learner: User, way: str) -> list[str]:
    words = {"login": learner.email, "password": PASSWORD, "next": way}
    return find_locations(Client().post("/accounts/login/", words))


def arrive_logged_in(learner: User, way: str) -> list[str]:
    browser = Client()
    browser.force_login(learner)
    return [
        place
        for path in ("/accounts/login/", "/accounts/signup/", "/admin/login/", "/_util/login/")
        for place in find_locations(browser.get(path, {"next": way}))
    ]


def sign_up_on_the_way(learner: User, way: str) -> list[str]:
    words = {"email": "dewi@example.com", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    found = find_locations(Client().post("/accounts/signup/", {**words, "next": way}))
    assert found
    User.objects.filter(email="dewi@example.com").delete()
    return found


def log_out_on_the_way(learner: User, way: str) -> list[str]:
    browser = Client()
    browser.force_login(learner)
    return find_locations(browser.post("/accounts/logout/", {"next": way}))


def prove_oneself_on_the_way(learner: User, way: str) -> list[str]:
    browser = Client()
    browser.force_login(learner)
    words = {"password": PASSWORD, "next": way}
    found = find_locations(browser.post("/accounts/reauthenticate/", words))
    assert found
    return found


def reset_on_the_way(learner: User, way: str) -> list[str]:
    words = {"email": learner.email, "next": way}
    return find_locations(Client().post("/accounts/password/reset/", words))


def pass_other_doors(learner: User, way: str) -> list[str]:
    browser = Client()
    places = ("/admin/login/", "/_util/login/", "/accounts/2fa/", "/accounts/sessions/")
    social = ("/accounts/social/login/cancelled/", "/accounts/social/signup/")
    return [
        place
        for path in (*places, *social)
        for place in find_locations(browser.get(path, {"next": way}))
    ]


WAYS = (
    log_in_on_the_way,
    arrive_logged_in,
    sign_up_on_the_way,
    log_out_on_the_way,
    prove_oneself_on_the_way,
    reset_on_the_way,
    pass_other_doors,
)


@pytest.mark.spec("S32")
@pytest.mark.parametrize("take", WAYS)
def test_no_road_leads_away_from_the_site(
    settings: Settings, learner: User, take: Callable[[User, str], list[str]]
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    found = [(way, place) for way in AWAY for place in take(learner, way)]

    assert [(way, place) for way, place in found if leaves(place)] == []


@pytest.mark.parametrize("take", [log_in_on_the_way, log_out_on_the_way, prove_oneself_on_the_way])
def test_a_road_within_the_site_is_taken(
    learner: User, take: Callable[[User, str], list[str]]
) -> None:
    assert take(learner, "/courses/?level=beginner") == ["/courses/?level=beginner"]
