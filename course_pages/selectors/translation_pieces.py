"""One page in one language, block by block: the words of the original beside their translation."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy
from wagtail.blocks import BaseStructBlock, ListBlock
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from course_pages.models import LessonAttachment
from course_pages.selectors.translation_changes import (
    ATTACHMENTS,
    list_compared_fields,
    list_streams,
    read_frozen,
    read_pages,
    settle,
)
from course_pages.selectors.translation_status import ADDRESS, VersionStatus


class PieceState(StrEnum):
    """Where a field or block of a page stands in one language."""

    TRANSLATED = "translated"
    MISSING = "missing"
    """Some of its words have no translation: readers see those of the original."""
    STALE = "stale"
    """The original says something else since its words were taken over."""
    ONLY_HERE = "only_here"
    """The original has no such block, or has it no more."""
    NO_WORDS = "no_words"
    """Nothing in it is translated: it is the same in every language."""


PIECE_NAMES: dict[PieceState, "str | Promise"] = {
    PieceState.TRANSLATED: pgettext_lazy("state of a block", "Translated"),
    PieceState.MISSING: pgettext_lazy("state of a block", "Missing"),
    PieceState.STALE: pgettext_lazy("state of a block", "Out of date"),
    PieceState.ONLY_HERE: pgettext_lazy("state of a block", "Only here"),
    PieceState.NO_WORDS: pgettext_lazy("state of a block", "Nothing to translate"),
}
"""What people read."""


@dataclass(frozen=True, slots=True)
class Words:
    """One piece of text, as wagtail-localize cuts them."""

    label: str
    """Which part of a block says it; empty where the block is one part."""
    source: str
    """What the original says now; empty where it says nothing there."""
    translation: str
    state: PieceState
    former: str = ""
    """What the original said when this was translated, where it says something else now."""

    @property
    def state_name(self) -> str:
        return str(PIECE_NAMES[self.state])


@dataclass(slots=True)
class Piece:
    """One field or block of a page."""

    key: str
    """The name of the field, or the id of the block."""
    label: str
    state: PieceState
    words: list[Words] = field(default_factory=list)

    @property
    def state_name(self) -> str:
        return str(PIECE_NAMES[self.state])

    @property
    def needs_work(self) -> bool:
        return self.state in (PieceState.MISSING, PieceState.STALE)


@dataclass(frozen=True, slots=True)
class Taken:
    """Words of the original as they were taken over, with their translation."""

    path: str
    words: str
    translation: str = ""


Content = dict[str, Any]
ByPath = dict[str, list[Taken]]


def list_pieces(original: Any, status: VersionStatus) -> list[Piece]:
    """Return the fields and blocks of an original (a specific page) in one language, in order.

    What only the translation has comes last.
    """
    if status.page_id is None:
        return _lay_out(original, _take(original), changed=set())
    version = type(original).objects.get(pk=status.page_id)
    if status.translation_id is None:
        pieces = _lay_out(original, _take(original, version), changed=set())
    else:
        translation = Translation.objects.select_related("source").get(pk=status.translation_id)
        original = translation.source.get_source_instance()
        changed = _find_changed_pieces(original, json.loads(translation.source.content_json))
        pieces = _lay_out(original, _read_taken(translation), changed=changed)
    return pieces + _list_added(version, known={piece.key for piece in pieces})


def _take(original: Any, version: Any = None) -> list[Taken]:
    """Return the words of a page, each with what `version` says at the same place."""
    there = defaultdict(list)
    for path, words in _extract(version) if version else ():
        there[path].append(words)
    return [
        Taken(path, words, there[path].pop(0) if there[path] else "")
        for path, words in _extract(original)
    ]


def _read_taken(translation: Translation) -> list[Taken]:
    """Return the words that wagtail-localize took over, with their translations."""
    segments = StringSegment.objects.filter(source=translation.source_id)
    rows = (
        segments.exclude(context__path=ADDRESS)
        .annotate_translation(translation.target_locale_id)
        .order_by("order")
        .values_list("context__path", "string__data", "translation")
    )
    return [Taken(path, _plain(words), _plain(said or "")) for path, words, said in rows]


def _extract(page: Any) -> Iterator[tuple[str, str]]:
    """Yield path and words of every piece of text of a page, in the order of its panels."""
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and segment.path != ADDRESS:
            yield segment.path, segment.render_text()


def _plain(words: str) -> str:
    return str(StringValue(words).render_text())


def _find_changed_pieces(original: Any, frozen: Content) -> set[str]:
    """Return the keys of the pieces that are not what they were when they were taken over."""
    streams = list_streams(type(original))
    changed: set[str] = set()
    for name, value in read_pages([original.pk])[original.pk].items():
        then, now = settle(read_frozen(frozen, name)), settle(value)
        if name in streams:
            blocks = {block["id"]: block for block in then or []}
            changed |= {block["id"] for block in now if blocks.get(block["id"]) != block}
        elif then != now:
            changed.add(name)
    return changed


class Layout:
    """The fields and top blocks of a page, in order, and the names of their parts."""

    def __init__(self, page: Any) -> None:
        self.labels: dict[str, str] = {}
        self.blocks: dict[str, Any] = {}
        """Block id to the definition of the block."""
        streams = list_streams(type(page))
        names = list_compared_fields(type(page))
        for name in [*names, ATTACHMENTS] if hasattr(page, ATTACHMENTS) else names:
            if name in streams:
                self._add_blocks(getattr(page, name))
            else:
                self.labels[name] = _name_field(page, name)

    def _add_blocks(self, stream: Any) -> None:
        for child in stream:
            self.blocks[child.id] = child.block
            self.labels[child.id] = capfirst(str(child.block.label))

    def find(self, path: str) -> tuple[str, str]:
        """Return to which piece the words at `path` belong, and which part of it says them."""
        name, *rest = path.split(".")
        if not rest or rest[0] not in self.blocks:
            return name, ""
        key, *inner = rest
        return key, _name_part(self.blocks[key], inner)


def _name_field(page: Any, name: str) -> str:
    if name == ATTACHMENTS:
        return str(capfirst(LessonAttachment._meta.verbose_name_plural))
    return str(capfirst(page._meta.get_field(name).verbose_name))


def _name_part(block: Any, path: list[str]) -> str:
    """Return the labels on the way into a block; ids of list items and inner blocks have none."""
    labels: list[str] = []
    for step in path:
        if isinstance(block, ListBlock):
            block = block.child_block
        elif isinstance(block, BaseStructBlock) and step in block.child_blocks:
            block = block.child_blocks[step]
            labels.append(str(block.label))
        else:
            break
    return " › ".join(labels)


def _lay_out(original: Any, taken: list[Taken], *, changed: set[str]) -> list[Piece]:
    """Return the pieces of the original with the words that were taken over beside them."""
    layout = Layout(original)
    pieces = {key: Piece(key, label, PieceState.NO_WORDS) for key, label in layout.labels.items()}
    left: ByPath = defaultdict(list)
    for item in taken:
        left[item.path].append(item)
    now = list(_extract(original))
    # Words that did not change first find theirs; what is left over belongs to those that did.
    found = [_find(left[path], words) for path, words in now]
    for (path, words), match in zip(now, found, strict=True):
        key, part = layout.find(path)
        pieces[key].words.append(_judge(part, words, match, left[path]))
    for piece in pieces.values():
        piece.state = _sum_up(piece, is_changed=piece.key in changed)
    return [
        piece for piece in pieces.values() if piece.words or piece.key in {*layout.blocks, *changed}
    ]


def _find(left: list[Taken], words: str) -> Taken | None:
    """Return what was taken over in just these words, and take it off the list."""
    found = next((taken for taken in left if taken.words == words), None)
    if found is not None:
        left.remove(found)
    return found


def _judge(part: str, words: str, match: Taken | None, left: list[Taken]) -> Words:
    if match is None:
        former = left.pop(0) if left else Taken("", "")
        return Words(part, words, former.translation, PieceState.STALE, former=former.words)
    state = PieceState.TRANSLATED if match.translation else PieceState.MISSING
    return Words(part, words, match.translation, state)


def _sum_up(piece: Piece, *, is_changed: bool) -> PieceState:
    states = {words.state for words in piece.words}
    if is_changed or PieceState.STALE in states:
        return PieceState.STALE
    if PieceState.MISSING in states:
        return PieceState.MISSING
    return PieceState.TRANSLATED if states else PieceState.NO_WORDS


def _list_added(version: Any, *, known: set[str]) -> list[Piece]:
    """Return the blocks that the version has and the original has not."""
    layout = Layout(version)
    added = {
        key: Piece(key, layout.labels[key], PieceState.ONLY_HERE)
        for key in layout.blocks
        if key not in known
    }
    for path, words in _extract(version):
        key, part = layout.find(path)
        if key in added:
            added[key].words.append(Words(part, "", words, PieceState.ONLY_HERE))
    return list(added.values())
