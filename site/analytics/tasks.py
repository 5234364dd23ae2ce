"""What analytics does by the clock."""

from celery import shared_task

from analytics.services.activities import prune_activities


@shared_task(name="analytics.prune")
def prune() -> int:
    """Forget what people did long ago; return how much that was."""
    return prune_activities()
