"""One learner, one course, three languages, and the way from one to the other on every page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.models import LessonProgress
from tests.factories.bodies import CHECK, make_block, make_check, read_body
from tests.factories.pages import get_lessons, translate
from tests.gallery.screens import SCREENS, VISITOR, Screen
from tests.gallery.stage import Stage
from tests.journeys.browser import Visitor, overflows
from tests.journeys.steps import answer, enrol_from_catalogue
from tests.journeys.test_recordings import is_true, open_lesson, wait_until

DIRECTIONS = {"en": "ltr", "id": "ltr", "ar": "rtl"}
ROOT = re.compile(r'<html lang="(\w+)" dir="(\w+)">')
SWITCH = re.compile(r'<a href="([^"]*)" hreflang="(\w+)"')
PARAGRAPHS = [f"{number}0000000-0000-4000-8000-0000000000aa" for number in range(1, 9)]


# --- on every page --------------------------------------------------------------------------------


@pytest.mark.spec("S71")
@override_settings(ROOT_URLCONF="tests.gallery.urls")
def test_every_screen_has_a_way_into_every_language(stage: Stage) -> None:
    clients = {who: log_in(stage, who) for who in {screen.who for screen in SCREENS}}
    clients[VISITOR].get("/")
    faults = [
        f"{screen.name}: {fault}"
        for screen in {(screen.place, screen.who): screen for screen in SCREENS}.values()
        for fault in find_faults(clients[screen.who], stage, screen)
    ]

    assert faults == []


def log_in(stage: Stage, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who != VISITOR:
        client.force_login(stage.people[who])
    return client


def find_faults(client: Client, stage: Stage, screen: Screen) -> Iterator[str]:
    """Yield what is wrong with the switch of a screen seen in English, and where it leads."""
    with translation.override("en"):  # a request leaves its language behind
        path = screen.place(stage)
    page = client.get(path, follow=True)
    if page.status_code != screen.status:
        yield f"{path} answers {page.status_code}"
    places = find_links(page) | {"en": path}
    for code, url in places.items():
        there = page if code == "en" else client.get(url, follow=True)
        if ROOT.findall(read(there))[:1] != [(code, DIRECTIONS[code])]:
            yield f"{path} leads by {url} to {ROOT.findall(read(there))}"
        if find_links(there).keys() != DIRECTIONS.keys():
            yield f"{url} leads to {sorted(find_links(there))}"
        if there.status_code not in (200, screen.status):
            yield f"{path} leads by {url} to {there.status_code}"


def find_links(page: Any) -> dict[str, str]:
    return {code: url.replace("&amp;", "&") for url, code in SWITCH.findall(read(page))}


def read(page: Any) -> str:
    html: str = page.content.decode()
    return html


# --- in the middle of a lesson --------------------------------------------------------------------


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    """Return the first lesson of "Bread at Home", long enough to be in the middle of."""
    lesson = get_lessons(course)[0]
    words = [
        make_block("text", "".join(f"<p>{part} {'crumb ' * 60}</p>" for _ in range(3)), block_id=pk)
        for part, pk in zip("ABCDEFGH", PARAGRAPHS, strict=True)
    ]
    lesson.body = read_body(make_check(), *words)
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def change_language(page: Page, name: str) -> None:
    """Choose a language by its own name from the menu in the bar, by mouse."""
    menu = page.locator(".topbar .tools .menu--wide")
    press(page, menu.locator("summary"))
    press(page, menu.get_by_role("link", name=name))


def press(page: Page, target: Locator) -> None:
    """Press where the target is seen; Playwright's own click would scroll the page first."""
    expect(target).to_be_in_viewport()
    box = target.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def read_at(page: Page, pk: str) -> None:
    """Scroll to a block and stay there for as long as it takes to read a line."""
    block(page, pk).evaluate("block => block.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(1500)


def block(page: Page, pk: str) -> Locator:
    return page.locator(f"#block-{pk}")


def expect_done(page: Page) -> None:
    """Expect the answer, its verdict, the tick and the count, whatever the language."""
    check = block(page, CHECK)
    expect(check.get_by_role("radio").first).to_be_checked()
    expect(check.locator(".option--right")).to_have_count(1)
    expect(page.locator("#complete .complete__words")).to_be_visible()
    expect(page.locator(".side .lessons .did").first).to_be_visible()
    expect(page.locator("#notes .note__text")).to_have_text("Ask the baker.")


def expect_place(page: Page, pk: str) -> None:
    """Expect the block at the top of the window, below the bar."""
    expect(block(page, pk)).to_be_in_viewport()
    top = block(page, pk).bounding_box()
    assert top is not None
    assert 0 <= top["y"] <= 200


@pytest.mark.spec("S71")
def test_a_lesson_is_gone_on_with_in_another_language(
    guest: Visitor, course: CoursePage, lesson: LessonPage, newcomer: User
) -> None:
    """English, Indonesian, and Arabic, in which this lesson is not translated."""
    translate(course, "id", tree=True)
    translate(get_lessons(course)[1], "ar")
    page = guest.log_in("newcomer@example.com")
    enrol_from_catalogue(page, "bread", "Bread at Home")
    answer(page, "Four")
    expect(page.get_by_text("Well counted.")).to_be_visible()
    page.locator("#complete").get_by_role("button").first.click()
    expect(page.locator("#complete .complete__words")).to_be_visible()
    page.get_by_label("New note").fill("Ask the baker.")
    page.get_by_role("button", name="Keep note").click()
    expect(page.locator("#notes .note__text")).to_have_text("Ask the baker.")
    fifth = PARAGRAPHS[4]
    read_at(page, fifth)

    change_language(page, "Bahasa Indonesia")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    expect_place(page, fifth)
    expect_done(page)
    expect(page.get_by_text("Well counted. (id)")).to_be_visible()

    read_at(page, PARAGRAPHS[6])
    change_language(page, "العربيّة")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url.startswith(f"{guest.site}/ar/pages/")
    expect_place(page, PARAGRAPHS[6])
    expect_done(page)
    expect(page.get_by_text("Well counted.", exact=True)).to_be_visible()
    expect(page.locator(".prose")).to_have_attribute("lang", "en")
    expect(page.locator("article .callout").first).to_contain_text("الإنجليزية")
    guest.look("language-lesson-not-translated")
    assert not overflows(page)

    page.locator(".pager .next").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.get_by_role("heading", level=1)).to_have_text("The knead (ar)")
    guest.look("language-lesson-in-arabic")
    assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 1


