"""Without a connection: one page in our words, a banner, and nothing else that differs."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.factories.people import LearnerFactory
from tests.journeys.browser import Visitor, find_violations, visitor


def wait_for_worker(page: Page) -> None:
    """Wait until the page has the worker; one loaded while it woke up has it when loaded again."""
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    if not page.evaluate("() => navigator.serviceWorker.controller !== null"):
        page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def test_a_page_asked_for_without_a_connection_is_answered_in_its_language(guest: Visitor) -> None:
    page = guest.go("/accessibility/")
    wait_for_worker(page)

    guest.context.set_offline(True)
    expect(page.get_by_text("You are offline. What is open stays readable")).to_be_visible()
    page.goto(f"{guest.site}/courses/")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("This page is on the other side of the connection.")
    assert find_violations(page) == []
    guest.look("offline")
    page.goto(f"{guest.site}/ar/learn/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")

    guest.context.set_offline(False)
    page.get_by_role("main").get_by_role("link").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    guest.troubles[:] = [told for told in guest.troubles if "ERR_INTERNET" not in told]


def test_the_banner_goes_when_the_connection_is_back(guest: Visitor) -> None:
    page = guest.go("/accounts/login/")
    banner = page.get_by_text("You are offline. What is open stays readable")
    expect(banner).to_be_hidden()

    guest.context.set_offline(True)
    expect(banner).to_be_visible()
    assert find_violations(page) == []
    guest.context.set_offline(False)
    expect(banner).to_be_hidden()
    expect(page.get_by_text("You are connected again.")).to_be_visible()


def test_nothing_of_a_person_is_kept_in_the_browser(browser: Browser, site: str) -> None:
    LearnerFactory(email="lena@example.com", first_name="Lena")
    with visitor(browser, site) as person:
        page = person.log_in("lena@example.com")
        wait_for_worker(page)
        page.reload()
        person.go("/accounts/profile/")

        kept = page.evaluate(
            """async () => {
              const found = [];
              for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys())
                  found.push(new URL(request.url).pathname);
              return found.sort();
            }"""
        )

    assert [path for path in kept if not path.startswith("/static/")] == [
        "/ar/offline/",
        "/id/offline/",
        "/offline/",
    ]
    assert len(kept) == 7
