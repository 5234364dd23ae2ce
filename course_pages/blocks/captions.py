"""Captions in WebVTT, read into cues: what is said, from when to when.

Read by ourselves and not by the importer's library, which drops what it cannot read: whoever
uploads captions must be told the line. What a browser would show is kept even so.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST_CAPTIONS = 2 * 1024 * 1024
"""Bytes. Captions of a whole day have fewer."""
CLOCK = r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
TIMES = re.compile(rf"\s*{CLOCK}\s*-->\s*{CLOCK}(?:\s.*)?\Z")
LINE_END = re.compile(r"\r\n|\r|\n")
SIGNATURE = re.compile(r"WEBVTT(?:[ \t].*)?\Z")
SPEAKER = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]+)>")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|</?>|<[\d:.]+>")


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption."""

    start: float
    """Seconds from the start of the recording."""
    end: float
    words: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with captions, in a sentence for the person who uploads them."""

    line: int
    """Counted from 1; 0 when the whole file is meant."""
    reason: str


@dataclass(frozen=True, slots=True)
class Captions:
    """What a file of captions says, and what in it could not be read as it stands."""

    cues: tuple[Cue, ...]
    """By their start."""
    faults: tuple[Fault, ...]


def validate_captions(content: bytes) -> None:
    """Check that a file holds captions that browsers show as they are meant.

    Raises:
        ValidationError: the first fault, with its line.
    """
    if len(content) > LARGEST_CAPTIONS:
        raise ValidationError(
            _("This file is larger than %(limit)s MB, more than any captions need."),
            code="captions",
            params={"limit": LARGEST_CAPTIONS // (1024 * 1024)},
        )
    captions = parse_captions(content)
    if not captions.faults:
        return
    first = captions.faults[0]
    message = _("Line %(line)s: %(reason)s") if first.line else "%(reason)s"
    raise ValidationError(
        message, code="captions", params={"line": first.line, "reason": first.reason}
    )


def parse_captions(content: bytes) -> Captions:
    """Return all cues that can be understood, and the faults in the order of their lines.

    A cue without words is left out. One that ends before it starts keeps its words and its start.
    """
    lines = LINE_END.split(decode_captions(content).replace("\x00", "\ufffd"))
    faults = [] if SIGNATURE.match(lines[0]) else [Fault(1, _no_signature(lines[0]))]
    cues = []
    for number, times, words in _find_cues(lines):
        match = TIMES.match(times)
        if match is None:
            faults.append(Fault(number, _not_times(times)))
            continue
        cue = _make_cue(match, words)
        if cue.end < cue.start:
            faults.append(Fault(number, _("These captions end before they start.")))
            cue = Cue(cue.start, cue.start, cue.words)
        if cue.words:
            cues.append(cue)
    if not cues and not faults:
        faults.append(Fault(0, _("This file holds no captions.")))
    return Captions(tuple(sorted(cues, key=lambda cue: cue.start)), tuple(faults))


def decode_captions(content: bytes) -> str:
    """Return the text of captions: UTF-8 as the format demands, or what old programs write."""
    for start, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(start):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _find_cues(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the number of each line with times, the line, and the words under it."""
    at = 0
    while at < len(lines):
        if "-->" not in lines[at]:
            at += 1
            continue
        first = at
        at += 1
        while at < len(lines) and lines[at] and "-->" not in lines[at]:
            at += 1
        yield first + 1, lines[first], "\n".join(lines[first + 1 : at])


def _make_cue(times: re.Match[str], words: str) -> Cue:
    groups = times.groups()
    return Cue(_seconds(groups[:4]), _seconds(groups[4:]), _clean(words))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction.ljust(3, "0")) / 1000


def _clean(words: str) -> str:
    """Return the words of a cue in one line: its speakers named, its tags gone."""
    named = SPEAKER.sub(lambda match: f"{match[1].strip()}: ", words)
    return " ".join(html.unescape(TAG.sub("", named)).split())


def _no_signature(line: str) -> str:
    if line.strip().isdecimal():
        return _("This looks like SubRip (.srt). Save the captions as WebVTT (.vtt).")
    return _("A WebVTT file begins with the word WEBVTT.")


def _not_times(line: str) -> str:
    return _("“%(line)s” are no times. Write them like 00:01:30.000 --> 00:01:34.500.") % {
        "line": line.strip()[:60]
    }
