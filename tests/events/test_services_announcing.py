"""Announcing: one event and its deliveries, in the caller's transaction, or nothing."""

from collections.abc import Callable
from typing import Any

import pytest
import structlog
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from events.enums import DeliveryState
from events.exceptions import BrokenPromise, ListenerRefused
from events.models import Delivery, Event
from events.services import announce
from events.signals import Announcement, DomainSignal
from tests.events.listeners import FIRST, SECOND, THIRD, bell_heard, bell_rang, gong_rang


def test_an_event_has_a_delivery_for_each_listener(db: None) -> None:
    with structlog.contextvars.bound_contextvars(request_id="req-7"):
        event = announce(bell_rang, actor_id=41, number=7)

    stored = Event.objects.get()
    assert (stored.pk, stored.name, stored.facts) == (event.pk, "bell_rang", {"number": 7})
    assert (stored.actor_id, stored.request_id) == (41, "req-7")
    deliveries = Delivery.objects.order_by("listener").values_list("listener", "state", "tries")
    assert list(deliveries) == [
        (FIRST, DeliveryState.WAITING, 0),
        (SECOND, DeliveryState.WAITING, 0),
        (THIRD, DeliveryState.WAITING, 0),
    ]


def test_it_costs_two_statements_and_one_without_listeners(db: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as heard:
        announce(bell_rang, number=1)
    with CaptureQueriesContext(connection) as unheard:
        announce(bell_heard, by="nobody", number=1)

    assert (len(heard), len(unheard)) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_rollback_announces_nothing() -> None:
    with transaction.atomic():
        announce(bell_rang, number=1)
        transaction.set_rollback(True)

    assert (Event.objects.count(), Delivery.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_it_needs_a_transaction() -> None:
    with pytest.raises(TransactionManagementError, match="bell_rang is announced outside"):
        announce(bell_rang, number=1)

    assert Event.objects.count() == 0


@pytest.mark.parametrize("facts", [{}, {"number": 1, "pitch": "A"}, {"pitch": "A"}])
def test_facts_that_were_not_promised_or_are_missing_are_refused(
    db: None, facts: dict[str, Any]
) -> None:
    with pytest.raises(BrokenPromise, match=r"bell_rang provides \['number'\]"):
        announce(bell_rang, **facts)

    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    "value",
    [
        object(),
        b"bytes",
        (1, 2),
        {1, 2},
        {1: "key that is no string"},
        [1, [object()]],
        {"deep": {"er": float("nan")}},
        float("inf"),
        "nul \x00",
        "lone surrogate \ud800",
        DeliveryState.DONE.__class__,
    ],
)
def test_values_that_json_would_lose_are_refused(db: None, value: object) -> None:
    with pytest.raises(BrokenPromise, match="details=.*is no plain JSON value"):
        announce(gong_rang, label="g", details=value)

    assert Event.objects.count() == 0


def test_plain_values_come_back_as_they_went_in(db: None) -> None:
    details = {"list": [1, 2.5, True, None, "ü 🎓"], "empty": {}}

    event = announce(gong_rang, label="g", details=details)

    assert Event.objects.get(pk=event.pk).announcement.facts == {"label": "g", "details": details}


def test_a_listener_connected_later_hears_later_events_only(db: None) -> None:
    earlier = announce(gong_rang, label="earlier", details=None)
    gong_rang.connect(on_gong_rang)
    try:
        later = announce(gong_rang, label="later", details=None)
    finally:
        gong_rang.disconnect("tests.events.test_services_announcing.on_gong_rang")

    assert earlier.deliveries.count() == 0
    assert [row.listener for row in later.deliveries.all()] == [
        "tests.events.test_services_announcing.on_gong_rang"
    ]


def on_gong_rang(event: Announcement) -> None:
    raise AssertionError("nobody delivers in these tests")


def test_listeners_need_a_stable_name() -> None:
    def inner(event: Announcement) -> None: ...

    nameless: list[Callable[[Announcement], None]] = [inner, lambda event: None]
    for function in nameless:
        with pytest.raises(ListenerRefused, match="no stable name"):
            gong_rang.connect(function)
    assert gong_rang.listeners == {}


def test_a_name_is_given_once() -> None:
    with pytest.raises(ListenerRefused, match=f"Another listener of bell_rang is called {FIRST}"):
        bell_rang.connect(on_gong_rang, key=FIRST)
    with pytest.raises(BrokenPromise, match="called bell_rang already"):
        DomainSignal("bell_rang", provides=())
    assert list(bell_rang.listeners) == [FIRST, SECOND, THIRD]
