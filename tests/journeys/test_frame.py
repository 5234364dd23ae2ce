"""The bar, its menus and what is said when something fails, as people use them."""

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from accounts.models import User
from course_pages.services.languages import open_language
from tests.factories.people import LearnerFactory
from tests.journeys.browser import PHONE, Visitor, find_violations, visitor

FORM = """(path) => {
  const form = document.createElement("form");
  const words = document.createElement("input");
  words.setAttribute("aria-label", "Words");
  words.name = "q";
  form.setAttribute("hx-get", path);
  form.setAttribute("hx-target", "#answer");
  form.append(words);
  const answer = document.createElement("p");
  answer.id = "answer";
  document.getElementById("main").append(form, answer);
  window.htmx.process(form);
}"""
"""A form that htmx sends, on a page that has none."""


@pytest.fixture
def languages(site: str) -> None:
    open_language(code="ar")
    open_language(code="id")


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_the_language_menu_is_opened_read_and_closed_by_keys(
    guest: Visitor, languages: None
) -> None:
    page = guest.go("/accessibility/")
    menu = page.locator("summary[aria-label=Language]")
    menu.focus()
    page.keyboard.press("Enter")
    arabic = page.get_by_role("navigation", name="Language").get_by_role("link", name="العربيّة")
    expect(arabic).to_be_visible()
    assert find_violations(page) == []

    page.keyboard.press("Escape")
    expect(arabic).to_be_hidden()
    expect(menu).to_be_focused()

    page.keyboard.press("Enter")
    for _step in range(3):
        page.keyboard.press("Tab")
    expect(arabic).to_be_focused()
    page.keyboard.press("Tab")
    expect(arabic).to_be_hidden()

    menu.click()
    arabic.click()
    expect(page).to_have_url(f"{guest.site}/ar/accessibility/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_the_account_menu_holds_what_is_ones_own(
    browser: Browser, site: str, languages: None, prefix: str
) -> None:
    LearnerFactory(email="lena@example.com", first_name="Lena", last_name="Learner")
    with visitor(browser, site, viewport=PHONE, color_scheme="dark") as person:
        person.log_in("lena@example.com")
        page = person.go(f"{prefix}/accounts/profile/")
        page.locator("details.account > summary").click()

        expect(page.locator("details.account").get_by_text("lena@example.com")).to_be_visible()
        expect(page.locator("details.account a[aria-current=page]")).to_have_attribute(
            "href", f"{prefix}/accounts/profile/"
        )
        assert find_violations(page) == []
        page.locator("details.account button[type=submit]").click()
        expect(page).to_have_url(f"{site}{prefix}/")
        expect(page.locator(".tools a[href$='/accounts/signup/']")).to_be_visible()


def test_a_request_that_does_not_arrive_is_told_and_tried_again(guest: Visitor) -> None:
    page = guest.go("/accessibility/")
    page.evaluate(FORM, "/health/live")
    page.route("**/health/live*", lambda route: route.abort())
    page.get_by_label("Words").fill("kept")
    page.get_by_label("Words").press("Enter")

    told = page.get_by_role("alert").get_by_text("That did not reach us.")
    expect(told).to_be_visible()
    expect(page.get_by_label("Words")).to_have_value("kept")
    assert find_violations(page) == []

    page.unroute("**/health/live*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#answer")).to_contain_text('"status": "ok"')
    expect(told).to_be_hidden()
    guest.troubles.clear()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "You may not do this"),
        (404, "This is not there any more."),
        (429, "That was too often"),
        (500, "The fault is ours"),
        (503, "The fault is ours"),
    ],
)
def test_a_request_that_is_refused_says_why(guest: Visitor, status: int, words: str) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=status, body="no")

    page = guest.go("/accessibility/")
    page.evaluate(FORM, "/health/live")
    page.route("**/health/live*", refuse)
    page.get_by_label("Words").press("Enter")

    expect(page.locator("[data-failure]")).to_contain_text(words)
    expect(page.locator("[data-failed]:visible")).to_have_count(1)
    page.get_by_role("button", name="Hide this message").click()
    expect(page.locator("[data-failure]")).to_be_hidden()
    guest.troubles.clear()


def test_a_message_can_be_put_away(browser: Browser, site: str) -> None:
    LearnerFactory(email="lena@example.com")
    with visitor(browser, site) as person:
        person.log_in("lena@example.com")
        page = person.go("/accounts/profile/")
        page.get_by_role("button", name="Save your profile").click()
        saved = page.get_by_role("status").get_by_text("Your profile is saved.")
        expect(saved).to_be_visible()
        assert find_violations(page) == []

        page.get_by_role("button", name="Hide this message").click()

        expect(saved).to_have_count(0)
        expect(page.locator("#main")).to_be_focused()


def test_what_is_wrong_with_a_form_has_the_focus_and_passwords_can_be_seen(guest: Visitor) -> None:
    page = guest.go("/accounts/signup/")
    page.get_by_label("E-mail address").fill("lena@example.com")
    password = page.get_by_label("Password", exact=True)
    password.fill("12345678")
    page.get_by_role("button", name="Show").first.click()
    expect(password).to_have_attribute("type", "text")
    page.get_by_role("button", name="Show").first.click()
    expect(password).to_have_attribute("type", "password")
    page.get_by_label("The same password again").fill("12345678")
    page.get_by_role("main").get_by_role("button", name="Make an account").click()

    expect(focused(page)).to_contain_text("That did not work yet.")
    expect(page.get_by_label("E-mail address")).to_have_value("lena@example.com")
    assert find_violations(page) == []
    assert User.objects.count() == 0
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator("#id_password1")).to_be_focused()


def test_menus_and_the_door_work_without_scripts(
    browser: Browser, site: str, languages: None
) -> None:
    LearnerFactory(email="lena@example.com")
    with visitor(browser, site, java_script_enabled=False) as person:
        page = person.go("/accounts/login/")
        expect(page.get_by_role("button", name="Show")).to_have_count(0)
        expect(page.get_by_text("You are offline.")).to_be_hidden()
        page.locator("summary[aria-label=Language]").click()
        page.get_by_role("link", name="Bahasa Indonesia").first.click()
        expect(page).to_have_url(f"{site}/id/accounts/login/")
        person.log_in("lena@example.com")
        page.locator("details.account > summary").click()
        page.locator("details.account a[href$='/accounts/profile/']").click()
        page.get_by_role("button", name="Save your profile").click()
        expect(page.get_by_text("Your profile is saved.")).to_be_visible()
