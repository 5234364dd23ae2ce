from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    """Where one listener's copy of an event is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    DEAD = "dead", _("Given up")


class Source(models.TextChoices):
    """By which road somebody came when something happened."""

    WEB = "web", _("Website")
    APP = "app", _("App")
    ADMIN = "admin", _("Admin")
    SYSTEM = "system", _("System")
