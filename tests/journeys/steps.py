"""Steps that several journeys take, each as a learner would take it."""

from playwright.sync_api import Page, expect


def enrol_from_catalogue(page: Page, words: str, title: str) -> None:
    """Search from the bar at the top, open the course and enrol."""
    box = page.get_by_role("banner").locator("input[name=q]").first
    box.fill(words)
    box.press("Enter")
    page.get_by_role("main").get_by_role("link", name=title).first.click()
    page.get_by_role("button", name="Enrol and start").click()


def answer(page: Page, choice: str) -> None:
    """Answer the lesson's knowledge check."""
    page.get_by_role("radio", name=choice).check()
    page.get_by_role("button", name="Check").click()


def complete(page: Page) -> None:
    page.get_by_role("button", name="Mark as complete").click()


def expect_lesson(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def wait_until_watched(page: Page) -> None:
    """Wait until Wagtail's editor looks out for changes.

    It takes for given what it finds some two seconds after the page has come, and looks a second
    time soon after: what is changed before that is never saved by itself.
    """
    page.wait_for_function(
        """() => {
            const form = document.querySelector('form[data-controller~="w-unsaved"]');
            const editor = window.wagtail?.app;
            const watch = editor?.getControllerForElementAndIdentifier(form, 'w-unsaved');
            if (!watch?.initialFormData) return false;
            form.watchedSince ??= performance.now();
            return performance.now() - form.watchedSince > 2500;
        }"""
    )
