"""People take their data with them, and leave."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from accounts.models import User
from accounts.services.erasure import request_erasure
from course_pages.models import CoursePage
from course_pages.services.languages import open_language
from learning.models import Note
from learning.services.enrollment import enroll_student
from tests.factories.pages import get_lessons
from tests.factories.people import PASSWORD
from tests.journeys.browser import PHONE, Visitor, overflows, visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.spec("S41")]


def answer_is_it_you(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_from_the_wish_to_the_unpacked_file(
    guest: Visitor, course: CoursePage, learner: User, tmp_path: Path
) -> None:
    enroll_student(student=learner, course=course)
    Note.objects.create(student=learner, lesson=get_lessons(course)[0], text="Knead longer")
    guest.log_in(learner.email)
    page = guest.go("/accounts/profile/")
    page.get_by_role("navigation", name="Account pages").get_by_text("Your data").click()
    guest.look("privacy")

    page.get_by_role("main").get_by_role("link", name="Get a copy").click()
    answer_is_it_you(page)
    heading(page, "Get a copy of your data")
    guest.look("privacy-copy")
    page.get_by_role("button", name="Make the copy").click()
    page.wait_for_url("**/accounts/privacy/")
    # No worker runs here, so it was made after the answer was written.
    page.reload()
    copy = page.get_by_role("link", name=re.compile("^Copy of"))
    guest.look("privacy-ready")
    with page.expect_download() as download:
        copy.click()
    path = tmp_path / "copy.zip"
    download.value.save_as(path)

    assert re.fullmatch(r"my-data-\d{4}-\d\d-\d\d\.zip", download.value.suggested_filename)
    with ZipFile(path) as archive:
        names = archive.namelist()
        (notes,) = [name for name in names if name.endswith(".md")]
        assert "Knead longer" in archive.read(notes).decode()
        assert "account/account.json" in archive.read("README.txt").decode()


def test_who_leaves_cannot_come_back(guest: Visitor, learner: User, settings: Settings) -> None:
    settings.ERASURE_GRACE_DAYS = 0
    guest.log_in(learner.email)
    page = guest.go("/accounts/privacy/")
    page.get_by_role("link", name="See what would be deleted").click()
    answer_is_it_you(page)
    heading(page, "Delete your account")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text(
        "Type your e-mail address."
    )
    guest.look("erasure-errors")
    page.get_by_label("Your e-mail address").fill(learner.email)
    page.get_by_role("button", name="Delete my account").click()
    heading(page, "Goodbye")
    guest.look("goodbye")

    guest.go("/accounts/login/")
    page.get_by_label("E-mail address").fill("learner@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("do not belong together")
    assert User.objects.get(pk=learner.pk).display_name == "Deleted person"


def test_who_thinks_better_of_it_stays(guest: Visitor, learner: User) -> None:
    request_erasure(person=learner, actor=learner)
    page = guest.go("/accounts/login/")
    page.get_by_label("E-mail address").fill(learner.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    heading(page, "Do you want to stay?")
    guest.look("keep-account")
    page.get_by_role("button", name="Keep my account").click()
    expect(page.get_by_text("Your account is open again.")).to_be_visible()

    guest.log_in(learner.email)


def test_on_a_phone_by_night_in_arabic_and_without_scripts(
    browser: Browser, site: str, learner: User
) -> None:
    open_language(code="ar")
    with visitor(browser, site, viewport=PHONE, color_scheme="dark") as person:
        person.log_in(learner.email)
        page = person.page
        for name, path in (
            ("privacy", "/ar/accounts/privacy/"),
            ("copy", "/ar/accounts/privacy/copy/"),
            ("erasure", "/ar/accounts/privacy/erasure/"),
        ):
            person.go(path)
            if "reauthenticate" in page.url:
                page.locator("main input[type=password]").fill(PASSWORD)
                page.locator("main button[type=submit]").first.click()
                page.wait_for_url(f"**{path}")
            expect(page.locator("html")).to_have_attribute("dir", "rtl")
            assert not overflows(page)
            person.look(f"{name}-360-dark-ar")
    with visitor(browser, site, viewport=PHONE, java_script_enabled=False) as person:
        person.log_in(learner.email)
        page = person.go("/accounts/privacy/")
        page.get_by_role("link", name="See what would be deleted").click()
        answer_is_it_you(page)
        page.get_by_label("Your e-mail address").fill(learner.email)
        page.get_by_role("button", name="Delete my account").click()
        heading(page, "Goodbye")
