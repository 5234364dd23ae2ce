"""An instructor brings a course from elsewhere, reads what became of it, and takes it back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from events import ports, tasks
from events.services.sweeping import make_due_deliveries
from interchange.services.imports import import_source
from learning.services.enrollment import enroll_student
from tests.interchange.archives import pack
from tests.interchange.folders import add_image, lesson, make_folder
from tests.interchange.real import real_folder
from tests.journeys.browser import (
    AXE_RULES,
    DESKTOP,
    PHONE,
    Visitor,
    overflows,
    visitor,
)
from tests.journeys.steps import expect_lesson

DARK_PHONE: dict[str, Any] = {"viewport": PHONE, "color_scheme": "dark"}


@pytest.fixture(autouse=True)
def worker_waits() -> Iterator[None]:
    """Leave deliveries to the journey, which is the worker here."""
    ports.register(lambda delivery_ids, long_ids=(): None)
    yield
    ports.register(tasks.hand_over)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a packed course, one picture of which is not in it."""
    body = "![A cup.](images/cup.png)\n\nGreen or black.\n"
    root = make_folder(tmp_path / "tea", **{"lessons/leaves.md": lesson("leaves", body)})
    add_image(root)
    (root / "notes.txt").write_text("Buy more tea.")
    packed = tmp_path / "tea.zip"
    packed.write_bytes(pack(root).read())
    return packed


def upload(page: Page, archive: Path) -> None:
    page.get_by_role("link", name="Imports").click()
    page.get_by_role("link", name=re.compile("Add|Import a course")).first.click()
    page.locator("input[type=file]").set_input_files(archive)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="The import is on its way")).to_be_visible()


def find_faults(page: Page, place: str) -> list[str]:
    """Return what axe finds in one part of a page: the frame around it is Wagtail's."""
    found: dict[str, Any] = Axe().run(page, context=place, options=AXE_RULES).response
    return [
        f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
    ]


def test_a_course_is_uploaded_read_about_and_taken_back(
    guest: Visitor, instructor: User, archive: Path
) -> None:
    page = guest.log_in(instructor.email)
    guest.go("/admin/")
    upload(page, archive)
    guest.look("importing-01-progress", accessible=False)
    assert find_faults(page, ".import-progress") == []

    make_due_deliveries()

    # Nobody reloads: the page looks by itself and shows the report when there is one.
    report = page.locator(".import-report")
    expect(report).to_be_visible()
    course = CoursePage.objects.get()
    assert not course.live
    expect(report.get_by_role("row", name="notes.txt")).to_contain_text("Left out")
    guest.look("importing-02-report-1280-light", accessible=False)
    assert find_faults(page, ".import-report") == []

    address = page.url
    report.get_by_role("link", name="Leaves").first.click()
    expect(page.locator("#id_title")).to_have_value("Leaves")
    guest.look("importing-03-editor", accessible=False)
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("published").first).to_be_visible()

    page.goto(address)
    page.get_by_role("link", name="Undo import").click()
    page.get_by_role("button", name="Undo import").click()
    expect(page.get_by_text("This import was undone.")).to_be_visible()
    assert not CoursePage.objects.exists()
    assert not LessonPage.objects.exists()


def test_the_report_is_read_at_night_on_a_phone(
    browser: Browser, site: str, instructor: User, archive: Path
) -> None:
    with visitor(browser, site, **DARK_PHONE) as person:
        page = person.log_in(instructor.email)
        person.go("/admin/course-imports/new/")
        page.locator("input[type=file]").set_input_files(archive)
        page.get_by_role("button", name="Import", exact=True).click()
        make_due_deliveries()
        expect(page.locator(".import-report")).to_be_visible()
        person.look("importing-04-report-360-dark", accessible=False)
        assert find_faults(page, ".import-report") == []
        assert not overflows(page)


def test_a_lesson_from_open_edx_is_read_by_day_and_by_night(
    browser: Browser, site: str, learner: User, instructor: User
) -> None:
    import_source(path=real_folder("olx-dhis2-intro"), person=instructor, publish=True)
    enroll_student(student=learner, course=CoursePage.objects.get())
    lesson_page = LessonPage.objects.get(title="2.1 DHIS2 building blocks")

    for mode, options in (("1280-light", {"viewport": DESKTOP}), ("360-dark", DARK_PHONE)):
        with visitor(browser, site, **options) as person:
            page = person.log_in(learner.email)
            person.go(lesson_page.url)
            expect_lesson(page, "2.1 DHIS2 building blocks")
            # Pictures further down are fetched when somebody comes near them.
            for picture in page.get_by_role("main").get_by_role("img").all():
                picture.scroll_into_view_if_needed()
            person.look(f"importing-05-open-edx-{mode}")
            assert not overflows(page)
            assert find_broken_pictures(page) == []


def find_broken_pictures(page: Page) -> list[str]:
    """Return the addresses of pictures that the browser could not draw."""
    found: list[str] = page.evaluate(
        """async () => {
            const pictures = [...document.querySelectorAll("main img")];
            await Promise.allSettled(pictures.map((picture) => picture.decode()));
            return pictures.filter((one) => !one.naturalWidth).map((one) => one.src);
        }"""
    )
    return found
