"""Opens screens in a browser, photographs them, and says what is wrong with each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as BrowserError

from tests.gallery.restoring import raise_curtain
from tests.gallery.screens import Screen, Variant
from tests.gallery.stage import Stage
from tests.journeys.browser import Visitor, find_violations, overflows

GALLERY = Path(__file__).resolve().parents[2] / "screenshots" / "gallery"
NARROWEST = 320
PATIENCE = 15_000
"""Milliseconds; a busy machine draws slowly."""
LOAD_PICTURES = """() => {
    for (const image of document.images) image.loading = "eager";
    const wait = new Promise((done) => setTimeout(done, 3000));
    const pictures = [...document.images].map((image) => image.decode().catch(() => {}));
    return Promise.race([Promise.all(pictures), wait]);
}"""
"""Pictures far down load when they are scrolled to, which a picture of the whole page is not."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One screen in one variant, and what is wrong with it."""

    screen: Screen
    variant: Variant
    faults: tuple[str, ...]

    @property
    def path(self) -> Path:
        return GALLERY / self.screen.name / f"{self.variant.name}.png"


Order = tuple[Screen, Variant]


def render(browser: Browser, site: str, orders: Iterable[Order]) -> Iterator[Shot]:
    """Photograph what is ordered, each picture on a fresh stage and in a fresh browser."""
    for screen, variant in orders:
        # What was tried for one picture does not count against the next.
        cache.clear()
        stage = raise_curtain()
        with translation.override(variant.language):
            yield _render(browser, site, stage, screen, variant)


def log_in(context: BrowserContext, site: str, stage: Stage, email: str) -> None:
    """Give the browser a session of that person, without the screens of logging in."""
    client = Client()
    client.force_login(stage.people[email])
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


def _render(browser: Browser, site: str, stage: Stage, screen: Screen, variant: Variant) -> Shot:
    context = browser.new_context(
        viewport=variant.viewport,
        color_scheme="dark" if variant.scheme == "dark" else "light",
        reduced_motion="reduce",
        service_workers="block",
    )
    try:
        if screen.who:
            log_in(context, site, stage, screen.who)
        return Shot(
            screen, variant, tuple(_inspect(Visitor(context, site), stage, screen, variant))
        )
    finally:
        context.close()


def _inspect(person: Visitor, stage: Stage, screen: Screen, variant: Variant) -> Iterator[str]:
    page = person.page
    page.set_default_timeout(PATIENCE)
    try:
        yield from _arrange(person, stage, screen)
    except BrowserError as error:
        yield f"cannot be looked at: {str(error).splitlines()[0]}"
    page.evaluate(LOAD_PICTURES)
    page.wait_for_timeout(150)
    _photograph(page, GALLERY / screen.name / f"{variant.name}.png")
    yield from find_violations(page)
    for width in (variant.width, *((NARROWEST,) if variant.width == 360 else ())):
        page.set_viewport_size({"width": width, "height": variant.viewport["height"]})
        if overflows(page):
            yield f"wider than {width} pixels"
    yield from (trouble for trouble in person.troubles if not _is_expected(trouble, screen))


def _photograph(page: Page, file: Path) -> None:
    """Take the whole page from its top; behind a dialog there is nothing to see but its place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    has_dialog = page.locator("dialog[open]").count() > 0
    if not has_dialog:
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.screenshot(path=file, full_page=not has_dialog)


def _arrange(person: Visitor, stage: Stage, screen: Screen) -> Iterator[str]:
    """Open the screen and take the steps before it."""
    path = screen.place(stage)
    response = person.page.goto(f"{person.site}{path}", timeout=2 * PATIENCE)
    if response is None or response.status != screen.status:
        yield f"status {response and response.status}, expected {screen.status}"
    for step in screen.prepare:
        step(person.page)


def _is_expected(trouble: str, screen: Screen) -> bool:
    is_status = screen.status >= 400 and trouble.startswith(f"{screen.status}: ")
    return is_status or trouble.startswith(screen.says)
