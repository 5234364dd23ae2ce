"""Two-step login in a browser: an app, a code on paper, a passkey, and the admin behind them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from tests.accounts.second_factor import give_app, show_code
from tests.factories.people import PASSWORD
from tests.journeys.browser import Visitor
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.spec("S14", "S32")]

INDEX = "/accounts/2fa/"


@pytest.fixture
def site(site: str) -> str:
    """A passkey is for a name, never for an address of figures."""
    return site.replace("127.0.0.1", "localhost")


@contextmanager
def device_with_passkeys(page: Page) -> Iterator[None]:
    """Give the browser a device that asks for a finger, and always feels the right one."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield
    device.send("WebAuthn.disable")


def answer_is_it_you(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def log_out(guest: Visitor) -> None:
    guest.go("/accounts/logout/")
    guest.page.get_by_role("main").get_by_role("button", name="Log out").click()
    banner = guest.page.get_by_role("banner")
    expect(banner.get_by_role("link", name="Log in").first).to_be_attached()


def type_address_and_password(guest: Visitor, person: User) -> None:
    guest.go("/accounts/login/")
    guest.page.get_by_label("E-mail address").fill(person.email)
    guest.page.get_by_label("Password").fill(PASSWORD)
    guest.page.get_by_label("Password").press("Enter")


def test_an_app_is_set_up_and_asked_for_and_a_code_on_paper_stands_in(
    guest: Visitor, learner: User
) -> None:
    page = guest.log_in(learner.email)
    guest.go(INDEX)
    guest.look("two-step-off")
    hands = Keyboard(page)
    hands.use(page.get_by_role("link", name="Set up an app"))
    answer_is_it_you(page)

    guest.look("two-step-app")
    secret = page.locator(".own__secret").inner_text()
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_label("Code", exact=True).press("Enter")
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("This code is not right")
    guest.look("two-step-app-wrong")
    page.get_by_label("Code", exact=True).fill(show_code(secret))
    hands.use(page.get_by_role("button", name="Turn it on"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    guest.look("two-step-codes")
    on_paper = page.locator(".own__codes li").first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a text file").click()
    assert download.value.suggested_filename == "recovery-codes.txt"
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("10 codes are left.")).to_be_visible()
    guest.look("two-step-on")
    log_out(guest)

    type_address_and_password(guest, learner)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    guest.look("two-step-asked")
    page.get_by_label("Code", exact=True).fill(show_code(secret, periods_ago=-1))
    page.get_by_label("Code", exact=True).press("Enter")
    page.wait_for_url("**/learn/")
    log_out(guest)

    type_address_and_password(guest, learner)
    page.get_by_label("Code", exact=True).fill(on_paper)
    page.get_by_label("Code", exact=True).press("Enter")
    page.wait_for_url("**/learn/")
    guest.go(INDEX)
    expect(page.get_by_text("9 codes are left.")).to_be_visible()

    page.get_by_role("link", name="Remove the app").click()
    answer_is_it_you(page)
    guest.look("two-step-remove")
    page.get_by_role("button", name="Remove the app").click()
    expect(page.get_by_text("Off", exact=True)).to_be_visible()
    assert not Authenticator.objects.exists()


def test_a_passkey_is_made_by_keyboard_and_lets_in_without_a_password(
    guest: Visitor, learner: User
) -> None:
    page = guest.log_in(learner.email)
    with device_with_passkeys(page):
        hands = Keyboard(page)
        guest.go(INDEX)
        hands.use(page.get_by_role("link", name="Add a passkey"))
        answer_is_it_you(page)
        guest.look("passkey-add")
        hands.tab_to(page.get_by_label("Name"))
        page.keyboard.press("Control+A")
        hands.write("My phone")
        hands.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
        log_out(guest)

        guest.go("/accounts/login/")
        guest.look("log-in-with-passkey")
        hands.use(page.get_by_role("button", name="Use a passkey"))
        page.wait_for_url("**/learn/")

        guest.go(INDEX)
        expect(page.get_by_text("My phone", exact=True)).to_be_visible()
        guest.look("two-step-passkey")
        log_out(guest)
        type_address_and_password(guest, learner)
        guest.look("two-step-asked-passkey")
        hands.use(page.get_by_role("button", name="Use a passkey"))
        page.wait_for_url("**/learn/")

        guest.go("/accounts/2fa/webauthn/reauthenticate/?next=/accounts/2fa/webauthn/")
        guest.look("is-it-you-passkey")
        hands.use(page.get_by_role("button", name="Use a passkey"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Passkeys")
        guest.look("passkeys")
        page.get_by_role("link", name="Rename").click()
        guest.look("passkey-rename")
        page.get_by_label("Name").fill("Old phone")
        page.get_by_label("Name").press("Enter")
        expect(page.get_by_text("Old phone", exact=True)).to_be_visible()
        page.get_by_role("link", name="Remove").click()
        guest.look("passkey-remove")
        page.get_by_role("button", name="Remove this passkey").click()
        expect(page.get_by_text("There is none.")).to_be_visible()


def test_what_goes_wrong_with_a_passkey_is_said_in_words(guest: Visitor, learner: User) -> None:
    with device_with_passkeys(guest.page):
        page = guest.go("/accounts/login/")
        trouble = page.get_by_role("main").get_by_role("alert")
        page.get_by_role("button", name="Use a passkey").click()
        # The device has none for this site.
        expect(trouble).to_contain_text("You can try again.")
        guest.look("log-in-with-passkey-cancelled")

        guest.log_in(learner.email)
        guest.go("/accounts/2fa/webauthn/add/")
        answer_is_it_you(page)
        page.get_by_role("button", name="Make the passkey").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
        guest.go("/accounts/2fa/webauthn/add/")
        page.get_by_role("button", name="Make the passkey").click()
        expect(trouble).to_contain_text("has a passkey of yours already")


def test_without_passkeys_nothing_offers_one(guest: Visitor, learner: User) -> None:
    guest.page.add_init_script("delete window.PublicKeyCredential")
    page = guest.go("/accounts/login/")
    expect(page.get_by_role("button", name="Log in", exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()

    guest.log_in(learner.email)
    guest.go("/accounts/2fa/webauthn/add/")
    answer_is_it_you(page)
    expect(page.get_by_text("This browser cannot use passkeys here")).to_be_visible()
    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()


def test_an_instructor_who_must_have_one_sets_it_up_and_goes_on(
    guest: Visitor, instructor: User, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = "staff"
    page = guest.log_in(instructor.email)
    guest.go("/admin/")
    expect(page.get_by_text("The admin needs a second step")).to_be_visible()
    guest.look("two-step-required")

    give_app(instructor)
    guest.go("/admin/")
    expect(page).to_have_url(f"{guest.site}/admin/")
