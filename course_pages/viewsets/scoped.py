"""Admin screens of rows that belong to a course: seen by those who may, refused in words.

Wagtail's generic views ask the permission policy about the model; these ask about the row too.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView

from core.exceptions import DomainError


class ScopedIndexView(IndexView):
    """Lists the rows that the person may see."""

    def get_base_queryset(self) -> Any:
        return self.permission_policy.instances_user_has_permission_for(self.request.user, "view")


class ScopedDeleteView(DeleteView):
    """Finds the row among those that the person may delete."""

    def get_queryset(self) -> Any:
        return self.permission_policy.instances_user_has_permission_for(self.request.user, "delete")


class ScopedObjectMixin:
    """Finds the row for those who may see it."""

    def get_object(self, *args: Any) -> Any:
        instance = super().get_object(*args)  # type: ignore[misc]
        if not self.user_has_permission_for_instance("view", instance):  # type: ignore[attr-defined]
            raise Http404
        return instance


class ScopedHistoryView(ScopedObjectMixin, HistoryView):
    """Shows the history of a row to those who may see the row."""


class ScopedUsageView(ScopedObjectMixin, UsageView):
    """Shows where a row is used to those who may see the row."""


class ServiceFormMixin:
    """Saves by a service; where that refuses, its words are the form's error."""

    form: Any
    request: HttpRequest

    def save_instance(self) -> Any:
        return self.form.save()

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
            self.produced_error_code = refusal.code
            self.produced_error_message = str(refusal.message)
            response = self.form_invalid(form)  # type: ignore[attr-defined]
        return response


class ServiceCreateView(ServiceFormMixin, CreateView):
    """Makes a row by the form's service; `?course=` chooses the course beforehand."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "course": self.request.GET.get("course")}


class ServiceEditView(ScopedObjectMixin, ServiceFormMixin, EditView):
    """Changes a row, by the form's service, for those who may see it."""
