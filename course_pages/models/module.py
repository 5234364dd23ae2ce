from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from course_pages.models.base import CanonicalPage
from course_pages.page_forms import PageForm


class ModulePage(CanonicalPage):
    """A part of a course; it has no screen of its own, its address leads to its first lesson."""

    summary = models.CharField(_("summary"), max_length=300, blank=True)

    parent_page_types: ClassVar[list[str]] = ["course_pages.CoursePage"]
    subpage_types: ClassVar[list[str]] = ["course_pages.LessonPage"]
    base_form_class = PageForm
    page_description = _("A part of a course: lessons that belong together.")

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel(
            "summary", help_text=_("What this part is about, in a sentence. The outline shows it.")
        ),
    ]
    template = "pages/module.html"

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
