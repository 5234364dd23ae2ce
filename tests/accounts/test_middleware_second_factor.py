"""Where a second factor must be, the admin opens to nobody without one."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from accounts.selectors.second_factor import lacks_required_second_factor
from tests.accounts.second_factor import give_app, prove

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S14", "S32")]

ADMIN = "/admin/"


@pytest.fixture
def people(admin: User, instructor: User, learner: User) -> dict[str, User]:
    return {"admin": admin, "instructor": instructor, "learner": learner}


@pytest.mark.parametrize(
    ("required", "led_away"),
    [("none", set()), ("admins", {"admin"}), ("staff", {"admin", "instructor"})],
)
def test_who_must_have_one_is_led_to_set_it_up(
    people: dict[str, User], settings: Settings, required: str, led_away: set[str]
) -> None:
    settings.REQUIRE_SECOND_FACTOR = required
    for name in ("admin", "instructor"):
        browser = Client()
        browser.force_login(people[name])
        answer = browser.get(ADMIN)
        assert (answer.status_code == 302) is (name in led_away), name
        assert lacks_required_second_factor(people[name]) is (name in led_away)
    assert not lacks_required_second_factor(people["learner"])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["pages/1/edit/", "users/", "api/main/pages/", "reports/locked/"])
def test_nothing_of_the_admin_opens_before(
    client: Client, admin: User, settings: Settings, path: str, method: str
) -> None:
    settings.REQUIRE_SECOND_FACTOR = "staff"
    client.force_login(admin)
    answer = getattr(client, method)(ADMIN + path)

    assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))
    assert "Set one up" in client.get(answer.url).content.decode()


def test_one_may_log_out_and_use_the_site(client: Client, admin: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = "staff"
    client.force_login(admin)

    assert client.get("/learn/").status_code == 200
    client.post(ADMIN + "logout/")
    assert "_auth_user_id" not in client.session


def test_it_holds_from_the_next_request_on_for_who_is_inside(
    client: Client, admin: User, settings: Settings
) -> None:
    client.force_login(admin)
    assert client.get(ADMIN).status_code == 200
    settings.REQUIRE_SECOND_FACTOR = "admins"
    assert client.get(ADMIN).status_code == 302

    give_app(admin)
    assert client.get(ADMIN).status_code == 200


def test_who_takes_the_last_factor_away_is_led_to_set_one_up_again(
    client: Client, admin: User, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = "staff"
    give_app(admin)
    client.force_login(admin)
    assert client.get(ADMIN).status_code == 200

    prove(client)
    client.post(reverse("mfa_deactivate_totp"))

    assert client.get(ADMIN).status_code == 302


def test_codes_on_paper_alone_are_no_second_factor(
    client: Client, admin: User, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = "staff"
    Authenticator.objects.create(
        user=admin, type="recovery_codes", data={}, created_at=timezone.now()
    )
    client.force_login(admin)

    assert client.get(ADMIN).status_code == 302


def test_who_has_one_pays_no_statement_for_it(
    client: Client,
    admin: User,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    give_app(admin)
    client.force_login(admin)
    path = ADMIN + "account/"
    client.get(path)
    with CaptureQueriesContext(connection) as counted:
        client.get(path)
    before = len(counted)
    settings.REQUIRE_SECOND_FACTOR = "staff"
    client.get(path)

    with django_assert_num_queries(before):
        client.get(path)
