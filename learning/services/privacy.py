"""What learning keeps of a person, for them to have and to have deleted."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.ports import Erased, ExportPart, Forecast, PersonalData, Traces
from learning.models import CheckAnswer, Enrollment, LessonProgress, Note
from learning.selectors.data_export import export_learning


class LearningData(PersonalData):
    """Enrolments, progress, answers, notes and bookmarks: all of it is the learner's alone."""

    name = "learning"
    label = _("What you learn")

    def export(self, person: User) -> Iterable[ExportPart]:
        return export_learning(person, language=get_language() or "en")

    def foretell(self, person: User) -> Forecast:
        return Forecast(
            deleted=[
                _("Your places in courses, with your progress and your answers."),
                _("Your notes and bookmarks."),
            ]
        )

    def erase(self, person: User, traces: Traces) -> Erased:
        deleted: dict[str, int] = {}
        models: tuple[Any, ...] = (Note, CheckAnswer, LessonProgress, Enrollment)
        for model in models:
            deleted |= model.objects.filter(student=person).delete()[1]
        return Erased(deleted=deleted)
