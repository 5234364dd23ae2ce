"""The adjectives of deliveries."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from events.enums import DeliveryState

OPEN = (DeliveryState.WAITING, DeliveryState.RUNNING)


class DeliveryQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Neither done nor given up."""
        return self.filter(state__in=OPEN)

    def takeable(self, now: datetime) -> Self:
        """Nobody works on it, and its time has come.

        A first try needs no time to come: the clock of the process that announced may be ahead of
        the worker's.
        """
        return self.open().filter(Q(tries=0) | Q(due_at__lte=now))

    def unsent(self, now: datetime) -> Self:
        """Sent to no worker, or so long ago that the message may be lost."""
        return self.open().filter(send_at__lte=now)

    def held(self, lease: str) -> Self:
        """Held under exactly this lease, which nobody else has taken over."""
        return self.filter(state=DeliveryState.RUNNING, lease=lease)
