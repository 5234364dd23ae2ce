"""What is known of a person's activity, ready to be shown."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from accounts.models import User
from accounts.ports import ExportTable
from analytics.models import UserActivity

ROWS = 1000


def list_activities() -> QuerySet[UserActivity]:
    """Return everybody's, the newest first, with the people."""
    return UserActivity.objects.select_related("person").order_by("-happened_at", "-pk")


def name_pages(activities: Iterable[UserActivity]) -> dict[int, str]:
    """Return the titles of the pages that these are about; one statement."""
    ids = {activity.object_id for activity in activities if activity.object_id}
    return dict(Page.objects.filter(pk__in=ids).values_list("pk", "title")) if ids else {}


def export_activities(person: User) -> ExportTable:
    """Return a person's own, the newest first, a thousand at a time."""
    columns = ("time", "activity", "page_id", "source", "request_id")
    return ExportTable("activity", columns, _rows(person))


def _rows(person: User) -> Iterator[tuple[Any, ...]]:
    rows = UserActivity.objects.filter(person=person).order_by("-happened_at", "-pk")
    columns = ("happened_at", "kind", "object_id", "source", "request_id")
    return rows.values_list(*columns).iterator(chunk_size=ROWS)
