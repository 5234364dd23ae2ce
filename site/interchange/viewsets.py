"""Imports in Wagtail's admin."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from course_pages.viewsets.scoped import ScopedIndexView
from interchange.forms import UploadForm
from interchange.models import CourseImport
from interchange.permissions import ImportPermissionPolicy
from interchange.views import ImportView, ProgressView, ReportFileView, UndoView, UploadView

register_permission_policy(CourseImport, ImportPermissionPolicy(CourseImport))


class ImportListView(ScopedIndexView):
    """The imports that the person asked for, the newest first; admins see everybody's."""

    any_permission_required: ClassVar[list[str]] = ["view"]

    def get_base_queryset(self) -> QuerySet[CourseImport]:
        rows: QuerySet[CourseImport] = super().get_base_queryset()
        # The report of a large course is a megabyte: no list needs it.
        return rows.select_related("person", "course").defer("report", "journal")


class CourseImportViewSet(ModelViewSet):
    """Upload, progress, report and undo of imports; nothing is edited by hand."""

    model = CourseImport
    name = "course_imports"
    url_prefix = "course-imports"
    icon = "upload"
    menu_label = _("Imports")
    menu_name = "imports"  # else a word of the language that the menu is first asked in
    menu_order = 270
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = ImportListView
    add_view_class = UploadView
    create_template_name = "interchange/upload.html"
    inspect_template_name = "interchange/import.html"
    inspect_view_class = ImportView
    inspect_view_enabled = True
    copy_view_enabled = False
    search_fields: tuple[str, ...] = ()
    list_display: ClassVar[list[Any]] = [
        "file_name",
        Column("get_state_display", label=_("State")),
        Column("course", label=_("Course")),
        Column("person", label=_("Person")),
        DateColumn("created_at", label=_("Asked for")),
    ]
    ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def get_form_class(self, for_update: bool = False) -> type[UploadForm]:
        return UploadForm

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        inspect = {"inspect_url_name": self.get_url_name("inspect")}
        return super().get_add_view_kwargs(**inspect, **kwargs)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_index_view_kwargs(**kwargs)
        # A row leads to its report: there is nothing to edit.
        return found | {"edit_url_name": None, "delete_url_name": None}

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_inspect_view_kwargs(**kwargs)
        return found | {"edit_url_name": None, "delete_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        screens = {"index", "index_results", "add", "inspect"}
        undo = UndoView.as_view(
            index_url_name=self.get_url_name("index"), inspect_url_name=self.get_url_name("inspect")
        )
        # Only what may be used has an address.
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in screens),
            path("progress/<int:pk>/", ProgressView.as_view(), name="progress"),
            path("report/<int:pk>/", ReportFileView.as_view(), name="report"),
            path("undo/<int:pk>/", undo, name="undo"),
        ]
