"""Every page of allauth that can be reached is drawn by our own templates."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account import urls as allauth_urls
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services.email_verification import start_verification
from tests.accounts.recent_login import log_in_recently
from tests.factories.people import PASSWORD
from tests.template_database import ROOT

pytestmark = pytest.mark.django_db

Response = Any
Visit = Callable[[Client, User], Response]


def log_in(browser: Client, user: User) -> None:
    browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def visitor(name: str, **arguments: Any) -> Visit:
    return lambda browser, user: browser.get(reverse(name, kwargs=arguments))


def member(name: str) -> Visit:
    def visit(browser: Client, user: User) -> Response:
        log_in(browser, user)
        return browser.get(reverse(name))

    return visit


def member_without_password(browser: Client, user: User) -> Response:
    browser.force_login(user)
    user.set_unusable_password()
    user.save()
    browser.force_login(user)
    return browser.get(reverse("account_set_password"))


def reauthenticating(browser: Client, user: User) -> Response:
    browser.force_login(user)
    return browser.get(reverse("account_reauthenticate"))


def confirming(browser: Client, user: User) -> Response:
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True)
    key = start_verification(email_address=address).key
    return browser.get(reverse("account_confirm_email", args=[key]))


def resetting(browser: Client, user: User) -> Response:
    key = default_token_generator.make_token(user)
    arguments = {"uidb36": user_pk_to_url_str(user), "key": key}
    return browser.get(reverse("account_reset_password_from_key", kwargs=arguments), follow=True)


PAGES: dict[str, tuple[Visit, str]] = {
    "account_login": (visitor("account_login"), "account/login.html"),
    "account_logout": (member("account_logout"), "account/logout.html"),
    "account_inactive": (visitor("account_inactive"), "account/account_inactive.html"),
    "account_signup": (visitor("account_signup"), "account/signup.html"),
    "account_reauthenticate": (reauthenticating, "account/reauthenticate.html"),
    "account_email": (member("account_email"), "account/email.html"),
    "account_email_verification_sent": (
        visitor("account_email_verification_sent"),
        "account/verification_sent.html",
    ),
    "account_confirm_email": (confirming, "account/email_confirm.html"),
    "account_change_password": (member("account_change_password"), "account/password_change.html"),
    "account_set_password": (member_without_password, "account/password_set.html"),
    "account_reset_password": (visitor("account_reset_password"), "account/password_reset.html"),
    "account_reset_password_done": (
        visitor("account_reset_password_done"),
        "account/password_reset_done.html",
    ),
    "account_reset_password_from_key": (resetting, "account/password_reset_from_key.html"),
    "account_reset_password_from_key_done": (
        visitor("account_reset_password_from_key_done"),
        "account/password_reset_from_key_done.html",
    ),
}
# Pages that answer only in a flow that our settings leave switched off.
SWITCHED_OFF = {"account_confirm_login_code"}


def test_every_address_of_allauth_is_looked_at() -> None:
    assert {pattern.name for pattern in allauth_urls.urlpatterns} == set(PAGES) | SWITCHED_OFF


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_drawn_by_our_template(client: Client, learner: User, name: str) -> None:
    visit, template = PAGES[name]
    response = visit(client, learner)
    assert response.status_code == 200
    drawn = response.templates[0]
    assert (drawn.name, drawn.origin.name) == (template, str(ROOT / "templates" / template))


@pytest.mark.parametrize("name", sorted(SWITCHED_OFF))
def test_page_of_a_flow_that_is_switched_off_leads_back_to_login(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert (response.status_code, response.headers["Location"]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", ["account_confirm_email", "account_reset_password_from_key"])
def test_a_link_that_is_used_up_says_so_on_our_page(client: Client, name: str) -> None:
    arguments = {"uidb36": "1", "key": "a-b"} if "reset" in name else {"key": "nonsense"}
    response = client.get(reverse(name, kwargs=arguments))
    assert response.status_code == 200
    assert response.templates[0].origin.name.startswith(str(ROOT / "templates"))


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_set_password", "account_logout"]
)
def test_a_visitor_is_led_to_log_in(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302


def test_a_forgotten_password_is_reset_by_mail(client: Client, learner: User) -> None:
    client.post(reverse("account_reset_password"), {"email": learner.email})
    (message,) = mail.outbox
    assert message.to == [learner.email]
    link = next(word for word in message.body.split() if "/password/reset/key/" in word)
    response = client.get(link, follow=True)
    form = {"password1": "an odd long one", "password2": "an odd long one"}
    client.post(response.redirect_chain[-1][0], form)
    learner.refresh_from_db()
    assert learner.check_password("an odd long one")


def test_known_and_unknown_addresses_get_the_same_answer(client: Client, learner: User) -> None:
    known = client.post(reverse("account_reset_password"), {"email": learner.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.com"})
    assert known.status_code == unknown.status_code == 302
    assert known.headers["Location"] == unknown.headers["Location"]


def test_logging_in_elsewhere_is_refused_after_five_wrong_passwords(
    client: Client, learner: User
) -> None:
    for _ in range(5):
        client.post(reverse("account_login"), {"login": learner.email, "password": "wrong"})
    response = client.post(reverse("account_login"), {"login": learner.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert response.status_code == 200


def test_who_was_on_their_way_somewhere_gets_there_after_a_new_password(
    client: Client, learner: User
) -> None:
    way = reverse("account_reset_password") + "?next=/courses/"
    done = reverse("account_reset_password_done") + "?next=/courses/"
    asked = client.get(way).content.decode()
    assert f'value="{done}"' in asked

    sent = client.post(way, {"email": learner.email, "next": done}, follow=True)
    assert sent.redirect_chain == [(done, 302)]
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    assert link.endswith("/?next=%2Fcourses%2F")
    opened = client.get(link, follow=True)
    address = opened.redirect_chain[-1][0]
    after = reverse("account_reset_password_from_key_done") + "?next=/courses/"
    assert f'value="{after}"' in opened.content.decode()
    words = {"password1": "an odd long one", "password2": "an odd long one", "next": after}
    changed = client.post(address, words, follow=True)

    assert changed.redirect_chain[-1] == (after, 302)
    assert 'href="/accounts/login/?next=%2Fcourses%2F"' in changed.content.decode()


def test_a_mail_leads_nowhere_but_to_this_site(client: Client, learner: User) -> None:
    way = reverse("account_reset_password") + "?next=https://elsewhere.example/"
    client.post(way, {"email": learner.email})

    assert "elsewhere" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("account_login", ["E-mail address", "Password"]),
        ("account_signup", ["E-mail address", "Password", "The same password again"]),
        ("account_reset_password", ["E-mail address"]),
    ],
)
def test_fields_have_the_names_of_the_house_and_no_placeholders(
    client: Client, name: str, labels: list[str]
) -> None:
    form = client.get(reverse(name)).context["form"]

    assert [str(field.label) for field in form] == labels
    assert not any("placeholder" in field.field.widget.attrs for field in form)


def test_an_empty_log_in_says_what_to_type(client: Client) -> None:
    form = client.post(reverse("account_login"), {}).context["form"]

    assert form.errors == {
        "login": ["Type your e-mail address."],
        "password": ["Type a password."],
    }


def test_a_wrong_password_says_what_can_be_done(client: Client, learner: User) -> None:
    words = {"login": learner.email, "password": "not the one"}
    (error,) = client.post(reverse("account_login"), words).context["form"].non_field_errors()

    assert "choose a new password" in error
    assert "_auth_user_id" not in client.session


def list_deeds(page: str) -> set[str]:
    return {deed for deed in ("primary", "send", "remove") if f'name="action_{deed}"' in page}


@pytest.mark.parametrize(
    ("is_main", "is_confirmed", "deeds"),
    [(True, True, set()), (True, False, {"send"}), (False, True, {"primary"})],
)
def test_an_only_address_offers_what_has_an_effect(
    client: Client, learner: User, is_main: bool, is_confirmed: bool, deeds: set[str]
) -> None:
    EmailAddress.objects.create(
        user=learner, email=learner.email, primary=is_main, verified=is_confirmed
    )
    client.force_login(learner)

    assert list_deeds(client.get(reverse("account_email")).content.decode()) == deeds


def test_a_second_address_can_be_removed(client: Client, learner: User) -> None:
    EmailAddress.objects.create(user=learner, email=learner.email, primary=True, verified=True)
    EmailAddress.objects.create(user=learner, email="second@example.com", verified=True)
    log_in_recently(client, learner)
    place = reverse("account_email")
    assert list_deeds(client.get(place).content.decode()) == {"primary", "remove"}

    client.post(place, {"email": "second@example.com", "action_remove": ""})

    kept = EmailAddress.objects.filter(user=learner).values_list("email", flat=True)
    assert list(kept) == [learner.email]
