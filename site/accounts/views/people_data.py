"""An admin does for a person what the person asked for: a copy of their data, or its end."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from accounts.ports import Words
from accounts.selectors.erasure import get_farewell
from accounts.services.data_exports import request_export
from accounts.services.erasure import request_erasure, withdraw_erasure
from accounts.views.reauthentication import require_recent_login
from core.exceptions import NotAllowed


@method_decorator(require_recent_login, name="dispatch")
class PersonDataView(WagtailAdminTemplateMixin, View):
    """What is kept of one person. The copy goes to the person alone; no admin reads it."""

    page_title = gettext_lazy("Personal data")
    header_icon = "user"
    _show_breadcrumbs = True
    template_name = "accounts/people/data.html"
    deeds: ClassVar[dict[str, Words]] = {
        "copy": gettext_lazy("The copy is being made; the person gets a mail when it is ready."),
        "erase": gettext_lazy("The account is closed, and the person is to be erased."),
        "keep": gettext_lazy("The person stays."),
    }
    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_superuser:
            raise PermissionDenied
        people = User.objects.select_related("profile", "erasure")
        self.person = get_object_or_404(people, pk=kwargs["pk"])
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        people = {"url": reverse("wagtailusers_users:index"), "label": _("Users")}
        here = {"url": "", "label": self.page_title, "sublabel": str(self.person)}
        return [*self.breadcrumbs_items, people, here]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        erasure = getattr(self.person, "erasure", None)
        farewell = get_farewell(self.person) if erasure is None else None
        return self.render_to_response(
            self.get_context_data(person=self.person, erasure=erasure, farewell=farewell)
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        deed = request.POST.get("deed", "")
        try:
            self.do(deed)
        except NotAllowed as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, self.deeds[deed])
        return redirect("accounts_people_data", pk=pk)

    def do(self, deed: str) -> None:
        """Do what the pressed button names; erasing takes a ticked box as well.

        Raises:
            NotAllowed: it cannot be done, or it is none of the three.
        """
        actor = User.objects.get(pk=str(self.request.user.pk))
        if deed == "copy":
            request_export(person=self.person, actor=actor)
        elif deed == "erase" and self.request.POST.get("sure"):
            request_erasure(person=self.person, actor=actor)
        elif deed == "keep":
            withdraw_erasure(person=self.person, actor=actor)
        else:
            raise NotAllowed(_("Tick the box first."), code="not_sure")
