"""Everything a learner does goes by keyboard alone, in a number of keys that is counted."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import User
from course_pages.models import CoursePage
from learning.models import Enrollment, LessonProgress, Note
from tests.gallery.rendering import log_in
from tests.gallery.stage import Stage
from tests.journeys.browser import PHONE, Visitor, visitor
from tests.journeys.keyboard import Keyboard
from tests.journeys.steps import expect_lesson

FILM = "/courses/honest-numbers/comparing/follow-the-key/"
ARE_CAPTIONS_SHOWN = "document.querySelector('video').textTracks[0].mode === 'showing'"
IS_PAUSED = "document.querySelector('video').paused"


def get_learner() -> User:
    return User.objects.get(email="learner@example.com")


@pytest.mark.spec("S5", "B5")
def test_a_free_course_is_found_from_the_home_page_and_enrolled_in(
    guest: Visitor, stage: Stage
) -> None:
    log_in(guest.context, guest.site, stage, "newcomer@example.com")
    page = guest.go("/")
    hands = Keyboard(page)
    box = page.get_by_role("banner").get_by_role("combobox").first

    hands.tab_to(box)
    hands.write("gamelan")
    expect(
        page.get_by_role("option", name=re.compile("Listening to Gamelan")).first
    ).to_be_visible()
    hands.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    hands.press("Enter")
    expect_lesson(page, "Listening to Gamelan")
    hands.skip_to_content()
    hands.use(page.get_by_role("button", name="Enrol and start"))

    expect_lesson(page, "One stroke")
    course = CoursePage.objects.get(slug="listening-to-gamelan", locale__language_code="en")
    assert Enrollment.objects.filter(student__email="newcomer@example.com", course=course).exists()
    assert hands.presses <= 60
    hands.tell("K2 find and enrol")


@pytest.mark.spec("S5", "B5")
def test_a_free_course_is_found_in_the_catalogue_by_its_facets(
    guest: Visitor, stage: Stage
) -> None:
    log_in(guest.context, guest.site, stage, "newcomer@example.com")
    page = guest.go("/")
    hands = Keyboard(page)

    hands.use(page.get_by_role("banner").get_by_role("link", name="Courses", exact=True).first)
    expect_lesson(page, "Courses")
    hands.skip_to_content()
    hands.use(page.get_by_role("radio", name=re.compile("^Any")), key="ArrowDown")
    expect(page).to_have_url(re.compile("price=free"))
    hands.use(page.get_by_role("main").get_by_role("link", name="Listening to Gamelan"))

    expect_lesson(page, "Listening to Gamelan")
    hands.tell("K2 by facets")


@pytest.mark.spec("B5")
def test_a_lesson_is_watched_noted_completed_and_reopened(guest: Visitor, stage: Stage) -> None:
    log_in(guest.context, guest.site, stage, "learner@example.com")
    page = guest.go("/learn/")
    hands = Keyboard(page)

    hands.use(page.get_by_role("main").get_by_role("link", name=re.compile("^Continue")).first)
    expect_lesson(page, "Follow the key")
    expect(page.locator("[data-ready] video")).to_be_attached()
    page.evaluate("document.querySelector('video').muted = true")
    hands.press("k")
    page.wait_for_function(f"!({IS_PAUSED})")
    hands.press(">")
    page.wait_for_function("document.querySelector('video').playbackRate === 1.25")
    captions = page.evaluate(ARE_CAPTIONS_SHOWN)
    hands.press("c")
    assert page.evaluate(ARE_CAPTIONS_SHOWN) is not captions
    hands.press("c")
    assert page.evaluate(ARE_CAPTIONS_SHOWN) is captions
    hands.press("k")
    page.wait_for_function(IS_PAUSED)

    hands.press("n")
    field = page.get_by_label("New note")
    expect(field).to_be_focused()
    hands.write("Count before and after.")
    hands.use(page.get_by_role("button", name="Keep note"))
    expect(
        page.locator("#notes").get_by_text("Count before and after.", exact=True)
    ).to_be_visible()
    assert Note.objects.filter(student=get_learner(), text="Count before and after.").count() == 1

    done = LessonProgress.objects.filter(
        student=get_learner(), lesson__slug="follow-the-key", completed_at__isnull=False
    )
    go_to_completion(hands, page.get_by_role("button", name="Mark as complete"))
    expect(page.get_by_text("This lesson is done.")).to_be_visible()
    assert done.exists()
    go_to_completion(hands, page.get_by_role("button", name="Undo"))
    expect(page.get_by_role("button", name="Mark as complete")).to_be_visible()
    assert not done.exists()
    hands.tell("K3 watch, note, complete, undo")


def go_to_completion(hands: Keyboard, button: Locator) -> None:
    """Go back from the notes, which come after the box of completion."""
    hands.tab_to(button, key="Shift+Tab")
    hands.press("Enter")


@pytest.mark.spec("B5")
def test_theme_and_language_are_changed(guest: Visitor, stage: Stage) -> None:
    page = guest.go("/courses/")
    hands = Keyboard(page)
    hands.use(page.get_by_role("banner").get_by_label("Language").first)
    hands.use(page.get_by_role("banner").locator("a[hreflang=ar]").first)
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")

    dark = page.locator("button[data-set-theme=dark]")
    hands.tab_to(dark, key="Shift+Tab")
    hands.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    hands.tell("K7 language and theme")


def open_and_close(hands: Keyboard, opener: Locator, inside: Locator) -> None:
    """Open with Enter, see that it is open, close with Escape, and have the focus back."""
    hands.use(opener)
    expect(inside).to_be_visible()
    hands.press("Escape")
    expect(inside).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.spec("B5")
def test_menus_give_the_focus_back(guest: Visitor, stage: Stage) -> None:
    log_in(guest.context, guest.site, stage, "learner@example.com")
    page = guest.go("/learn/")
    hands = Keyboard(page)
    bar = page.get_by_role("banner")

    language = bar.locator(".menu--wide > summary")
    open_and_close(hands, language, bar.locator(".menu--wide .menu__list"))
    account = bar.locator(".account > summary")
    open_and_close(hands, account, bar.locator(".account .menu__list"))

    page = guest.go(FILM)
    hands.page = page
    hands.skip_to_content()
    settings = page.locator("details.aa > summary")
    open_and_close(hands, settings, page.locator("details.aa .menu__list"))
    hands.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_be_visible()
    for _ in range(8):
        hands.press("Tab")
        # Between the last and the first the focus is on the browser's own controls.
        where = (
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert page.evaluate(where)
    hands.press("Escape")
    expect(keys).to_be_hidden()
    expect(settings).to_be_focused()
    hands.tell("Menus and dialogs")


@pytest.mark.spec("B5")
def test_drawers_of_a_phone_give_the_focus_back(browser: Browser, site: str, stage: Stage) -> None:
    with visitor(browser, site, viewport=PHONE) as phone:
        page = phone.go("/courses/")
        hands = Keyboard(page)
        menu = page.locator(".topbar > .wrap > .menu")
        open_and_close(hands, menu.locator("> summary"), menu.locator(".menu__list"))
        hands.skip_to_content()
        facets = page.locator("details[data-fold]").first
        open_and_close(hands, facets.locator("> summary"), facets.locator("> :not(summary)").first)
        hands.tell("Drawers of a phone")


def press_keys(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.spec("B5")
def test_single_keys_can_be_switched_off(guest: Visitor, stage: Stage) -> None:
    log_in(guest.context, guest.site, stage, "learner@example.com")
    page = guest.go(FILM)
    hands = Keyboard(page)
    hands.press("?")
    switch = page.get_by_role("checkbox", name="Use shortcuts on this device")
    hands.tab_to(switch)
    hands.press("Space")
    expect(switch).not_to_be_checked()
    hands.press("Escape")

    press_keys(page, "n", "z", "?")

    expect(page.get_by_label("New note")).not_to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    press_keys(page, "?")
    expect(page.get_by_role("dialog")).to_have_count(0)
