from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrollmentStatus(models.TextChoices):
    """Whether an enrolment opens the course."""

    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")


class LessonDoor(models.TextChoices):
    """The answer to "may this person open this lesson now, and if not, why?"."""

    ENROLLED = "enrolled", _("You are enrolled.")
    PREVIEW = "preview", _("This lesson is open to everyone.")
    STAFF = "staff", _("You teach this course.")
    GRANTED = "granted", _("This lesson is open to you.")
    LOGIN = "login", _("Log in to open this lesson.")
    ENROL = "enrol", _("Enrol in the course to open this lesson.")
    BUY = "buy", _("This lesson belongs to a paid course.")
    CLOSED = "closed", _("This lesson is not open to you now.")
    GONE = "gone", _("This lesson is not published.")

    @property
    def is_open(self) -> bool:
        return self in (
            LessonDoor.ENROLLED,
            LessonDoor.PREVIEW,
            LessonDoor.STAFF,
            LessonDoor.GRANTED,
        )


class CourseDoor(models.TextChoices):
    """How a person gets into a course, or why not."""

    ENROLLED = "enrolled", _("You are enrolled.")
    STAFF = "staff", _("You teach this course.")
    LOGIN = "login", _("Log in to enrol.")
    ENROL = "enrol", _("Enrol for free.")
    BUY = "buy", _("This course is paid for.")