@pytest.mark.spec("S71")
def test_who_reads_from_the_top_stays_at_the_top(
    guest: Visitor, course: CoursePage, lesson: LessonPage, newcomer: User
) -> None:
    translate(course, "id", tree=True)
    page = guest.log_in("newcomer@example.com")
    enrol_from_catalogue(page, "bread", "Bread at Home")

    change_language(page, "Bahasa Indonesia")

    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert "#" not in page.url


# --- in the middle of a video ---------------------------------------------------------------------


@pytest.mark.spec("S71")
def test_a_video_is_gone_on_with_in_another_language(guest: Visitor, site: str, demo: None) -> None:
    """Left while it plays: nobody stops a video first to change the language."""
    page = guest.log_in("learner@example.com")
    open_lesson(page)
    page.get_by_role("button", name="Play: How a join works").click()
    wait_until(page, "!v.paused && v.currentTime > 0.3")
    page.keyboard.press("l")
    page.keyboard.press("l")
    page.keyboard.press("ArrowRight")
    wait_until(page, "v.currentTime > 26.5")

    for name, code in (("Bahasa Indonesia", "id"), ("العربيّة", "ar")):
        left = second_of(page)
        change_language(page, name)
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.locator("video")).to_be_in_viewport()
        assert is_true(page, "v.paused && v.readyState === 0")
        kept = float(page.locator("[data-player-target=seek]").input_value())
        assert left - 1 <= kept <= left + 5
        page.keyboard.press("k")
        wait_until(page, f"!v.paused && v.currentTime > {kept} && v.currentTime < {kept + 5}")
        page.keyboard.press("ArrowRight")
        wait_until(page, f"v.currentTime > {kept + 5}")
    with page.expect_response(lambda answer: "/position/" in answer.url):
        page.keyboard.press("k")
    guest.look("language-video-in-arabic")
    assert not overflows(page)


def second_of(page: Page) -> float:
    second: float = page.evaluate("document.querySelector('video').currentTime")
    return second
