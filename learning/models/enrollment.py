from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from course_pages.models import CoursePage, LessonPage
from learning.enums import EnrollmentStatus
from learning.querysets import EnrollmentQuerySet


class Enrollment(TimeStamped):
    """One learner in one course, whatever the language it is read in."""

    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("student"),
        on_delete=models.CASCADE,
        related_name="enrollments",
    )
    course = models.ForeignKey(
        CoursePage,
        verbose_name=_("course"),
        on_delete=models.PROTECT,
        related_name="enrollments",
        limit_choices_to={"canonical": models.F("pk")},
    )
    status = models.CharField(
        _("status"), max_length=16, choices=EnrollmentStatus, default=EnrollmentStatus.ACTIVE
    )
    enrolled_at = models.DateTimeField(_("enrolled"))
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    last_lesson = models.ForeignKey(
        LessonPage,
        verbose_name=_("last lesson"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Where “continue” leads."),
    )
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        constraints = [
            models.UniqueConstraint(
                fields=["student", "course"], name="learning_enrollment_once_per_course"
            )
        ]
        indexes = [
            models.Index(
                fields=["student", "status", "-last_opened_at"], name="learning_enrollment_shelf"
            )
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.course}"

    @property
    def is_active(self) -> bool:
        return self.status == EnrollmentStatus.ACTIVE
