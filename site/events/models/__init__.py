"""The outbox: what was announced, and who has yet to hear it."""

from events.models.delivery import Delivery
from events.models.event import Event
from events.models.worker import WorkerSign

__all__ = ["Delivery", "Event", "WorkerSign"]
