"""Two refreshes at once, with real threads and real commits: nobody innocent loses a session."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import AppSession, User
from tests.accounts.apps import App, read_unverified, refresh_pair, who
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 4


def together(*deeds: Callable[[], object]) -> list[object]:
    """Run `deeds` at the same moment, each on a connection of its own; return what they gave."""
    barrier, given = Barrier(len(deeds)), list[object]()

    def run(deed: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            given.append(deed())
        except BaseException as error:
            given.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


@pytest.mark.spec("S169")
def test_refreshes_at_once_get_good_tokens_and_one_successor(learner: User) -> None:
    app = App().log_in(learner)
    token = app.refresh_token

    pairs = together(*[lambda: refresh_pair(token)] * AT_ONCE)

    assert len(pairs) == AT_ONCE
    numbers = set()
    for pair in pairs:
        assert isinstance(pair, tuple), pair
        assert who(pair[0]) == learner
        numbers.add(read_unverified(pair[1])["jti"])
    assert numbers == {str(AppSession.objects.get().token)}


def test_without_grace_one_wins_and_the_session_ends(settings: Settings, learner: User) -> None:
    settings.REFRESH_GRACE_SECONDS = 0
    app = App().log_in(learner)
    token = app.refresh_token

    pairs = together(*[lambda: refresh_pair(token)] * AT_ONCE)

    assert [pair for pair in pairs if isinstance(pair, BaseException)] == []
    assert sum(pair is not None for pair in pairs) == 1
    assert not AppSession.objects.exists()
    assert app.read() in {401, 410}


def test_a_refresh_while_the_person_logs_out_ends_in_no_session(learner: User) -> None:
    app = App().log_in(learner)
    token, other = app.refresh_token, App()
    other.access_token = app.access_token

    given = together(lambda: refresh_pair(token), lambda: other.call("DELETE", "auth/session"))

    assert [one for one in given if isinstance(one, BaseException)] == []
    assert app.read() in {401, 410}
    assert app.refresh() == 400


def test_logins_at_once_are_apps_beside_each_other(learner: User) -> None:
    """The last_login of one is not undone by the other, and both go on."""
    apps = [App() for _ in range(2)]

    given = together(*[lambda app=app: app.log_in(learner) for app in apps])

    assert [one for one in given if isinstance(one, BaseException)] == []
    assert [who(app.access_token) for app in apps] == [learner, learner]
    assert [app.refresh() for app in apps] == [200, 200]


def test_a_browser_beside_the_app_keeps_its_own_session(learner: User) -> None:
    app, browser = App().log_in(learner), Client()
    browser.post(reverse("account_login"), {"login": learner.email, "password": PASSWORD})
    app.call("DELETE", "auth/session")

    assert browser.get(reverse("account_email")).status_code == 200
