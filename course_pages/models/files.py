"""Images, documents and media with what a teaching platform must know of them.

Images are public: they carry no secret and a browser may cache them. Documents and media lie on
private storage and are served only by views that ask who wants them.
"""

from dataclasses import astuple
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtailmedia.models import AbstractMedia

from course_pages.blocks.captions import (
    LARGEST_CAPTIONS,
    decode_captions,
    parse_captions,
    validate_captions,
)
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
    cues = models.JSONField(
        _("cues"),
        default=list,
        blank=True,
        editable=False,
        help_text=_("The captions as [start, end, words], in seconds; read when they are saved."),
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

    cues_of: str = ""
    """The name of the captions that `cues` were read from."""

    class Meta(AbstractMedia.Meta):
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row.cues_of = str(row.__dict__.get("captions") or "")
        return row

    def clean(self) -> None:
        """Refuse captions that a browser would not show as they are meant.

        Raises:
            ValidationError: see `validate_captions`; it stands at the captions.
        """
        super().clean()
        # What is stored was asked when it came; to read it again may be a download.
        if self.captions and self._are_captions_new():
            try:
                validate_captions(self._read_captions())
            except ValidationError as error:
                raise ValidationError({"captions": error}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the recording; when its captions are others than before, read their cues.

        Captions that `clean` would refuse are kept, with all of their cues that make sense; of a
        file larger than any captions none are read.
        """
        written = kwargs.get("update_fields")
        if "captions" not in self.get_deferred_fields() and self._has_other_captions():
            self.renew_cues()
            if written is not None and "captions" in written:
                kwargs["update_fields"] = {*written, "cues"}
        super().save(*args, **kwargs)
        if "captions" not in self.get_deferred_fields():
            self.cues_of = str(self.captions.name or "")

    def renew_cues(self) -> None:
        """Read the cues from the captions; what is not yet stored will be stored as UTF-8.

        Browsers read captions in no other encoding.
        """
        content = self._read_captions() if self.captions else b""
        if len(content) > LARGEST_CAPTIONS:
            content = b""
        self.cues = [list(astuple(cue)) for cue in parse_captions(content).cues]
        text = decode_captions(content).encode()
        if content and self._are_captions_new() and not content.endswith(text):
            self.captions = ContentFile(text, name=self.captions.name)

    def _has_other_captions(self) -> bool:
        if not self.captions:
            return bool(self.cues)
        return self._are_captions_new() or self.captions.name != self.cues_of

    def _are_captions_new(self) -> bool:
        """Tell whether the captions are still to be stored."""
        file: Any = self.captions
        return not file._committed

    def _read_captions(self) -> bytes:
        """Return the captions (of those that are too large, the start); b"" when they are gone."""
        try:
            self.captions.open("rb")
            content: bytes | str = self.captions.read(LARGEST_CAPTIONS + 1)
        except FileNotFoundError:
            return b""
        if self._are_captions_new():
            self.captions.seek(0)
        else:
            self.captions.close()
        # A `ContentFile` made of words gives words back.
        return content.encode() if isinstance(content, str) else content

    @property
    def url(self) -> str:
        """Where the recording is served to those who may have it."""
        return reverse("course_pages:media", args=[self.pk, self.filename])

    @property
    def captions_url(self) -> str:
        """Where the captions are served to those who may have the recording."""
        return reverse("course_pages:captions", args=[self.pk])

    @property
    def transcript_url(self) -> str:
        """Where what is said is served as text to those who may have the recording."""
        return reverse("course_pages:transcript", args=[self.pk])
