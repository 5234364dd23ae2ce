"""A person ends sessions of theirs, and nobody else's; the next request is refused."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.enums import Role
from accounts.models import User
from accounts.services import sessions
from accounts.services.deactivation import deactivate_person
from accounts.services.roles import set_role
from accounts.tasks import purge_old_sessions
from tests.accounts.test_selectors_devices import ANDROID, FIREFOX, log_in
from tests.factories.people import PASSWORD, AdminFactory, LearnerFactory

PLACE = "/accounts/sessions/"
SESSION_AND_PERSON = 2
"""What a page asks at least that knows who reads it."""
NEW_PASSWORD = "rye-and-patience-26"


def is_in(browser: Client) -> bool:
    """Whether the next request of `browser` is one of somebody logged in."""
    return bool(browser.get("/learn/").status_code == 200)


def find_id(browser: Client) -> int:
    return UserSession.objects.get(session_key=browser.session.session_key).pk


@pytest.fixture(autouse=True)
def nothing_noted() -> None:
    sessions._noted.clear()


@pytest.mark.spec("S32")
def test_one_device_is_logged_out(learner: User) -> None:
    desk, phone = log_in(learner), log_in(learner, ANDROID)

    answer = desk.post(PLACE, {"end": find_id(phone)}, follow=True)

    assert "That device is logged out." in answer.content.decode()
    assert (is_in(desk), is_in(phone)) == (True, False)
    again = desk.post(PLACE, {"end": "999999"}, follow=True)
    assert "That device was logged out already." in again.content.decode()


@pytest.mark.parametrize("what", ["-1", "x", "9" * 30, "1.5", "²"])
def test_nonsense_ends_nothing(learner: User, what: str) -> None:
    desk = log_in(learner)

    assert desk.post(PLACE, {"end": what}).headers["Location"] == PLACE
    assert is_in(desk)


def test_nobody_ends_the_sessions_of_others(learner: User, stranger: User) -> None:
    desk, other = log_in(learner), log_in(stranger)

    desk.post(PLACE, {"end": find_id(other)})
    desk.post(PLACE, {"end": "others"})

    assert is_in(other)
    assert UserSession.objects.filter(user=stranger).count() == 1


@pytest.mark.spec("S32")
def test_all_other_devices_are_logged_out(learner: User) -> None:
    desk, phone, tablet = log_in(learner), log_in(learner, ANDROID), log_in(learner, ANDROID)

    answer = desk.post(PLACE, {"end": "others"}, follow=True)

    assert "2 other devices are logged out." in answer.content.decode()
    assert (is_in(desk), is_in(phone), is_in(tablet)) == (True, False, False)


@pytest.mark.spec("S32")
def test_logging_out_everywhere_ends_this_session_too(learner: User) -> None:
    desk, phone = log_in(learner), log_in(learner, ANDROID)
    key = desk.session.session_key

    answer = desk.post(PLACE, {"end": "all"}, follow=True)

    assert "You are logged out on every device." in answer.content.decode()
    assert (is_in(desk), is_in(phone)) == (False, False)
    assert not UserSession.objects.exists()
    assert not Session.objects.filter(pk=key).exists()


def test_this_device_can_be_logged_out_by_its_own_button(learner: User) -> None:
    desk, phone = log_in(learner), log_in(learner, ANDROID)

    answer = desk.post(PLACE, {"end": find_id(desk)})

    assert answer.headers["Location"] == "/accounts/login/"
    assert (is_in(desk), is_in(phone)) == (False, True)


def test_the_screen_names_this_device_even_if_nobody_noted_it(
    client: Client, learner: User
) -> None:
    client.force_login(learner)

    page = client.get(PLACE, headers={"user-agent": FIREFOX}).content.decode()

    assert page.count("Firefox on Linux</bdi>") == 1
    assert "This device" in page
    assert UserSession.objects.get().user == learner


def test_a_form_of_another_site_ends_nothing(learner: User) -> None:
    desk = log_in(learner)
    foreign = Client(enforce_csrf_checks=True)
    foreign.cookies = desk.cookies

    assert foreign.post(PLACE, {"end": "all"}).status_code == 403
    assert is_in(desk)


# --- the last use -------------------------------------------------------------------------------


@pytest.fixture
def sessions_are_rows(settings: Settings) -> None:
    """Keep sessions in the database alone, so that statements are the same with Redis or not."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"


def read_last_use() -> datetime:
    return UserSession.objects.get().last_seen_at


