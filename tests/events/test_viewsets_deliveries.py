"""The outbox in the admin: admins look and send again; nobody else sees it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from events.enums import DeliveryState
from events.models import Delivery
from events.services import announce
from tests.events.listeners import FIRST, SECOND, THIRD, bell_rang


@pytest.fixture
def given_up(db: None) -> Delivery:
    announce(bell_rang, number=1)
    Delivery.objects.filter(listener=FIRST).update(
        state=DeliveryState.DEAD, tries=5, error="ValueError: <b>cracked</b>"
    )
    return Delivery.objects.get(listener=FIRST)


def page(client: Client, user: User, name: str, *args: int, **query: str) -> str:
    client.force_login(user)
    response = client.get(reverse(f"events_deliveries:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_an_admin_sees_what_was_given_up_and_why(
    client: Client, admin: User, given_up: Delivery
) -> None:
    listing = page(client, admin, "index", state="dead")

    assert FIRST in listing
    assert THIRD not in listing
    assert "ValueError: &lt;b&gt;cracked&lt;/b&gt;" in listing
    assert reverse("events_deliveries:send_again", args=[given_up.pk]) in listing


def test_only_what_was_given_up_can_be_sent_again(
    client: Client, admin: User, given_up: Delivery
) -> None:
    waiting = Delivery.objects.get(listener=SECOND)
    listing = page(client, admin, "index", state="waiting")
    url = reverse("events_deliveries:send_again", args=[waiting.pk])

    assert SECOND in listing
    assert url not in listing
    assert client.post(url).status_code == 404
    waiting.refresh_from_db()
    assert waiting.state == DeliveryState.WAITING


def test_the_listener_can_be_chosen(client: Client, admin: User, given_up: Delivery) -> None:
    results = page(client, admin, "index_results", listener=THIRD)

    assert f"→ {THIRD}" in results
    assert f"→ {SECOND}" not in results


def test_an_admin_looks_at_one(client: Client, admin: User, given_up: Delivery) -> None:
    assert "cracked" in page(client, admin, "inspect", given_up.pk)


def test_an_admin_asks_and_sends_again(client: Client, admin: User, given_up: Delivery) -> None:
    assert FIRST in page(client, admin, "send_again", given_up.pk)
    given_up.refresh_from_db()
    assert given_up.state == DeliveryState.DEAD

    response = client.post(reverse("events_deliveries:send_again", args=[given_up.pk]))

    assert response.status_code == 302
    assert response["Location"] == reverse("events_deliveries:index")
    given_up.refresh_from_db()
    assert (given_up.state, given_up.tries) == (DeliveryState.WAITING, 0)


@pytest.mark.parametrize("name", ["index", "index_results", "inspect", "send_again"])
def test_nobody_else_gets_in(
    client: Client, instructor: User, learner: User, given_up: Delivery, name: str
) -> None:
    args = [] if name.startswith("index") else [given_up.pk]
    url = reverse(f"events_deliveries:{name}", args=args)

    for person, answer in ((None, 302), (learner, 403), (instructor, 302)):
        if person:
            client.force_login(person)
        assert client.get(url).status_code == answer
        assert client.post(url).status_code in (answer, 405)
    given_up.refresh_from_db()
    assert given_up.state == DeliveryState.DEAD


@pytest.mark.parametrize("path", ["new/", "edit/1/", "delete/1/", "history/1/", "usage/1/"])
def test_there_is_no_road_to_write_by_hand(client: Client, admin: User, path: str) -> None:
    client.force_login(admin)

    assert client.get(reverse("events_deliveries:index") + path).status_code == 404
