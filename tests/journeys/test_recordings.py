"""A recording goes on at the second it was left, in another browser too."""

from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from learning.models import LessonProgress
from tests.journeys.browser import PHONE, Visitor, visitor
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
