"""What stands whatever the catalogue holds, and the worker for when there is no connection."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from accounts.models import User


def test_the_worker_may_answer_for_the_whole_site_and_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert not answer.cookies


def test_the_policy_lets_browsers_run_a_worker_of_ours_alone(client: Client, db: None) -> None:
    policy = client.get("/accessibility/").headers["Content-Security-Policy"]

    assert "worker-src 'self'" in policy


def test_the_worker_keeps_one_page_a_language_and_what_it_loads(client: Client, db: None) -> None:
    worker = client.get("/sw.js").content.decode()
    pages = re.search(r"const PAGES = (\{.*\});", worker)
    files = re.search(r"const FILES = (\[.*\]);", worker)
    assert pages
    assert files

    assert pages[1] == '{"en": "/offline/", "id": "/id/offline/", "ar": "/ar/offline/"}'
    for path in re.findall(r'"(/[^"]+)"', pages[1]):
        page = client.get(path)
        loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.content.decode())
        assert page.status_code == 200
        assert sorted(loaded) == sorted(re.findall(r'"([^"]+)"', files[1]))
    assert all(
        finders.find(path.removeprefix("/static/")) for path in re.findall(r'"([^"]+)"', files[1])
    )


def test_the_page_is_the_same_for_everybody_and_asks_no_table(
    client: Client, learner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for_visitors = client.get("/offline/").content
    client.force_login(learner)
    session = client.session
    session["time_zone"] = "UTC"
    session.save()

    assert client.get("/offline/").content == for_visitors
    client.logout()
    with django_assert_num_queries(0):
        client.get("/offline/")


def test_another_page_makes_another_version(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.get("/sw.js").content
    assert client.get("/sw.js").content == before
    monkeypatch.setattr(
        "config.standing_pages.render_to_string", lambda name: f"{name} drawn otherwise"
    )

    assert client.get("/sw.js").content != before


def test_switched_off_the_worker_takes_itself_away(client: Client, db: None) -> None:
    assert 'name="offline-worker"' in client.get("/accessibility/").content.decode()

    with override_settings(OFFLINE_WORKER=False):
        worker = client.get("/sw.js").content.decode()
        page = client.get("/accessibility/").content.decode()

    assert "registration.unregister()" in worker
    assert '"fetch"' not in worker
    assert 'name="offline-worker"' not in page
