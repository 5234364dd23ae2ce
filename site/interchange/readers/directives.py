"""The directives of a lesson's body: `:::callout`, `:::video` and `:::check`."""

import re
from collections.abc import Callable

from course_pages.blocks.embeds import parse_embed
from course_pages.enums import CalloutKind
from interchange.document import (
    CalloutPart,
    Captions,
    CheckPart,
    Choice,
    Part,
    SourceFile,
    TextPart,
    VideoPart,
)
from interchange.readers.folder_files import Folder
from interchange.readers.markdown import LINE, SHORT, Words, read_html, read_plain
from interchange.readers.yaml_tables import Fields, read_table

ATTRIBUTE = re.compile(r'([a-z]+)=(?:"([^"]*)"|([^\s"]+))(?:\s+|$)')
CALLOUT_KINDS = tuple(CalloutKind.values)
TITLE_LENGTH = 120
CHOICE_LENGTH = 500


def read_directive(
    name: str, attributes: str, inside: Words, line: int, folder: Folder
) -> Part | None:
    """Return the part that a directive makes; None, with the reason reported, when it cannot."""
    at = (inside.file, line)
    if name == "callout":
        return read_callout(attributes, inside, at, folder)
    readers: dict[str, Callable[[Fields, Folder], Part | None]] = {
        "video": read_video,
        "check": read_check,
    }
    if name not in readers:
        folder.report.error(*at, "directive-unknown", f"there is no directive :::{name}")
        return None
    if attributes.strip():
        folder.report.error(*at, "key-unknown", f":::{name} has no attributes")
    fields = read_table(inside.text, inside.file, folder.report, above=inside.line - 1)
    if fields is None:
        return None
    part = readers[name](fields, folder)
    fields.refuse_others()
    return part


def read_callout(
    attributes: str, inside: Words, at: tuple[str, int], folder: Folder
) -> CalloutPart | None:
    found = ATTRIBUTE.findall(attributes)
    values = {key: quoted or bare for key, quoted, bare in found}
    report = folder.report
    if ATTRIBUTE.sub("", attributes).strip() or values.keys() - {"kind", "title"}:
        report.error(*at, "key-unknown", ':::callout may have kind=... and title="..."')
    kind = values.get("kind", "note")
    title = values.get("title", "")
    if kind not in CALLOUT_KINDS:
        report.error(*at, "value", f"kind is one of: {', '.join(CALLOUT_KINDS)}")
    if len(title) > TITLE_LENGTH:
        report.error(*at, "value", f"title has at most {TITLE_LENGTH} characters")
    html = read_html(inside, SHORT, report)
    if not html:
        report.error(*at, "body-empty", "a callout needs words")
    return CalloutPart(kind, title, (TextPart(html),) if html else ())


def read_video(fields: Fields, folder: Folder) -> VideoPart | None:
    title = fields.line_text("title", limit=TITLE_LENGTH, required=True)
    name, embed = fields.text("file"), fields.text("embed")
    captions = read_captions(fields, folder)
    poster = read_poster(fields, folder)
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
    file = folder.file(name, (fields.file, fields.line_of("file")), kind="video") if name else None
    return VideoPart(file, embed, title, captions, transcript, poster)


def read_captions(fields: Fields, folder: Folder) -> Captions | None:
    """Return the first captions; the site keeps one language with a recording."""
    found = []
    for entry in fields.tables("captions"):
        language = entry.line_text("language", limit=10, required=True)
        name = entry.text("file", required=True)
        entry.refuse_others()
        file = folder.file(name, (entry.file, entry.line_of("file")), kind="captions")
        if file and language:
            found.append(Captions(language, file))
    if len(found) > 1:
        at = (fields.file, fields.line_of("captions"))
        folder.report.warn(*at, "captions-more", "only the first captions are kept")
    return found[0] if found else None


def read_poster(fields: Fields, folder: Folder) -> SourceFile | None:
    name = fields.text("poster")
    at = (fields.file, fields.line_of("poster"))
    return folder.file(name, at, kind="image") if name else None


def read_check(fields: Fields, folder: Folder) -> CheckPart:
    kind = fields.choice("kind", ("single", "multiple"), "single")
    check = CheckPart(
        id=fields.identifier(),
        question=read_words(fields, "question", SHORT, required=True),
        kind=kind,
        choices=tuple(
            read_choice(entry) for entry in fields.tables("choices", lowest=2, highest=10)
        ),
        explanation=read_words(fields, "explanation", SHORT),
    )
    refuse_unanswerable(check, fields)
    return check


def read_choice(fields: Fields) -> Choice:
    choice = Choice(
        id=fields.identifier(),
        text=read_words(fields, "text", LINE, required=True, limit=CHOICE_LENGTH),
        correct=fields.flag("correct"),
        feedback=read_words(fields, "feedback", LINE, required=True),
    )
    fields.refuse_others()
    return choice


def read_words(
    fields: Fields, key: str, allowed: frozenset[str], *, required: bool = False, limit: int = 2000
) -> str:
    """Return Markdown as plain words with code between backticks."""
    text = fields.text(key, limit=limit, required=required)
    return read_plain(Words(text, fields.file, fields.line_of(key)), allowed, fields.report)


def refuse_unanswerable(check: CheckPart, fields: Fields) -> None:
    """Report repeated choices, and a key that does not fit the kind."""
    ids = [choice.id for choice in check.choices if choice.id]
    for repeated in sorted({choice for choice in ids if ids.count(choice) > 1}):
        fields.error("choices", "id-duplicate", f"two choices are called “{repeated}”")
    texts = [" ".join(choice.text.split()).casefold() for choice in check.choices]
    if len(set(texts)) < len(texts):
        fields.error("choices", "value", f"check “{check.id}”: two choices say the same")
    right = sum(choice.correct for choice in check.choices)
    if check.kind == "single" and right != 1:
        message = f"check “{check.id}”: a single choice needs exactly one correct, found {right}"
        fields.error("choices", "check-correct", message)
    elif check.kind == "multiple" and not right:
        fields.error("choices", "check-correct", f"check “{check.id}”: no choice is correct")
