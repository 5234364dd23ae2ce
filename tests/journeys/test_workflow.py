"""An assistant submits a lesson by keyboard, and a teacher of the course publishes it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff, LessonPage
from tests.factories.pages import get_modules, make_lesson
from tests.factories.people import InstructorFactory
from tests.journeys.browser import Visitor, visitor
from tests.journeys.keyboard import Keyboard
from tests.journeys.steps import wait_until_watched

LOADING = 30_000
"""Milliseconds that a page of the admin may take on a busy machine."""


@pytest.fixture
def assistant(course: CoursePage) -> User:
    person = InstructorFactory(email="assistant@example.com", first_name="Asa", last_name="Help")
    CourseStaff.objects.create(course=course, person=person, role=StaffRole.ASSISTANT)
    return person


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    """A draft with nothing in it."""
    return make_lesson(get_modules(course)[0], title="Rye", slug="rye", live=False)


def submit(page: Page, label: str) -> None:
    """Open the list of actions at the foot of the editor and choose one, by keyboard alone."""
    more = page.get_by_role("button", name="More actions").first
    more.focus()
    page.keyboard.press("Enter")
    action = page.get_by_role("button", name=label, exact=True)
    expect(action).to_be_visible()
    Keyboard(page).use(action)


@pytest.mark.spec("S65")
def test_an_unready_lesson_is_mended_submitted_and_approved(
    browser: Browser, site: str, guest: Visitor, assistant: User, lesson: LessonPage
) -> None:
    edit = f"/admin/pages/{lesson.pk}/edit/"
    page = guest.log_in("assistant@example.com")
    guest.go(edit)

    submit(page, "Submit to Ready to publish")
    expect(page.get_by_text("This is not ready to publish yet.")).to_be_visible(timeout=LOADING)
    reason = page.get_by_role("listitem").filter(has_text="The lesson is empty.")
    expect(reason.get_by_role("link", name="Rye", exact=True)).to_be_visible()
    guest.look("workflow-01-given-back", accessible=False)

    wait_until_watched(page)
    page.get_by_role("button", name=re.compile("Insert a block")).first.focus()
    page.keyboard.press("Enter")
    choices = page.get_by_role("combobox", name="Search options")
    expect(choices).to_be_visible()
    Keyboard(page).tab_to(choices)
    page.keyboard.type("Text")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    words = page.locator("[data-contentpath=body] [contenteditable=true]").first
    words.focus()
    with page.expect_response(lambda answer: edit in answer.url) as saved_by_itself:
        page.keyboard.type("Rye needs more water than wheat.")
        page.keyboard.press("Tab")
    assert saved_by_itself.value.json()["success"] is True
    submit(page, "Resubmit to Readiness check")
    expect(page.get_by_text("has been submitted for moderation")).to_be_visible(timeout=LOADING)
    guest.look("workflow-02-submitted", accessible=False)

    with visitor(browser, site) as teacher:
        review = teacher.log_in("instructor@example.com")
        teacher.go("/admin/")
        expect(review.get_by_text("Awaiting your review")).to_be_visible(timeout=LOADING)
        teacher.look("workflow-03-waiting", accessible=False)
        teacher.go(edit)
        teacher.look("workflow-04-approving", accessible=False)
        submit(review, "Approve")
        expect(review.get_by_text("has been updated").first).to_be_visible(timeout=LOADING)
        teacher.look("workflow-05-approved", accessible=False)

    published = LessonPage.objects.get(pk=lesson.pk)
    assert published.live
    assert "Rye needs more water than wheat." in str(published.body)
