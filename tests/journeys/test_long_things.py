"""A course of many modules and words without a space, on the narrowest of screens."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from course_pages.models import LessonPage
from tests.factories.bodies import (
    make_block,
    make_callout,
    make_check,
    make_choice,
    make_details,
    make_table,
    read_body,
)
from tests.factories.pages import get_lessons, make_course
from tests.journeys.browser import PHONE, overflows, visitor

NARROWEST: ViewportSize = {"width": 320, "height": 640}
ADDRESS = "https://example.org/" + "a-path-without-end" * 8


@pytest.fixture
def lesson(site: str) -> LessonPage:
    """Return a lesson that is open to everybody, in the twentieth of 24 modules."""
    course = make_course(title="Everything", slug="everything", modules=24, lessons=2)
    lesson = get_lessons(course)[39]
    lesson.free_preview = True
    lesson.save_revision().publish()
    return lesson


def test_the_drawer_of_a_phone_opens_at_the_lesson(
    browser: Browser, site: str, lesson: LessonPage
) -> None:
    with visitor(browser, site, viewport=PHONE) as person:
        page = person.go(lesson.url)
        page.locator(".side > details > summary").click()

        current = page.locator(".side [aria-current=page]")
        expect(current).to_be_in_viewport(ratio=1)
        expect(page.get_by_text("Module 1", exact=True)).not_to_be_in_viewport()
        assert page.evaluate("scrollY") == 0


def test_a_word_without_end_makes_no_block_wider_than_the_page(
    browser: Browser, site: str, lesson: LessonPage
) -> None:
    text = make_block("text", f"<h2>{ADDRESS}</h2><ul><li><code>{ADDRESS}</code></li></ul>")
    code = make_block("code", {"language": "bash", "title": ADDRESS, "code": ADDRESS})
    choices = [make_choice("one", ADDRESS, correct=True), make_choice("two", "No")]
    lesson.title = ADDRESS
    lesson.body = read_body(
        text,
        make_block("quote", {"text": f"<p>{ADDRESS}</p>", "attribution": ADDRESS}),
        make_callout(text, code, title=ADDRESS),
        make_details(text, title=ADDRESS),
        make_check(question=ADDRESS, choices=choices),
        make_table(("One", ADDRESS), ("1", ADDRESS), caption=ADDRESS),
    )
    lesson.save_revision().publish()

    with visitor(browser, site, viewport=NARROWEST) as person:
        page = person.go(lesson.url)
        assert not overflows(page)

        page.evaluate("document.querySelectorAll('article details').forEach((d) => d.open = true)")
        assert not overflows(page)
        expect(page.locator("table")).to_contain_text(ADDRESS)
