from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import Source
from events.signals import Announcement


class Event(models.Model):
    """A fact that was announced, written in the transaction that made it true.

    No foreign keys: the spine lies below every app whose rows it speaks of.
    """

    name = models.CharField(_("event"), max_length=64)
    facts = models.JSONField(_("facts"), default=dict)
    actor_id = models.BigIntegerField(_("actor"), null=True, blank=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.SYSTEM)
    announced_at = models.DateTimeField(_("announced"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["announced_at"], name="events_event_announced")]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"

    @property
    def announcement(self) -> Announcement:
        """This event as its listeners hear it."""
        return Announcement(
            id=self.pk,
            name=self.name,
            facts=self.facts,
            actor_id=self.actor_id,
            announced_at=self.announced_at,
            source=Source(self.source),
            request_id=self.request_id,
        )
