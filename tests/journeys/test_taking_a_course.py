"""From the first visit to the last lesson, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from course_pages.models import CoursePage
from learning.models import Enrollment, LessonProgress
from tests.factories.people import PASSWORD
from tests.journeys.browser import PHONE, Visitor, visitor
from tests.journeys.steps import answer, complete, enrol_from_catalogue, expect_lesson
from tests.journeys.test_sign_up import follow_link

EMAIL, SECRET = "bea@example.com", "rye-and-patience-26"


@pytest.mark.spec("S5", "S57", "S66", "S116", "S241", "S242", "B3", "B5")
def test_a_newcomer_takes_a_course_to_its_end(
    browser: Browser, site: str, guest: Visitor, course: CoursePage
) -> None:
    page = guest.go("/")
    guest.look("journey-01-home")
    sign_up(guest)
    expect(page.get_by_text("No course yet.")).to_be_visible()
    guest.look("journey-02-empty-shelf")

    page.get_by_role("link", name="Find a course").click()
    guest.look("journey-03-catalogue")
    page.get_by_role("main").get_by_role("link", name="Bread at Home").click()
    guest.look("journey-04-course")
    page.get_by_role("button", name="Enrol and start").click()

    expect_lesson(page, "Flour and water")
    expect(page.get_by_text("You are enrolled.")).to_be_visible()
    assert "Well counted." not in page.content()
    answer(page, "Five")
    expect(page.get_by_text("Count again.")).to_be_visible()
    assert "Well counted." not in page.content()
    guest.look("journey-05-wrong-answer")
    answer(page, "Four")
    expect(page.get_by_text("Well counted.")).to_be_visible()
    guest.look("journey-06-right-answer")

    complete(page)
    expect(page.get_by_text("This lesson is done.")).to_be_visible()
    guest.look("journey-07-lesson-done")
    page.get_by_role("link", name="Next lesson").click()
    expect_lesson(page, "The knead")
    complete(page)
    page.get_by_role("link", name="Next lesson").click()
    expect_lesson(page, "Heat")

    with visitor(browser, site, viewport=PHONE) as phone:
        go_on_by_phone(phone)

    person = User.objects.get(email=EMAIL)
    place = Enrollment.objects.get(student=person)
    assert place.completed_at is not None
    assert LessonProgress.objects.filter(student=person, completed_at__isnull=False).count() == 4


def sign_up(guest: Visitor) -> None:
    """Make an account, and follow the link in the mail, which lets them in."""
    page = guest.page
    page.get_by_role("link", name="Join").click()
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(SECRET)
    page.get_by_label("The same password again").fill(SECRET)
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    follow_link(guest)
    page.get_by_role("button", name="Yes, it is mine").click()
    page.wait_for_url("**/learn/")


def go_on_by_phone(phone: Visitor) -> None:
    """Continue in another browser at the lesson that was open, and finish there."""
    page = phone.log_in(EMAIL, SECRET)
    expect(page.get_by_text("2 of 4 lessons done")).to_be_visible()
    expect(page.get_by_role("heading", name="Heat")).to_be_visible()
    phone.look("journey-08-shelf-on-a-phone")
    page.get_by_role("main").get_by_role("link", name="Continue").click()
    expect_lesson(page, "Heat")
    phone.look("journey-09-lesson-on-a-phone")
    complete(page)
    page.get_by_role("link", name="Next lesson").click()
    expect_lesson(page, "The crust")
    complete(page)
    expect(page.get_by_text("You have completed this course.")).to_be_visible()
    phone.look("journey-10-course-done")
    page.get_by_role("link", name="My learning").last.click()
    done = page.get_by_role("region", name="Completed")
    expect(done.get_by_text("Completed on")).to_be_visible()
    expect(done.get_by_role("heading", name="Bread at Home")).to_be_visible()
    phone.look("journey-11-shelf-with-a-finished-course")


def test_everything_works_without_javascript(
    browser: Browser, site: str, course: CoursePage, newcomer: User
) -> None:
    with visitor(browser, site, java_script_enabled=False) as person:
        page = person.log_in("newcomer@example.com")
        enrol_from_catalogue(page, "bread", "Bread at Home")
        expect_lesson(page, "Flour and water")
        answer(page, "Five")
        expect(page.get_by_text("Count again.")).to_be_visible()
        answer(page, "Four")
        expect(page.get_by_text("Well counted.")).to_be_visible()
        complete(page)
        person.look("no-javascript-lesson", accessible=False)
        page.get_by_role("link", name="Next lesson").click()
        expect_lesson(page, "The knead")

    assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 1


def test_a_completion_is_undone(guest: Visitor, course: CoursePage, newcomer: User) -> None:
    page = guest.log_in("newcomer@example.com")
    enrol_from_catalogue(page, "bread", "Bread at Home")
    complete(page)
    expect(page.get_by_role("navigation", name="Lessons")).to_contain_text("1 of 4 lessons done")

    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("button", name="Mark as complete")).to_be_visible()
    expect(page.get_by_role("navigation", name="Lessons")).to_contain_text("0 of 4 lessons done")
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()


def test_a_course_is_taken_by_keyboard_alone(
    guest: Visitor, course: CoursePage, newcomer: User
) -> None:
    page = guest.go("/accounts/login/")
    tab_to(page, "login")
    page.keyboard.type("newcomer@example.com")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/learn/$"))

    press(page, "Find a course")
    press(page, "Bread at Home")
    press(page, "Enrol and start")
    expect_lesson(page, "Flour and water")
    tab_to(page, "Mark as complete")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This lesson is done.")).to_be_visible()
    press(page, "Next lesson")
    expect_lesson(page, "The knead")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what is called `name`, which must be in view."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if name in focus["names"]:
            assert focus["is_visible"], f"The focus on {name} is hidden."
            return
    raise AssertionError(f"No number of tabs leads to {name}.")


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


FOCUS = """() => {
    const focus = document.activeElement;
    const box = focus.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
        names: [focus.name ?? "", focus.textContent.trim()],
        is_visible: focus.contains(top) || Boolean(top?.contains(focus)),
    };
}"""
