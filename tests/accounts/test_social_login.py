"""Coming in by another site: over HTTP, against one that speaks OpenID Connect."""

import re
import time
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from allauth.socialaccount.providers.google import views as google
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.enums import Role
from accounts.models import User
from config.social import make_entry
from tests.accounts.apps import App
from tests.accounts.openid_server import CLIENT_ID, OTHER_KEY, SECRET, Provider, serve_provider
from tests.accounts.recent_login import log_in_recently
from tests.accounts.second_factor import give_app, show_code, type_code
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
START, CALLBACK = "/accounts/social/oidc/school/", "/social/oidc/school/callback/"


@pytest.fixture
def school(settings: Settings) -> Iterator[Provider]:
    """Give a school whose people may log in by it."""
    with serve_provider() as provider:
        server = {"server_url": provider.address}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": make_entry(
                CLIENT_ID, SECRET, provider_id="school", name="School", settings=server
            )
        }
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.5
        yield provider


def leave(browser: Client, start: str = START) -> str:
    """Press the button; return where the provider's page is."""
    page = browser.post(start)
    assert page.status_code == 200, page.headers
    return str(page.headers["Refresh"].removeprefix("0; url="))


def say_yes(place: str) -> str:
    """Say yes at the provider; return where that leads."""
    found = re.search(r'href="([^"]+)"', requests.get(place, timeout=5).text)
    assert found
    return unescape(found[1]).removeprefix("http://testserver")


def come_in(browser: Client, start: str = START) -> Any:
    return browser.get(say_yes(leave(browser, start)))


def connect(person: User, uid: str = "dewi-1") -> SocialAccount:
    return SocialAccount.objects.create(user=person, provider="school", uid=uid)


def confirm(person: User) -> None:
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


# --- without keys ---------------------------------------------------------------------------------

PLACES = (
    "",
    "signup/",
    "login/cancelled/",
    "login/error/",
    "google/",
    "google/login/token/",
    "github/",
    "oidc/school/",
)


@pytest.mark.spec("S32")
@pytest.mark.parametrize("kind", ["get", "post"])
def test_without_keys_there_is_nothing(client: Client, learner: User, kind: str) -> None:
    client.force_login(learner)
    callbacks = ("google", "github", "oidc/school")
    places = [f"/accounts/social/{place}" for place in PLACES]
    places += [f"/social/{name}/callback/" for name in callbacks if kind == "get"]

    assert {getattr(client, kind)(place).status_code for place in places} == {404}
    for place in ("/accounts/login/", "/accounts/signup/", "/accounts/profile/"):
        assert "/social/" not in Client().get(place).content.decode()
        assert "/social/" not in client.get(place).content.decode()


def test_with_keys_there_are_buttons_and_a_tab(
    client: Client, school: Provider, learner: User
) -> None:
    for place in ("/accounts/login/", "/accounts/signup/"):
        assert "Go on with School" in client.get(place).content.decode()
    client.force_login(learner)
    assert "Connected accounts" in client.get("/accounts/profile/").content.decode()
    assert client.get("/accounts/social/google/").status_code == 404


def test_a_link_alone_leads_nowhere(client: Client, school: Provider) -> None:
    answer = client.get(START)

    assert answer.status_code == 200
    assert not answer.has_header("Refresh")
    assert school.asked == []


# --- somebody new ---------------------------------------------------------------------------------


@pytest.mark.spec("S14", "S32")
def test_somebody_new_gets_an_account_with_a_confirmed_address(
    client: Client, school: Provider
) -> None:
    answer = come_in(client)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/learn/")
    person = User.objects.get()
    assert (person.email, person.display_name, person.role) == (
        "dewi@example.com",
        "Dewi Ayu",
        Role.STUDENT,
    )
    assert EmailAddress.objects.get(user=person).verified
    assert not person.has_usable_password()
    assert client.get("/learn/").status_code == 200


