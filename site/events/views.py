"""The admin's one act on the outbox."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.enums import DeliveryState
from events.models import Delivery
from events.permissions import AdminsLookPolicy
from events.services.sweeping import send_again


class SendAgainView(WagtailAdminTemplateMixin, View):
    """Ask, and then give a delivery that was given up five tries more."""

    page_title = gettext_lazy("Send again")
    header_icon = "rotate"
    template_name = "events/send_again.html"
    _show_breadcrumbs = True
    index_url_name = ""
    delivery: Delivery

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not AdminsLookPolicy(Delivery).user_has_permission(request.user, "view"):
            raise PermissionDenied
        self.delivery = get_object_or_404(
            Delivery.objects.select_related("event"), pk=kwargs["pk"], state=DeliveryState.DEAD
        )
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(delivery=self.delivery, index_url_name=self.index_url_name)
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        send_again(delivery=self.delivery)
        messages.success(request, _("It will be delivered within a minute."))
        return redirect(self.index_url_name)
