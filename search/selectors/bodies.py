"""The words of a lesson's body that everybody who may open the lesson can read on it.

Each type of block has a reader here, or none. What a learner must first ask for or earn has none:
knowledge checks with their answers, feedback and hints; solutions and hints shown on demand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from course_pages.blocks.transcripts import TranscriptLine, make_transcript
from course_pages.enums import DetailsKind

PASSAGE_LENGTH = 300
"""Characters after which a passage ends with the line it is in."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some lines of a recording."""

    block_id: str
    title: str
    """What the lesson calls the recording."""
    words: str
    language: str
    """Of the words; "" for the lesson's own."""
    second: int | None
    """Where they begin; None where no captions say it."""


def read_words(body: Any) -> str:
    """Return the words of a body, a line for each of its parts."""
    return "\n".join(words for block in body for words in _read(block) if words.strip())


def list_passages(body: Any) -> Iterator[Passage]:
    """Yield what is said in the recordings of a body, in order."""
    for block in body:
        if block.block_type in ("video", "audio"):
            yield from _passages(block)
        elif inner := _inner(block):
            yield from list_passages(inner)


def _read(block: Any) -> Iterator[str]:
    reader = READERS.get(block.block_type)
    return reader(block.value) if reader else iter(())


def _inner(block: Any) -> Any:
    """Return the body inside of a block; None where there is none to read."""
    if block.block_type == "callout" or (
        block.block_type == "details" and block.value["kind"] == DetailsKind.MORE
    ):
        return block.value["body"]
    return None


def _rich(value: Any) -> Iterator[str]:
    yield _strip(value.source)


def _parts(*names: str) -> Callable[[Any], Iterator[str]]:
    """Return a reader of the plain parts `names` of a block."""
    return lambda value: (str(value[name] or "") for name in names)


def _quote(value: Any) -> Iterator[str]:
    yield _strip(value["text"].source)
    yield value["attribution"] or ""


def _callout(value: Any) -> Iterator[str]:
    yield value["title"] or ""
    yield read_words(value["body"])


def _details(value: Any) -> Iterator[str]:
    if value["kind"] == DetailsKind.MORE:
        yield from _callout(value)


def _table(value: Any) -> Iterator[str]:
    yield value["caption"] or ""
    yield " ".join(column["heading"] for column in value["table"].columns)
    for row in value["table"].row_data:
        yield " ".join(_strip(cell.source).replace("\n", " ") for cell in row["values"])


READERS: dict[str, Callable[[Any], Iterator[str]] | None] = {
    "text": _rich,
    "callout": _callout,
    "code": _parts("title", "code"),
    "quote": _quote,
    "math": None,
    "details": _details,
    "image": _parts("alt", "caption"),
    "video": _parts("title"),
    "audio": _parts("title"),
    "table": _table,
    "file": _parts("title"),
    "embed": _parts("title"),
    "check": None,
}


def _strip(html: str) -> str:
    """Return rich text without its tags, a line for each paragraph, heading and item."""
    html = html.replace("\n", " ")
    for end in ("</p>", "</li>", "</h2>", "</h3>", "</h4>", "<br/>"):
        html = html.replace(end, f"{end}\n")
    lines = (" ".join(line.split()) for line in unescape(strip_tags(html)).splitlines())
    return "\n".join(line for line in lines if line)


def _passages(block: Any) -> Iterator[Passage]:
    """Return the passages of a recording: of its captions, else of its written transcript."""
    media, title, block_id = block.value["media"], block.value["title"] or "", block.id or ""
    has_captions = bool(media and media.captions)
    transcript = make_transcript(media.cues, media.captions_language) if has_captions else None
    if transcript:
        for second, words in _join(transcript.lines):
            yield Passage(block_id, title, words, transcript.language, second)
        return
    written = block.value["transcript"] or (media.transcript if media else "")
    for words in _cut(written):
        yield Passage(block_id, title, words, "", None)


def _join(lines: tuple[TranscriptLine, ...]) -> Iterator[tuple[int, str]]:
    second, words = 0, ""
    for line in lines:
        second = second if words else line.second
        words = f"{words} {line.words}".strip()
        if len(words) >= PASSAGE_LENGTH:
            yield second, words
            words = ""
    if words:
        yield second, words


def _cut(text: str) -> Iterator[str]:
    """Yield a text in passages that end with a word."""
    passage = ""
    for word in text.split():
        passage = f"{passage} {word}".strip()
        if len(passage) >= PASSAGE_LENGTH:
            yield passage
            passage = ""
    if passage:
        yield passage
