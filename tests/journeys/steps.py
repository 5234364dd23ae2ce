"""Steps that several journeys take, each as a learner would take it."""

from playwright.sync_api import Page, expect


def enrol_from_catalogue(page: Page, words: str, title: str) -> None:
    """Search the catalogue from the bar at the top, open the course and enrol."""
    page.get_by_role("banner").get_by_role("searchbox", name="Search courses").fill(words)
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name=title).click()
    page.get_by_role("button", name="Enrol and start").click()


def answer(page: Page, choice: str) -> None:
    """Answer the lesson's knowledge check."""
    page.get_by_role("radio", name=choice).check()
    page.get_by_role("button", name="Check").click()


def complete(page: Page) -> None:
    page.get_by_role("button", name="Mark as complete").click()


def expect_lesson(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
