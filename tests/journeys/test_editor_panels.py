"""What the page editor says is missing: by keyboard, after a save, for everybody."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from course_pages.models import CoursePage
from tests.factories.bodies import make_block
from tests.factories.pages import get_lessons, get_modules
from tests.journeys.browser import AXE_RULES, Visitor
from tests.journeys.steps import wait_until_watched

BLOCK = "b0000000-0000-4000-8000-000000000000"
INNER = "a0000000-0000-4000-8000-000000000000"


STOCK = [".public-DraftEditor-content"]
"""Wagtail's own field for rich text has no name that axe knows."""


@pytest.fixture
def teacher(guest: Visitor, course: CoursePage) -> Iterator[Visitor]:
    """Give the instructor of `course` at a desk, who leaves the editor before the site closes."""
    guest.log_in("instructor@example.com")
    yield guest
    guest.page.goto("about:blank")
    # The editor tells the site that it is left.
    guest.page.wait_for_timeout(700)
    # Wagtail's checker writes what it found in the preview to the console, as an error.
    guest.troubles[:] = [told for told in guest.troubles if "axe.run results" not in told]


def find_faults(page: Page) -> list[str]:
    """Return what axe finds in the editor's form and side panels."""
    place = {"include": [["#main"]], "exclude": [[part] for part in STOCK]}
    found: dict[str, Any] = Axe().run(page, context=place, options=AXE_RULES).response
    return [
        f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
    ]


def open_checks(teacher: Visitor, pk: int) -> Page:
    teacher.go(f"/admin/pages/{pk}/edit/")
    teacher.page.locator('[data-side-panel-toggle="checks"]').click()
    expect(teacher.page.get_by_role("heading", name="What is missing")).to_be_visible()
    return teacher.page


def break_lesson(course: CoursePage) -> int:
    """Leave a table without headings inside a callout of the first lesson; return its id."""
    lesson = get_lessons(course)[0]
    table = {"columns": [{"type": "cell", "heading": ""}], "rows": [{"values": ["Rye"]}]}
    inside = make_block("table", {"caption": "", "table": table}, block_id=INNER)
    callout = {"kind": "tip", "title": "", "body": [inside]}
    lesson.body = json.dumps([make_block("callout", callout, block_id=BLOCK)])  # type: ignore[assignment]
    lesson.summary = ""
    lesson.save_revision()
    return int(lesson.pk)


@pytest.mark.spec("S65")
def test_a_finding_leads_to_its_block_and_goes_when_it_is_mended(
    teacher: Visitor, course: CoursePage
) -> None:
    page = open_checks(teacher, break_lesson(course))
    missing = page.locator("#readiness")
    expect(missing).to_contain_text("The columns have no headings.")
    page.get_by_role("button", name="Collapse all").click()
    expect(page.locator(f"#block-{INNER}-section")).to_be_hidden()

    way = missing.get_by_role("link", name="Show the block")
    way.focus()
    page.keyboard.press("Enter")

    expect(page.locator(f"#block-{INNER}-section")).to_be_in_viewport()
    focused = "document.activeElement.closest('section')?.id"
    assert page.evaluate(focused) == f"block-{INNER}-section"

    page.get_by_role("button", name="Expand all").click()
    wait_until_watched(page)
    page.get_by_label("Summary").fill("What flour does.")
    expect(missing).not_to_contain_text("The lesson has no summary.", timeout=15_000)
    expect(missing).to_contain_text("The columns have no headings.")


@pytest.mark.spec("S49")
def test_a_course_leads_to_what_its_lessons_lack(teacher: Visitor, course: CoursePage) -> None:
    lesson_id = break_lesson(course)
    page = open_checks(teacher, course.pk)

    page.locator("#readiness").get_by_text("things would make it better").first.click()
    page.locator("#readiness").get_by_role("link", name="Show the block").first.click()

    expect(page).to_have_url(f"{teacher.site}/admin/pages/{lesson_id}/edit/#block-{INNER}-section")


@pytest.mark.parametrize("kind", ["course", "module", "lesson"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_editors(
    teacher: Visitor, course: CoursePage, kind: str, scheme: Any
) -> None:
    lesson_id = break_lesson(course)
    ids = {"course": course.pk, "module": get_modules(course)[0].pk, "lesson": lesson_id}
    teacher.page.emulate_media(color_scheme=scheme)
    page = open_checks(teacher, ids[kind])

    teacher.look(f"editor-{kind}-{scheme}", accessible=False)
    assert find_faults(page) == []
