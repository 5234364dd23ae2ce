"""Takes the pictures of the guide for authors anew, into docs/guide/pictures (`make guide`).

Each is cut to the thing it shows. What chapters name and nobody takes, or is taken and nobody
names, fails tests/course_pages/test_guide.py.
"""

import io

import pytest
from PIL import Image
from playwright.sync_api import Locator

from course_pages.models import CoursePage, LessonPage
from course_pages.selectors.guide import PICTURES
from tests.gallery.stage import RICH, Stage
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.timeout(1800)

LIMIT = 150_000
"""Bytes of one picture."""
SHOWN = (
    "text",
    "callout",
    "code",
    "quote",
    "math",
    "details",
    "image",
    "video",
    "table",
    "file",
    "embed",
    "check",
)
"""Blocks that the chapter on blocks shows."""
STILL = """
*, *::before, *::after { animation: none !important; transition: none !important; }
.w-minimap, .topbar, [data-lesson-bar] { display: none !important; }
"""


def keep(name: str, png: bytes) -> None:
    """Write a picture as small as its kind allows."""
    PICTURES.mkdir(exist_ok=True)
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (85, 70, 55):
        written = io.BytesIO()
        image.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= LIMIT:
            break
    (PICTURES / f"{name}.webp").write_bytes(written.getvalue())


def shoot(name: str, place: Locator, *, height: int = 1200) -> None:
    """Keep a picture of one thing, of its upper part if it is long."""
    place.scroll_into_view_if_needed()
    png = place.screenshot(animations="disabled", style=STILL)
    image = Image.open(io.BytesIO(png))
    if image.height > height:
        cut = io.BytesIO()
        image.crop((0, 0, image.width, height)).save(cut, "PNG")
        png = cut.getvalue()
    keep(name, png)


def shoot_window(guest: Visitor, name: str, path: str, *, height: int = 800) -> None:
    guest.page.set_viewport_size({"width": 1280, "height": height})
    guest.go(path)
    guest.page.wait_for_timeout(1_000)
    keep(name, guest.page.screenshot(animations="disabled", style=STILL))


def find_blocks(course: CoursePage) -> dict[str, tuple[LessonPage, str]]:
    """Return the first block of each kind in the course: its lesson and its id."""
    found: dict[str, tuple[LessonPage, str]] = {}
    for lesson in LessonPage.objects.descendant_of(course).order_by("path"):
        for block in lesson.body:
            found.setdefault(block.block_type, (lesson, str(block.id)))
    return found


def test_pictures_of_blocks(guest: Visitor, stage: Stage) -> None:
    guest.log_in("instructor@example.com", "learn-with-joy")
    blocks = find_blocks(stage.courses[RICH])
    for kind in SHOWN:
        lesson, block_id = blocks[kind]
        guest.go(lesson.url)
        shoot(f"block-{kind}", guest.page.locator(f"#block-{block_id}"), height=700)
    guest.troubles.clear()


def test_pictures_of_the_admin(guest: Visitor, stage: Stage) -> None:
    guest.log_in("instructor@example.com", "learn-with-joy")
    course = stage.courses[RICH]
    lesson = stage.lessons["one-row-one-thing"]
    lesson.title = "One row, one thing, once"
    lesson.save_revision()
    shoot_window(guest, "home", "/admin/", height=1000)
    shoot_window(guest, "course-editor", f"/admin/pages/{course.pk}/edit/")
    shoot_window(guest, "explorer", f"/admin/pages/{lesson.get_parent().pk}/", height=700)
    shoot_window(guest, "translation-report", "/admin/reports/course-translations/")
    shoot_window(guest, "imports", "/admin/course-imports/", height=560)
    guest.page.goto("about:blank")
    guest.troubles.clear()


def test_pictures_of_the_editor(guest: Visitor, stage: Stage) -> None:
    guest.log_in("instructor@example.com", "learn-with-joy")
    lesson = stage.lessons["one-row-one-thing"]
    take_editor(guest, lesson)
    take_checks(guest, lesson)
    take_preview(guest, lesson)
    guest.page.goto("about:blank")
    guest.troubles.clear()


def take_editor(guest: Visitor, lesson: LessonPage) -> None:
    page = guest.page
    check = next(block for block in lesson.body if block.block_type == "check")
    # So tall that the whole block is seen: the editor scrolls in a box of its own.
    page.set_viewport_size({"width": 1280, "height": 9000})
    guest.go(f"/admin/pages/{lesson.pk}/edit/")
    page.wait_for_timeout(2_000)
    shoot("check-editor", page.locator(f"#block-{check.id}-section"), height=1000)
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.wait_for_timeout(500)
    page.get_by_title("Insert a block").first.click()
    page.wait_for_timeout(800)
    keep("block-picker", page.screenshot(animations="disabled", style=STILL))
    page.keyboard.press("Escape")


def take_checks(guest: Visitor, lesson: LessonPage) -> None:
    lesson.body.append(("text", ""))
    lesson.summary = ""
    lesson.save_revision()
    guest.go(f"/admin/pages/{lesson.pk}/edit/")
    guest.page.locator('[data-side-panel-toggle="checks"]').click()
    guest.page.wait_for_timeout(3_000)
    keep("checks-panel", guest.page.screenshot(animations="disabled", style=STILL))


def take_preview(guest: Visitor, lesson: LessonPage) -> None:
    guest.page.locator('[data-side-panel-toggle="preview"]').click()
    guest.page.wait_for_timeout(4_000)
    keep("preview", guest.page.screenshot(animations="disabled", style=STILL))


def test_pictures_of_what_admins_keep(guest: Visitor, stage: Stage) -> None:
    guest.log_in("admin@example.com", "learn-with-joy")
    shoot_window(guest, "categories", "/admin/snippets/course_pages/category/", height=700)
    guest.troubles.clear()
