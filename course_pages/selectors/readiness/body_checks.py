"""What is asked of the body of a lesson. Each check is a pure function of a draft and `Lookups`."""

import re
from collections.abc import Callable, Iterator
from math import ceil
from typing import Any, TypeAlias

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course_pages.blocks import LessonBodyBlock
from course_pages.blocks.anchors import Anchors, list_headlines, plain
from course_pages.enums import CheckKind
from course_pages.selectors.readiness.drafts import Block, Draft
from course_pages.selectors.readiness.findings import Finding, Severity
from course_pages.selectors.readiness.lookups import Lookups, Recording, list_links, list_texts

BodyCheck: TypeAlias = Callable[[Draft, Lookups], Iterator[Finding]]
MUST, SHOULD = Severity.MUST, Severity.SHOULD

HEADING = re.compile(r"<h([234])\b[^>]*>(.*?)</h\1>", re.DOTALL)
FILE_NAME = re.compile(r"\S+\.(avif|gif|jpe?g|png|svg|webp)\Z", re.IGNORECASE)
PROGRAM = re.compile(
    r"^\s*(#include|import \w|from \w+ import|def \w+\(|class \w+[:({]|function\b|const \w|let \w"
    r"|var \w|public \w|return\b|SELECT\b|INSERT INTO\b|CREATE TABLE\b|<\?php|<html|<!DOCTYPE)",
    re.MULTILINE,
)
"""A line that stands in programs and hardly in what they print."""
WORDS_A_MINUTE = 200
MINUTES_A_CHECK = 1
FOREIGN_PARTS = {"video", "audio", "file", "embed"}
"""Blocks whose time nobody can tell from the lesson alone."""


REQUIRED: dict[str, tuple[str, ...]] = {
    "code": ("code",),
    "quote": ("text",),
    "math": ("latex",),
    "image": ("image",),
    "video": ("title",),
    "audio": ("media", "title"),
    "file": ("document",),
    "embed": ("url",),
    "check": ("question",),
}
"""The parts of blocks that publishing demands; what has a check of its own is not among them.

Written down and not asked of the blocks: Wagtail lifts their demands while it saves a draft.
"""


