from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from interchange.enums import Conflicts, ImportState


def private_storage() -> Storage:
    return storages["private"]


class CourseImport(TimeStamped):
    """One upload of a course, what became of it, and what it takes to undo it.

    The row outlives course and file: it is the record of what was said to the teacher.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="course_imports",
    )
    file = models.FileField(_("file"), upload_to="imports", storage=private_storage, blank=True)
    file_name = models.CharField(_("file name"), max_length=255)
    format = models.CharField(
        _("format"), max_length=32, blank=True, help_text=_("Empty: found out from the content.")
    )
    publish = models.BooleanField(_("publish"), default=False)
    conflicts = models.CharField(
        _("conflicts"), max_length=8, choices=Conflicts, default=Conflicts.ASK
    )
    state = models.CharField(
        _("state"), max_length=8, choices=ImportState, default=ImportState.WAITING
    )
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    course = models.ForeignKey(
        "course_pages.CoursePage",
        verbose_name=_("course"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    report = models.JSONField(
        _("report"), default=dict, help_text=_("As `import_course --report` writes it.")
    )
    journal = models.JSONField(
        _("journal"), default=dict, help_text=_("What was made and changed, to undo it.")
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "-created_at"], name="interchange_import_person")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_over(self) -> bool:
        return self.state not in (ImportState.WAITING, ImportState.RUNNING)
