"""Two browsers of one person: what one ends, the other sees at its next step."""

import re

import pytest
from playwright.sync_api import Browser, expect

from accounts.models import User
from tests.journeys.browser import PHONE, visitor


@pytest.mark.spec("S32")
def test_logging_out_everywhere_is_seen_in_the_other_browser(
    browser: Browser, site: str, learner: User
) -> None:
    with visitor(browser, site) as desk, visitor(browser, site, viewport=PHONE) as phone:
        phone.log_in(learner.email)
        desk.log_in(learner.email)
        page = desk.go("/accounts/sessions/")
        expect(page.get_by_text("This device")).to_have_count(1)
        expect(page.get_by_text("Chrome on Linux", exact=True)).to_have_count(2)
        desk.look("devices")

        page.get_by_role("button", name="Log out everywhere").focus()
        page.keyboard.press("Enter")

        expect(page.get_by_text("You are logged out on every device.")).to_be_visible()
        phone.go("/learn/")
        expect(phone.page).to_have_url(re.compile(r"/accounts/login/\?next=/learn/"))
        desk.go("/learn/")
        expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/learn/"))


@pytest.mark.spec("S32")
def test_one_device_is_ended_from_a_phone(browser: Browser, site: str, learner: User) -> None:
    with visitor(browser, site) as desk, visitor(browser, site, viewport=PHONE) as phone:
        desk.log_in(learner.email)
        phone.log_in(learner.email)
        page = phone.go("/accounts/sessions/")
        phone.look("devices-phone")
        other = page.get_by_role("listitem").filter(has_text="Last used")

        other.get_by_role("button", name="Log out").click()

        expect(page.get_by_text("That device is logged out.")).to_be_visible()
        expect(page.get_by_role("listitem").filter(has_text="Last used")).to_have_count(0)
        desk.go("/learn/")
        expect(desk.page).to_have_url(re.compile(r"/accounts/login/"))
        phone.go("/learn/")
        expect(page).to_have_url(re.compile(r"/learn/$"))
