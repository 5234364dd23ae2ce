from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is to the platform; rights in one course come from its staff list."""

    STUDENT = "student", _("student")
    INSTRUCTOR = "instructor", _("instructor")
    ADMIN = "admin", _("admin")


class Deed(models.TextChoices):
    """What waits for a confirmed e-mail address, unless UNVERIFIED_MAY names it."""

    ENROLL = "enroll", _("enrol in a course")
    TEACH = "teach", _("teach")
    SHOW_PROFILE = "show_profile", _("show a public profile")
    POST = "post", _("write where others read it")
    BUY = "buy", _("buy")
    CERTIFICATE = "certificate", _("receive a certificate")
    INVITE = "invite", _("invite others")


class LinkState(models.TextChoices):
    """What has become of a link that confirms an address."""

    OPEN = "open", _("open")
    USED = "used", _("used")
    EXPIRED = "expired", _("too old")
    UNKNOWN = "unknown", _("unknown")


class ExportState(models.TextChoices):
    """How far a copy of a person's data is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
