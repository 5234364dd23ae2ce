"""A transcript: the cues of a recording, put together into lines that can be read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf.locale import LANG_INFO

LONGEST = 180
"""Characters after which a line ends even in the middle of a sentence."""
PAUSE = 3.0
"""Seconds of silence that end a line."""
SENTENCE_END = re.compile(r"[.?!…。！？؟۔][\"'”’»)\]]*\Z")
SPEAKER = re.compile(r"(?:[-–] ?|\w[\w .'-]{0,30}: )")


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """A sentence or two, and when it is said."""

    start: float
    """Seconds."""
    words: str

    @property
    def second(self) -> int:
        """The whole second in which the line starts."""
        return int(self.start)

    @property
    def clock(self) -> str:
        """The start as a player shows it: 4:12 or 1:04:12."""
        return write_clock(self.second)


@dataclass(frozen=True, slots=True)
class Transcript:
    """What is said in a recording, line by line."""

    lines: tuple[TranscriptLine, ...]
    language: str
    direction: str
    """ltr or rtl; auto where the language is not known."""


def make_transcript(cues: Iterable[tuple[float, float, str]], language: str) -> Transcript | None:
    """Return the transcript of cues in the order of their starts; None where there are none."""
    lines = tuple(_join(cues))
    return Transcript(lines, language, find_direction(language)) if lines else None


def write_clock(seconds: int) -> str:
    """Return a time as a player shows it, in the same figures in every language."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def write_text(transcript: Transcript) -> str:
    """Return the transcript as plain text, one line for each with its time."""
    return "".join(f"{line.clock}\t{line.words}\n" for line in transcript.lines)


def find_direction(language: str) -> str:
    known = LANG_INFO.get(language) or LANG_INFO.get(language.split("-")[0])
    if known is None or "bidi" not in known:
        return "auto"
    return "rtl" if known["bidi"] else "ltr"


def _join(cues: Iterable[tuple[float, float, str]]) -> Iterator[TranscriptLine]:
    start, end, words = 0.0, 0.0, ""
    for next_start, next_end, said in cues:
        if said == words or (words and words.endswith(f" {said}") and next_start <= end):
            end = max(end, next_end)  # Captions that roll up say a line twice.
            continue
        if words and _is_over(words, said, next_start - end):
            yield TranscriptLine(start, words)
            words = ""
        if not words:
            start = next_start
        words, end = f"{words} {said}".strip(), max(end, next_end)
    if words:
        yield TranscriptLine(start, words)


def _is_over(words: str, said: str, silence: float) -> bool:
    """Tell whether the line `words` ends before what is said next."""
    return bool(
        SENTENCE_END.search(words)
        or silence >= PAUSE
        or len(words) + len(said) > LONGEST
        or SPEAKER.match(said)
    )
