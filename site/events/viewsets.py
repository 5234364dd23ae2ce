"""The outbox in Wagtail's admin: to look at, and to send again what was given up."""

from typing import Any, ClassVar

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy

from events.enums import DeliveryState
from events.models import Delivery
from events.permissions import AdminsLookPolicy
from events.views import SendAgainView

register_permission_policy(Delivery, AdminsLookPolicy(Delivery))


class DeliveryIndexView(generic.IndexView):
    """The list of deliveries, the newest first."""

    any_permission_required: ClassVar[list[str]] = ["view"]
    send_again_url_name = "events_deliveries:send_again"

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("event")

    def get_list_more_buttons(self, instance: Delivery) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if instance.state == DeliveryState.DEAD:
            url = reverse(self.send_again_url_name, args=[instance.pk])
            buttons.append(Button(_("Send again"), url=url, icon_name="rotate", priority=10))
        return buttons


class DeliveryViewSet(ModelViewSet):
    """Every delivery, filtered by state, listener and event; nothing is edited by hand."""

    model = Delivery
    name = "events_deliveries"
    url_prefix = "events/deliveries"
    icon = "rotate"
    menu_label = _("Deliveries")
    index_view_class = DeliveryIndexView
    inspect_view_enabled = True
    inspect_view_fields: ClassVar[list[str]] = [
        "event",
        "listener",
        "state",
        "tries",
        "error",
        "due_at",
        "done_at",
    ]
    copy_view_enabled = False
    exclude_form_fields: ClassVar[list[str]] = []
    add_to_reference_index = False
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("get_state_display", label=_("State")),
        "tries",
        "due_at",
        Column("error", label=_("Last error")),
    ]
    list_filter: ClassVar[list[str]] = ["state", "listener", "event__name"]
    ordering: ClassVar[list[str]] = ["-pk"]

    def get_urlpatterns(self) -> list[URLPattern]:
        looks = {"index", "index_results", "inspect"}
        view = SendAgainView.as_view(index_url_name=self.get_url_name("index"))
        # Only what may be used has an address.
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in looks),
            path("send-again/<int:pk>/", view, name="send_again"),
        ]


deliveries = DeliveryViewSet()
