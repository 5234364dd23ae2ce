"""The staff lists in Wagtail's admin."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.viewsets.model import ModelViewSet

from core.exceptions import DomainError
from course_pages.forms import AddStaffForm, ChangeRoleForm
from course_pages.models import CoursePage, CourseStaff
from course_pages.permissions.staff import get_managed_courses
from course_pages.services.staff import remove_staff
from course_pages.viewsets.scoped import (
    ScopedDeleteView,
    ScopedHistoryView,
    ScopedIndexView,
    ScopedUsageView,
    ServiceCreateView,
    ServiceEditView,
)


def list_courses(request: HttpRequest) -> QuerySet[CoursePage]:
    return get_managed_courses(request.user).order_by("title")


class StaffFilterSet(WagtailFilterSet):
    course = ModelChoiceFilter(label=_("Course"), queryset=list_courses)

    class Meta:
        model = CourseStaff
        fields = ["course", "role"]


class StaffListView(ScopedIndexView):
    """Lists the staff of the courses that the person manages."""

    def get_base_queryset(self) -> QuerySet[CourseStaff]:
        rows: QuerySet[CourseStaff] = super().get_base_queryset()
        return rows.select_related("person", "course")


class RemoveStaffView(ScopedDeleteView):
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
    add_view_class = ServiceCreateView
    edit_view_class = ServiceEditView
    delete_view_class = RemoveStaffView
    history_view_class = ScopedHistoryView
    usage_view_class = ScopedUsageView
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[AddStaffForm] | type[ChangeRoleForm]:
        return ChangeRoleForm if for_update else AddStaffForm
