from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from course_pages.models import CoursePage


def nothing_kept() -> dict[str, Any]:
    return {}


class CourseSource(models.Model):
    """Where a course came from, and what its source says that the site has no place for yet."""

    course = models.OneToOneField(
        CoursePage,
        verbose_name=_("course"),
        on_delete=models.CASCADE,
        related_name="+",
        primary_key=True,
        limit_choices_to={"canonical": models.F("pk")},
    )
    format = models.CharField(_("format"), max_length=32)
    kept = models.JSONField(
        _("kept"),
        default=nothing_kept,
        help_text=_("Grading policy, dates, whole questions, notes: the fields of `Kept`."),
    )

    class Meta:
        verbose_name = _("source of a course")
        verbose_name_plural = _("sources of courses")

    def __str__(self) -> str:
        return str(self.course)
