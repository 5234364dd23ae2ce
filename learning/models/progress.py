from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from course_pages.models import LessonPage
from learning.querysets import LessonProgressQuerySet


class LessonProgress(TimeStamped):
    """How far one learner is in one lesson, the same in every language."""

    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("student"),
        on_delete=models.CASCADE,
        related_name="lesson_progress",
    )
    lesson = models.ForeignKey(
        LessonPage,
        verbose_name=_("lesson"),
        on_delete=models.PROTECT,
        related_name="progress",
        limit_choices_to={"canonical": models.F("pk")},
    )
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    position = models.PositiveIntegerField(
        _("position"),
        default=0,
        help_text=_("Where to resume: seconds of the recording, or thousandths of the text."),
    )
    position_block = models.CharField(
        _("block of the position"),
        max_length=36,
        blank=True,
        help_text=_("The video block that the seconds belong to; empty for the text."),
    )

    objects = LessonProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson progress")
        verbose_name_plural = _("lesson progress")
        constraints = [
            models.UniqueConstraint(
                fields=["student", "lesson"], name="learning_progress_once_per_lesson"
            )
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.lesson}"

    @property
    def is_complete(self) -> bool:
        return self.completed_at is not None
