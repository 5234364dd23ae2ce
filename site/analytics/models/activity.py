from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.enums import ActivityKind
from events.enums import Source


class UserActivity(models.Model):
    """One thing that a person did, heard of as a domain event.

    There is no network address here: what it would tell of a person is more than the platform
    needs to know. The request id finds the log of the request, which is kept for a shorter time.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="activities",
    )
    kind = models.CharField(_("activity"), max_length=16, choices=ActivityKind)
    object_id = models.BigIntegerField(
        _("page"),
        null=True,
        blank=True,
        help_text=_("Number of the original page of the course or lesson; it may be gone by now."),
    )
    happened_at = models.DateTimeField(_("time"))
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.SYSTEM)
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    event_id = models.BigIntegerField(_("event"))

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "kind"], name="analytics_activity_once_per_event"
            )
        ]
        indexes = [
            models.Index(
                fields=["person", "-happened_at", "-id"], name="analytics_activity_of_person"
            ),
            models.Index(fields=["happened_at"], name="analytics_activity_time"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"
