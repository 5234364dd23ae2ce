"""A teacher orders and renames lessons in the explorer, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from course_pages.models import CoursePage
from tests.factories.pages import get_lessons, get_modules
from tests.journeys.browser import Visitor, find_violations

pytestmark = pytest.mark.spec("S65")


def test_lessons_are_ordered_and_renamed_by_keyboard(guest: Visitor, course: CoursePage) -> None:
    module = get_modules(course)[0]
    first, second, *_rest = get_lessons(module)
    page = guest.log_in("instructor@example.com")
    guest.go(f"/admin/pages/{module.pk}/")

    down = page.get_by_role("button", name=f"Move “{first.title}” down")
    down.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"“{first.title}” is number 2 of")
    assert [lesson.pk for lesson in get_lessons(module)][:2] == [second.pk, first.pk]

    back = page.get_by_role("button", name=f"Move “{first.title}” up")
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"“{first.title}” is number 1 of")
    expect(page.get_by_role("button", name=f"Move “{first.title}” down")).to_be_focused()
    assert [lesson.pk for lesson in get_lessons(module)][:2] == [first.pk, second.pk]
    guest.look("explorer-01-lessons", accessible=False)

    page.get_by_role("button", name=f"More options for '{first.title}'").focus()
    page.keyboard.press("Enter")
    rename = page.get_by_role("link", name="Rename")
    expect(rename).to_be_visible()
    rename.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Title").fill("Flour first")
    guest.look("explorer-02-rename", accessible=False)
    assert find_violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Flour first")).to_be_visible()
