"""What a lesson shows of a recording of our own, to watch or to listen to."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf.locale import LANG_INFO

from course_pages.blocks.transcripts import Transcript, make_transcript, write_clock
from course_pages.drawings.covers import PALETTES, Cover, choose_design

LATEST = 24 * 60 * 60
"""Seconds: no recording is longer, and no address asks for a later place."""


@dataclass(frozen=True, slots=True)
class RecordingView:
    """What the templates show of a recording."""

    media: Any
    """The uploaded recording, or None."""
    captions_name: str
    """The language of the captions by its own name; empty when there are none."""
    transcript: Transcript | None
    """What is said, with times; None when the captions say nothing."""
    text: str
    """The transcript that somebody wrote, without times; may be empty."""
    duration: int
    """Whole seconds; 0 when nobody knows."""
    start: int
    """The second that the address asks for; 0 for the beginning."""

    @property
    def cover(self) -> Cover:
        """The cloth that lies over a video without a poster."""
        return Cover(choose_design(self.media.title), PALETTES["indigo"])

    @property
    def reach(self) -> int:
        """The last second of the bar until the length is known: where the captions end."""
        spoken = self.media.cues[-1][1] if self.media.cues else 0
        return self.duration or max(1, ceil(spoken))

    @property
    def clock(self) -> str:
        """The length as a player shows it; empty when nobody knows."""
        return write_clock(self.duration) if self.duration else ""


def view_recording(
    media: Any, *, text: str, parent_context: dict[str, Any] | None = None
) -> RecordingView:
    """Return the recording `media` (None for none) with the words written in the lesson, `text`."""
    has_captions = bool(media and media.captions)
    return RecordingView(
        media=media,
        captions_name=_name_language(media.captions_language) if has_captions else "",
        transcript=make_transcript(media.cues, media.captions_language) if has_captions else None,
        text=text or (media.transcript if media else ""),
        duration=int(media.duration or 0) if media else 0,
        start=_read_start(parent_context),
    )


def _name_language(code: str) -> str:
    return str(LANG_INFO.get(code, {}).get("name_local", code))


def _read_start(parent_context: dict[str, Any] | None) -> int:
    """Return the second that the address asks for with `?t=`; 0 where it says no such thing.

    For readers without scripts: theirs is the browser's own player, told by the fragment `#t=`.
    """
    request = (parent_context or {}).get("request")
    asked = request.GET.get("t", "") if request is not None else ""
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= len(str(LATEST))):
        return 0
    return min(int(asked), LATEST)
