"""Publish is pressed while Wagtail's editor is saving a new page by itself: one page, and live.

The editor sends a new page about a second after the last key, and only its answer tells the form
that there is a page by now. Whoever presses in between sends the form of a new page once more.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from accounts.models import User
from course_pages.models import CoursePage, LessonPage, ModulePage
from tests.factories.pages import get_modules
from tests.journeys.authoring import SLOW
from tests.journeys.browser import Visitor
from tests.journeys.steps import wait_until_watched

WAITS = (300, 700, 1000, 1300)
"""Milliseconds from the last key to Publish."""


@pytest.fixture
def teacher(guest: Visitor, instructor: User) -> Iterator[Visitor]:
    guest.log_in(instructor.email)
    yield guest
    guest.page.unroute_all(behavior="ignoreErrors")
    guest.page.goto("about:blank")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("is_slow", [False, True], ids=["quick answers", "slow answers"])
def test_one_page_is_made_and_live(teacher: Visitor, course: CoursePage, is_slow: bool) -> None:
    slow_down(teacher.page)
    if is_slow:
        answer_late(teacher.page)
    module = get_modules(course)[0]
    titles = [f"Published after {wait}" for wait in WAITS]
    for number, (title, wait) in enumerate(zip(titles, WAITS, strict=True)):
        kind, parent = (("modulepage", course), ("lessonpage", module))[number % 2]
        teacher.go(f"/admin/pages/add/course_pages/{kind}/{parent.pk}/")
        write(teacher.page, title, wait)
        teacher.page.get_by_role("button", name="More actions").click()
        teacher.page.get_by_role("button", name="Publish", exact=True).click()
        message = teacher.page.locator(".messages")
        expect(message).to_contain_text("published", timeout=SLOW)

    assert {title: list_made(title) for title in titles} == {title: [True] for title in titles}


def test_who_writes_on_before_the_first_answer_writes_one_page(
    teacher: Visitor, course: CoursePage
) -> None:
    answer_late(teacher.page)
    teacher.go(f"/admin/pages/add/course_pages/modulepage/{course.pk}/")

    write(teacher.page, "Rye", 1500)
    teacher.page.get_by_role("textbox", name="Title").first.press_sequentially(" bread")
    teacher.page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"), timeout=SLOW)
    teacher.page.wait_for_timeout(3000)

    (rye,) = ModulePage.objects.filter(title__startswith="Rye")
    assert (rye.get_latest_revision().as_object().title, rye.live) == ("Rye bread", False)


def slow_down(page: Page) -> None:
    """Give the browser a slower machine."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})


def answer_late(page: Page) -> None:
    """Let what the editor saves of a new page arrive at once, and the answer two seconds later."""

    def handle(route: Route) -> None:
        if route.request.headers.get("accept") != "application/json":
            route.continue_()
            return
        answer = route.fetch()
        page.wait_for_timeout(2000)
        # Whoever asked may have left the page meanwhile.
        with suppress(Error):
            route.fulfill(response=answer)

    page.route(re.compile("/admin/pages/add/"), handle)


def write(page: Page, title: str, wait: int) -> None:
    """Write a title as fast as keys go, and rest for `wait` milliseconds."""
    wait_until_watched(page)
    page.get_by_role("textbox", name="Title").first.press_sequentially(title)
    page.wait_for_timeout(wait)


def list_made(title: str) -> list[bool]:
    """Return of every page with this title whether it is live."""
    pages = [*ModulePage.objects.filter(title=title), *LessonPage.objects.filter(title=title)]
    return [page.live for page in pages]
