"""The whole way of a learner with JavaScript switched off."""

import re

import pytest
from playwright.sync_api import Browser, expect

from accounts.models import User
from learning.models import CheckAnswer, Enrollment, LessonProgress, Note
from tests.factories.people import PASSWORD
from tests.gallery.stage import RICH, Stage
from tests.journeys.browser import PHONE, visitor
from tests.journeys.steps import complete, expect_lesson


@pytest.mark.spec("S5", "S51", "B5")
def test_a_learner_finds_takes_and_notes_a_course(
    browser: Browser, site: str, stage: Stage
) -> None:
    with visitor(browser, site, java_script_enabled=False) as person:
        page = person.go("/")
        page.get_by_role("banner").get_by_role("link", name="Courses", exact=True).first.click()
        expect_lesson(page, "Courses")

        page.get_by_role("checkbox", name=re.compile("^Data")).first.check()
        page.get_by_role("radio", name=re.compile("^Free")).check()
        page.get_by_role("button", name="Show these courses").click()
        expect(page).to_have_url(re.compile("price=free"))
        titles = page.locator(".course__title").all_inner_texts()
        assert any(title.startswith("Honest Numbers") for title in titles)
        assert not any(title.startswith("Watercolour") for title in titles)

        page.get_by_role("banner").get_by_role("searchbox").first.fill("notebook")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/search/\?q=notebook"))
        page.get_by_role("main").get_by_role(
            "link", name=re.compile("Honest Numbers")
        ).first.click()
        page.get_by_role("main").get_by_role("link", name="I have an account").click()
        page.get_by_label("E-mail address").fill("newcomer@example.com")
        page.get_by_label("Password").first.fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Log in").click()
        expect_lesson(page, stage.courses[RICH].title)

        page.get_by_role("button", name="Enrol and start").click()
        expect_lesson(page, "One row, one thing")
        page.get_by_role("radio", name="Crop").check()
        page.get_by_role("button", name=re.compile("^Check")).click()
        expect(
            page.get_by_text("A delivery is of one crop, so the crop belongs to it.")
        ).to_be_visible()
        page.get_by_role("radio", name="Weather of the day").check()
        page.get_by_role("button", name=re.compile("^Check")).click()
        expect(page.get_by_text("The weather is a fact about the day.")).to_be_visible()

        page.get_by_label("New note").fill("Ask who weighs.")
        page.get_by_role("button", name="Keep note").click()
        expect(page.locator("#notes").get_by_text("Ask who weighs.", exact=True)).to_be_visible()
        complete(page)
        expect(page.get_by_text("This lesson is done.")).to_be_visible()
        person.look("no-javascript-notes", accessible=False)

    newcomer = User.objects.get(email="newcomer@example.com")
    assert Enrollment.objects.get(student=newcomer).course.slug == RICH
    assert CheckAnswer.objects.get(student=newcomer).tries == 2
    assert Note.objects.get(student=newcomer).text == "Ask who weighs."
    assert LessonProgress.objects.filter(student=newcomer, completed_at__isnull=False).count() == 1


@pytest.mark.spec("B5")
def test_a_phone_has_its_menu_and_facets_too(browser: Browser, site: str, stage: Stage) -> None:
    with visitor(browser, site, java_script_enabled=False, viewport=PHONE) as phone:
        page = phone.go("/courses/")
        page.locator(".topbar > .wrap > .menu > summary").click()
        expect(page.locator(".topbar > .wrap > .menu .menu__list")).to_be_visible()
        page.locator(".topbar > .wrap > .menu > summary").click()
        page.locator("details[data-fold] > summary").first.click()
        page.get_by_role("checkbox", name=re.compile("^Advanced")).check()
        page.get_by_role("button", name="Show these courses").click()
        expect(page).to_have_url(re.compile("level=advanced"))
        phone.look("no-javascript-phone", accessible=False)
