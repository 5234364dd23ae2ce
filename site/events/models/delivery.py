from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import DeliveryState
from events.models.event import Event
from events.querysets import OPEN, DeliveryQuerySet


class Delivery(models.Model):
    """One event for one listener."""

    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="deliveries"
    )
    listener = models.CharField(_("listener"), max_length=200)
    state = models.CharField(
        _("state"), max_length=16, choices=DeliveryState, default=DeliveryState.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(
        _("due"), help_text=_("Nobody may take it before: a pause after a failure, or a lease.")
    )
    send_at = models.DateTimeField(
        _("sent again"), help_text=_("When the sweeper sends it to a worker if it is still open.")
    )
    lease = models.CharField(_("lease"), max_length=36, blank=True)
    error = models.TextField(_("last error"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "listener"], name="events_delivery_once_per_listener"
            )
        ]
        indexes = [
            # Open rows are few, done ones many: the sweeper's index holds the open ones only.
            models.Index(
                fields=["send_at"],
                name="events_delivery_open",
                condition=models.Q(state__in=[state.value for state in OPEN]),
            ),
            models.Index(fields=["state", "-id"], name="events_delivery_state"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.listener}"
