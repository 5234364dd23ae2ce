"""Names of what can be found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """What a row of the index is."""

    COURSE = "course", _("Course")
    LESSON = "lesson", _("Lesson")
    """Title and summary of a lesson: they stand in the outline, for everybody to read."""
    TEXT = "text", _("Words of a lesson")
    PASSAGE = "passage", _("Words of a recording")


class Scope(models.TextChoices):
    """Where words are looked for: the tabs of the results."""

    ALL = "all", _("All")
    COURSES = "courses", _("Courses")
    LESSONS = "lessons", _("Lessons")
    RECORDINGS = "recordings", _("Recordings")
