"""What the rows of the explorer offer beside Wagtail's own: one step up or down, another title."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from accounts.models import User
from core.exceptions import DomainError
from course_pages.enums import Direction
from course_pages.forms import RenameForm
from course_pages.models.base import CanonicalPage
from course_pages.services.ordering import Place, move_one_step
from course_pages.services.renaming import rename_page


def get_move_button_id(page: Page, direction: Direction) -> str:
    """Return the id of a row's button: an address that ends in it brings the focus there."""
    return f"move-{page.pk}-{direction}"


def _get_person(request: HttpRequest) -> User:
    if isinstance(request.user, AnonymousUser):
        raise PermissionDenied
    return request.user


class MoveStepView(View):
    """Moves a page one step among its siblings; without a script, by any pointer or key."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = get_object_or_404(Page, pk=page_id)
        if request.POST.get("direction") not in Direction.values:
            raise Http404
        direction = Direction(request.POST["direction"])
        back = get_valid_next_url_from_request(request) or self._get_list_url(page)
        try:
            place = move_one_step(page=page, direction=direction, actor=_get_person(request))
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return redirect(back)
        messages.success(request, self._say_where(page, place))
        return redirect(f"{back}#{self._find_focus(page, direction, place)}")

    def _get_list_url(self, page: Page) -> str:
        return reverse("wagtailadmin_explore", args=[page.get_parent().pk])

    def _say_where(self, page: Page, place: Place) -> str:
        return _("“%(title)s” is number %(number)d of %(total)d now.") % {
            "title": page.specific_deferred.get_admin_display_title(),
            "number": place.number,
            "total": place.total,
        }

    def _find_focus(self, page: Page, direction: Direction, place: Place) -> str:
        """Return the button that was pressed; at the end of the row, the one for the way back."""
        if place.number == 1:
            direction = Direction.DOWN
        elif place.number == place.total:
            direction = Direction.UP
        return get_move_button_id(page, direction)


class RenamePageView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Asks for a new title and gives it; says why where that is refused."""

    form_class = RenameForm
    template_name = "course_pages/admin/rename.html"
    page_title = gettext_lazy("Rename")
    header_icon = "edit"

    @cached_property
    def page(self) -> CanonicalPage:
        """The page, for those who may edit it."""
        page = get_object_or_404(Page, pk=self.kwargs["page_id"]).specific
        if not isinstance(page, CanonicalPage):
            raise Http404
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.next_url = get_valid_next_url_from_request(request)
        self.page  # noqa: B018 - refuses whoever may not edit it
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return []

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.page.draft_title or self.page.title}

    def form_valid(self, form: RenameForm) -> HttpResponse:
        old = self.page.get_admin_display_title()
        try:
            renamed = rename_page(
                page=self.page, actor=_get_person(self.request), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error("title" if refusal.code == "title" else None, str(refusal.message))
            return self.form_invalid(form)
        said = _("“%(old)s” is called “%(new)s” now.")
        new = renamed.get_admin_display_title()
        messages.success(self.request, said % {"old": old, "new": new})
        return super().form_valid(form)

    def get_success_url(self) -> str:
        parent = self.page.get_parent()
        return self.next_url or reverse("wagtailadmin_explore", args=[parent.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "page": self.page,
            "next_url": self.next_url,
            "action_url": self.request.get_full_path(),
            "submit_button_label": _("Rename"),
            "submit_button_active_label": _("Renaming…"),
            "cancel_url": self.get_success_url(),
        }
