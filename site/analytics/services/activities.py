"""Writing down what people did, and forgetting it in time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.selectors.erasure import is_erased
from analytics.enums import ActivityKind
from analytics.models import UserActivity
from events.signals import Announcement

PRUNED_AT_ONCE = 1000


@transaction.atomic
def record_activity(
    *, event: Announcement, kind: ActivityKind, person_id: int, object_id: int | None = None
) -> None:
    """Write what an event tells of a person; safe to run twice.

    Nothing is written any more of somebody who was erased before the news came, or is erased right
    now: an erasure locks the row of the person, and so does this.
    """
    person = User.objects.select_for_update().filter(pk=person_id).values_list("pk").first()
    if person is None or is_erased(person_id):
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
