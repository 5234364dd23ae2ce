"""Writing down what happened, in the transaction in which it happened."""

import math
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from core.failpoints import failpoint
from events import ports
from events.exceptions import BrokenPromise
from events.models import Delivery, Event
from events.services.sources import get_source
from events.signals import DomainSignal

RESEND_AFTER = timedelta(seconds=30)
"""How long a message sent to a worker may take before the sweeper sends another."""


def announce(event: DomainSignal, *, actor_id: int | None = None, **facts: Any) -> Event:
    """Write one event and one delivery for each listener; they leave when the caller commits.

    Two statements, one without listeners. `facts` are exactly those that the catalogue line
    promises, ids and plain JSON values.

    Raises:
        BrokenPromise: a fact is missing, not promised, or no plain JSON value.
        TransactionManagementError: there is no transaction that the event could belong to.
    """
    check_facts(event, facts)
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            f"{event.name} is announced outside a transaction: it could be lost, or untrue."
        )
    now = timezone.now()
    row = Event.objects.create(
        name=event.name,
        facts=facts,
        actor_id=actor_id,
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
        source=get_source(),
        announced_at=now,
    )
    if event.listeners:
        transaction.on_commit(partial(leave, event.long, write_deliveries(event, row, now)))
    return row


def write_deliveries(event: DomainSignal, row: Event, now: datetime) -> list[Delivery]:
    """Write a delivery for each listener of today."""
    return Delivery.objects.bulk_create(
        Delivery(event=row, listener=key, due_at=now, send_at=now + RESEND_AFTER)
        for key in event.listeners
    )


def leave(long: Collection[str], deliveries: Sequence[Delivery]) -> None:
    failpoint("events.committed")
    ports.carry(
        [delivery.pk for delivery in deliveries if delivery.listener not in long],
        [delivery.pk for delivery in deliveries if delivery.listener in long],
    )


def check_facts(event: DomainSignal, facts: dict[str, Any]) -> None:
    """Refuse facts that a listener could not rely on."""
    if facts.keys() != event.provides:
        promised, given = sorted(event.provides), sorted(facts)
        raise BrokenPromise(f"{event.name} provides {promised}, but was announced with {given}.")
    for name, value in facts.items():
        if not is_plain(value):
            raise BrokenPromise(f"{event.name}: {name}={value!r} is no plain JSON value.")


def is_plain(value: object) -> bool:
    """Whether `value` comes back from JSON, in both databases, as it went in."""
    if isinstance(value, str):
        # PostgreSQL's jsonb knows no NUL, and no lone surrogate can be encoded.
        return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, list):
        return all(is_plain(item) for item in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_plain(key) for key in value) and all(
            is_plain(item) for item in value.values()
        )
    # `type() is` rather than isinstance: an enum member would come back as something else.
    return value is None or type(value) in (int, bool)