@pytest.mark.spec("S32")
def test_a_provider_gives_no_rights(client: Client, school: Provider) -> None:
    rights = {"role": "admin", "is_staff": True, "is_superuser": True, "groups": ["Admins"]}
    school.person |= rights | {"id": 1, "pk": 1}

    come_in(client)

    person = User.objects.get()
    assert (person.role, person.is_staff, person.is_superuser) == (Role.STUDENT, False, False)
    assert not person.groups.filter(name="Admins").exists()


def test_little_of_a_person_is_kept_and_no_token(client: Client, school: Provider) -> None:
    school.person |= {"birthdate": "1990-01-01", "phone_number": "+62 1"}

    come_in(client)

    kept = SocialAccount.objects.get().extra_data
    assert kept == {"name": "Dewi Ayu", "email": "dewi@example.com"}
    assert not SocialToken.objects.exists()


def test_odd_names_fit(client: Client, school: Provider) -> None:
    school.person |= {"name": None, "given_name": "D" * 400 + "\0", "family_name": 17}

    come_in(client)

    person = User.objects.get()
    assert (person.first_name, person.last_name) == ("D" * 150, "")


@pytest.mark.parametrize("word", [False, None, "false", "true", 1])
def test_an_address_is_confirmed_by_a_plain_yes_alone(
    client: Client, school: Provider, word: Any
) -> None:
    school.person["email_verified"] = word

    answer = come_in(client)

    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert not EmailAddress.objects.get().verified
    assert not is_in(client)


def test_who_comes_without_an_address_is_asked_for_one(client: Client, school: Provider) -> None:
    del school.person["email"]

    answer = come_in(client)
    page = client.get(answer.headers["Location"])
    assert (page.templates[0].name, User.objects.count()) == ("socialaccount/signup.html", 0)
    client.post(answer.headers["Location"], {"email": "ayu@example.com"})

    assert SocialAccount.objects.get().user.email == "ayu@example.com"
    assert not EmailAddress.objects.get().verified


# --- somebody known -------------------------------------------------------------------------------


def test_who_is_connected_comes_in(client: Client, school: Provider, learner: User) -> None:
    confirm(learner)
    connect(learner)

    come_in(client)

    assert client.session["_auth_user_id"] == str(learner.pk)


@pytest.mark.spec("S32")
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_an_address_opens_no_account(
    client: Client, school: Provider, learner: User, is_confirmed: bool
) -> None:
    school.person["email"] = learner.email.upper()
    if is_confirmed:
        confirm(learner)

    answer = client.get(say_yes(leave(client)), follow=True)

    assert answer.redirect_chain[0][0] == reverse("account_login")
    assert "Log in to it, then connect School" in answer.content.decode()
    assert (is_in(client), SocialAccount.objects.count(), User.objects.count()) == (False, 0, 1)
    learner.refresh_from_db()
    assert learner.check_password(PASSWORD)


def test_an_address_that_may_be_anybodys_is_answered_as_a_new_one(
    client: Client, school: Provider, learner: User
) -> None:
    school.person |= {"email_verified": False, "email": learner.email}

    answer = come_in(client)

    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert (is_in(client), SocialAccount.objects.count()) == (False, 0)
    assert mail.outbox[-1].subject == "You have an account already"


@pytest.mark.parametrize(("is_confirmed", "expected"), [(True, True), (False, False)])
def test_an_address_opens_an_account_where_the_setting_says_so_and_both_ends_know_it(
    client: Client,
    school: Provider,
    settings: Settings,
    learner: User,
    is_confirmed: bool,
    expected: bool,
) -> None:
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    school.person["email"] = learner.email
    if is_confirmed:
        confirm(learner)

    come_in(client)

    assert is_in(client) is expected
    learner.refresh_from_db()
    assert learner.check_password(PASSWORD)


@pytest.mark.spec("S32")
def test_a_suspended_person_stays_outside(client: Client, school: Provider, learner: User) -> None:
    connect(learner)
    User.objects.filter(pk=learner.pk).update(is_active=False)

    answer = come_in(client)

    assert answer.headers["Location"] == reverse("account_inactive")
    assert client.get("/learn/").status_code == 302