def test_last_use_is_noted_every_ten_minutes_and_costs_nothing_in_between(
    sessions_are_rows: None, learner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 9, 0, tzinfo=UTC), tick=False) as clock:
        desk = log_in(learner)
        began = read_last_use()
        desk.get("/offline/")
        clock.shift(timedelta(minutes=9))
        desk.get("/offline/")
        assert read_last_use() == began

        clock.shift(timedelta(minutes=2))
        desk.get("/offline/", REMOTE_ADDR="198.51.100.9")
        assert read_last_use() == began + timedelta(minutes=11)
        assert UserSession.objects.get().ip == "198.51.100.9"
        with django_assert_num_queries(SESSION_AND_PERSON):
            desk.get("/offline/")

        # Another process: it asks once, and writes nothing.
        sessions._noted.clear()
        clock.shift(timedelta(minutes=5))
        desk.get("/offline/")
        assert read_last_use() == began + timedelta(minutes=11)


def test_a_page_after_login_costs_no_statement_more(
    sessions_are_rows: None,
    learner: User,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    desk = log_in(learner)

    with django_assert_num_queries(SESSION_AND_PERSON):
        desk.get("/offline/")

    watched = "accounts.middleware.LastUseMiddleware"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != watched]
    unwatched = Client()
    unwatched.cookies = desk.cookies
    with django_assert_num_queries(SESSION_AND_PERSON):
        unwatched.get("/offline/")


def test_a_visitor_is_given_no_session(client: Client, db: None) -> None:
    answer = client.get("/accessibility/")

    assert "sessionid" not in answer.cookies


def test_a_session_from_before_is_noted_at_its_next_use(client: Client, learner: User) -> None:
    client.force_login(learner)
    session = client.session
    del session["noted_at"]
    session.save()

    client.get("/offline/", headers={"user-agent": FIREFOX})

    assert UserSession.objects.get().user_agent == FIREFOX


def test_old_sessions_are_taken_away(learner: User) -> None:
    desk, old = log_in(learner), log_in(learner, ANDROID)
    run_out = Session.objects.filter(pk=old.session.session_key)
    run_out.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert purge_old_sessions() == 1
    assert UserSession.objects.get().session_key == desk.session.session_key
    assert Session.objects.count() == 1
    assert purge_old_sessions() == 0


def test_sessions_last_a_day_and_survive_a_closed_browser(learner: User) -> None:
    desk = log_in(learner)

    assert desk.cookies["sessionid"]["max-age"] == 86_400
    assert desk.session.get_expire_at_browser_close() is False


@pytest.mark.django_db(transaction=True)
def test_a_session_that_the_cache_remembers_is_ended_too(settings: Settings) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    learner, admin = LearnerFactory(), AdminFactory()
    desk, phone, tablet = log_in(learner), log_in(learner, ANDROID), log_in(learner, ANDROID)
    assert is_in(phone)

    desk.post(PLACE, {"end": find_id(phone)})
    assert (is_in(desk), is_in(phone), is_in(tablet)) == (True, False, True)

    deactivate_person(person=learner, actor=admin)
    # The flag alone would keep them out: the session itself must be gone.
    User.objects.update(is_active=True)
    assert (is_in(desk), is_in(tablet)) == (False, False)


# --- what ends sessions -------------------------------------------------------------------------


@pytest.mark.spec("S32")
def test_a_changed_password_logs_out_every_other_device(learner: User) -> None:
    desk, phone = log_in(learner), log_in(learner, ANDROID)
    words = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    desk.post("/accounts/password/change/", words)

    assert User.objects.get(pk=learner.pk).check_password(NEW_PASSWORD)
    assert (is_in(desk), is_in(phone)) == (True, False)
    assert UserSession.objects.get().session_key == desk.session.session_key
    assert Session.objects.count() == 1


@pytest.mark.spec("S32")
def test_a_password_reset_logs_out_everywhere(
    client: Client, learner: User, mailoutbox: list[object]
) -> None:
    desk, phone = log_in(learner), log_in(learner, ANDROID)
    client.post("/accounts/password/reset/", {"email": learner.email})
    link = next(word for word in mailoutbox[0].body.split() if "/reset/key/" in word)  # type: ignore[attr-defined]
    form = client.get(link, follow=True).redirect_chain[-1][0]

    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert (is_in(desk), is_in(phone), is_in(client)) == (False, False, False)
    assert not UserSession.objects.exists()


def test_a_password_that_an_admin_sets_logs_out_everywhere(learner: User) -> None:
    desk = log_in(learner)
    learner.set_password(NEW_PASSWORD)
    learner.save()

    assert not is_in(desk)


@pytest.mark.spec("S32")
def test_who_is_no_admin_any_more_is_refused_at_the_next_request(admin: User) -> None:
    AdminFactory(email="second@example.com")
    desk = log_in(admin)
    assert desk.get("/admin/reports/site-history/").status_code == 200

    set_role(user=admin, role=Role.STUDENT)

    assert desk.get("/admin/reports/site-history/").status_code == 403
    assert is_in(desk)
