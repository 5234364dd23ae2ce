"""What is remembered of a person's wish for a copy of their data, or for its end."""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import ExportState

OPEN_EXPORTS = (ExportState.WAITING, ExportState.RUNNING)


def private_storage() -> Storage:
    return storages["private"]


class PersonalDataExport(models.Model):
    """One copy of all that is kept of a person, made by the worker."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="data_exports",
    )
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(
        _("state"), max_length=8, choices=ExportState, default=ExportState.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    file = models.FileField(
        _("file"), upload_to="personal-data", storage=private_storage, blank=True
    )
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    requested_at = models.DateTimeField(_("requested"))
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)
    expires_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    class Meta:
        verbose_name = _("copy of a person’s data")
        verbose_name_plural = _("copies of people’s data")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=OPEN_EXPORTS),
                name="accounts_export_one_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-requested_at"], name="accounts_export_of_person"),
            models.Index(fields=["expires_at"], name="accounts_export_expires"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ErasureRequest(models.Model):
    """That a person is to be erased, or was. The row stays as the proof of it; it names nobody."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="erasure",
        primary_key=True,
    )
    requested_at = models.DateTimeField(_("requested"))
    due_at = models.DateTimeField(_("due"))
    was_active = models.BooleanField(
        _("was open"), default=True, help_text=_("What the account goes back to if it is kept.")
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    report = models.JSONField(
        _("report"),
        default=dict,
        help_text=_("How many rows of which kind were deleted, made anonymous and kept."),
    )
    files = models.JSONField(
        _("files"), default=list, help_text=_("Files that are still to be deleted.")
    )

    class Meta:
        verbose_name = _("erasure of a person")
        verbose_name_plural = _("erasures of people")
        indexes = [models.Index(fields=["done_at", "due_at"], name="accounts_erasure_due")]

    def __str__(self) -> str:
        return f"#{self.pk}"
