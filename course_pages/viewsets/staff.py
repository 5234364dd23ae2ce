"""The staff lists in Wagtail's admin."""

from collections.abc import Callable
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from django_filters import ModelChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from core.exceptions import DomainError
from course_pages.forms import AddStaffForm, ChangeRoleForm
from course_pages.models import CoursePage, CourseStaff
from course_pages.permissions.staff import get_managed_courses
from course_pages.services.staff import remove_staff


def list_courses(request: HttpRequest) -> QuerySet[CoursePage]:
    return get_managed_courses(request.user).order_by("title")


class StaffFilterSet(WagtailFilterSet):
    course = ModelChoiceFilter(label=_("Course"), queryset=list_courses)

    class Meta:
        model = CourseStaff
        fields = ["course", "role"]


class StaffListView(IndexView):
    """Lists the staff of the courses that the person manages."""

    def get_base_queryset(self) -> QuerySet[CourseStaff]:
        rows: QuerySet[CourseStaff] = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "view"
        )
        return rows.select_related("person", "course")


def show_refusal(
    view: "FormView[Any]", save: Callable[[Any], HttpResponse], form: Any
) -> HttpResponse:
    """Save the form; where the service refuses, show why as the form's error."""
    try:
        return save(form)
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        return view.form_invalid(form)


class AddStaffView(CreateView):
    """Puts somebody on a staff list through the service that checks it."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "course": self.request.GET.get("course")}

    def save_instance(self) -> CourseStaff:
        return cast(AddStaffForm, self.form).save()

    def form_valid(self, form: AddStaffForm) -> HttpResponse:
        return show_refusal(self, super().form_valid, form)


class ChangeRoleView(EditView):
    """Gives somebody another role."""

    def save_instance(self) -> CourseStaff:
        return cast(ChangeRoleForm, self.form).save()

    def form_valid(self, form: ChangeRoleForm) -> HttpResponse:
        return show_refusal(self, super().form_valid, form)


class RemoveStaffView(DeleteView):
    """Takes somebody off a staff list; says why where the service refuses."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except DomainError as refusal:
            messages.error(self.request, str(refusal.message))
            return self.get(self.request)

    def delete_action(self) -> None:
        remove_staff(staff=self.object, actor=self.request.user)


class CourseStaffViewSet(ModelViewSet):
    model = CourseStaff
    name = "course_staff"
    url_prefix = "course-staff"
    icon = "group"
    menu_label = _("Course staff")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ("person", "role", "course")
    filterset_class = StaffFilterSet
    search_fields: tuple[str, ...] = ()
    index_view_class = StaffListView
    add_view_class = AddStaffView
    edit_view_class = ChangeRoleView
    delete_view_class = RemoveStaffView
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[AddStaffForm] | type[ChangeRoleForm]:
        return ChangeRoleForm if for_update else AddStaffForm
