"""Pages that appear and disappear at the hour their teacher chose.

Wagtail's own command, `publish_scheduled`, does the same, but the first page that cannot be
published keeps every later one from its hour; and two of it at once do everything twice.
"""

from collections.abc import Iterable
from typing import Any

import structlog
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

logger = structlog.get_logger(__name__)


def keep_schedule() -> int:
    """Take down what has expired, then publish what is due; return how much that was.

    Safe to run twice, also at the same time. What fails is logged and tried again next time.
    """
    done = [_try(_expire, item) for item in _list_expired()]
    done += [_try(_publish, revision) for revision in _list_due()]
    return sum(done)


def _list_expired() -> Iterable[Any]:
    for model in _list_models():
        found = model._default_manager.filter(live=True, expire_at__lt=timezone.now())
        yield from found.order_by("expire_at")


def _list_models() -> list[type[Model]]:
    """Return what can be scheduled: pages, and every other model that has drafts."""
    kinds = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    return [Page, *(model for model in kinds if not issubclass(model, Page))]


def _list_due() -> Iterable[Revision]:
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    return due.order_by("approved_go_live_at").defer("content")


def _try(act: Any, item: Any) -> bool:
    try:
        with transaction.atomic():
            return bool(act(item))
    except Exception:
        logger.exception("schedule_failed", kind=item._meta.label, pk=item.pk)
        return False


def _expire(item: Any) -> bool:
    rows = type(item)._default_manager.select_for_update()
    live = rows.filter(pk=item.pk, live=True, expire_at__lt=timezone.now()).first()
    if live is None:
        return False
    whole = live.specific if isinstance(live, Page) else live
    whole.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _publish(revision: Revision) -> bool:
    rows = Revision.objects.select_for_update()
    due = rows.filter(pk=revision.pk, approved_go_live_at__lt=timezone.now()).first()
    if due is None:
        return False
    due.publish(log_action="wagtail.publish.scheduled")
    return True
