"""Sweeping: what is due is sent again; what everybody heard is cleared away in time."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from events.enums import DeliveryState
from events.models import Delivery, Event
from events.services import announce
from events.services.delivering import make_delivery, take_lease
from events.services.sweeping import claim_unsent, make_due_deliveries, prune
from tests.events.listeners import bell_heard, bell_rang

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def after(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def ring(db: None) -> list[int]:
    """Ring the bell at noon; return its three deliveries."""
    with time_machine.travel(NOON, tick=False):
        event = announce(bell_rang, number=1)
    return sorted(event.deliveries.values_list("pk", flat=True))


def test_a_fresh_message_has_thirty_seconds(ring: list[int]) -> None:
    assert claim_unsent(limit=10, now=after(29)) == []
    assert claim_unsent(limit=10, now=after(30)) == ring


def test_what_was_sent_again_is_left_alone_for_a_minute(ring: list[int]) -> None:
    claim_unsent(limit=10, now=after(30))

    assert claim_unsent(limit=10, now=after(89)) == []
    assert claim_unsent(limit=10, now=after(90)) == ring


def test_oldest_first_and_no_more_than_the_limit(ring: list[int]) -> None:
    assert claim_unsent(limit=2, now=after(30)) == ring[:2]
    assert claim_unsent(limit=2, now=after(31)) == ring[2:]


def test_a_lease_that_ran_out_is_sent_again(ring: list[int]) -> None:
    with time_machine.travel(NOON, tick=False):
        take_lease(ring[0])

    assert ring[0] not in claim_unsent(limit=10, now=after(44))
    assert ring[0] in claim_unsent(limit=10, now=after(45))


def test_what_is_done_or_dead_is_not_sent(ring: list[int]) -> None:
    make_delivery(delivery_id=ring[0])
    Delivery.objects.filter(pk=ring[1]).update(state=DeliveryState.DEAD)

    assert claim_unsent(limit=10, now=after(3600)) == [ring[2]]


def test_due_deliveries_stop_at_the_limit(ring: list[int]) -> None:
    assert make_due_deliveries(limit=2) == 2
    assert Delivery.objects.filter(state=DeliveryState.DONE).count() == 2


def test_old_events_that_everybody_heard_are_pruned(ring: list[int]) -> None:
    with time_machine.travel(NOON, tick=False):
        make_due_deliveries()

    assert prune(now=NOON + timedelta(days=90)) == 0
    assert prune(now=NOON + timedelta(days=90, seconds=1)) == 4
    assert (Event.objects.count(), Delivery.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", [DeliveryState.WAITING, DeliveryState.RUNNING, "dead"])
def test_an_event_that_somebody_has_yet_to_hear_stays(ring: list[int], state: str) -> None:
    with time_machine.travel(NOON, tick=False):
        announce(bell_heard, by="nobody", number=0)
    Delivery.objects.filter(pk__in=ring[1:]).update(state=DeliveryState.DONE)
    Delivery.objects.filter(pk=ring[0]).update(state=state)

    assert prune(now=NOON + timedelta(days=365)) == 1
    assert [event.name for event in Event.objects.all()] == ["bell_rang"]
    assert Delivery.objects.count() == 3
