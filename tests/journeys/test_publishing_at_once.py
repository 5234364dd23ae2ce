"""Publish is pressed while Wagtail's editor is saving a new page by itself: one page, and live.

The editor sends a new page about a second after the last key, and only its answer tells the form
that there is a page by now. Whoever presses in between sends the form of a new page once more.
"""

import re
from collections.abc import Iterator
from time import sleep

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from course_pages.models import CoursePage, LessonPage, ModulePage
from tests.factories.pages import get_modules
from tests.journeys.authoring import SLOW, Author
from tests.journeys.browser import Visitor
from tests.journeys.steps import wait_until_watched

WAITS = (0, 400, 800, 1000, 1200, 1500, 2000)
"""Milliseconds from the last key to Publish."""


@pytest.fixture
def teacher(guest: Visitor, instructor: User) -> Iterator[Visitor]:
    guest.log_in(instructor.email)
    yield guest
    guest.page.goto("about:blank")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("is_slow", [False, True], ids=["quick answers", "slow answers"])
def test_one_page_is_made_and_live(teacher: Visitor, course: CoursePage, is_slow: bool) -> None:
    slow_down(teacher.page)
    if is_slow:
        teacher.page.route(re.compile("/admin/pages/add/"), answer_late)
    author = Author(teacher.page)
    module = get_modules(course)[0]

    for wait in WAITS:
        for kind, parent in (("modulepage", course), ("lessonpage", module)):
            write_and_publish(teacher, author, kind, parent.pk, f"{kind} after {wait}", wait)

    titles = [f"{kind} after {wait}" for wait in WAITS for kind in ("modulepage", "lessonpage")]
    made = {title: list_made(title) for title in titles}
    assert made == {title: [True] for title in titles}


def slow_down(page: Page) -> None:
    """Give the browser a slower machine."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})


def answer_late(route: Route) -> None:
    """Let what the editor saves by itself arrive at once, and its answer a second later."""
    if route.request.headers.get("accept") != "application/json":
        route.continue_()
        return
    answer = route.fetch()
    sleep(1)
    route.fulfill(response=answer)


def write_and_publish(
    teacher: Visitor, author: Author, kind: str, parent: int, title: str, wait: int
) -> None:
    page = teacher.go(f"/admin/pages/add/course_pages/{kind}/{parent}/")
    wait_until_watched(page)
    page.get_by_role("textbox", name="Title").first.press_sequentially(title)
    page.wait_for_timeout(wait)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_load_state("load")
    message = page.locator(".messages").inner_text()
    print(title, page.url, message, list_made(title), flush=True)


def list_made(title: str) -> list[bool]:
    """Return of every page with this title whether it is live."""
    pages = [*ModulePage.objects.filter(title=title), *LessonPage.objects.filter(title=title)]
    return [page.live for page in pages]
