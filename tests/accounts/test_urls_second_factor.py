"""Every page of the second factor is ours, and no road to an account leads past it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from allauth.mfa import urls as mfa_urls
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.google.provider import GoogleProvider
from django.contrib.auth import get_user
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core import mail
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from tests.accounts.second_factor import (
    give_app,
    give_codes,
    is_inside,
    prove,
    show_code,
    type_code,
    type_password,
)
from tests.factories.people import PASSWORD
from tests.template_database import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S14", "S32")]

NEW_PASSWORD = "rye-and-patience-26"
KEY: dict[str, Any] = {"clientExtensionResults": {"credProps": {"rk": True}}}
"""As much of a passkey as our pages read."""


def names(patterns: list[Any]) -> set[str]:
    return {
        name
        for pattern in patterns
        for name in (
            names(pattern.url_patterns) if hasattr(pattern, "url_patterns") else {pattern.name}
        )
    }


TEMPLATES = {
    "mfa_index": "mfa/index.html",
    "mfa_authenticate": "mfa/authenticate.html",
    "mfa_reauthenticate": "mfa/reauthenticate.html",
    "mfa_activate_totp": "mfa/totp/activate_form.html",
    "mfa_deactivate_totp": "mfa/totp/deactivate_form.html",
    "mfa_view_recovery_codes": "mfa/recovery_codes/index.html",
    "mfa_generate_recovery_codes": "mfa/recovery_codes/generate.html",
    "mfa_download_recovery_codes": "mfa/recovery_codes/download.txt",
    "mfa_list_webauthn": "mfa/webauthn/authenticator_list.html",
    "mfa_add_webauthn": "mfa/webauthn/add_form.html",
    "mfa_edit_webauthn": "mfa/webauthn/edit_form.html",
    "mfa_remove_webauthn": "mfa/webauthn/authenticator_confirm_delete.html",
    "mfa_reauthenticate_webauthn": "mfa/webauthn/reauthenticate.html",
}
LEADS_TO_LOGIN = {"mfa_login_webauthn"}


def test_every_address_of_the_second_factor_is_looked_at() -> None:
    assert names(mfa_urls.urlpatterns) == set(TEMPLATES) | LEADS_TO_LOGIN


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch, learner: User) -> Authenticator:
    """Give the learner a passkey whose inner parts nobody asks for."""
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    return WebAuthn.add(learner, "My phone", KEY).instance


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_page_is_drawn_by_our_template(
    client: Client, learner: User, key: Authenticator, name: str
) -> None:
    if name == "mfa_authenticate":
        type_password(client, learner)
    else:
        if name != "mfa_activate_totp":
            give_app(learner)
        give_codes(learner)
        client.force_login(learner)
        prove(client)
    arguments = [key.pk] if name in ("mfa_edit_webauthn", "mfa_remove_webauthn") else []
    answer = client.get(reverse(name, args=arguments))

    assert answer.status_code == 200
    drawn = answer.templates[0]
    assert (drawn.name, drawn.origin.name) == (
        TEMPLATES[name],
        str(ROOT / "templates" / TEMPLATES[name]),
    )


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_nobody_touches_the_passkey_of_another(
    client: Client, newcomer: User, key: Authenticator, name: str
) -> None:
    client.force_login(newcomer)
    prove(client)

    assert client.get(reverse(name, args=[key.pk])).status_code == 404
    assert client.post(reverse(name, args=[key.pk]), {"name": "Mine"}).status_code == 404
    key.refresh_from_db()
    assert str(key) == "My phone"


def test_a_passkey_gets_a_name_of_a_decent_length(
    client: Client, learner: User, key: Authenticator
) -> None:
    client.force_login(learner)
    prove(client)
    place = reverse("mfa_edit_webauthn", args=[key.pk])
    assert client.post(place, {"name": "x" * 61}).status_code == 200
    client.post(place, {"name": "The kitchen’s tablet"})

    key.refresh_from_db()
    assert str(key) == "The kitchen’s tablet"


def test_the_last_passkey_is_removed_with_a_warning_and_a_mail(
    client: Client, learner: User, key: Authenticator
) -> None:
    client.force_login(learner)
    prove(client)
    place = reverse("mfa_remove_webauthn", args=[key.pk])
    assert "your recovery codes will be gone" in client.get(place).content.decode()
    client.post(place)

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "A passkey was removed"


# --- roads ----------------------------------------------------------------------------------------

Road = Callable[[Client, User], None]


def by_the_site(browser: Client, person: User) -> None:
    type_password(browser, person)


def by_the_admin(browser: Client, person: User) -> None:
    """Wagtail's own login would ask for a password alone."""
    form = {"username": person.email, "password": PASSWORD, "next": "/admin/"}
    browser.post("/admin/login/", form)


