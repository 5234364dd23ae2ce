from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock
from wagtail.blocks import TextBlock as PlainTextBlock
from wagtailmedia.blocks import AudioChooserBlock

from course_pages.blocks.recordings import view_recording


class AudioBlock(StructBlock):
    """A recording to listen to, with its words."""

    media = AudioChooserBlock(label=_("Recording"))
    title = CharBlock(max_length=120, label=_("Title"))
    transcript = PlainTextBlock(
        required=False,
        rows=4,
        label=_("Transcript"),
        help_text=_("The words of the recording. Left empty, those kept with it."),
    )

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["recording"] = view_recording(
            value["media"], text=value["transcript"], parent_context=parent_context
        )
        return context

    class Meta:
        icon = "wagtailmedia-audio"
        label = _("Audio")
        label_format = "{title}"
        description = _("A recording to listen to, with a transcript.")
        template = "blocks/audio.html"
        preview_template = "blocks/preview.html"
        preview_value = {
            "media": None,
            "title": "A greeting in Javanese",
            "transcript": "Sugeng rawuh: welcome.",
        }
