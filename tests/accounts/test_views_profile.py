"""People say who they are, each for themselves alone."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.forms.profile import ProfileForm, offer_time_zones
from accounts.models import User, UserProfile
from accounts.services.avatars import cut_avatar, keep_avatar
from course_pages.services.shared_pages import SHARED_PAGES
from tests.factories.avatars import make_picture
from tests.factories.pages import make_course

PATH = "/accounts/profile/"
WORDS = {
    "first_name": "Lena",
    "last_name": "Lestari",
    "headline": "Baker and bookkeeper",
    "bio": "One line.\r\nAnother.",
    "language": "",
    "timezone": "Asia/Jakarta",
}
SECRET_FIELDS = {
    "role": "admin",
    "is_superuser": "on",
    "is_staff": "on",
    "is_active": "",
    "email": "x@example.com",
    "password": "x",
    "groups": "1",
    "user_permissions": "1",
    "public_slug": "chosen",
    "avatar": "somebody-elses",
    "last_login": "2020-01-01",
}
"""What the form does not ask for, whoever sends it."""


@pytest.fixture
def browser(client: Client, learner: User) -> Client:
    client.force_login(learner)
    return client


def kept(person: User) -> dict[str, Any]:
    person = User.objects.select_related("profile").get(pk=person.pk)
    fields = ("headline", "bio", "language", "timezone", "public_profile")
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        **{name: getattr(person.profile, name) for name in fields},
    }


def test_a_visitor_is_led_to_log_in_and_back(client: Client, db: None) -> None:
    answer = client.get(PATH)

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/login/?next=/accounts/profile/",
    )


def test_what_is_typed_is_kept_with_the_line_ends_of_one_machine(
    browser: Client, learner: User, stranger: User
) -> None:
    before = kept(stranger)

    answer = browser.post(PATH, WORDS, follow=True)

    assert answer.redirect_chain == [(PATH, 302)]
    assert "Your profile is saved." in answer.content.decode()
    assert kept(learner) == {**WORDS, "bio": "One line.\nAnother.", "public_profile": False}
    assert kept(stranger) == before


def row_of(person: User) -> dict[str, Any]:
    """Return every column of an account and its profile, and its groups."""
    account = User.objects.filter(pk=person.pk).values().get()
    profile = UserProfile.objects.filter(pk=person.pk).values().get()
    return {**account, **profile, "groups": [group.pk for group in person.groups.all()]}


@pytest.mark.spec("S33")
def test_nobody_changes_what_the_form_does_not_ask(browser: Client, learner: User) -> None:
    before = row_of(learner)

    answer = browser.post(PATH, {**WORDS, **SECRET_FIELDS})

    asked_for = {**WORDS, "bio": "One line.\nAnother."}
    assert answer.status_code == 302
    assert row_of(learner) == {**before, **asked_for}


@pytest.mark.spec("S33")
@pytest.mark.parametrize("name", ["pk", "id", "user", "user_id", "profile", "username"])
def test_nobody_elses_profile_is_changed_whatever_is_named(
    browser: Client, learner: User, stranger: User, name: str
) -> None:
    before = row_of(stranger)

    browser.post(f"{PATH}?{name}={stranger.pk}", {**WORDS, name: str(stranger.pk)})
    browser.post(
        f"{PATH}picture/?{name}={stranger.pk}", {name: stranger.pk, "picture": make_picture()}
    )
    browser.post(f"{PATH}picture/remove/?{name}={stranger.pk}", {name: str(stranger.pk)})

    assert row_of(stranger) == before
    assert kept(learner)["first_name"] == "Lena"


@pytest.mark.spec("S33")
@pytest.mark.parametrize("name", ["pk", "id", "user", "user_id"])
def test_nobody_elses_profile_is_shown_whatever_is_named(
    browser: Client, stranger: User, name: str
) -> None:
    page = browser.get(f"{PATH}?{name}={stranger.pk}").content.decode()

    assert 'value="Lena"' in page
    assert 'value="Stan"' not in page
    assert browser.get(f"/accounts/profile/{stranger.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("first_name", "x" * 151, "151 characters, and 150 fit"),
        ("headline", "x" * 121, "121 characters, and 120 fit"),
        ("bio", "x" * 2001, "2001 characters, and 2000 fit"),
        ("bio", "x\x00y", "Null characters are not allowed."),
        ("language", "tlh", "Select a valid choice"),
        ("timezone", "Mars/Olympus", "Choose a time zone from the list."),
        ("timezone", "../../etc/passwd", "Choose a time zone from the list."),
        ("timezone", "", "This field is required."),
    ],
)
def test_what_cannot_be_kept_is_told_beside_its_field_and_nothing_is_lost(
    browser: Client, learner: User, field: str, value: str, told: str
) -> None:
    before = kept(learner)

    answer = browser.post(PATH, {**WORDS, "last_name": "Kept On Screen", field: value})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert told in page
    assert f'href="#id_{field}"' in page
    assert "Kept On Screen" in page
    assert kept(learner) == before


def test_a_text_of_the_full_length_fits_whatever_machine_sent_its_lines(
    browser: Client, learner: User
) -> None:
    browser.post(PATH, {**WORDS, "bio": "x\r\n" * 999 + "yz"})

    assert len(kept(learner)["bio"]) == 2000


def test_who_chooses_a_language_goes_on_in_it(browser: Client) -> None:
    answer = browser.post(PATH, {**WORDS, "language": "ar"})

    assert answer.headers["Location"] == "/ar/accounts/profile/"


def test_a_zone_under_an_old_name_is_offered_and_kept(browser: Client, learner: User) -> None:
    UserProfile.objects.filter(user=learner).update(timezone="Asia/Ujung_Pandang")
    offered = [name for _group, zones in offer_time_zones("EST5EDT") for name, _label in zones]

    assert offered[0] == "EST5EDT"
    assert len(offered) == len(set(offered))
    browser.post(PATH, {**WORDS, "timezone": "Asia/Ujung_Pandang"})
    assert kept(learner)["timezone"] == "Asia/Ujung_Pandang"


def test_a_zone_that_no_machine_knows_any_more_must_be_chosen_anew(db: None) -> None:
    form = ProfileForm({**WORDS, "timezone": "Gone/Zone"}, initial={"timezone": "Gone/Zone"})

    assert form.errors == {"timezone": ["Choose a time zone from the list."]}


@pytest.mark.django_db(transaction=True)
def test_who_teaches_finds_their_public_page_and_renews_the_pages_of_visitors(
    client: Client, instructor: User
) -> None:
    make_course(title="Bread", slug="bread", owner=instructor)
    client.force_login(instructor)
    assert f'href="/teachers/{instructor.pk}/"' in client.get(PATH).content.decode()
    before = SHARED_PAGES.read()

    client.post(PATH, WORDS)

    assert SHARED_PAGES.read() != before


def test_who_teaches_nothing_is_shown_no_public_page(client: Client, stranger: User) -> None:
    client.force_login(stranger)

    assert "/teachers/" not in client.get(PATH).content.decode()


def test_a_picture_is_kept_shown_in_the_bar_and_removed(browser: Client, learner: User) -> None:
    answer = browser.post(f"{PATH}picture/", {"picture": make_picture()}, follow=True)

    learner.profile.refresh_from_db()
    page = answer.content.decode()
    assert answer.redirect_chain == [(PATH, 302)]
    assert "Your picture is saved." in page
    assert f'src="{learner.profile.avatar_url}"' in page
    assert f'src="{learner.profile.small_avatar_url}"' in page

    page = browser.post(f"{PATH}picture/remove/", follow=True).content.decode()

    assert "Your picture is removed." in page
    assert "-64.webp" not in page
    assert "Remove your picture" not in page


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is no picture in JPEG"),
        ("me.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is no picture in JPEG"),
        ("me.png", b"", "This is no picture in JPEG"),
        ("me.jpg", b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_what_is_no_picture_is_told_beside_its_field(
    browser: Client, learner: User, name: str, content: bytes, told: str
) -> None:
    answer = browser.post(f"{PATH}picture/", {"picture": SimpleUploadedFile(name, content)})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert told in page
    assert 'href="#id_picture"' in page
    assert 'value="Lena"' in page  # the other form is whole
    learner.profile.refresh_from_db()
    assert learner.profile.avatar == ""


def test_a_picture_by_another_name_is_refused(browser: Client, learner: User) -> None:
    answer = browser.post(f"{PATH}picture/", {"picture": make_picture(name="me.svg")})

    assert "This is no picture in JPEG" in answer.content.decode()
    learner.profile.refresh_from_db()
    assert learner.profile.avatar == ""


def test_no_file_is_asked_for(browser: Client) -> None:
    assert "Choose a picture first." in browser.post(f"{PATH}picture/").content.decode()


def test_the_address_of_a_refusal_leads_back_to_the_profile(browser: Client) -> None:
    assert browser.get(f"{PATH}picture/").headers["Location"] == PATH


def test_the_bar_with_a_picture_costs_no_statement_more(browser: Client, learner: User) -> None:
    browser.get("/accessibility/")
    with CaptureQueriesContext(connection) as without:
        browser.get("/accessibility/")

    keep_avatar(user=learner, squares=cut_avatar(make_picture().read()))

    with CaptureQueriesContext(connection) as having:
        page = browser.get("/accessibility/").content.decode()
    assert "-64.webp" in page
    # The person with their profile; the session too where no cache holds it.
    assert len(having) == len(without) <= 2


@pytest.mark.spec("S33")
def test_the_profile_says_who_sees_it(browser: Client, learner: User, settings: Settings) -> None:
    settings.UNVERIFIED_MAY = frozenset()
    assert "Everybody who has its address" not in browser.get(PATH).content.decode()

    shown = {**WORDS, "public_profile": "on"}
    page = browser.post(PATH, shown, follow=True).content.decode()
    assert "Nobody sees your profile yet: confirm your e-mail address first." in page

    EmailAddress.objects.create(user=learner, email=learner.email, verified=True, primary=True)
    slug = UserProfile.objects.get(user=learner).public_slug
    page = browser.get(PATH).content.decode()
    assert f'href="/people/{slug}/"' in page