@pytest.mark.spec("S32")
def test_the_second_step_is_asked_for(client: Client, school: Provider, learner: User) -> None:
    confirm(learner)
    connect(learner)
    give_app(learner)

    answer = come_in(client)

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/learn/").status_code == 302
    type_code(client, show_code())
    assert client.get("/learn/").status_code == 200


@pytest.mark.parametrize(
    ("way", "expected"),
    [("/courses/", "/courses/"), ("https://evil.example/", "/learn/"), ("//evil", "/learn/")],
)
def test_a_login_leads_on_within_the_site(
    client: Client, school: Provider, way: str, expected: str
) -> None:
    assert come_in(client, f"{START}?next={way}").headers["Location"] == expected


# --- what goes wrong ------------------------------------------------------------------------------


def assert_could_not(answer: Any) -> None:
    assert answer.status_code == 401
    assert "That login could not be done" in answer.content.decode()
    assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)


def test_who_says_no_is_told_that_nothing_happened(client: Client, school: Provider) -> None:
    school.says_no = True

    answer = client.get(say_yes(leave(client)), follow=True)

    assert "You are not logged in" in answer.content.decode()
    assert User.objects.count() == 0


@pytest.mark.spec("S32")
def test_a_wrong_state_is_refused(client: Client, school: Provider) -> None:
    back = say_yes(leave(client))

    assert_could_not(client.get(re.sub(r"state=\w+", "state=another", back)))
    assert_could_not(client.get(f"{CALLBACK}?code=x"))
    assert_could_not(Client().get(back))


def test_a_way_back_works_once(client: Client, school: Provider) -> None:
    back = say_yes(leave(client))
    client.get(back)
    client.logout()

    assert client.get(back).status_code == 401
    assert not is_in(client)


@pytest.mark.spec("S32")
@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of-another-login"},
        {"nonce": None},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"aud": "another-site"},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"sub": None},
        {"sub": "somebody-else"},
    ],
    ids=str,
)
def test_a_token_of_another_login_is_refused(
    client: Client, school: Provider, claims: dict[str, Any]
) -> None:
    school.claims = claims

    assert_could_not(come_in(client))


def test_a_code_is_worth_nothing_without_what_it_is_bound_to(
    client: Client, school: Provider
) -> None:
    come_in(client)

    asked, exchanged = school.asked
    assert asked["code_challenge_method"] == "S256"
    assert len(exchanged["code_verifier"]) >= 43
    assert asked["redirect_uri"] == f"http://testserver{CALLBACK}"


GARBAGE = {
    "down": (500, b""),
    "page": (200, b"<html>Busy</html>"),
    "list": (200, b"[1]"),
    "empty": (200, b"{}"),
    "nothing": (200, b"null"),
    "nonsense": (200, b'{"sub": {"a": 1}, "access_token": [], "id_token": 7}'),
}


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("path", ["/token", "/userinfo", "/.well-known/openid-configuration"])
def test_a_provider_that_answers_nonsense_is_told_of(
    client: Client, school: Provider, path: str, garbage: str
) -> None:
    back = say_yes(leave(client))
    school.broken, school.garbage = path, GARBAGE[garbage]

    assert_could_not(client.get(back))


@pytest.mark.parametrize("garbage", GARBAGE)
def test_a_button_to_a_provider_that_is_down_says_so(
    client: Client, school: Provider, garbage: str
) -> None:
    school.broken, school.garbage = "/.well-known/openid-configuration", GARBAGE[garbage]

    assert_could_not(client.post(START))


def test_a_slow_provider_is_not_waited_for(client: Client, school: Provider) -> None:
    back = say_yes(leave(client))
    school.broken, school.seconds = "/token", 2

    begun = time.monotonic()
    assert_could_not(client.get(back))
    assert time.monotonic() - begun < 1.5


