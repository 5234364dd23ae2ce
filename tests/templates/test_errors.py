"""Pages for when something went wrong say it in our words, and need nothing that may be broken."""

from django.test import Client, RequestFactory
from django.utils import translation
from django.views.defaults import server_error
from pytest_django import DjangoAssertNumQueries

from accounts.models import User


def test_an_unknown_address_is_answered_in_our_words(client: Client, db: None) -> None:
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
    assert "Nothing of yours is lost" in answer.content.decode()


def test_a_form_without_its_token_is_explained(learner: User) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/accounts/login/", {"login": "learner@example.com", "password": "x"})

    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()


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
