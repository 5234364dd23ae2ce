"""Delivering: taken by lease, done with the listener's effect, put off or given up on failure."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import structlog
import time_machine
from django.db import connection, transaction

from events.enums import DeliveryState
from events.exceptions import LeaseLost
from events.models import Delivery, Event
from events.services import announce
from events.services.delivering import (
    make_delivery,
    pause_after,
    record_failure,
    run_listener,
    take_lease,
)
from events.services.sweeping import make_due_deliveries, send_again
from events.signals import Announcement
from tests.events.listeners import FIRST, bell_rang, gong_rang, who_heard

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def deliveries() -> dict[str, Delivery]:
    return {row.listener: row for row in Delivery.objects.filter(event__name="bell_rang")}


def on_gong_cracked(event: Announcement) -> None:
    announce(bell_rang, number=99)
    raise ValueError(f"cracked by {event.facts['label']}\x00")


@pytest.fixture
def cracked_gong(db: None) -> Iterator[Delivery]:
    """Return the delivery of a gong whose listener always fails."""
    key = "tests.gong_cracked"
    gong_rang.connect(on_gong_cracked, key=key)
    announce(gong_rang, label="force", details=None)
    yield Delivery.objects.get(listener=key)
    gong_rang.disconnect(key)


def test_each_listener_hears_it_once(db: None) -> None:
    announce(bell_rang, number=1)

    assert make_due_deliveries() == 3
    assert make_due_deliveries() == 0

    assert who_heard(1) == ["first", "second", "third"]
    rows = Delivery.objects.all()
    assert [(row.state, row.tries, row.lease, row.error) for row in rows] == [
        (DeliveryState.DONE, 1, "", "")
    ] * 3


def test_what_is_done_is_not_made_again(db: None) -> None:
    announce(bell_rang, number=1)
    row = deliveries()[FIRST]

    assert make_delivery(delivery_id=row.pk) is True
    assert make_delivery(delivery_id=row.pk) is False
    assert who_heard(1) == ["first"]


def test_a_failure_keeps_nothing_of_the_listener_and_waits(cracked_gong: Delivery) -> None:
    with time_machine.travel(NOON, tick=False):
        assert make_delivery(delivery_id=cracked_gong.pk) is False

    cracked_gong.refresh_from_db()
    assert cracked_gong.state == DeliveryState.WAITING
    assert cracked_gong.error == "ValueError: cracked by force"
    assert cracked_gong.due_at == NOON + timedelta(seconds=10)
    assert Event.objects.filter(name="bell_rang").count() == 0


def test_it_is_not_tried_before_its_pause_is_over(cracked_gong: Delivery) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        make_delivery(delivery_id=cracked_gong.pk)
        clock.move_to(NOON + timedelta(seconds=9))
        make_delivery(delivery_id=cracked_gong.pk)
        cracked_gong.refresh_from_db()
        assert cracked_gong.tries == 1
        clock.move_to(NOON + timedelta(seconds=10))
        make_delivery(delivery_id=cracked_gong.pk)

    cracked_gong.refresh_from_db()
    assert cracked_gong.tries == 2


def test_pauses_grow_to_an_hour() -> None:
    assert [pause_after(tries).total_seconds() for tries in (1, 2, 3, 4, 5, 9)] == [
        10,
        40,
        160,
        640,
        2560,
        3600,
    ]


def test_after_five_failures_it_is_dead_and_the_others_are_done(cracked_gong: Delivery) -> None:
    announce(bell_rang, number=5)
    with time_machine.travel(NOON, tick=False) as clock:
        for _try in range(7):
            make_due_deliveries()
            clock.shift(timedelta(hours=2))

    cracked_gong.refresh_from_db()
    assert (cracked_gong.state, cracked_gong.tries) == (DeliveryState.DEAD, 5)
    assert cracked_gong.error == "ValueError: cracked by force"
    assert who_heard(5) == ["first", "second", "third"]


def test_a_listener_that_kills_every_worker_is_given_up_too(db: None) -> None:
    announce(bell_rang, number=1)
    row = deliveries()[FIRST]
    with time_machine.travel(NOON, tick=False) as clock:
        for _try in range(5):
            assert take_lease(row.pk)
            clock.shift(timedelta(seconds=46))
        assert take_lease(row.pk) is None

    row.refresh_from_db()
    assert (row.state, row.tries) == (DeliveryState.DEAD, 5)
    assert row.error == "The process died during the last try."


def test_sent_again_by_an_admin_it_has_five_tries_more(cracked_gong: Delivery) -> None:
    Delivery.objects.filter(pk=cracked_gong.pk).update(state=DeliveryState.DEAD, tries=5)
    gong_rang.disconnect("tests.gong_cracked")
    gong_rang.connect(on_gong_mended, key="tests.gong_cracked")

    assert send_again(delivery=cracked_gong).state == DeliveryState.WAITING
    assert make_due_deliveries() == 1
    cracked_gong.refresh_from_db()
    assert (cracked_gong.state, cracked_gong.tries) == (DeliveryState.DONE, 1)


def on_gong_mended(event: Announcement) -> None:
    assert event.facts["label"] == "force"


def test_what_is_not_dead_is_not_sent_again(db: None) -> None:
    announce(bell_rang, number=1)
    make_due_deliveries()
    row = deliveries()[FIRST]

    assert send_again(delivery=row).state == DeliveryState.DONE
    assert make_due_deliveries() == 0


def test_a_listener_that_is_gone_leaves_its_delivery_to_look_at(db: None) -> None:
    gong_rang.connect(on_gong_mended, key="tests.old_name")
    announce(gong_rang, label="force", details=None)
    gong_rang.disconnect("tests.old_name")

    assert make_due_deliveries() == 0
    row = Delivery.objects.get()
    assert row.error == "ListenerUnknown: Nobody listens to gong_rang as tests.old_name."


def test_a_listener_that_overruns_its_lease_keeps_nothing(db: None) -> None:
    """Somebody else has the delivery meanwhile: only that other run may leave an effect."""
    announce(bell_rang, number=1)
    row = deliveries()[FIRST]
    lease = take_lease(row.pk)
    assert lease
    Delivery.objects.filter(pk=row.pk).update(lease="of another process")

    with pytest.raises(LeaseLost) as lost:
        run_listener(row, lease)
    record_failure(row, lease, lost.value)

    row.refresh_from_db()
    assert (row.state, row.lease, row.error) == ("running", "of another process", "")
    assert who_heard(1) == []


def test_a_listener_announces_under_the_request_that_caused_it(db: None) -> None:
    with structlog.contextvars.bound_contextvars(request_id="req-9"):
        announce(bell_rang, number=1)

    make_due_deliveries()

    traces = Event.objects.filter(name="bell_heard").values_list("request_id", flat=True)
    assert list(traces) == ["req-9"] * 3


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_each_delivery_once(nothing_leaves: None) -> None:
    for number in range(4):
        with transaction.atomic():
            announce(bell_rang, number=number)
    start = threading.Barrier(8)

    def sweep() -> int:
        try:
            start.wait()
            return make_due_deliveries()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        done = [future.result() for future in [pool.submit(sweep) for _ in range(8)]]

    assert sum(done) == 12
    assert [who_heard(number) for number in range(4)] == [["first", "second", "third"]] * 4
    assert set(Delivery.objects.values_list("state", "tries")) == {(DeliveryState.DONE, 1)}
