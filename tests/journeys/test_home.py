"""The first page of the admin and the guide: everybody can use them, by keyboard too."""

from typing import Any

import pytest
from playwright.sync_api import expect

from course_pages.models import CoursePage
from tests.factories.pages import get_lessons, make_course, translate
from tests.journeys.browser import PHONE, Visitor, find_violations, overflows

pytestmark = pytest.mark.spec("S49")


@pytest.fixture
def teacher(guest: Visitor, course: CoursePage) -> Visitor:
    """Give the instructor of `course`, who has a draft, gaps and a translation to work on."""
    lesson = get_lessons(course)[0]
    lesson.title = "Flour, water, time"
    lesson.save_revision()
    translate(course, "id")
    guest.log_in("instructor@example.com")
    return guest


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_first_page_and_the_guide(teacher: Visitor, scheme: Any) -> None:
    page = teacher.page
    page.emulate_media(color_scheme=scheme)
    for path, name in (("/admin/", "home"), ("/admin/guide/write-a-course/", "guide")):
        teacher.go(path)
        teacher.look(f"admin-{name}-{scheme}", accessible=False)
        assert find_violations(page) == [], path


def test_both_fit_on_a_phone(teacher: Visitor) -> None:
    teacher.page.set_viewport_size(PHONE)
    for path in ("/admin/", "/admin/guide/staff/"):
        teacher.go(path)
        assert not overflows(teacher.page), path


def test_a_gap_leads_to_the_editor_and_help_to_the_guide_by_keyboard(
    teacher: Visitor, course: CoursePage
) -> None:
    page = teacher.page
    teacher.go("/admin/")
    expect(page.get_by_role("heading", name="My courses")).to_be_visible()
    page.locator("#teaching-gaps-content a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{teacher.site}/admin/pages/{course.pk}/edit/")

    teacher.go("/admin/")
    page.get_by_role("button", name="Help").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Guide").first.press("Enter")
    expect(page.get_by_role("heading", name="A first look", exact=True)).to_be_visible()
    page.get_by_role("link", name="Write a course →").press("Enter")
    expect(page.get_by_role("heading", name="Write a course", exact=True)).to_be_visible()
    teacher.troubles[:] = [told for told in teacher.troubles if "axe.run" not in told]


def test_who_has_no_course_begins_one(guest: Visitor, instructor: Any) -> None:
    guest.log_in("instructor@example.com")
    guest.go("/admin/")
    guest.page.get_by_role("link", name="Write your first course").press("Enter")
    expect(guest.page.get_by_label("Title", exact=False).first).to_be_visible()
    guest.page.goto("about:blank")
    make_course(owner=instructor)
    guest.go("/admin/")
    expect(guest.page.get_by_role("link", name="Write your first course")).to_have_count(0)
