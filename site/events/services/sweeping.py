"""Finding what is due, sending it again, and clearing away what is long done."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.enums import DeliveryState
from events.models import Delivery, Event
from events.querysets import OPEN
from events.services.delivering import make_delivery
from events.signals import DomainSignal

RESEND_AFTER = timedelta(seconds=60)
"""Between two messages for one delivery: a long queue must not fill up with copies of itself."""

PRUNED_AT_ONCE = 500
"""Events deleted in one transaction, so that the sweep of a large site locks nobody out."""


def claim_unsent(*, limit: int, now: datetime | None = None) -> list[int]:
    """Return the deliveries to send to a worker now, oldest first, and note that they are sent.

    Two sweepers may return the same ones: a delivery is taken by lease, so a second message for
    it is heard by nobody.
    """
    now = now or timezone.now()
    ids = list(
        Delivery.objects.unsent(now).order_by("send_at", "pk").values_list("pk", flat=True)[:limit]
    )
    Delivery.objects.filter(pk__in=ids, state__in=OPEN).update(send_at=now + RESEND_AFTER)
    return ids


def find_long(delivery_ids: Collection[int]) -> set[int]:
    """Return those of the deliveries whose listener may take minutes."""
    if not delivery_ids:
        return set()
    long = Delivery.objects.filter(pk__in=delivery_ids, listener__in=DomainSignal.list_long())
    return set(long.values_list("pk", flat=True))


def make_due_deliveries(*, limit: int | None = None) -> int:
    """Make, in this process, the deliveries that may be made now; return how many are done.

    Deliveries that the listeners themselves cause are made too. `limit` bounds the tries.
    """
    done = last = tried = 0
    while limit is None or tried < limit:
        # One at a time: other processes take from the same rows meanwhile.
        due = Delivery.objects.takeable(timezone.now()).filter(pk__gt=last).order_by("pk")
        delivery_id = due.values_list("pk", flat=True).first()
        if delivery_id is None:
            break
        last = delivery_id
        tried += 1
        done += make_delivery(delivery_id=delivery_id)
    return done


@transaction.atomic
def send_again(*, delivery: Delivery) -> Delivery:
    """Give a delivery that was given up five tries more, from now."""
    now = timezone.now()
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.DEAD).update(
        state=DeliveryState.WAITING, tries=0, due_at=now, send_at=now
    )
    delivery.refresh_from_db()
    return delivery


def prune(*, now: datetime | None = None) -> int:
    """Delete events that are older than the setting and that every listener has heard.

    Return how many. What was given up stays until somebody has looked at it.
    """
    before = (now or timezone.now()) - timedelta(days=settings.EVENTS_KEEP_DAYS)
    unfinished = [state for state in DeliveryState if state != DeliveryState.DONE]
    old = Event.objects.filter(announced_at__lt=before).exclude(deliveries__state__in=unfinished)
    deleted = 0
    while batch := list(old.order_by("pk").values_list("pk", flat=True)[:PRUNED_AT_ONCE]):
        Event.objects.filter(pk__in=batch).delete()
        deleted += len(batch)
    return deleted
