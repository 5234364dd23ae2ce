from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page, PagePermissionTester
from wagtail.permissions import policy_registry
from wagtail.url_routing import RouteResult

from course_pages.models.routing import RestrictedByPath, find_page


class HomePage(RestrictedByPath, Page):
    """The front door."""

    introduction = models.CharField(
        _("introduction"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences under the title: what a visitor can learn here."),
    )

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["course_pages.CourseIndexPage"]
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("introduction")]
    template = "pages/home.html"

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page at the whole path in one lookup; the walk down is for the rest."""
        page = (
            find_page(f"{self.url_path}{'/'.join(path_components)}/") if path_components else None
        )
        return page.route(request, []) if page else super().route(request, path_components)


class CourseIndexPage(RestrictedByPath, Page):
    """The catalogue; courses are its children."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    parent_page_types: ClassVar[list[str]] = ["course_pages.HomePage"]
    subpage_types: ClassVar[list[str]] = ["course_pages.CoursePage"]
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("introduction")]
    template = "pages/catalogue.html"

    class Meta:
        verbose_name = _("catalogue")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Let the registered policy say who may add courses, without handing it down the tree."""
        tester: PagePermissionTester = policy_registry.get(self).get_tester(user, self)
        return tester
