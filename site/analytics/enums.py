from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityKind(models.TextChoices):
    """What a person did."""

    LOGIN = "login", _("Logged in")
    ENROLLED = "enrolled", _("Enrolled in a course")
    LEFT = "left", _("Left a course")
    LESSON_COMPLETED = "lesson_done", _("Completed a lesson")
    LESSON_REOPENED = "lesson_open", _("Reopened a lesson")
    COURSE_COMPLETED = "course_done", _("Completed a course")
