"""The learners of a course in Wagtail's admin."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic import CreateView, DeleteView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet

from core.exceptions import DomainError
from course_pages.models import CoursePage
from learning.forms import EnrollForm
from learning.models import Enrollment
from learning.permissions import get_staffed_courses
from learning.services.enrollment import leave_course


def list_courses(request: HttpRequest) -> QuerySet[CoursePage]:
    return get_staffed_courses(request.user).order_by("title")


class EnrollmentFilterSet(WagtailFilterSet):
    course = ModelChoiceFilter(label=_("Course"), queryset=list_courses)

    class Meta:
        model = Enrollment
        fields = ["course", "status"]


class EnrollmentListView(IndexView):
    """Lists the learners of the courses that the person teaches."""

    def get_base_queryset(self) -> QuerySet[Enrollment]:
        rows: QuerySet[Enrollment] = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "view"
        )
        return rows.select_related("student", "course")


class EnrollView(CreateView):
    """Enrols somebody by hand; says why where the service refuses."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "course": self.request.GET.get("course")}

    def save_instance(self) -> Enrollment:
        enrollment: Enrollment = self.form.save()
        return enrollment

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
            self.produced_error_code = refusal.code
            self.produced_error_message = str(refusal.message)
            return self.form_invalid(form)


class EndEnrollmentView(DeleteView):
    """Ends a place. The row stays, for it is what the learner did."""

    page_title = _("Remove learner")
    confirmation_message = _(
        "The course closes to this learner. Progress and answers are kept for a return."
    )
    success_message = _("%(model_name)s '%(object)s' ended.")

    def get_queryset(self) -> QuerySet[Enrollment]:
        """Wagtail asks the policy about the list alone, not about the one row."""
        rows: QuerySet[Enrollment] = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "delete"
        )
        return rows.select_related("student", "course")

    def delete_action(self) -> None:
        leave_course(
            student=self.object.student, course=self.object.course, actor_id=self.request.user.pk
        )


class EnrollmentHistoryView(HistoryView):
    """Shows what was done to a place, to those who may see the place."""

    def get_object(self) -> Enrollment:
        enrollment: Enrollment = super().get_object()
        if not self.user_has_permission_for_instance("view", enrollment):
            raise Http404
        return enrollment


class EnrollmentViewSet(ModelViewSet):
    model = Enrollment
    name = "enrollments"
    url_prefix = "enrollments"
    icon = "user"
    menu_label = _("Learners")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ("student", "course", "status", "enrolled_at", "completed_at")
    ordering = ("-enrolled_at",)
    filterset_class = EnrollmentFilterSet
    search_fields: tuple[str, ...] = ()
    index_view_class = EnrollmentListView
    add_view_class = EnrollView
    delete_view_class = EndEnrollmentView
    history_view_class = EnrollmentHistoryView
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[EnrollForm]:
        return EnrollForm
