from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from course_pages.enums import StaffRole
from course_pages.models.course import CoursePage


class CourseStaff(TimeStamped):
    """Who teaches a course, and so who may edit it, in every language.

    A table of its own and not a panel of the page: rights must hold at once, not at the next
    publication, and no old draft may bring back somebody who left.
    """

    course = models.ForeignKey(
        CoursePage,
        verbose_name=_("course"),
        on_delete=models.CASCADE,
        related_name="staff",
        limit_choices_to={"canonical": models.F("pk")},
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="course_staff",
    )
    role = models.CharField(
        _("role"), max_length=16, choices=StaffRole, default=StaffRole.INSTRUCTOR
    )

    class Meta:
        verbose_name = _("course staff")
        verbose_name_plural = _("course staff")
        ordering = ("course", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], name="course_pages_staff_once_per_course"
            ),
            models.UniqueConstraint(
                fields=["course"],
                condition=models.Q(role=StaffRole.OWNER),
                name="course_pages_staff_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    def clean(self) -> None:
        super().clean()
        if self.course_id and not self.course.is_canonical:
            raise ValidationError(
                {"course": _("The staff list belongs to the original, not to a translation.")}
            )