def by_the_login_of_private_pages(browser: Client, person: User) -> None:
    browser.post("/_util/login/", {"username": person.email, "password": PASSWORD, "next": "/"})


def by_a_new_password(browser: Client, person: User) -> None:
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    opened = browser.get(f"/accounts/password/reset/key/{key}/", follow=True)
    form = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    browser.post(opened.redirect_chain[-1][0], form)
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    browser.post(reverse("account_login"), {"login": person.email, "password": NEW_PASSWORD})


def by_a_code_in_a_mail(browser: Client, person: User) -> None:
    browser.post("/accounts/login/code/", {"email": person.email})
    assert mail.outbox == []


ROADS: list[Road] = [
    by_the_site,
    by_the_admin,
    by_the_login_of_private_pages,
    by_a_new_password,
    by_a_code_in_a_mail,
]


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_no_road_leads_past_the_second_factor(client: Client, admin: User, road: Road) -> None:
    give_app(admin)
    road(client, admin)
    assert not is_inside(client)
    assert client.get("/admin/").status_code == 302


def test_an_app_that_logs_in_is_asked_too(client: Client, learner: User) -> None:
    give_app(learner)

    def post(path: str, token: str = "", **words: str) -> Any:
        headers = {"x-session-token": token} if token else {}
        return client.post(
            f"/_allauth/app/v1/auth/{path}", words, content_type="application/json", headers=headers
        )

    half = post("login", email=learner.email, password=PASSWORD)
    answer = json.loads(half.content)
    assert half.status_code == 401
    assert {"id": "mfa_authenticate", "types": ["totp"]}.items() <= next(
        flow for flow in answer["data"]["flows"] if flow.get("is_pending")
    ).items()
    assert "access_token" not in answer["meta"]

    token = answer["meta"]["session_token"]
    assert post("2fa/authenticate", token, code="000000").status_code == 400
    whole = post("2fa/authenticate", token, code=show_code())
    assert whole.status_code == 200
    assert json.loads(whole.content)["data"]["user"]["email"] == learner.email


def test_who_comes_from_another_site_is_asked_too(learner: User) -> None:
    EmailAddress.objects.create(user=learner, email=learner.email, primary=True, verified=True)
    SocialAccount.objects.create(user=learner, provider="google", uid="17")
    request = RequestFactory().get("/")
    for middleware in (SessionMiddleware, MessageMiddleware):
        middleware(lambda request: HttpResponse()).process_request(request)
    request.user = get_user(request)
    give_app(learner)

    with context.request_context(request):
        login = SocialLogin(
            user=User(email="x@example.org"),
            account=SocialAccount(provider="google", uid="17"),
            provider=GoogleProvider(request, app=SocialApp(provider="google", client_id="x")),
        )
        answer = complete_login(request, login)

    assert (answer.status_code, answer.url) == (302, reverse("mfa_authenticate"))
    assert "_auth_user_id" not in request.session


def test_a_suspended_person_stays_outside_with_a_right_code(client: Client, learner: User) -> None:
    give_app(learner)
    type_password(client, learner)
    User.objects.filter(pk=learner.pk).update(is_active=False)
    type_code(client, show_code())

    assert client.get("/learn/").status_code == 302


@pytest.mark.parametrize("path", ["/admin/password_reset/", "/admin/password_reset/done/"])
def test_the_admin_has_no_way_of_its_own_to_a_new_password(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("field", ["email-email", "old_password"])
def test_addresses_and_passwords_are_not_changed_in_the_admin(
    client: Client, admin: User, field: str
) -> None:
    client.force_login(admin)

    assert f'name="{field}' not in client.get("/admin/account/").content.decode()
