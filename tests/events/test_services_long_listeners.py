"""Long listeners: a lease of their own, no transaction of the spine's, messages of their own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import ports, tasks
from events.enums import DeliveryState
from events.models import Delivery, WorkerSign
from events.services import announce
from events.services.delivering import make_delivery, take_lease
from events.services.sweeping import find_long, make_due_deliveries
from events.signals import Announcement, DomainSignal
from tests.events.listeners import LONG, bell_heard, bell_rang, gong_rang, tower_rang, who_heard

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KEY = "tests.long_gong"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Return what is sent to a worker that lives: the name of the task and the delivery."""
    WorkerSign.objects.create(name="celery@here", seen_at=timezone.now())
    messages: list[tuple[str, int]] = []
    for task in (tasks.deliver, tasks.deliver_long):

        def apply_async(args: tuple[int], name: str = task.name, **options: Any) -> None:
            messages.append((name, *args))

        monkeypatch.setattr(task, "apply_async", apply_async)
    return messages


@pytest.fixture
def gong(request: pytest.FixtureRequest, db: None) -> Iterator[Delivery]:
    """Return the delivery of a gong to the long listener that the test names."""
    gong_rang.connect(request.param, key=KEY, long=True)
    announce(gong_rang, label="g", details=None)
    yield Delivery.objects.get(listener=KEY)
    gong_rang.disconnect(KEY)


def fail_after_work(event: Announcement) -> None:
    with transaction.atomic():
        announce(bell_heard, by="gong", number=1)
    raise ValueError("in the end")


def lose_the_lease(event: Announcement) -> None:
    Delivery.objects.filter(listener=KEY).update(lease="of another process")


def test_both_forms_of_the_decorator_connect() -> None:
    assert LONG in tower_rang.listeners
    assert tower_rang.long == {LONG}
    assert bell_rang.long == set()
    assert LONG in DomainSignal.list_long()


def test_a_long_listener_that_is_disconnected_is_long_no_more() -> None:
    gong_rang.connect(fail_after_work, key=KEY, long=True)
    assert KEY in DomainSignal.list_long()
    gong_rang.disconnect(KEY)
    assert KEY not in DomainSignal.list_long()


def test_its_lease_lasts_a_quarter_of_an_hour_and_others_do_not(db: None) -> None:
    long, short, *_ = (
        announce(signal, number=1).deliveries.order_by("pk")[0]
        for signal in (tower_rang, bell_rang)
    )
    with time_machine.travel(NOON, tick=False), CaptureQueriesContext(connection) as statements:
        assert take_lease(long.pk)
        assert take_lease(short.pk)

    assert len(statements) == 2
    long.refresh_from_db()
    short.refresh_from_db()
    assert (long.due_at, long.send_at) == (NOON + timedelta(seconds=900),) * 2
    assert (short.due_at, short.send_at) == (NOON + timedelta(seconds=45),) * 2


@pytest.mark.django_db(transaction=True)
def test_it_runs_outside_a_transaction_and_is_then_done(nothing_leaves: None) -> None:
    seen = []

    def look(event: Announcement) -> None:
        seen.append(connection.in_atomic_block)

    gong_rang.connect(look, key=KEY, long=True)
    try:
        with transaction.atomic():
            announce(gong_rang, label="g", details=None)
        assert make_due_deliveries() == 1
    finally:
        gong_rang.disconnect(KEY)

    assert seen == [False]
    assert Delivery.objects.get().state == DeliveryState.DONE


@pytest.mark.parametrize("gong", [fail_after_work], indirect=True)
def test_what_it_committed_stays_when_it_fails(gong: Delivery) -> None:
    assert make_delivery(delivery_id=gong.pk) is False

    gong.refresh_from_db()
    assert (gong.state, gong.error) == (DeliveryState.WAITING, "ValueError: in the end")
    assert who_heard(1) == ["gong"]


@pytest.mark.parametrize("gong", [lose_the_lease], indirect=True)
def test_one_that_overruns_its_lease_marks_nothing(gong: Delivery) -> None:
    assert make_delivery(delivery_id=gong.pk) is False

    gong.refresh_from_db()
    assert (gong.state, gong.lease) == (DeliveryState.RUNNING, "of another process")


@pytest.mark.django_db(transaction=True)
def test_its_messages_are_of_another_task(sent: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        short = announce(bell_rang, number=1)
        long = announce(tower_rang, number=1)

    ids = sorted(short.deliveries.values_list("pk", flat=True))
    assert sent == [
        *(("events.deliver", pk) for pk in ids),
        ("events.deliver_long", long.deliveries.get().pk),
    ]


def test_announcing_it_costs_no_further_statement(db: None) -> None:
    with CaptureQueriesContext(connection) as statements:
        announce(tower_rang, number=1)
    assert len(statements) == 2


@pytest.mark.django_db(transaction=True)
def test_the_sweep_sends_it_by_its_own_task(sent: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        announce(bell_rang, number=1)
        long = announce(tower_rang, number=1).deliveries.get().pk
    sent.clear()
    Delivery.objects.update(send_at=timezone.now())

    assert tasks.sweep() == 4

    assert [name for name, _pk in sent] == ["events.deliver"] * 3 + ["events.deliver_long"]
    assert sent[-1][1] == long


def test_nothing_is_asked_when_nothing_is_due(db: None) -> None:
    with CaptureQueriesContext(connection) as statements:
        assert find_long([]) == set()
    assert len(statements) == 0


@pytest.mark.django_db(transaction=True)
def test_without_a_worker_it_is_made_here() -> None:
    with transaction.atomic():
        announce(tower_rang, number=1)

    assert who_heard(1) == ["tower"]


def test_the_task_makes_the_delivery_in_less_time_than_its_lease(db: None) -> None:
    ports.register(lambda delivery_ids, long_ids=(): None)
    try:
        delivery = announce(tower_rang, number=1).deliveries.get()
    finally:
        ports.register(tasks.hand_over)

    tasks.deliver_long(delivery.pk)

    assert who_heard(1) == ["tower"]
    assert (tasks.deliver_long.soft_time_limit, tasks.deliver_long.time_limit) == (840, 870)
