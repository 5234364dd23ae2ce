from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrollmentStatus(models.TextChoices):
    """Whether an enrolment opens the course."""

    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")


class NotePlace(models.TextChoices):
    """What in a lesson a note stands beside."""

    LESSON = "lesson", _("The whole lesson")
    PARAGRAPH = "paragraph", _("A paragraph")
    SECOND = "second", _("A second of a recording")


class NoteKind(models.TextChoices):
    """Which notes a list shows."""

    ALL = "", _("Everything")
    NOTES = "notes", _("Notes")
    BOOKMARKS = "bookmarks", _("Bookmarks")


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

    @property
    def keeps_notes(self) -> bool:
        return self in (LessonDoor.ENROLLED, LessonDoor.STAFF)


class CourseDoor(models.TextChoices):
    """How a person gets into a course, or why not."""

    ENROLLED = "enrolled", _("You are enrolled.")
    STAFF = "staff", _("You teach this course.")
    LOGIN = "login", _("Log in to enrol.")
    ENROL = "enrol", _("Enrol for free.")
    BUY = "buy", _("This course is paid for.")
