"""Where interchange joins Wagtail's admin."""

from collections.abc import Iterator

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from accounts.models import User
from course_pages.models import CoursePage
from course_pages.permissions import is_page_staff
from interchange.views import ExportView
from interchange.viewsets import CourseImportViewSet
from interchange.writers.digests import IMPORTED


@hooks.register("register_log_actions")
def name_imports(actions: LogActionRegistry) -> None:
    actions.register_action(IMPORTED, _("Import"), _("Imported"))


@hooks.register("register_admin_viewset")
def register_import_viewset() -> CourseImportViewSet:
    return CourseImportViewSet()


@hooks.register("register_admin_urls")
def register_export() -> list[URLPattern]:
    return [path("course-export/<int:page_id>/", ExportView.as_view(), name="course_export")]


@hooks.register("register_page_header_buttons")
def add_export_button(page: Page, user: User, **kwargs: object) -> Iterator[Button]:
    """Lead from a course to its export."""
    if page.specific_class is CoursePage and is_page_staff(user, page):
        yield Button(
            _("Export"),
            url=reverse("course_export", args=[page.pk]),
            icon_name="download",
            priority=95,
        )
