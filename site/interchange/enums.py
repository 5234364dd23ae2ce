from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What became of one element of a source."""

    MAPPED = "mapped", _("Taken over")
    DEGRADED = "degraded", _("Taken over in part")
    DROPPED = "dropped", _("Left out")


class Conflicts(models.TextChoices):
    """What happens to a page that changed in the source and on the site since the last import."""

    ASK = "ask", _("Leave it, and list it")
    THEIRS = "theirs", _("Take the source's version")
    OURS = "ours", _("Keep the site's version")


class ImportState(models.TextChoices):
    """How far an import in the background is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    UNDONE = "undone", _("Undone")


class ImportStage(models.TextChoices):
    """What an import is doing now."""

    WAITING = "waiting", _("Waiting for its turn")
    UNPACKING = "unpacking", _("Unpacking")
    READING = "reading", _("Reading")
    WRITING = "writing", _("Writing pages")
    DONE = "done", _("Done")
