"""Wagtail's marks of what its checker finds, on pages as staff see them."""

import pytest
from playwright.sync_api import Browser, expect

from accounts.models import User
from course_pages.models import CoursePage
from tests.factories.bodies import make_block, read_body
from tests.factories.pages import get_lessons, translate
from tests.journeys.browser import PHONE, visitor
from tests.journeys.test_previews import CHECKED

SKIPPED = "<h2>Flour</h2><p>Dry.</p><h4>Rye</h4><p>Dark.</p>"
"""A heading that skips a level, which the checker marks in the page."""
BOX = """(mark) =>
    mark.shadowRoot.querySelector("[data-inline-userbar-toggle]").getBoundingClientRect()"""


@pytest.mark.spec("S71")
@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_mark_stands_at_the_words_and_moves_nothing_sideways(
    browser: Browser, site: str, course: CoursePage, instructor: User, code: str
) -> None:
    lesson = get_lessons(course)[0]
    lesson.body = read_body(make_block("text", SKIPPED))
    lesson.save_revision().publish()
    if code != "en":
        translate(course, code, tree=True)
        lesson = lesson.get_translations().get(locale__language_code=code)

    with visitor(browser, site, viewport=PHONE) as person:
        page = person.log_in(instructor.email)
        person.go(lesson.url)
        mark = page.locator("wagtail-inline-userbar").first
        expect(mark).to_be_attached()
        page.wait_for_timeout(500)

        heading = page.get_by_role("heading", name="Rye").bounding_box()
        box = mark.evaluate(BOX)
        widths = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        # The checker tells the console what it found.
        person.troubles[:] = [one for one in person.troubles if CHECKED not in one]

    assert heading is not None
    assert widths == [360, 360]
    # In the middle of the right edge, as Wagtail measures it.
    assert box["x"] + box["width"] / 2 == pytest.approx(heading["x"] + heading["width"], abs=2)
