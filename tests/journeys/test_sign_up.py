"""From an empty browser to a confirmed address, and back in after a forgotten password."""

import re
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import EmailVerification, User
from tests.factories.people import PASSWORD
from tests.journeys.browser import PHONE, Visitor, visitor

NEW = "rye-and-patience-26"


def send(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button).click()


def sign_up(person: Visitor, email: str) -> Page:
    page = person.go("/accounts/signup/")
    person.look("sign-up")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_label("The same password again").fill(NEW)
    send(page, "Make an account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    return page


def follow_link(person: Visitor) -> Page:
    """Open the link in the newest mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(mail.outbox[-1].body))
    assert found
    return person.go(found[1])


def test_who_signs_up_confirms_by_mail_and_is_in(guest: Visitor) -> None:
    sign_up(guest, "bea@example.com")
    guest.look("sign-up-sent")

    page = follow_link(guest)
    expect(page.get_by_text("bea@example.com")).to_be_visible()
    guest.look("address-to-confirm")
    assert not EmailAddress.objects.get().verified
    send(page, "Yes, it is mine")

    page.wait_for_url("**/learn/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert EmailAddress.objects.get(email="bea@example.com").verified
    follow_link(guest)
    expect(page.get_by_text("There is nothing left to do.")).to_be_visible()
    guest.look("address-link-used")


def test_a_known_address_sees_what_a_new_one_sees(guest: Visitor, learner: User) -> None:
    sign_up(guest, learner.email)

    assert mail.outbox[-1].subject == "You have an account already"
    assert User.objects.count() == 1


def test_who_does_not_wait_is_reminded_and_a_link_too_old_leads_to_a_new_one(
    browser: Browser, site: str
) -> None:
    with visitor(browser, site, viewport=PHONE, color_scheme="dark") as person:
        page = sign_up(person, "bea@example.com")
        page.get_by_role("main").get_by_role("link", name="Log in").click()
        page.get_by_label("E-mail address").fill("bea@example.com")
        page.get_by_label("Password").fill(NEW)
        send(page, "Log in")
        page.wait_for_url("**/learn/")

        person.go("/accounts/profile/")
        reminder = page.get_by_role("region", name="Confirm your address")
        expect(reminder).to_contain_text("bea@example.com")
        person.look("address-reminder")

        past = timezone.now() - timedelta(days=5)
        EmailVerification.objects.update(made_at=past, expires_at=past + timedelta(days=3))
        follow_link(person)
        expect(page.get_by_text("This link is too old.")).to_be_visible()
        person.look("address-link-too-old")
        page.get_by_role("main").get_by_role("link", name="Send me a new link").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("E-mail addresses")
        expect(page.get_by_text("Not confirmed")).to_be_visible()
        person.look("address-not-confirmed")


def test_who_forgot_the_password_gets_in_again_and_who_was_in_is_out(
    browser: Browser, site: str, learner: User
) -> None:
    with visitor(browser, site) as elsewhere, visitor(browser, site) as person:
        elsewhere.log_in(learner.email, PASSWORD)

        page = person.go("/accounts/password/reset/")
        person.look("password-forgotten")
        page.get_by_label("E-mail address").fill(learner.email)
        send(page, "Send me a link")
        expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
        person.look("password-link-sent")

        follow_link(person)
        person.look("password-chosen-anew")
        page.get_by_label("New password").fill(NEW)
        page.get_by_label("The same password again").fill(NEW)
        send(page, "Keep this password")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your password is changed")
        person.look("password-is-changed")

        used = next(message for message in mail.outbox if "/password/reset/key/" in message.body)
        mail.outbox.append(used)
        follow_link(person)
        expect(page.get_by_text("This link has been used or is too old.")).to_be_visible()
        person.look("password-link-used")
        expect(page.get_by_role("link", name="Send me a new link")).to_be_visible()

        elsewhere.go("/learn/")
        expect(elsewhere.page.get_by_role("heading", level=1)).to_have_text("Log in")
        person.log_in(learner.email, NEW)
