"""A person who is shut out is out at the next request, and comes back as they were."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from accounts.services.deactivation import deactivate_person, reactivate_person
from accounts.services.erasure import request_erasure, withdraw_erasure
from core.exceptions import NotAllowed
from events.models import Event
from tests.factories.people import PASSWORD, AdminFactory


def log_in(person: User) -> Client:
    browser = Client()
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert browser.get("/learn/").status_code == 200
    return browser


def list_events() -> list[tuple[str, int | None, dict[str, int]]]:
    found = Event.objects.filter(name__endswith="activated").order_by("pk")
    return [(event.name, event.actor_id, event.facts) for event in found]


@pytest.mark.spec("S14")
def test_who_is_deactivated_is_out_at_the_next_request(learner: User, admin: User) -> None:
    browser = log_in(learner)

    deactivate_person(person=learner, actor=admin)

    assert browser.get("/learn/").headers["Location"] == "/accounts/login/?next=/learn/"
    assert not User.objects.get(pk=learner.pk).is_active
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
    assert list_events() == [("person_deactivated", admin.pk, {"person_id": learner.pk})]


def test_a_second_time_changes_and_tells_nothing(learner: User, admin: User) -> None:
    deactivate_person(person=learner, actor=admin)
    deactivate_person(person=learner, actor=admin)

    assert len(list_events()) == 1


def test_who_is_let_in_again_logs_in_with_what_they_had(learner: User, admin: User) -> None:
    deactivate_person(person=learner, actor=admin)
    reactivate_person(person=learner, actor=admin)
    reactivate_person(person=learner, actor=admin)

    log_in(learner)
    assert [name for name, _actor, _facts in list_events()] == [
        "person_deactivated",
        "person_reactivated",
    ]


def test_sessions_of_others_go_on(learner: User, newcomer: User, admin: User) -> None:
    browser = log_in(newcomer)

    deactivate_person(person=learner, actor=admin)

    assert browser.get("/learn/").status_code == 200


def test_nobody_deactivates_their_own_account(admin: User) -> None:
    AdminFactory(email="second@example.com")

    with pytest.raises(NotAllowed) as refusal:
        deactivate_person(person=admin, actor=admin)

    assert refusal.value.code == "own_account"
    assert User.objects.get(pk=admin.pk).is_active
    assert list_events() == []


def test_the_last_admin_stays(admin: User, instructor: User) -> None:
    """Whoever may call the service: an admin who has lost the role in another window, say."""
    with pytest.raises(NotAllowed) as refusal:
        deactivate_person(person=admin, actor=instructor)

    assert refusal.value.code == "last_admin"
    assert User.objects.get(pk=admin.pk).is_active


def test_who_is_shut_out_while_leaving_stays_out_if_they_keep_the_account(
    learner: User, admin: User
) -> None:
    request_erasure(person=learner, actor=learner)
    deactivate_person(person=learner, actor=admin)
    deactivate_person(person=learner, actor=admin)

    assert withdraw_erasure(person=learner, actor=learner)
    assert not User.objects.get(pk=learner.pk).is_active
    assert list_events() == [("person_deactivated", admin.pk, {"person_id": learner.pk})]


def test_who_is_to_be_erased_is_not_let_in_but_kept(learner: User, admin: User) -> None:
    request_erasure(person=learner, actor=learner)

    with pytest.raises(NotAllowed) as refusal:
        reactivate_person(person=learner, actor=admin)

    assert refusal.value.code == "to_be_erased"
    assert not User.objects.get(pk=learner.pk).is_active
    withdraw_erasure(person=learner, actor=admin)
    assert User.objects.get(pk=learner.pk).is_active
