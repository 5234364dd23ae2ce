"""The translator's way, by keyboard: from the report through the editor to the reader."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff, LessonPage
from course_pages.services.languages import open_language
from tests.factories.pages import get_lessons
from tests.factories.people import InstructorFactory
from tests.journeys.browser import Visitor, find_violations, visitor
from tests.journeys.keyboard import HAS_FOCUS, LONGEST_WAY, Keyboard

pytestmark = [pytest.mark.spec("S49"), pytest.mark.spec("S65")]

REPORT = "/admin/reports/course-translations/"
EDITOR = re.compile(r"/admin/pages/\d+/edit/$")
SLOW = 20_000
"""Milliseconds that a busy machine may take for a page of the admin."""


@pytest.fixture
def assistant(course: CoursePage) -> User:
    person: User = InstructorFactory(email="assistant@example.com")
    CourseStaff.objects.create(course=course, person=person, role=StaffRole.ASSISTANT)
    return person


def test_a_course_is_translated_kept_up_to_date_and_read(
    browser: Browser, site: str, guest: Visitor, course: CoursePage, assistant: User
) -> None:
    open_language(code="id")
    page = guest.log_in(assistant.email)
    keys = Keyboard(page)

    guest.go(REPORT)
    assert find_violations(page) == []
    guest.look("translating-01-report", accessible=False)
    keys.use(page.get_by_role("link", name="Translate “Bread at Home” into Bahasa Indonesia"))
    subtree = page.get_by_label(re.compile("Include subtree"))
    keys.use(subtree, key="Space")
    expect(subtree).to_be_checked()
    keys.use(page.get_by_role("button", name=re.compile("Submit", re.IGNORECASE)))
    page.wait_for_url(EDITOR)
    write_words(keys, "Bread at Home", "Roti di Rumah")
    publish(keys)

    # The first lesson, with its question.
    translate_lesson(keys, guest)
    with visitor(browser, site) as reader:
        read = reader.go("/id/courses/bread/")
        expect(read.get_by_role("heading", level=1)).to_have_text("Roti di Rumah")

    original = CoursePage.objects.get(pk=course.pk)
    original.title = "Bread"
    original.save_revision().publish()
    guest.go(f"{REPORT}?state=stale")
    expect(page.get_by_role("main")).to_contain_text("Out of date")
    keys.use(page.locator("td").get_by_role("link", name="Bread", exact=True))
    expect(page.locator("del")).to_have_text("Bread at Home")
    assert find_violations(page) == []
    guest.look("translating-02-pieces", accessible=False)
    keys.use(page.get_by_role("link", name="Take over what “Bread” says now"))
    keys.use(page.get_by_role("button", name=re.compile("Submit", re.IGNORECASE)))
    page.wait_for_url(EDITOR)
    write_words(keys, "Bread", "Roti")
    publish(keys)
    guest.go(f"{REPORT}?state=complete")
    expect(page.get_by_role("main")).to_contain_text("Bread")
    assert guest.troubles == []
    keys.tell("translating")


def translate_lesson(keys: Keyboard, guest: Visitor) -> None:
    version = LessonPage.objects.get(locale__language_code="id", title="Flour and water")
    guest.go(f"/admin/pages/{version.pk}/edit/")
    write_words(keys, "Flour and water", "Tepung dan air")
    write_words(keys, "Two and two?", "Dua tambah dua?")
    guest.look("translating-03-editor", accessible=False)
    publish(keys)
    version.refresh_from_db()
    assert (version.live, version.title) == (True, "Tepung dan air")
    assert (
        version.canonical_id
        == get_lessons(CoursePage.objects.get(slug="bread", locale__language_code="en"))[0].pk
    )


def write_words(keys: Keyboard, source: str, words: str) -> None:
    """Open a piece of text in the translation editor, write its translation and keep it."""
    piece = piece_of(keys.page, source)
    expect(piece).to_be_visible(timeout=SLOW)
    come_to(keys, piece.get_by_role("button", name="Translate"))
    keys.press("Enter")
    come_to(keys, piece.get_by_role("textbox"))
    keys.press("Control+a")
    keys.write(words)
    come_to(keys, piece.get_by_role("button", name="Save"))
    keys.press("Enter")
    expect(piece.get_by_role("button", name="Edit")).to_be_visible(timeout=SLOW)
    expect(piece).to_contain_text(words)


def come_to(keys: Keyboard, target: Locator) -> None:
    """Press Tab until the focus is on `target`; it must come into sight, the editor scrolls."""
    expect(target).to_be_visible()
    for _ in range(LONGEST_WAY):
        if target.evaluate("element => document.activeElement === element"):
            break
        keys.press("Tab")
    seen = f"element => ({HAS_FOCUS})(element) === 'seen'"
    keys.page.wait_for_function(seen, arg=target.element_handle(), timeout=5_000)


def piece_of(page: Page, source: str) -> Locator:
    words = re.compile(rf"^{re.escape(source)}$")
    return page.locator("li", has=page.get_by_text(words)).last


def publish(keys: Keyboard) -> None:
    keys.use(keys.page.get_by_role("button", name="Publish in Indonesian"))
    expect(keys.page.locator(".messages")).to_contain_text("Published", timeout=SLOW)
