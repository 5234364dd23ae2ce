from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock
from wagtail.documents.blocks import DocumentChooserBlock


@dataclass(frozen=True, slots=True)
class FileView:
    """What the template shows of a file."""

    url: str
    title: str
    kind: str
    """The ending of its name in capitals, such as "PDF"; empty when it has none."""
    size: int | None
    """Bytes; None when the file itself is gone."""


def view_file(value: Any) -> FileView | None:
    """Return the file of the block; None when the document was deleted."""
    document = value["document"]
    if document is None:
        return None
    ending = PurePosixPath(document.filename).suffix
    return FileView(
        url=document.url,
        title=value["title"] or document.title,
        kind=ending.removeprefix(".").upper(),
        size=document.get_file_size(),
    )


class FileBlock(StructBlock):
    """A file to download, in the middle of a lesson; served to those who may open the lesson."""

    document = DocumentChooserBlock(label=_("File"))
    title = CharBlock(
        required=False,
        max_length=200,
        label=_("Title"),
        help_text=_("Left empty, the document's own."),
    )

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["file"] = view_file(value)
        return context

    class Meta:
        icon = "doc-full-inverse"
        label = _("File")
        label_format = "{title}"
        description = _("A file to download: a worksheet, a data set, slides.")
        template = "blocks/file.html"
        preview_template = "blocks/preview.html"
        preview_value = {"document": None, "title": "Worksheet"}
