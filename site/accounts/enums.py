from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is to the platform; rights in one course come from its staff list."""

    STUDENT = "student", _("student")
    INSTRUCTOR = "instructor", _("instructor")
    ADMIN = "admin", _("admin")
