"""People say who they are, each for themselves alone."""

from typing import Any

import pytest
from django.test import Client

from accounts.forms.profile import ProfileForm, offer_time_zones
from accounts.models import User, UserProfile
from course_pages.services.shared_pages import SHARED_PAGES
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


@pytest.fixture
def browser(client: Client, learner: User) -> Client:
    client.force_login(learner)
    return client


def kept(person: User) -> dict[str, Any]:
    person = User.objects.select_related("profile").get(pk=person.pk)
    fields = ("headline", "bio", "language", "timezone")
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
    assert kept(learner) == {**WORDS, "bio": "One line.\nAnother."}
    assert kept(stranger) == before


def test_nobody_changes_what_the_form_does_not_ask(browser: Client, learner: User) -> None:
    browser.post(PATH, {**WORDS, "role": "admin", "is_superuser": "on", "email": "x@example.com"})

    learner.refresh_from_db()
    assert (learner.role, learner.is_superuser, learner.email) == (
        "student",
        False,
        "learner@example.com",
    )


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
