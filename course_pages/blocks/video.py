from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BlockGroup, CharBlock, StructBlock, URLBlock
from wagtail.blocks import TextBlock as PlainTextBlock
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtailmedia.blocks import VideoChooserBlock

from course_pages.blocks.embeds import Embed, parse_embed
from course_pages.blocks.recordings import RecordingView, view_recording
from course_pages.choosers import IllustrationChooserBlock


@dataclass(frozen=True, slots=True)
class VideoView:
    """What the template shows of a video."""

    recording: RecordingView
    """Our own recording and its words; its `media` is None for a video elsewhere."""
    embed: Embed | None


def view_video(value: Any, parent_context: dict[str, Any] | None = None) -> VideoView:
    media = value["media"]
    return VideoView(
        recording=view_recording(media, text=value["transcript"], parent_context=parent_context),
        embed=None if media else parse_embed(value["embed"] or ""),
    )


class VideoBlock(StructBlock):
    """A recording of our own, or a video elsewhere that loads when the learner asks for it."""

    media = VideoChooserBlock(
        required=False,
        label=_("Recording"),
        help_text=_("Captions and transcript are kept with the recording."),
    )
    embed = URLBlock(
        required=False,
        label=_("Address at YouTube or Vimeo"),
        help_text=_("Nothing is loaded from there before a learner presses play."),
    )
    title = CharBlock(max_length=120, label=_("Title"))
    poster = IllustrationChooserBlock(
        required=False, label=_("Poster"), help_text=_("Shown before the video plays.")
    )
    transcript = PlainTextBlock(
        required=False,
        rows=4,
        label=_("Transcript"),
        help_text=_("The words of the video. Left empty, those of the recording."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors: dict[str, ValidationError] = {}
        if cleaned["media"] and cleaned["embed"]:
            errors["embed"] = ValidationError(_("Choose a recording or give an address, not both."))
        elif cleaned["embed"] and parse_embed(cleaned["embed"]) is None:
            errors["embed"] = ValidationError(
                _(
                    "This is no address of a video at YouTube or Vimeo. "
                    "Copy it from the video's page."
                )
            )
        elif not (cleaned["media"] or cleaned["embed"] or self.is_deferred_validation):
            errors["media"] = ValidationError(
                _("Choose a recording, or give an address at YouTube or Vimeo.")
            )
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["video"] = view_video(value, parent_context)
        return context

    class Meta:
        icon = "media"
        label = _("Video")
        label_format = "{title}"
        description = _("A recording with captions, or a video at YouTube or Vimeo.")
        form_layout = BlockGroup(
            children=["title", "media", "embed"], settings=["poster", "transcript"]
        )
        template = "blocks/video.html"
        preview_template = "blocks/preview.html"
        preview_value = {
            "media": None,
            "embed": "https://vimeo.com/76979871",
            "title": "How a join works",
            "poster": None,
            "transcript": "Take line 1. Its key leads to the other table.",
        }
