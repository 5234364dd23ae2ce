"""What people did, in the admin: for admins alone."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from analytics.models import UserActivity
from analytics.permissions import may_see_activity
from analytics.selectors.activities import list_activities, name_pages


class ActivityFilterSet(WagtailFilterSet):
    """By person, kind, road and day."""

    person = CharFilter(label=_("Name or address"), method="find_person")
    happened_at = DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = UserActivity
        fields: ClassVar[list[str]] = ["person", "kind", "source", "happened_at"]

    def find_person(
        self, rows: "QuerySet[UserActivity]", name: str, words: str
    ) -> "QuerySet[UserActivity]":
        named = rows.alias(full_name=Concat("person__first_name", Value(" "), "person__last_name"))
        return named.filter(Q(person__email__icontains=words) | Q(full_name__icontains=words))


class ActivityReport(ReportView):
    """Everybody's activity, the newest first."""

    page_title = _("Activity")
    header_icon = "history"
    model = UserActivity
    filterset_class = ActivityFilterSet
    index_url_name = "analytics:activity"
    index_results_url_name = "analytics:activity_results"
    default_ordering = "-happened_at"
    columns: ClassVar[list[Column]] = [
        DateColumn("happened_at", label=_("Time")),
        Column("person", label=_("Person")),
        Column("get_kind_display", label=_("Activity")),
        Column("page_title", label=_("Page")),
        Column("get_source_display", label=_("Source")),
        Column("request_id", label=_("Request")),
    ]
    list_export: ClassVar[list[str]] = [
        "happened_at",
        "person",
        "person.email",
        "get_kind_display",
        "object_id",
        "get_source_display",
        "request_id",
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "happened_at": _("Time"),
        "person": _("Person"),
        "person.email": _("E-mail address"),
        "get_kind_display": _("Activity"),
        "object_id": _("Page"),
        "get_source_display": _("Source"),
        "request_id": _("Request"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_activity(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_filename(self) -> str:
        return f"activity-{localdate():%Y-%m-%d}"

    def get_queryset(self) -> "QuerySet[UserActivity]":
        return list_activities()

    def decorate_paginated_queryset(
        self, object_list: "Sequence[UserActivity]"
    ) -> "Sequence[UserActivity]":
        """Put the titles of the pages on the rows of a screen; a file has their numbers."""
        if not self.is_export:
            titles = name_pages(object_list)
            for row in object_list:
                row.page_title = titles.get(row.object_id or 0, "")  # type: ignore[attr-defined]
        return object_list
