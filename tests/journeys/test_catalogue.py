"""Choosing a course: by boxes that answer at once, by a drawer on a phone, without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course_pages.enums import Level
from tests.factories.pages import make_category, make_course
from tests.journeys.browser import PHONE, Visitor, find_violations, visitor


@pytest.fixture
def shelf(site: str) -> None:
    """Put three courses on the shelf: two for beginners, one of them in "Data"."""
    make_course(title="Counting", category=make_category("Data"))
    make_course(title="Bread", price_minor=900)
    make_course(title="Sailing", difficulty_level=Level.ADVANCED)


def box(page: Page, label: str) -> Locator:
    return page.get_by_role("group").get_by_label(label)


def titles(page: Page) -> list[str]:
    return page.locator(".course__title").all_inner_texts()


@pytest.mark.spec("S51", "B5")
def test_the_list_follows_each_choice_and_focus_stays(
    guest: Visitor, site: str, shelf: None
) -> None:
    page = guest.go("/courses/")
    box(page, "Beginner").focus()
    page.keyboard.press("Space")

    expect(page.get_by_role("heading", name="2 courses")).to_be_visible()
    assert titles(page) == ["Bread", "Counting"]
    expect(page).to_have_url(f"{site}/courses/?level=beginner")
    expect(box(page, "Beginner")).to_be_focused()
    expect(page.locator("[data-announce]")).to_have_text("2 courses")

    box(page, "Free").check()
    expect(page.get_by_role("heading", name="1 course")).to_be_visible()
    page.get_by_role("link", name="Remove filter: Beginner").click()
    expect(page).to_have_url(f"{site}/courses/?price=free")
    expect(page.locator("#results")).to_be_focused()
    expect(box(page, "Beginner")).not_to_be_checked()

    page.go_back()
    expect(page).to_have_url(f"{site}/courses/?level=beginner&price=free")
    expect(page.get_by_role("heading", name="1 course")).to_be_visible()
    page.get_by_label("Sort").select_option("A to Z")
    expect(page).to_have_url(f"{site}/courses/?level=beginner&price=free&sort=title")


def test_on_a_phone_the_choices_are_a_drawer_that_leads_to_the_list(
    browser: Browser, site: str, shelf: None
) -> None:
    with visitor(browser, site, viewport=PHONE) as person:
        page = person.go("/courses/")
        expect(box(page, "Advanced")).to_be_hidden()
        page.get_by_text("Narrow it down").first.click()
        box(page, "Advanced").check()
        button = page.get_by_role("button", name="Show 1 course")
        expect(button).to_be_visible()
        button.click()

        expect(box(page, "Advanced")).to_be_hidden()
        expect(page.locator("#results")).to_be_focused()
        assert titles(page) == ["Sailing"]
        assert find_violations(page) == []


@pytest.mark.spec("S51", "B5")
@pytest.mark.parametrize("width", [360, 1280])
def test_without_javascript_a_button_applies_the_choices(
    browser: Browser, site: str, shelf: None, width: int
) -> None:
    viewport = {"width": width, "height": 800}
    with visitor(browser, site, viewport=viewport, java_script_enabled=False) as person:
        page = person.go("/courses/")
        if width == 360:
            page.get_by_text("Narrow it down").first.click()
        box(page, "Beginner").check()
        box(page, "Paid").check()
        page.get_by_role("button", name="Show these courses").click()

        expect(page).to_have_url(re.compile(r"level=beginner&price=paid"))
        assert titles(page) == ["Bread"]
        page.get_by_role("link", name="Remove filter: Paid").click()
        assert titles(page) == ["Bread", "Counting"]
