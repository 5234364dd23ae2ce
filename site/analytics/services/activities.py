"""Writing down what people did, and forgetting it in time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.selectors.erasure import may_be_recorded
from analytics.enums import ActivityKind
from analytics.models import UserActivity
from events.signals import Announcement

PRUNED_AT_ONCE = 1000


def record_activity(
    *, event: Announcement, kind: ActivityKind, person_id: int, object_id: int | None = None
) -> None:
    """Write what an event tells of a person; safe to run twice.

    Of somebody who is erased, or asked for it before the news came, nothing is written any more.
    """
    if not may_be_recorded(person_id):
        return
    activity = UserActivity(
        person_id=person_id,
        kind=kind,
        object_id=object_id,
        happened_at=event.announced_at,
        source=event.source,
        request_id=event.request_id,
        event_id=event.id,
    )
    UserActivity.objects.bulk_create([activity], ignore_conflicts=True)


def prune_activities(*, now: datetime | None = None) -> int:
    """Delete what is older than `ACTIVITY_KEEP_DAYS`; return how much that was."""
    before = (now or timezone.now()) - timedelta(days=settings.ACTIVITY_KEEP_DAYS)
    old = UserActivity.objects.filter(happened_at__lt=before).order_by("happened_at")
    deleted = 0
    while batch := list(old.values_list("pk", flat=True)[:PRUNED_AT_ONCE]):
        UserActivity.objects.filter(pk__in=batch).delete()
        deleted += len(batch)
    return deleted
