"""A person gives themselves a picture and shows their profile, until they hide it again."""

import re

from playwright.sync_api import Browser, FilePayload, Page, expect

from accounts.models import User
from accounts.services.email_verification import vouch_for_address
from tests.factories.avatars import make_picture
from tests.journeys.browser import PHONE, Visitor, visitor

PROFILE = "/accounts/profile/"
SHOW = "Show my profile to everybody"


def picture(page: Page, where: str) -> str:
    """Return the address of the picture that is shown there, once it has been drawn."""
    image = page.locator(f"{where} .ava img").first
    expect(image).to_be_visible()
    page.wait_for_function(
        "image => image.complete && image.naturalWidth > 0", arg=image.element_handle()
    )
    return image.get_attribute("src") or ""


def test_a_profile_is_given_a_picture_shown_and_hidden(
    browser: Browser, site: str, guest: Visitor, newcomer: User
) -> None:
    vouch_for_address(user=newcomer)
    page = guest.log_in(newcomer.email)
    guest.go(PROFILE)
    expect(page.locator(".own .ava")).to_have_text("N")

    # Something that is no picture is refused in words.
    drawing = FilePayload(name="me.svg", mimeType="image/svg+xml", buffer=b"<svg></svg>")
    page.get_by_label("Picture", exact=True).set_input_files(drawing)
    page.get_by_role("button", name="Save this picture").click()
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text(
        "This is no picture in JPEG, PNG or WebP."
    )
    guest.look("profile-01-refused")

    photograph = make_picture(size=(900, 600)).read()
    page.get_by_label("Picture", exact=True).set_input_files(
        FilePayload(name="me.jpg", mimeType="image/jpeg", buffer=photograph)
    )
    page.get_by_role("button", name="Save this picture").click()
    expect(page.get_by_text("Your picture is saved.")).to_be_visible()
    assert picture(page, ".topbar").endswith("-64.webp")
    kept = picture(page, ".own")
    assert kept.endswith("-256.webp")

    page.get_by_label("Headline").fill("Baker and bookkeeper")
    page.get_by_label("About you").fill("Since 2014.")
    page.get_by_label(SHOW).check()
    page.get_by_role("button", name="Save your profile").click()
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    guest.look("profile-02-shown")
    page.get_by_role("link", name="See your profile as everybody does").click()
    expect(page).to_have_url(re.compile(r"/people/[a-z0-9]{10}/$"))
    shown = page.url.removeprefix(site)

    with visitor(browser, site, viewport=PHONE) as stranger:
        seen = stranger.go(f"/ar{shown}")
        expect(seen.get_by_role("heading", level=1)).to_have_text("Nadia New")
        expect(seen.get_by_text("Baker and bookkeeper")).to_be_visible()
        assert picture(seen, "main") == kept
        assert newcomer.email not in seen.content()
        assert seen.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        stranger.look("profile-03-stranger-arabic-phone")

        guest.go(PROFILE)
        page.get_by_label(SHOW).uncheck()
        page.get_by_role("button", name="Save your profile").click()
        expect(page.get_by_text("Your profile is saved.")).to_be_visible()

        answer = seen.reload()
        assert answer is not None
        assert answer.status == 404
        expect(seen.get_by_text("Nadia")).to_have_count(0)
        stranger.troubles.clear()  # the refusal that was looked for

    page.get_by_role("button", name="Remove your picture").click()
    expect(page.get_by_text("Your picture is removed.")).to_be_visible()
    expect(page.locator(".own .ava")).to_have_text("N")


def test_the_profile_works_on_a_phone_from_right_to_left(
    browser: Browser, site: str, learner: User
) -> None:
    with visitor(browser, site, viewport=PHONE) as person:
        person.log_in(learner.email)
        page = person.go(f"/ar{PROFILE}")
        page.locator("#id_picture").set_input_files(
            FilePayload(name="me.png", mimeType="image/png", buffer=make_picture(kind="PNG").read())
        )
        page.locator("form[enctype] button[type=submit]").click()
        picture(page, ".own")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        person.look("profile-04-arabic-phone")


def test_a_picture_is_kept_without_scripts(browser: Browser, site: str, learner: User) -> None:
    with visitor(browser, site, java_script_enabled=False) as person:
        person.log_in(learner.email)
        page = person.go(PROFILE)
        page.locator("#id_picture").set_input_files(
            FilePayload(
                name="me.webp", mimeType="image/webp", buffer=make_picture(kind="WEBP").read()
            )
        )
        page.get_by_role("button", name="Save this picture").click()
        expect(page.locator(".own .ava img")).to_be_visible()
