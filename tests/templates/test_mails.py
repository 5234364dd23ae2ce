"""What we write to people about their accounts: our words, our address, a link that works."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from tests.factories.people import PASSWORD

NEW_PASSWORD = "rye-and-patience-26"


def only(mailoutbox: list[EmailMessage]) -> EmailMessage:
    assert len(mailoutbox) == 1
    mail = mailoutbox[0]
    assert mail.from_email == "noreply@hybridlms.com"
    assert "Please do not answer" in mail.body
    return mail


def link_in(mail: EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", str(mail.body))
    assert found
    return found[1]


def test_a_forgotten_password_is_replaced_by_a_mailed_link(
    client: Client, learner: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/accounts/password/reset/", {"email": "learner@example.com"})
    mail = only(mailoutbox)
    assert (mail.subject, mail.to) == ("Choose a new password", ["learner@example.com"])

    form = client.get(link_in(mail), follow=True)
    assert "Choose a new password" in form.content.decode()
    client.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    learner.refresh_from_db()
    assert learner.check_password(NEW_PASSWORD)
    assert mailoutbox[1].subject == "Your password was changed"


def test_an_unknown_address_is_told_so_and_a_visitor_is_not(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    answer = client.post("/accounts/password/reset/", {"email": "nobody@example.com"}, follow=True)

    assert "If an account has that address" in answer.content.decode()
    mail = only(mailoutbox)
    assert mail.subject == "There is no account with this address"
    assert client.get(link_in(mail)).status_code == 200


def test_who_signs_up_is_welcomed_and_confirms_the_address(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    words = {"email": "bea@example.com", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/signup/", words)
    mail = only(mailoutbox)
    assert mail.subject == "Welcome: confirm your e-mail address"

    path = link_in(mail)
    assert "Is <strong>bea@example.com</strong> yours?" in client.get(path).content.decode()
    client.post(path)

    assert EmailAddress.objects.get(email="bea@example.com").verified


def test_a_second_account_for_an_address_is_not_made_and_its_owner_is_told(
    client: Client, learner: User, mailoutbox: list[EmailMessage]
) -> None:
    """The page says nothing of it: else everybody could ask who has an account."""
    words = {"email": "learner@example.com", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    answer = client.post("/accounts/signup/", words, follow=True)

    assert "Look into your mailbox" in answer.content.decode()
    mail = only(mailoutbox)
    assert (mail.subject, mail.to) == ("You have an account already", ["learner@example.com"])
    assert User.objects.count() == 1


def test_a_changed_password_is_told_with_time_and_place(
    client: Client, learner: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/accounts/login/", {"login": "learner@example.com", "password": PASSWORD})
    words = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/change/", words)

    mail = only(mailoutbox)
    assert mail.subject == "Your password was changed"
    assert "From: 127.0.0.1" in mail.body


@pytest.mark.parametrize("kind", ["email_changed", "email_deleted", "password_set"])
def test_every_notice_has_a_subject_of_one_line(kind: str) -> None:
    from django.template.loader import render_to_string

    subject = render_to_string(f"account/email/{kind}_subject.txt")

    assert len(subject.strip().splitlines()) == 1
