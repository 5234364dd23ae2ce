"""How deliveries reach a worker, and what the worker does on its own.

Nothing here is trusted to arrive: every message stands for a row that a sweep would find.
"""

import threading
from collections.abc import Sequence
from time import monotonic
from typing import Any

import structlog
from celery import shared_task
from celery.signals import worker_ready, worker_shutdown
from django.conf import settings
from django.db import connection

from core.failpoints import failpoint
from events import ports
from events.services import sweeping, workers
from events.services.delivering import make_delivery

logger = structlog.get_logger(__name__)

SWEPT_AT_ONCE = 500
TAKEN_ALONG = 10
"""Due deliveries that a web process without a worker makes besides its own."""

BROKER_REST = 10.0
"""Seconds for which nothing is sent after the broker has failed: requests must not wait for it."""

_told = threading.Event()


class Broker:
    """What this process knows of the broker: left alone for a while after it has failed."""

    down_until = float("-inf")

    def is_resting(self) -> bool:
        return monotonic() < self.down_until

    def rest(self) -> None:
        self.down_until = monotonic() + BROKER_REST

    def forget(self) -> None:
        self.down_until = float("-inf")


broker = Broker()


# A listener has less time than its lease, so that no two workers run it at once.
@shared_task(
    name="events.deliver",
    soft_time_limit=settings.EVENTS_LEASE_SECONDS - 10,
    time_limit=settings.EVENTS_LEASE_SECONDS - 5,
)
def deliver(delivery_id: int) -> None:
    """Make one delivery, if it is still to be made."""
    make_delivery(delivery_id=delivery_id)


@shared_task(
    name="events.deliver_long",
    soft_time_limit=settings.EVENTS_LONG_LEASE_SECONDS - 60,
    time_limit=settings.EVENTS_LONG_LEASE_SECONDS - 30,
)
def deliver_long(delivery_id: int) -> None:
    """Make one delivery whose listener may take minutes."""
    make_delivery(delivery_id=delivery_id)


@shared_task(name="events.sweep", bind=True)
def sweep(self: Any) -> int:
    """Send what is due again, and show that a worker is alive; return how many were sent."""
    workers.show_worker(name=self.request.hostname or "in place")
    due = sweeping.claim_unsent(limit=SWEPT_AT_ONCE)
    long = sweeping.find_long(due)
    send([delivery_id for delivery_id in due if delivery_id not in long])
    send(sorted(long), task=deliver_long)
    return len(due)


@shared_task(name="events.prune")
def prune() -> int:
    """Delete events that everybody heard long ago; return how many."""
    return sweeping.prune()


def hand_over(delivery_ids: Sequence[int], long_ids: Sequence[int] = ()) -> None:
    """Send committed deliveries to a worker; without one, make them here. Never raises."""
    try:
        if settings.EVENTS_WITHOUT_WORKER == "wait" or workers.is_worker_running():
            send(delivery_ids)
            send(long_ids, task=deliver_long)
        else:
            make_here([*delivery_ids, *long_ids])
    except Exception:
        logger.exception("hand_over_failed", deliveries=[*delivery_ids, *long_ids])


def send(delivery_ids: Sequence[int], *, task: Any = deliver) -> None:
    """Send one message a delivery. When the broker is down, they wait for the sweeper."""
    if broker.is_resting():
        return
    try:
        for delivery_id in delivery_ids:
            task.apply_async((delivery_id,), retry=False)
            failpoint("events.sent")
    except Exception:
        broker.rest()
        logger.warning("broker_unreachable", deliveries=list(delivery_ids), exc_info=True)


def make_here(delivery_ids: Sequence[int]) -> None:
    """Make the deliveries in this process, and a few that an earlier one left behind."""
    if not _told.is_set():
        _told.set()
        logger.warning(
            "no_worker", note="No worker is running: events are delivered in this process."
        )
    for delivery_id in delivery_ids:
        make_delivery(delivery_id=delivery_id)
    sweeping.make_due_deliveries(limit=TAKEN_ALONG)


@worker_ready.connect
def on_worker_ready(sender: Any, **_kwargs: Any) -> None:
    workers.show_worker(name=sender.hostname)
    # This is the worker's main process: its children must not inherit an open connection.
    connection.close()


@worker_shutdown.connect
def on_worker_shutdown(sender: Any, **_kwargs: Any) -> None:
    workers.forget_worker(name=sender.hostname)
    connection.close()


ports.register(hand_over)
