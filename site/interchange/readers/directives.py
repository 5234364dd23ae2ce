"""The directives of a lesson's body: `:::callout`, `:::video`, `:::check` and the others."""

import re
from collections.abc import Callable
from typing import Protocol

from course_pages.blocks.embed import read_host
from course_pages.blocks.embeds import parse_embed
from course_pages.enums import CalloutKind, DetailsKind
from interchange.document import (
    AudioPart,
    CalloutPart,
    Captions,
    CheckPart,
    Choice,
    DetailsPart,
    EmbedPart,
    FilePart,
    Part,
    SourceFile,
    VideoPart,
)
from interchange.readers.folder_files import FILE, Folder, is_translation, lesson_in
from interchange.readers.markdown import LINE, SHORT, Words, read_plain
from interchange.readers.yaml_tables import Fields, read_table
from interchange.report import Element

ATTRIBUTE = re.compile(r'([a-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?:\s+|$)')
ESCAPE = re.compile(r'\\(["\\])')
CONTAINERS = frozenset({"callout", "details"})
"""Directives whose inside is Markdown and may hold others; in the others it is YAML."""
SHOWN = frozenset({"video", "audio", "file", "embed"})
ROOMS = {
    "": SHOWN | CONTAINERS | {"check"},
    "callout": SHOWN | {"details"},
    "details": SHOWN,
}
"""Which directives may stand in a body, in a callout and in details."""
TITLE_LENGTH = 120
NAME_LENGTH = 200
CHOICE_LENGTH = 2000
MOST_CHOICES = 30


class ReadBody(Protocol):
    def __call__(self, words: Words, folder: Folder, *, inside: str = "") -> tuple[Part, ...]: ...


def read_directive(
    name: str,
    attributes: str,
    inside: Words,
    line: int,
    folder: Folder,
    read_body: ReadBody,
) -> Part | None:
    """Return the part that a directive makes; None, with the reason reported, when it cannot.

    `read_body` reads the Markdown inside of one.
    """
    at = (inside.file, line)
    if name in CONTAINERS:
        kind, title = read_attributes(name, attributes, at, folder)
        body = read_body(inside, folder, inside=name)
        if not body:
            folder.report.error(*at, "body-empty", f":::{name} needs words")
        make = CalloutPart if name == "callout" else DetailsPart
        return make(kind, title, body)
    if attributes.strip():
        folder.report.error(*at, "key-unknown", f":::{name} has no attributes")
    fields = read_table(inside.text, inside.file, folder.report, above=inside.line - 1)
    if fields is None:
        return None
    part = YAML_READERS[name](fields, folder)
    fields.refuse_others()
    return part


def read_attributes(
    name: str, attributes: str, at: tuple[str, int], folder: Folder
) -> tuple[str, str]:
    """Return kind and title of a callout or of details."""
    kinds, default = (
        (CalloutKind.values, CalloutKind.NOTE)
        if name == "callout"
        else (DetailsKind.values, DetailsKind.SOLUTION)
    )
    found = ATTRIBUTE.findall(attributes)
    values = {key: ESCAPE.sub(r"\1", quoted) or bare for key, quoted, bare in found}
    report = folder.report
    if ATTRIBUTE.sub("", attributes).strip() or values.keys() - {"kind", "title"}:
        report.error(*at, "key-unknown", f':::{name} may have kind=... and title="..."')
    kind = values.get("kind", str(default))
    title = values.get("title", "")
    if kind not in kinds:
        report.error(*at, "value", f"kind is one of: {', '.join(kinds)}")
    if len(title) > NAME_LENGTH:
        report.error(*at, "value", f"title has at most {NAME_LENGTH} characters")
    return kind, title


def read_audio(fields: Fields, folder: Folder) -> AudioPart | None:
    title = fields.line_text("title", limit=TITLE_LENGTH, required=True)
    transcript = fields.text("transcript")
    if not transcript:
        message = f"“{title}” has no transcript"
        folder.report.warn(fields.file, fields.line, "transcript-missing", message)
    file = read_file_at(fields, "file", folder, kind="audio", required=True)
    return AudioPart(file, title, transcript) if file else None


def read_file(fields: Fields, folder: Folder) -> FilePart | None:
    title = fields.line_text("title", limit=NAME_LENGTH, required=True)
    file = read_file_at(fields, "file", folder, kind="document", required=True)
    return FilePart(file, title) if file else None


def read_embed(fields: Fields, folder: Folder) -> EmbedPart | None:
    title = fields.line_text("title", limit=NAME_LENGTH)
    url = fields.text("url", required=True)
    if url and not read_host(url):
        fields.error("url", "value", "“url” is an address that begins with https://")
    elif parse_embed(url):
        fields.error("url", "value", "this is a video: write it as :::video with “embed”")
    return EmbedPart(url, title) if url else None


def read_file_at(
    fields: Fields, key: str, folder: Folder, *, kind: str, required: bool = False
) -> SourceFile | None:
    name = fields.text(key, required=required)
    return folder.file(name, (fields.file, fields.line_of(key)), kind=kind) if name else None


