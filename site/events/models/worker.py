from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerSign(models.Model):
    """When a worker last showed that it lives. Read to know whether anybody will take a message."""

    name = models.CharField(_("worker"), max_length=200, unique=True)
    seen_at = models.DateTimeField(_("seen"))

    class Meta:
        verbose_name = _("sign of a worker")
        verbose_name_plural = _("signs of workers")

    def __str__(self) -> str:
        return self.name
