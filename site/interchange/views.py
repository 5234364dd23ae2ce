"""The admin's screens of imports, and the way out of a course."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.models import InspectView

from accounts.models import User
from core.exceptions import DomainError
from course_pages.models import CoursePage
from course_pages.permissions import is_course_staff
from course_pages.viewsets.scoped import ServiceCreateView
from interchange.models import CourseImport
from interchange.permissions import ImportPermissionPolicy
from interchange.selectors.imports import get_progress
from interchange.selectors.reports import get_report
from interchange.services.export import export_zip
from interchange.services.undo import may_undo, undo_import

POLICY = ImportPermissionPolicy(CourseImport)


def get_person(request: HttpRequest) -> User:
    """Return who asks; nobody comes to an admin view without an account.

    Raises:
        PermissionDenied: somebody did.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def find_import(request: HttpRequest, pk: int) -> CourseImport:
    """Return the import, for those who may see it; nobody else learns that there is one."""
    seen = POLICY.instances_user_has_permission_for(request.user, "view")
    found: CourseImport = get_object_or_404(seen.select_related("course", "person"), pk=pk)
    return found


class UploadView(ServiceCreateView):
    """Takes an archive; the import itself is the worker's."""

    page_title = gettext_lazy("Import a course")
    submit_button_label = gettext_lazy("Import")
    submit_button_active_label = gettext_lazy("Uploading…")
    success_message = ""
    inspect_url_name = ""

    def get_initial(self) -> dict[str, Any]:
        return {}

    def get_success_url(self) -> str:
        return reverse(self.inspect_url_name, args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class ImportView(InspectView):
    """How far an import is, then what became of every element of the source."""

    page_title = gettext_lazy("Import")
    any_permission_required = ["view"]

    def get_object(self, queryset: Any = None) -> CourseImport:
        return find_import(self.request, self.pk)

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outcome = self.request.GET.get("outcome", "")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "progress": None if self.object.is_over else get_progress(self.object),
            "report": get_report(self.object, outcome=outcome, page=self.request.GET.get("p", "1")),
            "outcome": outcome,
            "may_undo": may_undo(self.object, self.request.user),
        }


class ProgressView(View):
    """How far an import is, for the script that draws it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        course_import = find_import(request, pk)
        progress = get_progress(course_import)
        return JsonResponse(
            {
                "is_over": course_import.is_over,
                "stage": str(progress.label),
                "done": progress.done,
                "total": progress.total,
            }
        )


class ReportFileView(View):
    """The report as the file that the command writes."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        course_import = find_import(request, pk)
        response = JsonResponse(course_import.report, json_dumps_params={"indent": 2})
        response["Content-Disposition"] = f'attachment; filename="import-{pk}.json"'
        return response


class UndoView(WagtailAdminTemplateMixin, View):
    """Asks, and then takes back everything that an import made and changed."""

    page_title = gettext_lazy("Undo import")
    header_icon = "undo"
    template_name = "interchange/undo.html"
    _show_breadcrumbs = True
    index_url_name = ""
    inspect_url_name = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        course_import = find_import(request, pk)
        if not may_undo(course_import, get_person(request)):
            raise Http404
        return self.render_to_response(
            self.get_context_data(
                course_import=course_import, inspect_url_name=self.inspect_url_name
            )
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        course_import = find_import(request, pk)
        try:
            undo_import(course_import=course_import, person=get_person(request))
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("The import was undone."))
        return redirect(self.inspect_url_name, pk)


class ExportView(View):
    """A course as a course folder in a zip, for its staff."""

    def get(self, request: HttpRequest, page_id: int) -> FileResponse:
        page = get_object_or_404(CoursePage.objects.select_related("canonical"), pk=page_id)
        course = page.canonical
        if not is_course_staff(request.user, course):
            raise PermissionDenied
        name = slugify(course.draft_title) or f"course-{course.pk}"
        archive = export_zip(course=course, person=get_person(request))
        return FileResponse(archive, as_attachment=True, filename=f"{name}.zip")
