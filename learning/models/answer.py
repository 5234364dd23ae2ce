from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from course_pages.models import LessonPage


class CheckAnswer(TimeStamped):
    """What a learner last answered to one knowledge check.

    Kept at (canonical lesson, block id, choice ids), so it survives a new order of blocks and
    choices, an import and a change of language. Whether it is right is asked of the lesson's key
    each time it is shown.
    """

    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("student"),
        on_delete=models.CASCADE,
        related_name="check_answers",
    )
    lesson = models.ForeignKey(
        LessonPage,
        verbose_name=_("lesson"),
        on_delete=models.PROTECT,
        related_name="check_answers",
        limit_choices_to={"canonical": models.F("pk")},
    )
    block_id = models.CharField(_("block"), max_length=36)
    choice_ids = models.JSONField(_("choices"), default=list)
    tries = models.PositiveIntegerField(_("tries"), default=1)

    class Meta:
        verbose_name = _("answer to a knowledge check")
        verbose_name_plural = _("answers to knowledge checks")
        constraints = [
            models.UniqueConstraint(
                fields=["student", "lesson", "block_id"], name="learning_answer_once_per_check"
            )
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.lesson} · {self.block_id}"
