"""A teacher builds a course by keyboard alone, from its first word to its translation.

What the system's own window would bring, the files, is handed to the focused field; an address may
be typed into the bar of the browser. Everything else is Tab, arrows, Enter and letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, expect

from accounts.models import User
from course_pages.blocks import LessonBodyBlock
from course_pages.models import CoursePage, LessonPage, ModulePage
from course_pages.services.languages import open_language
from tests.factories.pages import get_catalogue, get_lessons, get_modules, make_category
from tests.journeys.authoring import RICH_TEXT, SLOW, Author
from tests.journeys.browser import Visitor, find_violations, visitor
from tests.journeys.steps import wait_until_watched
from tests.journeys.test_previews import CHECKED, open_preview
from tests.journeys.test_translating import EDITOR, REPORT, write_words
from tests.journeys.test_translating import publish as publish_translation

DEMO = Path(settings.BASE_DIR) / "site" / "demo"
MOVIE = DEMO / "first-queries" / "media" / "how-a-join-works.mp4"
CAPTIONS = DEMO / "first-queries" / "media" / "how-a-join-works.en.vtt"
SOUND = DEMO / "one-beat-many-hands" / "media" / "pulse-90.mp3"
WORDS = {"Bread": "Roti", "Flour": "Tepung", "Knead": "Uleni", "Crust": "Kulit"}
"""Titles and their translations; the others keep the words of the original."""


@dataclass(frozen=True, slots=True)
class Files:
    """What a teacher has on the disk: a picture, and two papers."""

    picture: Path
    recipe: Path
    table: Path


@pytest.fixture
def files(tmp_path: Path) -> Files:
    picture, recipe, table = (tmp_path / name for name in ("loaf.png", "recipe.txt", "rye.csv"))
    Image.new("RGB", (640, 400), "sienna").save(picture)
    recipe.write_text("Flour, water, salt.")
    table.write_text("rye,water\n1,1\n")
    return Files(picture, recipe, table)


@pytest.fixture
def teacher(guest: Visitor, instructor: User) -> Iterator[Visitor]:
    """Give a teacher without a course, where there is a subject and a second language."""
    make_category("Baking")
    open_language(code="id")
    guest.log_in(instructor.email)
    yield guest
    guest.page.goto("about:blank")
    # A block that is not finished is not saved by itself; the checker tells what it found.
    told = (one for one in guest.troubles if CHECKED not in one)
    guest.troubles[:] = [one for one in told if not re.match(r"400: .*/admin/pages/", one)]


@pytest.mark.timeout(600)
@pytest.mark.spec("S49")
@pytest.mark.spec("S65")
@pytest.mark.spec("B2")
def test_a_course_is_built_by_keyboard(
    browser: Browser, site: str, teacher: Visitor, files: Files
) -> None:
    author = Author(teacher.page)
    course = write_course(teacher, author)
    dough, oven = (write_module(teacher, author, course, title) for title in ("Dough", "Oven"))
    write_flour(teacher, author, dough, files)
    write_knead(teacher, author, dough)
    write_rise(teacher, author, dough)
    write_heat(teacher, author, oven, files)
    write_crust(teacher, author, oven)
    author.tell("building")
    bodies = [lesson.body for lesson in get_lessons(course)]
    used = {block.block_type for body in bodies for block in body}
    assert used == set(LessonBodyBlock().child_blocks)

    look_from_three_seats(teacher, author, get_lessons(course)[4])
    approve(teacher, author, course)
    built = (*get_modules(course), *get_lessons(course))
    assert [page.title for page in built if not page.live] == []

    move_down(teacher, author, dough, "Flour", titles=["Knead", "Flour", "Rise"])
    with visitor(browser, site) as reader:
        page = reader.go("/courses/bread/")
        outline = page.get_by_role("main").get_by_role("heading", name="Bread")
        expect(outline.first).to_be_visible()
        words = page.get_by_role("main").inner_text()
        places = [words.index(title) for title in ("Knead", "Flour", "Rise", "Heat", "Crust")]
        assert places == sorted(places)

    translate(teacher, author, course)
    with visitor(browser, site) as reader:
        page = reader.go("/id/courses/bread/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Roti")
        words = page.get_by_role("main").inner_text()
        places = [words.index(title) for title in ("Uleni", "Tepung", "Rise", "Heat", "Kulit")]
        assert places == sorted(places)
        assert find_violations(page) == []
        reader.look("building-11-read-in-indonesian", accessible=False)
    print(f"\nbuilding: {author.loads} pages loaded", end="")
    author.tell("all of it")


def write_course(teacher: Visitor, author: Author) -> CoursePage:
    teacher.go(f"/admin/pages/{get_catalogue().pk}/")
    author.do("Skip to main content")
    author.do("Add child page")
    teacher.page.wait_for_url(re.compile("/add/"))
    wait_until_watched(teacher.page)
    author.do("Skip to main content")
    author.to("Content")
    author.press("ArrowRight")
    author.wait_for("In the catalogue")
    author.pick("Choose category", "Baking")
    author.to("In the catalogue", key="Shift+Tab")
    author.press("ArrowLeft")
    author.wait_for("Content")
    author.fill("Title", "Bread")
    author.fill("Subtitle", "Bake a loaf.")
    author.fill(RICH_TEXT, "For all.")
    author.do("Insert a block")
    author.enter_field()
    author.write("Bake it")
    teacher.look("building-01-course", accessible=False)
    teacher.page.wait_for_url(EDITOR, timeout=SLOW)
    author.save("Save draft")
    expect(teacher.page.locator(".messages")).to_contain_text(
        re.compile("created|updated"), timeout=SLOW
    )
    return CoursePage.objects.get(title="Bread")


def write_module(teacher: Visitor, author: Author, course: CoursePage, title: str) -> ModulePage:
    begin(teacher, author, "modulepage", course.pk, title)
    publish(teacher, author)
    return ModulePage.objects.get(title=title)


def begin(teacher: Visitor, author: Author, kind: str, parent: int, title: str) -> None:
    """Open the form of a new page and give its title."""
    teacher.go(f"/admin/pages/add/course_pages/{kind}/{parent}/")
    wait_until_watched(teacher.page)
    author.do("Skip to main content")
    author.fill("Title", title)


def publish(teacher: Visitor, author: Author) -> None:
    # Faster than any hand, a journey would meet the editor while it is saving by itself.
    teacher.page.wait_for_timeout(1500)
    author.save("Publish")
    message = teacher.page.locator(".messages").get_by_text(re.compile("published"))
    expect(message).to_be_visible(timeout=SLOW)


def write_flour(teacher: Visitor, author: Author, module: ModulePage, files: Files) -> None:
    begin(teacher, author, "lessonpage", module.pk, "Flour")
    author.add_block("Text", first=RICH_TEXT)
    author.write("Flour is ")
    author.press("Control+b")
    author.write("dry")
    author.press("Control+b")
    author.press("Enter")
    author.write("## How much")
    author.press("Enter")
    author.write("A cup.")
    author.add_block("Image")
    author.upload("Choose an image", "Upload", files.picture)
    author.fill("Alternative text", "A brown loaf")
    author.add_block("Code", first="Language")
    author.write("Python")
    author.fill("Code", "print(1)")
    teacher.look("building-02-flour", accessible=False)
    publish(teacher, author)


def write_knead(teacher: Visitor, author: Author, module: ModulePage) -> None:
    begin(teacher, author, "lessonpage", module.pk, "Knead")
    author.add_block("Video", first="Title")
    author.write("By hand")
    author.upload("Choose video", "Upload Video", MOVIE, captions=CAPTIONS)
    author.add_block("Audio")
    author.upload("Choose audio", "Upload Audio", SOUND)
    author.fill("Title", "The beat")
    author.fill("Transcript", "Tap, tap.")
    teacher.look("building-03-knead", accessible=False)
    publish(teacher, author)


def write_rise(teacher: Visitor, author: Author, module: ModulePage) -> None:
    begin(teacher, author, "lessonpage", module.pk, "Rise")
    author.add_block("Table", first="Caption")
    author.write("Hours")
    author.do("Add column")
    author.do("Column")
    author.fill("Column heading", "Flour")
    author.fill(RICH_TEXT, "Rye")
    author.add_block("Formula", first="Formula in LaTeX")
    author.write("a^2")
    author.add_block("Quotation", first=RICH_TEXT)
    author.write("Wait.")
    author.fill("Whose words", "Ada")
    teacher.look("building-04-rise", accessible=False)
    publish(teacher, author)


def write_heat(teacher: Visitor, author: Author, module: ModulePage, files: Files) -> None:
    begin(teacher, author, "lessonpage", module.pk, "Heat")
    for label, words in (("Callout", "Mind the steam."), ("On demand", "At 230 degrees.")):
        author.add_block(label, first="Kind")
        author.fill(RICH_TEXT, words)
        # The first of the two buttons that follow would insert into the block.
        author.to("Insert a block")
    author.add_block("File")
    author.upload("Choose a document", "Upload", files.recipe)
    author.do("Add attachment")
    author.upload("Choose a document", "Upload", files.table)
    author.fill("Title", "Rye and water")
    teacher.look("building-05-heat", accessible=False)
    publish(teacher, author)


def write_crust(teacher: Visitor, author: Author, module: ModulePage) -> None:
    begin(teacher, author, "lessonpage", module.pk, "Crust")
    author.add_block("Link to elsewhere", first="Address")
    author.write("https://example.com/")
    author.fill("Title", "Ovens")
    author.add_block("Knowledge check", first="Question")
    author.write("Is it done?")
    author.fill("Text", "It sounds hollow")
    author.do("This is a right answer", key="Space")
    author.fill("Feedback", "Yes.")
    author.do("Add")
    author.enter_field()
    author.write("It is white")
    author.fill("Feedback", "Wait on.")
    teacher.look("building-06-crust", accessible=False)
    publish(teacher, author)


def look_from_three_seats(teacher: Visitor, author: Author, lesson: LessonPage) -> None:
    teacher.go(f"/admin/pages/{lesson.pk}/edit/")
    inside = open_preview(teacher.page, author)
    author.to("Preview mode")
    expect(inside.get_by_role("button", name="Mark as complete")).to_be_disabled(timeout=SLOW)
    author.press("ArrowUp")
    expect(inside.get_by_text("Log in to open this lesson.")).to_be_visible(timeout=SLOW)
    author.press("ArrowDown")
    author.press("ArrowDown")
    expect(inside.get_by_text("You have completed this course.")).to_be_visible(timeout=SLOW)
    teacher.look("building-07-preview", accessible=False)


def approve(teacher: Visitor, author: Author, course: CoursePage) -> None:
    teacher.go(f"/admin/pages/{course.pk}/edit/")
    author.save("Submit to Ready to publish")
    messages = teacher.page.locator(".messages")
    expect(messages).to_contain_text("submitted for moderation", timeout=SLOW)
    teacher.look("building-08-submitted", accessible=False)
    teacher.go(f"/admin/pages/{course.pk}/edit/")
    author.save("Approve")
    expect(messages).to_contain_text("updated", timeout=SLOW)
    assert CoursePage.objects.get(pk=course.pk).live


def move_down(
    teacher: Visitor, author: Author, module: ModulePage, title: str, *, titles: list[str]
) -> None:
    """Move a lesson down by one place in the explorer, to the order that `titles` tells."""
    page = teacher.go(f"/admin/pages/{module.pk}/")
    author.do("Skip to main content")
    author.use(page.get_by_role("button", name=f"Move “{title}” down"))
    expect(page.get_by_role("status")).to_contain_text(f"“{title}” is number 2 of", timeout=SLOW)
    assert [lesson.title for lesson in get_lessons(module)] == titles
    teacher.look("building-09-reordered", accessible=False)


def translate(teacher: Visitor, author: Author, course: CoursePage) -> None:
    """Translate the course into Indonesian, some of its titles and all of its pages, and publish.

    What is not translated goes out in the words of the original.
    """
    page = teacher.go(REPORT)
    author.do("Skip to main content")
    author.use(page.get_by_role("link", name="Translate “Bread” into Bahasa Indonesia"))
    subtree = page.get_by_label(re.compile("Include subtree"))
    author.use(subtree, key="Space")
    expect(subtree).to_be_checked()
    author.use(page.get_by_role("button", name=re.compile("Submit", re.IGNORECASE)))
    page.wait_for_url(EDITOR, timeout=SLOW)
    for original in (course, *get_modules(course), *get_lessons(course)):
        version = type(original).objects.get(
            locale__language_code="id", translation_key=original.translation_key
        )
        teacher.go(f"/admin/pages/{version.pk}/edit/")
        if original.title in WORDS:
            write_words(author, original.title, WORDS[original.title])
        if original == course:
            teacher.look("building-10-translating", accessible=False)
        publish_translation(author)
        version.refresh_from_db()
        assert version.live
        assert version.title == WORDS.get(original.title, original.title)
