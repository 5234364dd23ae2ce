"""People are led and written to in the language of their profile, by their own clock."""

import re
from datetime import UTC, datetime

import pytest
from allauth.core import context as allauth_context
from django.core.mail import EmailMessage
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.adapters.doors import AccountAdapter
from accounts.middleware import TimeZoneMiddleware
from accounts.models import User, UserProfile
from tests.factories.people import PASSWORD

NEW_PASSWORD = "rye-and-patience-26"
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


def set_profile(person: User, **fields: str) -> None:
    UserProfile.objects.filter(user=person).update(**fields)


@pytest.mark.parametrize(("language", "place"), [("", "/learn/"), ("id", "/id/learn/")])
def test_who_logs_in_begins_in_their_language(
    client: Client, learner: User, language: str, place: str
) -> None:
    set_profile(learner, language=language)

    answer = client.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})

    assert answer.headers["Location"] == place


def test_who_was_on_the_way_somewhere_gets_there_in_the_language_of_that_place(
    client: Client, learner: User
) -> None:
    set_profile(learner, language="id")
    words = {"login": learner.email, "password": PASSWORD, "next": "/courses/"}

    answer = client.post("/accounts/login/", words)

    assert answer.headers["Location"] == "/courses/"


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_who_logs_out_stays_in_the_language_they_read(
    client: Client, learner: User, prefix: str
) -> None:
    client.force_login(learner)

    answer = client.post(f"{prefix}/accounts/logout/")

    assert answer.headers["Location"] == f"{prefix}/"
    assert "_auth_user_id" not in client.session


def test_a_mail_is_written_in_the_language_of_the_profile(
    client: Client,
    learner: User,
    mailoutbox: list[EmailMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_profile(learner, language="ar", timezone="Asia/Jakarta")
    seen: list[tuple[str | None, str]] = []
    render = AccountAdapter.render_mail

    def note(self: AccountAdapter, *args: object, **kwargs: object) -> object:
        seen.append((translation.get_language(), timezone.get_current_timezone_name()))
        return render(self, *args, **kwargs)

    monkeypatch.setattr(AccountAdapter, "render_mail", note)
    client.post("/accounts/password/reset/", {"email": learner.email})

    assert seen == [("ar", "Asia/Jakarta")]
    assert [mail.to for mail in mailoutbox] == [["learner@example.com"]]
    assert translation.get_language() == "en"


SUBJECTS = {
    "en": "Your password was changed",
    "id": "Kata sandi Anda diubah",
    "ar": "تغيّرت كلمة المرور",
}


@pytest.mark.parametrize("language", ["en", "id", "ar"])
def test_news_of_an_account_is_in_the_language_of_its_owner(
    client: Client, learner: User, mailoutbox: list[EmailMessage], language: str
) -> None:
    set_profile(learner, language=language, timezone="Asia/Jakarta")
    client.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})
    words = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    client.post("/accounts/password/change/", words)

    (mail,) = mailoutbox
    assert mail.subject == SUBJECTS[language]


@pytest.mark.parametrize("language", ["en", "id", "ar"])
def test_the_link_in_a_mail_leads_to_a_page_in_its_language(
    client: Client, learner: User, mailoutbox: list[EmailMessage], language: str
) -> None:
    set_profile(learner, language=language)

    client.post("/id/accounts/password/reset/", {"email": learner.email})

    (mail,) = mailoutbox
    found = re.search(r"http://testserver(/\S+)", str(mail.body))
    assert found
    path = client.get(found[1], follow=True).redirect_chain[-1][0]
    assert path.startswith({"en": "/accounts/", "id": "/id/", "ar": "/ar/"}[language])


def test_who_has_an_account_already_is_told_in_their_own_language(
    client: Client, learner: User, mailoutbox: list[EmailMessage]
) -> None:
    set_profile(learner, language="ar")
    adapter = AccountAdapter()
    request = RequestFactory().get("/id/accounts/signup/")

    with allauth_context.request_context(request):
        adapter.send_account_already_exists_mail("Learner@example.com")

    (mail,) = mailoutbox
    with translation.override("ar"):
        assert gettext("Hello,") in mail.body
    assert "/ar/accounts/password/reset/" in mail.body


def test_who_has_no_account_is_answered_in_the_language_of_the_page(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/id/accounts/password/reset/", {"email": "nobody@example.com"})

    (mail,) = mailoutbox
    with translation.override("id"):
        assert mail.subject == gettext("There is no account with this address")
        assert gettext("Hello,") in mail.body
    assert "/id/accounts/signup/" in mail.body


def test_a_mail_from_a_worker_needs_no_page(learner: User, mailoutbox: list[EmailMessage]) -> None:
    """A worker runs in the default language, whoever its task is about."""
    set_profile(learner, language="id")
    learner = User.objects.get(pk=learner.pk)

    with allauth_context.request_context(RequestFactory().get("/")):
        AccountAdapter().send_mail("account/email/email_deleted", learner.email, {"user": learner})

    (mail,) = mailoutbox
    with translation.override("id"):
        assert gettext("Hello,") in mail.body


def test_times_are_told_by_the_clock_of_who_is_logged_in(client: Client, learner: User) -> None:
    set_profile(learner, timezone="Asia/Jakarta")
    client.force_login(User.objects.get())
    request = RequestFactory().get("/")
    request.COOKIES = {key: morsel.value for key, morsel in client.cookies.items()}
    request.session = client.session

    assert tell_time(request) == "19:00"


@pytest.mark.parametrize("kept", ["Mars/Olympus", 7, None])
def test_a_zone_that_nobody_knows_is_no_zone(client: Client, learner: User, kept: object) -> None:
    client.force_login(learner)
    request = RequestFactory().get("/")
    request.COOKIES = {key: morsel.value for key, morsel in client.cookies.items()}
    request.session = client.session
    request.session["time_zone"] = kept

    assert tell_time(request) == "12:00"


def tell_time(request: object) -> str:
    """Return what a page asked for by `request` says at noon in London."""
    shown: list[str] = []

    def view(_request: object) -> object:
        shown.append(Template("{{ noon|date:'H:i' }}").render(Context({"noon": NOON})))
        return None

    TimeZoneMiddleware(view)(request)  # type: ignore[arg-type] # as little as it needs
    assert timezone.get_current_timezone_name() == "UTC"
    return shown[0]
