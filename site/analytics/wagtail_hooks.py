"""What analytics adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from analytics.permissions import may_see_activity
from analytics.reports import ActivityReport


@hooks.register("register_admin_urls")
def add_activity_addresses() -> list[URLPattern | URLResolver]:
    addresses = [
        path("", ActivityReport.as_view(), name="activity"),
        path("results/", ActivityReport.as_view(results_only=True), name="activity_results"),
    ]
    return [path("reports/activity/", include((addresses, "analytics"), namespace="analytics"))]


class ActivityItem(MenuItem):
    """Offered to those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_activity(request.user)


@hooks.register("register_reports_menu_item")
def offer_activity_report() -> ActivityItem:
    return ActivityItem(
        _("Activity"), reverse("analytics:activity"), name="activity", icon_name="history"
    )
