"""Making one delivery: take it, run the listener, mark it done in the same transaction.

A long listener is run before that transaction: minutes of work must not hold the database's one
write lock, nor lose all when the mark cannot be written.
"""

import uuid
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Case, DateTimeField, F, Value, When
from django.utils import timezone

from core.failpoints import failpoint
from events.enums import DeliveryState, Source
from events.exceptions import LeaseLost, ListenerUnknown
from events.models import Delivery, Event
from events.services.sources import acting_from
from events.signals import DomainSignal, Listener

logger = structlog.get_logger(__name__)

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
ERROR_LENGTH = 2000


def make_delivery(*, delivery_id: int) -> bool:
    """Run the listener of one delivery, unless it is done or somebody else is at it.

    Return whether it is done now by this call. The listener's failure is recorded, not raised;
    what this process does not survive is found by the sweeper when the lease has run out.
    """
    lease = take_lease(delivery_id)
    if lease is None:
        return False
    failpoint("events.leased")
    delivery = Delivery.objects.select_related("event").get(pk=delivery_id)
    event = delivery.event
    try:
        with (
            structlog.contextvars.bound_contextvars(request_id=event.request_id),
            acting_from(Source(event.source)),
        ):
            run_listener(delivery, lease)
    except Exception as error:
        record_failure(delivery, lease, error)
        return False
    failpoint("events.done")
    return True


def take_lease(delivery_id: int) -> str | None:
    """Take the delivery for this process alone; return the lease, or None when it is not free.

    The try is counted now and not at its end, so that a listener that kills its worker is given up
    like any other. One that was taken for its last try and never came back is given up here.
    """
    now = timezone.now()
    free = Delivery.objects.takeable(now).filter(pk=delivery_id)
    lease = str(uuid.uuid4())
    until = lease_end(now)
    taken = free.filter(tries__lt=settings.EVENTS_MAX_TRIES).update(
        state=DeliveryState.RUNNING,
        lease=lease,
        tries=F("tries") + 1,
        due_at=until,
        send_at=until,
    )
    if not taken:
        free.filter(tries__gte=settings.EVENTS_MAX_TRIES).update(
            state=DeliveryState.DEAD, lease="", error="The process died during the last try."
        )
    return lease if taken else None


def lease_end(now: datetime) -> Case:
    """Return until when a delivery is held that is taken now, by the kind of its listener."""
    short = now + timedelta(seconds=settings.EVENTS_LEASE_SECONDS)
    long = now + timedelta(seconds=settings.EVENTS_LONG_LEASE_SECONDS)
    return Case(
        When(listener__in=DomainSignal.list_long(), then=Value(long)),
        default=Value(short),
        output_field=DateTimeField(),
    )


def run_listener(delivery: Delivery, lease: str) -> None:
    """Run the listener and mark the delivery done: both are committed, or neither.

    What a long listener did is committed by itself, and stays when the mark is not made.

    Raises:
        ListenerUnknown: nobody listens under that name any more.
        LeaseLost: it took so long that somebody else has the delivery; nothing is kept.
    """
    event = delivery.event
    listener = find_listener(event, delivery.listener)
    is_long = delivery.listener in DomainSignal.catalogue[event.name].long
    if is_long:
        listener(event.announcement)
    with transaction.atomic():
        if not is_long:
            listener(event.announcement)
        failpoint("events.heard")
        marked = Delivery.objects.held(lease).filter(pk=delivery.pk)
        if not marked.update(state=DeliveryState.DONE, lease="", error="", done_at=timezone.now()):
            raise LeaseLost(f"{delivery}: the lease ran out before the listener came back.")


def find_listener(event: Event, key: str) -> Listener:
    signal = DomainSignal.catalogue.get(event.name)
    listener = signal.listeners.get(key) if signal else None
    if listener is None:
        raise ListenerUnknown(f"Nobody listens to {event.name} as {key}.")
    return listener


def record_failure(delivery: Delivery, lease: str, error: Exception) -> None:
    """Write down what went wrong; put the next try off, or give up after the last."""
    now = timezone.now()
    last = delivery.tries >= settings.EVENTS_MAX_TRIES
    due = now + pause_after(delivery.tries)
    Delivery.objects.held(lease).filter(pk=delivery.pk).update(
        state=DeliveryState.DEAD if last else DeliveryState.WAITING,
        lease="",
        error=f"{type(error).__name__}: {error}".replace("\x00", "")[:ERROR_LENGTH],
        due_at=due,
        send_at=due,
    )
    logger.error(
        "delivery_given_up" if last else "delivery_failed",
        delivery_id=delivery.pk,
        listener=delivery.listener,
        tries=delivery.tries,
        exc_info=error,
    )


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after the given number of tries: 10 s, 40 s, 160 s ... one hour."""
    return min(FIRST_PAUSE * 4 ** (tries - 1), LONGEST_PAUSE)
