"""What a journey does with a browser: look, note what went wrong, log in, ask axe."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Response,
    ViewportSize,
)

from tests.factories.people import PASSWORD

SCREENSHOTS = Path(__file__).resolve().parents[2] / "screenshots"
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


class Visitor:
    """One person with a browser of their own; `troubles` is what a developer would see go wrong."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.troubles: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", self._fail)
        self.page.on("response", self._check)

    def go(self, path: str) -> Page:
        """Open a path of the site."""
        self.page.goto(f"{self.site}{path}")
        return self.page

    def log_in(self, email: str, password: str = PASSWORD) -> Page:
        self.go("/accounts/login/")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Log in").click()
        self.page.wait_for_url(re.compile(r"/learn/"))
        return self.page

    def look(self, name: str, *, accessible: bool = True) -> None:
        """Keep a picture of the whole page, and ask axe whether everybody can use it."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
        if accessible:
            assert find_violations(self.page) == []

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused page is told by its status below, where a journey can expect it.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text} ({self.page.url})")

    def _fail(self, error: Error) -> None:
        self.troubles.append(f"script: {error} ({self.page.url})")

    def _check(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")


def find_violations(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.0-2.2 A and AA, one line a place."""
    results: dict[str, Any] = Axe().run(page, options=AXE_RULES).response
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


def overflows(page: Page) -> bool:
    """Tell whether the page can be moved sideways, once a new width has settled."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    moved: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return moved


@contextmanager
def visitor(browser: Browser, site: str, **options: Any) -> Iterator[Visitor]:
    """Give a visitor with an empty browser; `options` are Playwright's for a context.

    Leaving the block fails the journey when anything went wrong unseen.
    """
    context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce"} | options)
    person = Visitor(context, site)
    try:
        yield person
        assert person.troubles == []
    finally:
        context.close()