def check_required(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        for name in REQUIRED.get(block.kind, ()):
            if not str(block.get(name) or "").strip():
                message = _("“%(part)s” is still empty. Fill it in, or delete the block.")
                said = {"part": _get_label(block.kind, name)}
                yield draft.find("unfinished", MUST, message % said, block.block_id)


def _get_label(kind: str, name: str) -> str:
    block: Any = LessonBodyBlock().child_blocks[kind]
    return str(block.child_blocks[name].label)


def check_texts(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        text = str(block.value or "") if block.kind == "text" else "full"
        if not strip_tags(text).strip() and "<hr" not in text:
            message = _("This text has no words. Write some, or delete the block.")
            yield draft.find("text_empty", MUST, message, block.block_id)


def check_boxes(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        if block.kind in ("callout", "details") and not block.get("body"):
            message = _("There is nothing inside. Add a text, or delete the block.")
            yield draft.find("box_empty", MUST, message, block.block_id)


def check_images(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        if block.kind != "image" or not block.get("image"):
            continue
        alt = str(block.get("alt") or "").strip()
        if not alt:
            message = _("The picture has no alternative text. Say what it shows and why.")
            yield draft.find("alt_missing", MUST, message, block.block_id)
        elif FILE_NAME.fullmatch(alt):
            message = _("The alternative text is the name of a file. Say what the picture shows.")
            yield draft.find("alt_is_file_name", MUST, message, block.block_id)
        if block.get("image") not in lookups.images:
            message = _("The picture was deleted. Choose another, or delete the block.")
            yield draft.find("image_gone", MUST, message, block.block_id)


def check_videos(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        if block.kind != "video":
            continue
        if not (block.get("media") or block.get("embed")):
            message = _("No video is chosen. Choose a recording, or give an address.")
            yield draft.find("recording_missing", MUST, message, block.block_id)
        elif block.get("media"):
            yield from _check_recording(draft, lookups, block)
        elif not block.get("transcript"):
            message = _("The video has no transcript. Paste what is said, to read and to search.")
            yield draft.find("transcript_missing", SHOULD, message, block.block_id)


def check_audio(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        if block.kind == "audio" and block.get("media"):
            yield from _check_recording(draft, lookups, block)


def _check_recording(draft: Draft, lookups: Lookups, block: Block) -> Iterator[Finding]:
    recording = lookups.recordings.get(block.get("media"))
    if recording is None:
        message = _("The recording was deleted. Choose another, or delete the block.")
        yield draft.find("recording_gone", MUST, message, block.block_id)
    elif not _has_words(recording, block):
        code = "captions_missing" if block.kind == "video" else "transcript_missing"
        message = _(
            "Who cannot hear learns nothing from this recording. Give it captions or a transcript."
        )
        yield draft.find(code, MUST, message, block.block_id)
    elif block.kind == "video" and not recording.has_captions:
        message = _("The recording has a transcript but no captions. Upload a WebVTT file with it.")
        yield draft.find("captions_missing", SHOULD, message, block.block_id)


def _has_words(recording: Recording, block: Block) -> bool:
    return recording.has_captions or recording.has_transcript or bool(block.get("transcript"))


def check_files(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        document = block.get("document")
        if block.kind == "file" and document and document not in lookups.documents:
            message = _("The file was deleted. Choose another, or delete the block.")
            yield draft.find("document_gone", MUST, message, block.block_id)


def check_elsewhere(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        if block.kind == "embed" and not block.get("title"):
            message = _("The link has no title. Say what is found there.")
            yield draft.find("title_missing", SHOULD, message, block.block_id)


def check_tables(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        if block.kind != "table":
            continue
        table = block.get("table") or {}
        columns = table.get("columns") or ()
        if not (columns and table.get("rows")):
            message = _("The table is empty. Add a column and a row, or delete the block.")
            yield draft.find("table_empty", MUST, message, block.block_id)
        elif not any(column.get("heading") for column in columns):
            message = _("The columns have no headings. Say above each what stands in it.")
            yield draft.find("table_headings_missing", SHOULD, message, block.block_id)


def check_code(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        is_plain = block.kind == "code" and block.get("language") in ("", None, "text")
        if is_plain and PROGRAM.search(str(block.get("code") or "")):
            message = _("This looks like program text. Choose its language, and it gets colors.")
            yield draft.find("code_language_missing", SHOULD, message, block.block_id)


def check_questions(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        if block.kind == "check":
            yield from _check_choices(draft, block)
            yield from _check_feedback(draft, block)


def _check_choices(draft: Draft, block: Block) -> Iterator[Finding]:
    choices = _read_choices(block)
    right = sum(choice.get("correct") is True for choice in choices)
    if len(choices) < 2:
        message = _("The question has too few choices. Give at least two.")
        yield draft.find("choices_missing", MUST, message, block.block_id)
    if any(not str(choice.get("text") or "").strip() for choice in choices):
        message = _("A choice has no words. Write some, or delete the choice.")
        yield draft.find("choice_empty", MUST, message, block.block_id)
    if not right:
        message = _("No choice is marked as right, so nobody can answer. Tick the right one.")
        yield draft.find("key_missing", MUST, message, block.block_id)
    elif right > 1 and block.get("kind") != CheckKind.MULTIPLE:
        message = _("Several choices are right, but only one may be chosen. Change one of the two.")
        yield draft.find("key_ambiguous", MUST, message, block.block_id)


def _check_feedback(draft: Draft, block: Block) -> Iterator[Finding]:
    said = [choice.get("feedback") for choice in _read_choices(block)]
    if not any([block.get("explanation"), *said]):
        message = _(
            "Learners hear only “right” or “wrong”. Add an explanation, or feedback to a choice."
        )
        yield draft.find("feedback_missing", SHOULD, message, block.block_id)


def _read_choices(block: Block) -> list[dict[str, Any]]:
    choices = block.get("choices") or ()
    return [choice["value"] for choice in choices if isinstance(choice.get("value"), dict)]


def check_headings(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    """Ask of the lesson's own texts; what stands inside other blocks has an order of its own."""
    above = 1
    for block in draft.blocks:
        for level, words in HEADING.findall(str(block.value)) if block.kind == "text" else ():
            if not plain(words).strip():
                message = _("A heading has no words. Delete it.")
                yield draft.find("heading_empty", SHOULD, message, block.block_id)
            elif int(level) > above + 1 and not block.is_inside:
                message = _("The heading “%(words)s” skips a level. Choose the next one down.")
                said = {"words": plain(words).strip()[:60]}
                yield draft.find("heading_skips", SHOULD, message % said, block.block_id)
            above = above if block.is_inside else int(level)


def check_anchors(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    known = set(_list_anchors(draft))
    for block in draft.blocks:
        targets = (link for text in list_texts(block) for link in list_links(text))
        for target in (link.target for link in targets if link.kind == "anchor"):
            if target not in known:
                message = _("A link leads to “#%(anchor)s”, but no heading here has that name.")
                yield draft.find(
                    "anchor_dead", SHOULD, message % {"anchor": target}, block.block_id
                )


def _list_anchors(draft: Draft) -> Iterator[str]:
    """Yield the anchors as the page gives them out, see `blocks.anchors`."""
    anchors = Anchors()
    for block in draft.blocks:
        if block.kind in ("callout", "details"):
            yield anchors.take(str(block.get("title") or ""))
        elif block.kind == "text":
            for _place, words in list_headlines(str(block.value)):
                yield anchors.take(words)


def check_links(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    for block in draft.blocks:
        for text in list_texts(block):
            yield from _check_links_of(draft, lookups, text, block.block_id)


def check_description_links(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    yield from _check_links_of(draft, lookups, str(draft.values.get("description") or ""), "")


def _check_links_of(draft: Draft, lookups: Lookups, text: str, block_id: str) -> Iterator[Finding]:
    for link in list_links(text):
        key = int(link.target) if link.target.isdecimal() else 0
        if link.kind == "document" and key not in lookups.documents:
            message = _("A link leads to a file that was deleted. Choose another, or take it off.")
            yield draft.find("link_dead", MUST, message, block_id)
        elif link.kind == "page":
            yield from _check_page_link(draft, lookups, key, block_id)


def _check_page_link(draft: Draft, lookups: Lookups, key: int, block_id: str) -> Iterator[Finding]:
    page = lookups.pages.get(key)
    if page is None:
        message = _("A link leads to a page that was deleted. Choose another, or take it off.")
        yield draft.find("link_dead", MUST, message, block_id)
        return
    said = {"page": page.title}
    if not page.is_live:
        message = _("A link leads to “%(page)s”, which is not published: learners see no link.")
        yield draft.find("link_unpublished", SHOULD, message % said, block_id)
    elif page.course_id not in (None, draft.course_id) and not page.is_preview:
        message = _("A link leads to “%(page)s” in another course, which is closed to learners.")
        yield draft.find("link_closed", SHOULD, message % said, block_id)


def check_minutes(draft: Draft, lookups: Lookups) -> Iterator[Finding]:
    minutes = draft.values.get("minutes")
    if not draft.blocks or not minutes:
        return
    least = _estimate_minutes(draft, lookups)
    if minutes * 2 < least:
        message = ngettext(
            "The lesson promises %(minutes)s minute, but its content takes about %(least)s.",
            "The lesson promises %(minutes)s minutes, but its content takes about %(least)s.",
            minutes,
        )
    elif minutes > 10 + least * 6 and not any(b.kind in FOREIGN_PARTS for b in draft.blocks):
        message = ngettext(
            "The lesson promises %(minutes)s minute, but its content takes only about %(least)s.",
            "The lesson promises %(minutes)s minutes, but its content takes only about %(least)s.",
            minutes,
        )
    else:
        return
    yield draft.find("minutes_odd", SHOULD, message % {"minutes": minutes, "least": least})


def _estimate_minutes(draft: Draft, lookups: Lookups) -> int:
    texts = (text for block in draft.blocks for text in list_texts(block))
    words = sum(len(strip_tags(text).split()) for text in texts)
    recordings = (lookups.recordings.get(block.get("media")) for block in draft.blocks)
    seconds = sum(recording.seconds for recording in recordings if recording)
    questions = sum(block.kind == "check" for block in draft.blocks)
    return ceil(words / WORDS_A_MINUTE + seconds / 60 + questions * MINUTES_A_CHECK)


BODY_CHECKS: tuple[BodyCheck, ...] = (
    check_required,
    check_texts,
    check_boxes,
    check_images,
    check_videos,
    check_audio,
    check_files,
    check_elsewhere,
    check_tables,
    check_code,
    check_questions,
    check_headings,
    check_anchors,
    check_links,
    check_minutes,
)

OF_THE_ORIGINAL = {
    "captions_missing",
    "choices_missing",
    "code_language_missing",
    "document_gone",
    "image_gone",
    "key_ambiguous",
    "key_missing",
    "minutes_odd",
    "recording_gone",
    "recording_missing",
    "transcript_missing",
}
"""Codes about what a translation takes from its original: there they are said, and not twice."""
