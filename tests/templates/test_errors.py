"""Pages for when something went wrong say it in our words, and need nothing that may be broken."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory, override_settings
from django.utils import translation
from django.views.defaults import bad_request, permission_denied, server_error
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.templates.sources import read_all_of


def test_an_unknown_address_is_answered_in_our_words(client: Client, db: None) -> None:
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "This page is not on the shelf." in answer.content.decode()
    assert "Your courses and notes are where they were." in answer.content.decode()


def test_a_form_without_its_token_is_explained(learner: User) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/accounts/login/", {"login": "learner@example.com", "password": "x"})

    assert answer.status_code == 403
    assert "This form was open too long." in answer.content.decode()


@pytest.mark.parametrize(
    ("came_from", "is_offered"),
    [("http://testserver/courses/", True), ("https://elsewhere.example/courses/", False)],
)
def test_a_form_without_its_token_leads_back_to_a_page_of_ours_alone(
    db: None, came_from: str, is_offered: bool
) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/accounts/login/", {}, headers={"referer": came_from})

    assert answer.status_code == 403
    assert (f'href="{came_from}"' in answer.content.decode()) is is_offered


def test_a_fault_of_ours_is_told_without_a_database(
    django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        answer = server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "The fault is ours" in answer.content.decode()


def test_a_fault_of_ours_reads_from_the_right_where_the_language_does(db: None) -> None:
    with translation.override("ar"):
        answer = server_error(RequestFactory().get("/ar/"))

    assert '<html lang="ar" dir="rtl">' in answer.content.decode()


def test_a_broken_request_is_answered_without_a_database(
    django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        answer = bad_request(RequestFactory().get("/"), ValueError())

    assert answer.status_code == 400
    assert "Nothing was changed." in answer.content.decode()


def test_a_refusal_says_who_is_logged_in(learner: User) -> None:
    request = RequestFactory().get("/somewhere/")
    request.user = learner

    answer = permission_denied(request, PermissionDenied())

    words = answer.content.decode()
    assert answer.status_code == 403
    assert "<bdi>Lena Learner</bdi> (<bdi>learner@example.com</bdi>)" in words
    assert 'href="/accounts/logout/?next=/somewhere/"' in words


def test_a_refusal_leads_a_visitor_to_log_in_and_back(db: None) -> None:
    request = RequestFactory().get("/somewhere/?page=2")
    request.user = AnonymousUser()

    words = permission_denied(request, PermissionDenied()).content.decode()

    assert 'href="/accounts/login/?next=/somewhere/%3Fpage%3D2"' in words
    assert "You are not logged in." in words


def test_too_many_attempts_are_told_in_our_words(client: Client, db: None) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"reset_password": "1/m/ip"}):
        client.post("/accounts/password/reset/", {"email": "lena@example.com"})
        answer = client.post("/accounts/password/reset/", {"email": "lena@example.com"})

    assert answer.status_code == 429
    assert "That was too often in a short time." in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html", "offline.html"])
def test_pages_without_the_frame_are_made_of_little_that_can_break(name: str) -> None:
    loaded = set(read_all_of(name)) - {name}

    assert loaded == {"bare.html", "components/brand.html", "components/unlit_mark.html"}
