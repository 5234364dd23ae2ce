from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How much a learner should bring along."""

    BEGINNER = "beginner", _("Beginner")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class Delivery(models.TextChoices):
    """How a course is taken: alone at any date, or in a class with dates."""

    SELF_PACED = "self_paced", _("Self-paced")
    CLASSROOM = "classroom", _("Classroom")


class CoverPattern(models.TextChoices):
    """Families of batik that covers are drawn after; the values are the names of their tiles."""

    KAWUNG = "kawung", _("Kawung: palm fruits")
    PARANG = "parang", _("Parang: slanted blades")
    CEPLOK = "ceplok", _("Ceplok: rosettes")
    TRUNTUM = "truntum", _("Truntum: stars")
    TUMPAL = "tumpal", _("Tumpal: teeth")


class StaffRole(models.TextChoices):
    """What a person is to one course. Each role may do all that the editor offers in the course."""

    OWNER = "owner", _("Owner")
    INSTRUCTOR = "instructor", _("Instructor")
    ASSISTANT = "assistant", _("Assistant")


class PreviewSeat(models.TextChoices):
    """Who a preview in the editor is shown to."""

    VISITOR = "visitor", _("Visitor")
    LEARNER = "learner", _("Enrolled learner")
    FINISHED = "finished", _("Learner who has finished")


class CalloutKind(models.TextChoices):
    """What a word aside in a lesson is."""

    NOTE = "note", _("Note")
    TIP = "tip", _("Tip")
    WARNING = "warning", _("Warning")
    EXAMPLE = "example", _("Example")
    EXERCISE = "exercise", _("Exercise")
    DISCUSSION = "discussion", _("Discussion")
    OBJECTIVES = "objectives", _("What you will learn")
    KEY_POINTS = "key_points", _("Key points")
    PREREQUISITES = "prerequisites", _("Before you start")


class DetailsKind(models.TextChoices):
    """What a lesson shows only on demand."""

    SOLUTION = "solution", _("Solution")
    HINT = "hint", _("Hint")
    MORE = "more", _("More about this")


class CheckKind(models.TextChoices):
    """How many choices of a knowledge check may be right."""

    SINGLE = "single", _("One right answer")
    MULTIPLE = "multiple", _("Several right answers")


class Direction(models.TextChoices):
    """Where a page goes among those beside it."""

    UP = "up", _("Move up")
    DOWN = "down", _("Move down")
