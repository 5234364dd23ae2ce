"""Images, documents and media with what a teaching platform must know of them.

Images are public: they carry no secret and a browser may cache them. Documents and media lie on
private storage and are served only by views that ask who wants them.
"""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtailmedia.models import AbstractMedia

from course_pages.validators import LARGEST, validate_svg


def private_storage() -> Storage:
    return storages["private"]


class Attribution(models.Model):
    """Under which licence a file may be used, and whom to name."""

    licence = models.CharField(_("licence"), max_length=80, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True)

    class Meta:
        abstract = True


class CourseImage(Attribution, AbstractImage):
    """An image; `description` is its alternative text unless the place it stands in says better."""

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "file",
        "description",
        "collection",
        "tags",
        "licence",
        "credit",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    def clean(self) -> None:
        """Refuse a drawing that is more than a drawing.

        Raises:
            ValidationError: see `validate_svg`; it stands at the file.
        """
        super().clean()
        # What is stored was asked when it came; to read it again may be a download.
        if self.file and not self.file._committed and self.is_svg():
            try:
                validate_svg(self._read_start(LARGEST + 1))
            except ValidationError as error:
                raise ValidationError({"file": error}) from error

    def _read_start(self, size: int) -> bytes:
        self.file.seek(0)
        content: bytes = self.file.read(size)
        self.file.seek(0)
        return content

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class CourseRendition(AbstractRendition):
    image = models.ForeignKey(CourseImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="course_pages_rendition_unique",
            )
        ]


class CourseDocument(Attribution, AbstractDocument):
    """A file for download, on private storage."""

    file = models.FileField(_("file"), upload_to="documents", storage=private_storage)

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "file",
        "collection",
        "tags",
        "licence",
        "credit",
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]


class CourseMedia(Attribution, AbstractMedia):
    """A video or audio recording on private storage, with its words."""

    file = models.FileField(_("file"), upload_to="media", storage=private_storage)
    captions = models.FileField(
        _("captions"),
        upload_to="captions",
        storage=private_storage,
        blank=True,
        help_text=_("A WebVTT file (.vtt) with what is said and heard."),
    )
    captions_language = models.CharField(_("language of the captions"), max_length=10, default="en")
    transcript = models.TextField(
        _("transcript"), blank=True, help_text=_("The words of the recording, to read and search.")
    )

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "file",
        "collection",
        "duration",
        "thumbnail",
        "captions",
        "captions_language",
        "transcript",
        "tags",
        "licence",
        "credit",
    )

    class Meta(AbstractMedia.Meta):
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    @property
    def url(self) -> str:
        """Where the recording is served to those who may have it."""
        return reverse("course_pages:media", args=[self.pk, self.filename])

    @property
    def captions_url(self) -> str:
        """Where the captions are served to those who may have the recording."""
        return reverse("course_pages:captions", args=[self.pk])
