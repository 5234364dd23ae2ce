"""From the button to another site and back, by browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import Settings

from accounts.models import User
from config.social import make_entry
from tests.accounts.openid_server import CLIENT_ID, SECRET, Provider, serve_provider
from tests.factories.people import PASSWORD
from tests.journeys.browser import PHONE, Visitor, visitor


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
        yield provider


def test_somebody_new_goes_to_another_site_and_comes_back_logged_in(
    guest: Visitor, school: Provider
) -> None:
    page = guest.go("/accounts/login/")
    guest.look("social-login")
    page.get_by_role("button", name="Go on with School").click()
    page.wait_for_url(re.compile(r"/authorize"))
    page.get_by_role("link", name="Yes").click()

    page.wait_for_url("**/learn/")
    assert User.objects.get().email == "dewi@example.com"
    guest.go("/accounts/social/")
    expect(page.get_by_role("main").get_by_text("dewi@example.com", exact=True)).to_be_visible()
    guest.look("social-connections")
    page.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_text("Choose a password first.")).to_be_visible()
    guest.look("social-last-way-in")


def test_who_has_an_account_is_told_to_connect_it_and_does(
    browser: Browser, site: str, school: Provider, learner: User
) -> None:
    school.person["email"] = learner.email
    with visitor(browser, site, viewport=PHONE, color_scheme="dark") as person:
        page = person.go("/accounts/signup/")
        page.get_by_role("button", name="Go on with School").click()
        page.get_by_role("link", name="Yes").click()
        expect(page.get_by_text("Log in to it, then connect School")).to_be_visible()
        person.look("social-known-address")

        person.log_in(learner.email)
        person.go("/accounts/social/")
        page.get_by_role("button", name="Connect School").click()
        page.get_by_role("link", name="Yes").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Connected accounts")
        expect(page.get_by_role("button", name="Disconnect")).to_be_visible()
        person.look("social-connected")


@pytest.mark.parametrize("scripts", [True, False])
def test_who_says_no_is_told_so_in_their_language(
    browser: Browser, site: str, school: Provider, scripts: bool
) -> None:
    school.says_no = True
    options = {"viewport": PHONE, "java_script_enabled": scripts}
    with visitor(browser, site, **options) as person:
        page = person.go("/ar/accounts/login/")
        page.locator('form[action*="/social/"] button').click()
        page.get_by_role("link", name="Yes").click()
        page.wait_for_url("**/ar/accounts/social/login/cancelled/")
        person.look(f"social-cancelled-{scripts}", accessible=scripts)