def test_a_provider_that_is_gone_is_told_of(
    client: Client, school: Provider, settings: Settings
) -> None:
    (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = "http://127.0.0.1:9"

    assert_could_not(client.post(START))


def test_an_address_asks_for_nothing_more_than_we_do(client: Client, school: Provider) -> None:
    place = leave(client, f"{START}?scope=everything&auth_params=prompt%3Dnone&action=rerequest")

    asked = dict(parse_qsl(urlsplit(place).query))
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert "prompt" not in asked


def test_the_way_back_speaks_the_language_of_the_way_out(client: Client, school: Provider) -> None:
    school.claims = {"nonce": None}

    answer = come_in(client, f"/ar{START}")

    assert '<html lang="ar" dir="rtl"' in answer.content.decode()


# --- connecting -----------------------------------------------------------------------------------


def test_who_is_inside_connects_and_is_told_by_mail(
    client: Client, school: Provider, learner: User
) -> None:
    log_in_recently(client, learner)

    answer = come_in(client, f"{START}?process=connect")

    assert answer.headers["Location"] == "/accounts/social/"
    assert SocialAccount.objects.get().user == learner
    assert mail.outbox[-1].subject == "An account is connected to yours"
    assert "dewi@example.com" in client.get("/accounts/social/").content.decode()


@pytest.mark.spec("S32")
def test_connecting_asks_once_more_who_it_is(
    client: Client, school: Provider, learner: User
) -> None:
    log_in_recently(client, learner, seconds_ago=3600)

    answer = come_in(client, f"{START}?process=connect")
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not SocialAccount.objects.exists()
    client.post(answer.headers["Location"], {"password": PASSWORD}, follow=True)

    assert SocialAccount.objects.get().user == learner


def test_a_visitor_connects_nothing(client: Client, school: Provider) -> None:
    answer = client.post(f"{START}?process=connect")

    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_an_account_elsewhere_opens_one_account_here(
    client: Client, school: Provider, learner: User, newcomer: User
) -> None:
    connect(newcomer)
    log_in_recently(client, learner)

    answer = client.get(say_yes(leave(client, f"{START}?process=connect")), follow=True)

    assert "connected to somebody else" in answer.content.decode()
    assert SocialAccount.objects.get().user == newcomer


def disconnect(browser: Client, account: SocialAccount) -> Any:
    return browser.post("/accounts/social/", {"account": account.pk})


def test_who_has_a_password_disconnects(client: Client, school: Provider, learner: User) -> None:
    confirm(learner)
    account = connect(learner)
    log_in_recently(client, learner)

    assert disconnect(client, account).status_code == 302

    assert not SocialAccount.objects.exists()
    assert mail.outbox[-1].subject == "An account is disconnected from yours"


def test_disconnecting_asks_once_more_who_it_is(
    client: Client, school: Provider, learner: User
) -> None:
    confirm(learner)
    account = connect(learner)
    log_in_recently(client, learner, seconds_ago=3600)

    answer = disconnect(client, account)
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    words = {"password": PASSWORD, "next": "/accounts/social/"}
    client.post(answer.headers["Location"], words, follow=True)

    # What lay open too long is not done after the answer either.
    assert SocialAccount.objects.exists()
    disconnect(client, account)
    assert not SocialAccount.objects.exists()


def test_nobody_disconnects_somebody_elses(
    client: Client, school: Provider, learner: User, newcomer: User
) -> None:
    confirm(learner)
    account = connect(newcomer)
    log_in_recently(client, learner)

    assert "not connected any more" in disconnect(client, account).content.decode()
    assert SocialAccount.objects.exists()


@pytest.mark.spec("S32")
def test_the_last_way_in_stays(client: Client, school: Provider, learner: User) -> None:
    confirm(learner)
    account = connect(learner)
    # A connection to a provider whose keys are gone lets nobody in.
    SocialAccount.objects.create(user=learner, provider="google", uid="1")
    learner.set_unusable_password()
    learner.save()
    log_in_recently(client, learner)

    answer = disconnect(client, account)

    assert "Choose a password first" in answer.content.decode()
    assert SocialAccount.objects.count() == 2


def test_one_of_two_ways_in_may_go(client: Client, school: Provider, learner: User) -> None:
    account, other = connect(learner), connect(learner, "dewi-2")
    learner.set_unusable_password()
    learner.save()
    log_in_recently(client, learner)

    disconnect(client, account)

    assert SocialAccount.objects.get() == other


# --- GitHub and Google ----------------------------------------------------------------------------


def point_to(stub: Provider, adapter: type, patch: Callable[..., None]) -> None:
    patch(adapter, "authorize_url", f"{stub.address}/authorize")
    patch(adapter, "access_token_url", f"{stub.address}/token")


@pytest.fixture
def github(school: Provider, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Provider:
    settings.SOCIALACCOUNT_PROVIDERS = {"github": make_entry(CLIENT_ID, SECRET)}
    point_to(school, GitHubOAuth2Adapter, monkeypatch.setattr)
    monkeypatch.setattr(GitHubOAuth2Adapter, "profile_url", f"{school.address}/user")
    monkeypatch.setattr(GitHubOAuth2Adapter, "emails_url", f"{school.address}/user/emails")
    return school


def test_github_lets_in_by_its_first_address(client: Client, github: Provider) -> None:
    github.emails = [
        {"email": "private@example.com", "primary": False, "verified": True},
        {"email": "dewi@example.com", "primary": True, "verified": True},
    ]

    come_in(client, "/accounts/social/github/")

    assert is_in(client)
    assert SocialAccount.objects.get().provider == "github"
    (address,) = EmailAddress.objects.all()
    assert (address.email, address.verified) == ("dewi@example.com", True)
    assert "code_verifier" in github.asked[-1]


UNREADABLE = [("/user", name) for name in GARBAGE]
# GitHub without addresses is a person without one.
UNREADABLE += [("/user/emails", name) for name in ("down", "page", "list", "nonsense")]


@pytest.mark.parametrize(("path", "garbage"), UNREADABLE)
def test_github_answering_nonsense_is_told_of(
    client: Client, github: Provider, path: str, garbage: str
) -> None:
    back = say_yes(leave(client, "/accounts/social/github/"))
    github.broken, github.garbage = path, GARBAGE[garbage]

    assert_could_not(client.get(back))


def test_google_lets_in_by_its_token(
    client: Client, school: Provider, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"google": make_entry(CLIENT_ID, SECRET)}
    point_to(school, google.GoogleOAuth2Adapter, monkeypatch.setattr)
    monkeypatch.setattr(google, "ID_TOKEN_ISSUER", school.address)

    come_in(client, "/accounts/social/google/")

    assert is_in(client)
    assert SocialAccount.objects.get().provider == "google"
    school.claims = {"aud": "another-site"}
    other = Client()
    assert come_in(other, "/accounts/social/google/").status_code == 401


# --- apps -----------------------------------------------------------------------------------------


def send_token(token: Any) -> tuple[int, App]:
    app = App()
    words = {"client_id": CLIENT_ID, "id_token": token}
    app.post("auth/provider/token", provider="school", process="login", token=words)
    return int(app.response.status_code), app


@pytest.mark.spec("S32")
def test_an_app_comes_in_by_a_token_of_the_provider(school: Provider, learner: User) -> None:
    confirm(learner)
    connect(learner)

    status, app = send_token(school.make_token())

    assert (status, app.read()) == (200, 200)


def test_an_app_opens_no_account_by_an_address(school: Provider, learner: User) -> None:
    school.person["email"] = learner.email

    status, app = send_token(school.make_token())

    assert status == 400
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("kind", ["key", "aud", "exp", "endless", "none", "hmac", "words"])
def test_an_app_with_a_token_that_is_none_is_refused(school: Provider, kind: str) -> None:
    claims = {"iss": school.address, "aud": CLIENT_ID, "exp": time.time() + 60, "sub": "x"}
    tokens = {
        "key": lambda: school.make_token(key=OTHER_KEY),
        "aud": lambda: school.make_token(aud="another"),
        "exp": lambda: school.make_token(exp=1),
        "endless": lambda: school.make_token(exp=None),
        "none": lambda: jwt.encode(claims, "", algorithm="none", headers={"kid": "one"}),
        "hmac": lambda: jwt.encode(claims, "x" * 40, algorithm="HS256", headers={"kid": "one"}),
        "words": lambda: "no token",
    }

    status, _ = send_token(tokens[kind]())

    assert status == 400
    assert User.objects.count() == 0
