"""An instructor writes in Wagtail's admin, and learners read it."""

import re

from playwright.sync_api import Browser, expect

from accounts.models import User
from course_pages.models import CoursePage
from tests.factories.pages import get_lessons
from tests.journeys.browser import Visitor, visitor
from tests.journeys.steps import enrol_from_catalogue, expect_lesson


def test_an_edited_lesson_is_read_by_learners(
    browser: Browser, site: str, guest: Visitor, course: CoursePage, newcomer: User
) -> None:
    lesson = get_lessons(course)[0]
    page = guest.log_in("instructor@example.com")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Teach").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))
    guest.look("teaching-01-admin", accessible=False)

    guest.go(f"/admin/pages/{lesson.pk}/edit/")
    page.locator("#id_title").fill("Flour, water and time")
    guest.look("teaching-02-editor", accessible=False)
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(
        page.get_by_text(re.compile("has been published|published", re.IGNORECASE)).first
    ).to_be_visible()

    with visitor(browser, site) as learner:
        read = learner.log_in("newcomer@example.com")
        enrol_from_catalogue(read, "bread", "Bread at Home")
        expect_lesson(read, "Flour, water and time")
