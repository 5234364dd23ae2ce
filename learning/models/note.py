from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from course_pages.models import LessonPage
from learning.enums import NotePlace
from learning.querysets import NoteQuerySet

LONGEST_NOTE = 5000
"""Characters."""
LONGEST_QUOTE = 200


class Note(TimeStamped):
    """What a learner writes beside a lesson; without words it is a bookmark.

    It stays with the canonical lesson and the id of a block, which all languages share.
    """

    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("student"),
        on_delete=models.CASCADE,
        related_name="notes",
    )
    lesson = models.ForeignKey(
        LessonPage,
        verbose_name=_("lesson"),
        on_delete=models.PROTECT,
        related_name="notes",
        limit_choices_to={"canonical": models.F("pk")},
    )
    text = models.TextField(_("note"), blank=True, validators=[MaxLengthValidator(LONGEST_NOTE)])
    place = models.CharField(
        _("beside"), max_length=16, choices=NotePlace, default=NotePlace.LESSON
    )
    block = models.CharField(_("block"), max_length=36, blank=True)
    number = models.PositiveIntegerField(
        _("number"),
        default=0,
        help_text=_("Of the paragraph in its block, from 0; or second of the recording."),
    )
    quote = models.CharField(
        _("quote"),
        max_length=LONGEST_QUOTE,
        blank=True,
        help_text=_("How the paragraph begins, or what was said: it tells the place in a list."),
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["student", "lesson"], name="learning_note_of_student")]

    def __str__(self) -> str:
        return f"{self.student} · {self.lesson}"

    @property
    def is_bookmark(self) -> bool:
        return not self.text