def read_video(fields: Fields, folder: Folder) -> VideoPart | None:
    title = fields.line_text("title", limit=TITLE_LENGTH, required=True)
    name, embed = fields.text("file"), fields.text("embed")
    captions = read_captions(fields, folder)
    poster = read_file_at(fields, "poster", folder, kind="image")
    transcript = fields.text("transcript")
    at = (fields.file, fields.line)
    if bool(name) == bool(embed):
        folder.report.error(*at, "video-source", "a video has either “file” or “embed”")
        return None
    if embed and parse_embed(embed) is None:
        fields.error("embed", "embed-unknown", f"{embed} is no video at YouTube or Vimeo")
    if embed and (captions or poster):
        fields.error("embed", "value", "captions and poster go with a file, not with an embed")
    if name and not captions:
        folder.report.warn(*at, "captions-missing", f"{name} has no captions")
    if not transcript:
        folder.report.warn(*at, "transcript-missing", f"“{title}” has no transcript")
    file = read_file_at(fields, "file", folder, kind="video")
    return VideoPart(file, embed, title, captions, transcript, poster)


def read_captions(fields: Fields, folder: Folder) -> Captions | None:
    """Return the first captions; the site keeps one language with a recording."""
    found = []
    for entry in fields.tables("captions"):
        language = entry.line_text("language", limit=10, required=True)
        file = read_file_at(entry, "file", folder, kind="captions", required=True)
        entry.refuse_others()
        if file and language:
            found.append(Captions(language, file))
    if len(found) > 1:
        at = (fields.file, fields.line_of("captions"))
        folder.report.warn(*at, "captions-more", "only the first captions are kept")
        leave_out(found[1:], found[0], folder)
    return found[0] if found else None


def leave_out(more: list[Captions], kept: Captions, folder: Folder) -> None:
    reason = "A recording keeps captions in one language; the first ones were taken."
    for captions in more:
        if captions.file != kept.file:
            folder.report.dropped(Element(captions.file.name, FILE, ""), reason)


def read_check(fields: Fields, folder: Folder) -> CheckPart:
    folder.report.mapped(folder.element(fields.file, "check"), lesson=lesson_in(fields.file))
    kind = fields.choice("kind", ("single", "multiple"), "single")
    choices = fields.tables("choices", lowest=2, highest=MOST_CHOICES)
    hints = fields.rows("hints")
    check = CheckPart(
        id=fields.identifier(),
        question=read_words(fields, "question", SHORT, required=True),
        kind=kind,
        choices=tuple(read_choice(entry) for entry in choices),
        explanation=read_words(fields, "explanation", SHORT),
        hints=tuple(
            read_hint(hint, fields, line) for hint, line in zip(hints, hints.lines, strict=True)
        ),
        key=fields.uuid(),
    )
    refuse_unanswerable(check, fields)
    return check


def read_hint(value: object, fields: Fields, line: int) -> str:
    line += fields.above
    if not isinstance(value, str) or not value.strip():
        fields.report.error(fields.file, line, "value", "“hints”: each is a text")
        return ""
    return read_plain(Words(value.strip(), fields.file, line), SHORT, fields.report)


def read_choice(fields: Fields) -> Choice:
    # Which choices are right is the original's to say.
    default = False if is_translation(fields.file) else None
    choice = Choice(
        id=fields.identifier(),
        text=read_words(fields, "text", LINE, required=True, limit=CHOICE_LENGTH),
        correct=fields.flag("correct", default=default),
        feedback=read_words(fields, "feedback", LINE),
        key=fields.uuid(),
    )
    fields.refuse_others()
    return choice


def read_words(
    fields: Fields,
    key: str,
    allowed: frozenset[str],
    *,
    required: bool = False,
    limit: int | None = None,
) -> str:
    """Return Markdown as plain words with code between backticks."""
    text = fields.text(key, required=required)
    words = read_plain(Words(text, fields.file, fields.line_of(key)), allowed, fields.report)
    return fields.checked(key, words, limit)


def refuse_unanswerable(check: CheckPart, fields: Fields) -> None:
    """Report repeated choices, and a key that does not fit the kind."""
    ids = [choice.id for choice in check.choices if choice.id]
    for repeated in sorted({choice for choice in ids if ids.count(choice) > 1}):
        fields.error("choices", "id-duplicate", f"two choices are called “{repeated}”")
    texts = [" ".join(choice.text.split()).casefold() for choice in check.choices]
    if len(set(texts)) < len(texts):
        fields.error("choices", "value", f"check “{check.id}”: two choices say the same")
    if not is_translation(fields.file):
        refuse_wrong_key(check, fields)


def refuse_wrong_key(check: CheckPart, fields: Fields) -> None:
    right = sum(choice.correct for choice in check.choices)
    if check.kind == "single" and right != 1:
        message = f"check “{check.id}”: a single choice needs exactly one correct, found {right}"
        fields.error("choices", "check-correct", message)
    elif check.kind == "multiple" and not right:
        fields.error("choices", "check-correct", f"check “{check.id}”: no choice is correct")


YAML_READERS: dict[str, Callable[[Fields, Folder], Part | None]] = {
    "video": read_video,
    "audio": read_audio,
    "file": read_file,
    "embed": read_embed,
    "check": read_check,
}
