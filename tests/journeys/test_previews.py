"""A teacher looks at a lesson from three seats while writing it, by keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from course_pages.models import CoursePage, LessonPage
from learning.models import Enrollment, LessonProgress
from tests.factories.pages import get_lessons
from tests.journeys.browser import Visitor
from tests.journeys.keyboard import Keyboard

CHECKED = "axe.run results"
"""What Wagtail's content checker writes to the console when it finds something to better."""


@pytest.fixture
def teacher(guest: Visitor, course: CoursePage) -> Iterator[Visitor]:
    """Give the teacher of the course; the content checker speaks up in every preview."""
    guest.log_in("instructor@example.com")
    yield guest
    guest.troubles[:] = [trouble for trouble in guest.troubles if CHECKED not in trouble]


def open_preview(page: Page, keys: Keyboard) -> FrameLocator:
    """Open the side panel of the editor and return what is in its frame."""
    keys.use(page.get_by_role("button", name="Toggle preview"))
    expect(page.get_by_label("Preview mode")).to_be_visible()
    return page.frame_locator("#w-preview-iframe")


@pytest.mark.spec("S65")
def test_a_teacher_changes_seats_by_keyboard(teacher: Visitor, course: CoursePage) -> None:
    lesson = get_lessons(course)[1]
    page = teacher.page
    teacher.go(f"/admin/pages/{lesson.pk}/edit/")
    keys = Keyboard(page)
    inside = open_preview(page, keys)

    expect(inside.get_by_role("button", name="Mark as complete")).to_be_disabled()
    expect(inside.locator("#rail-head")).to_contain_text("0 of 4 lessons done")
    expect(inside.get_by_text("Nothing yet. What you write here is for you alone.")).to_be_visible()
    teacher.look("previews-01-learner", accessible=False)

    modes = page.get_by_label("Preview mode")
    keys.tab_to(modes)
    keys.press("ArrowUp")
    expect(inside.get_by_text("Log in to open this lesson.")).to_be_visible()
    expect(inside.get_by_role("heading", level=1)).to_have_text("The knead")
    expect(inside.get_by_text("in plain words")).to_have_count(0)
    teacher.look("previews-02-visitor", accessible=False)

    expect(modes).to_be_focused()
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(inside.get_by_text("You have completed this course.")).to_be_visible()
    expect(inside.locator("#rail-head")).to_contain_text("4 of 4 lessons done")
    expect(inside.get_by_text("Ines Teach")).to_have_count(0)
    teacher.look("previews-03-finished", accessible=False)

    assert not Enrollment.objects.exists()
    assert not LessonProgress.objects.exists()
    assert LessonPage.objects.get(pk=lesson.pk).title == "The knead"


@pytest.mark.spec("S65")
@pytest.mark.parametrize("seat", ["visitor", "learner", "finished"])
def test_a_preview_of_its_own_is_for_everybody_to_use(
    teacher: Visitor, course: CoursePage, seat: str
) -> None:
    lesson = get_lessons(course)[0]

    for page in (course, lesson.get_parent(), lesson):
        teacher.go(f"/admin/pages/{page.pk}/view_draft/?mode={seat}")
        expect(teacher.page.get_by_role("heading", level=1)).to_be_visible()
        teacher.look(f"previews-{page.slug}-{seat}")


def test_nothing_leaves_a_preview(teacher: Visitor, course: CoursePage) -> None:
    page = teacher.page
    teacher.go(f"/admin/pages/{course.pk}/view_draft/?mode=learner")
    page.get_by_text("Leave this course").click()
    expect(page.get_by_role("button", name="Leave the course")).to_be_disabled()

    page.get_by_label("Your account, Sample learner").click()
    with page.expect_console_message(lambda message: "form-action" in message.text):
        page.get_by_role("button", name="Log out").press("Enter", no_wait_after=True)
    teacher.troubles.clear()

    teacher.go("/admin/")
    expect(page.get_by_role("link", name="Courses").first).to_be_visible()
