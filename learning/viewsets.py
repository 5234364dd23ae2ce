"""The learners of a course in Wagtail's admin."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.viewsets.model import ModelViewSet

from course_pages.models import CoursePage
from course_pages.viewsets.scoped import (
    ScopedDeleteView,
    ScopedHistoryView,
    ScopedIndexView,
    ScopedUsageView,
    ServiceCreateView,
)
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


class EnrollmentListView(ScopedIndexView):
    """Lists the learners of the courses that the person teaches."""

    def get_base_queryset(self) -> QuerySet[Enrollment]:
        rows: QuerySet[Enrollment] = super().get_base_queryset()
        return rows.select_related("student", "course")


class EndEnrollmentView(ScopedDeleteView):
    """Ends a place. The row stays, for it is what the learner did."""

    page_title = _("Remove learner")
    confirmation_message = _(
        "The course closes to this learner. Progress and answers are kept for a return."
    )
    success_message = _("%(model_name)s '%(object)s' ended.")

    def get_queryset(self) -> QuerySet[Enrollment]:
        rows: QuerySet[Enrollment] = super().get_queryset()
        return rows.select_related("student", "course")

    def delete_action(self) -> None:
        leave_course(
            student=self.object.student, course=self.object.course, actor_id=self.request.user.pk
        )


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
    add_view_class = ServiceCreateView
    delete_view_class = EndEnrollmentView
    history_view_class = ScopedHistoryView
    usage_view_class = ScopedUsageView
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[EnrollForm]:
        return EnrollForm
