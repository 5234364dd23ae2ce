"""A recording: its controls, its transcript, and the second it was left at, in every browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from learning.models import LessonProgress
from tests.journeys.browser import PHONE, Visitor, find_violations, overflows, visitor
from tests.journeys.steps import expect_lesson

LESSON = "Follow the key to another table"


def open_lesson(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="First Queries").first.click()
    page.get_by_text("Joining", exact=True).click()
    page.get_by_role("link", name=LESSON).click()
    expect_lesson(page, LESSON)


def test_a_recording_goes_on_where_it_was_left(
    browser: Browser, site: str, guest: Visitor, demo: None
) -> None:
    page = guest.log_in("learner@example.com")
    open_lesson(page)
    with page.expect_response(lambda answer: "/position/" in answer.url) as kept:
        page.evaluate(
            """async () => {
                const video = document.querySelector("video[data-block]");
                video.muted = true;
                await video.play();
                video.currentTime = 21;
                await new Promise((done) => video.addEventListener("seeked", done, {once: true}));
                video.pause();
            }"""
        )
    assert kept.value.status == 204
    learner = User.objects.get(email="learner@example.com")
    place = LessonProgress.objects.get(student=learner, lesson__slug="join-tables")
    assert 21 <= place.position <= 23
    assert len(place.position_block) == 36

    with visitor(browser, site, viewport=PHONE) as phone:
        page = phone.log_in("learner@example.com")
        open_lesson(page)
        expect(page.locator("video[data-block]")).to_be_in_viewport()
        second = page.evaluate(
            """async () => {
                const video = document.querySelector("video[data-block]");
                video.muted = true;
                await video.play();
                video.pause();
                return video.currentTime;
            }"""
        )
        assert place.position <= second <= place.position + 3


def wait_until(page: Page, condition: str) -> None:
    """Wait for what is true of the recording, `v`; the page itself may evaluate no words."""
    for _ in range(100):
        if is_true(page, condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def is_true(page: Page, condition: str) -> bool:
    found: bool = page.evaluate(
        f"(() => {{ const v = document.querySelector('video'); return {condition}; }})()"
    )
    return found


def test_a_recording_is_watched_by_keyboard_alone(site: str, guest: Visitor, demo: None) -> None:
    page = guest.log_in("learner@example.com")
    open_lesson(page)
    position = page.get_by_role("slider", name="Position")
    expect(position).to_have_attribute("aria-valuetext", "0 seconds")
    assert is_true(page, "v.paused && v.readyState === 0 && !v.controls")

    page.get_by_role("button", name="Play: How a join works").focus()
    page.keyboard.press("Enter")
    wait_until(page, "!v.paused && v.currentTime > 0.3")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    page.keyboard.press("l")
    wait_until(page, "v.currentTime > 10")
    page.keyboard.press("k")
    wait_until(page, "v.paused")

    position.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(position).to_have_attribute("aria-valuetext", "5 seconds of 53 seconds")

    page.keyboard.press(">")
    assert is_true(page, "v.playbackRate === 1.25")
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("f")
    wait_until(page, "document.fullscreenElement?.contains(v)")
    page.keyboard.press("f")
    wait_until(page, "!document.fullscreenElement")
    page.keyboard.press("t")
    expect(page.get_by_role("searchbox", name="Search in the transcript")).to_be_hidden()

    page.reload()
    expect(page.get_by_role("combobox", name="Speed")).to_have_value("1.25")
    expect(page.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "false")
    assert is_true(page, "v.playbackRate === 1.25 && v.muted && v.paused")


def test_a_transcript_goes_along_and_is_searched(guest: Visitor, site: str, demo: None) -> None:
    page = guest.log_in("learner@example.com")
    open_lesson(page)
    lines = page.locator(".transcript__lines")
    page.get_by_role("link", name="Line 3 says product 2").click()
    expect(lines.locator("[aria-current=true]")).to_contain_text("0:31")
    assert is_true(page, "v.paused")
    page.keyboard.press("k")
    wait_until(page, "v.currentTime > 31.6")

    height = page.evaluate("scrollY")
    page.evaluate("document.querySelector('video').currentTime = 44")
    expect(lines.locator("[aria-current=true]")).to_contain_text("0:43")
    expect(lines.locator("[aria-current=true]")).to_be_in_viewport()
    assert page.evaluate("scrollY") == height
    page.keyboard.press("k")

    box = page.get_by_role("searchbox", name="Search in the transcript")
    box.fill("PRODUCT")
    expect(lines.locator("mark")).to_have_count(6)
    expect(page.get_by_text("1 of 6")).to_be_visible()
    box.press("Enter")
    expect(page.get_by_text("2 of 6")).to_be_visible()
    page.get_by_role("button", name="Previous hit").click()
    expect(page.get_by_text("1 of 6")).to_be_visible()
    box.fill("(.*")
    expect(page.get_by_text("Not said here")).to_be_visible()
    box.press("Escape")
    expect(lines.locator("mark")).to_have_count(0)
    assert find_violations(page) == []

    with page.expect_download() as loading:
        page.get_by_role("link", name="Download the text").click()
    assert loading.value.path().read_text().startswith("0:00\tThis video has no sound.\n0:02\t")


def test_the_end_offers_what_comes_next_and_completes_nothing(
    guest: Visitor, site: str, demo: None
) -> None:
    page = guest.log_in("learner@example.com")
    open_lesson(page)
    page.get_by_role("button", name="Play: How a join works").click()
    wait_until(page, "v.readyState > 0")
    page.evaluate("document.querySelector('video').currentTime = 52.6")
    expect(page.get_by_role("button", name="Play again")).to_be_visible()
    page.get_by_role("link", name="Go to “Mark as complete”").click()
    expect(page.get_by_role("button", name="Mark as complete")).to_be_focused()
    learner = User.objects.get(email="learner@example.com")
    place = LessonProgress.objects.get(student=learner, lesson__slug="join-tables")
    assert place.completed_at is None


@pytest.mark.parametrize(
    "options", [{"viewport": PHONE}, {"viewport": PHONE, "color_scheme": "dark"}]
)
def test_the_player_fits_a_phone(
    browser: Browser, site: str, demo: None, options: dict[str, object]
) -> None:
    with visitor(browser, site, **options) as phone:
        page = phone.log_in("learner@example.com")
        open_lesson(page)
        expect(page.get_by_role("slider", name="Position")).to_be_visible()
        assert not overflows(page)
        sizes = page.locator(".player__bar button:visible, .player__bar select").evaluate_all(
            "all => all.map((one) => [one.offsetWidth, one.offsetHeight])"
        )
        assert min(min(size) for size in sizes) >= 44
        assert find_violations(page) == []


def test_without_scripts_there_are_the_browsers_controls_and_links_to_every_second(
    browser: Browser, site: str, guest: Visitor, demo: None
) -> None:
    page = guest.log_in("learner@example.com")
    open_lesson(page)
    state = guest.context.storage_state()
    with visitor(browser, site, java_script_enabled=False, storage_state=state) as plain:
        bare = plain.page
        bare.goto(page.url)
        expect(bare.locator("video[controls] source")).to_have_attribute(
            "src", re.compile(r"\.mp4$")
        )
        expect(bare.get_by_role("group", name="Controls: How a join works")).to_be_hidden()
        expect(bare.get_by_role("searchbox", name="Search in the transcript")).to_be_hidden()
        bare.get_by_role("link", name="Line 3 says product 2").click()
        expect(bare).to_have_url(re.compile(r"\?t=31#block-[0-9a-f-]{36}$"))
        expect(bare.locator("video source")).to_have_attribute("src", re.compile(r"#t=31$"))


def test_the_second_in_the_address_goes_before_the_kept_one(
    guest: Visitor, site: str, demo: None
) -> None:
    page = guest.log_in("learner@example.com")
    open_lesson(page)
    page.goto(f"{page.url}?t=26")
    expect(page.locator(".transcript__lines [aria-current=true]")).to_contain_text("0:26")
    page.keyboard.press("k")
    wait_until(page, "!v.paused && v.currentTime >= 26 && v.currentTime < 30")
