"""Where identity joins Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

from accounts.enums import Role
from accounts.models import User
from accounts.views.people_data import PersonDataView
from accounts.viewsets import AssignRole, RefuseDeletion, SetActiveState

# After Wagtail's actions of the same names, whose places they take.
for action in (AssignRole, SetActiveState, RefuseDeletion):
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("register_log_actions")
def register_account_actions(actions: LogActionRegistry) -> None:
    """Let the history of a person, and the site's, tell what admins did to the account."""
    actions.register_action(
        "accounts.deactivated", gettext_lazy("Deactivate"), gettext_lazy("Deactivated")
    )
    actions.register_action(
        "accounts.reactivated", gettext_lazy("Reactivate"), gettext_lazy("Reactivated")
    )

    @actions.register_action("accounts.role_changed")
    class RoleFormatter(LogFormatter):
        label = gettext_lazy("Change role")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            words = _("Role changed from “%(before)s” to “%(after)s”")
            return words % {
                "before": Role(log_entry.data["old_role"]).label,
                "after": Role(log_entry.data["new_role"]).label,
            }


@hooks.register("register_admin_urls")
def add_data_address() -> list[URLPattern]:
    """Where an admin does for a person what they asked for."""
    return [path("people-data/<int:pk>/", PersonDataView.as_view(), name="accounts_people_data")]


@hooks.register("register_user_listing_buttons")
def offer_data(user: User, request_user: User, *args: Any, **kwargs: Any) -> list[Button]:
    """Lead from a person in the list to their data."""
    if not request_user.is_superuser:
        return []
    url = reverse("accounts_people_data", args=[user.pk])
    return [Button(gettext_lazy("Personal data"), url=url, icon_name="download", priority=60)]
