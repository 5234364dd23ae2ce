from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page


class HomePage(Page):
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


class CourseIndexPage(Page):
    """The catalogue; courses are its children."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    parent_page_types: ClassVar[list[str]] = ["course_pages.HomePage"]
    subpage_types: ClassVar[list[str]] = ["course_pages.CoursePage"]
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("introduction")]
    template = "pages/catalogue.html"

    class Meta:
        verbose_name = _("catalogue")
