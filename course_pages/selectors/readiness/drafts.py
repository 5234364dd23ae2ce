"""What the checks read of a page: its words as an editor left them, without a query."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.models import Page

from course_pages.blocks.inner import TEXT_ID, read_old_text
from course_pages.blocks.rich_text import clean_source
from course_pages.selectors.readiness.findings import Finding, Severity

STREAMS = ("body", "outcomes")
WITH_BODY = ("callout", "details")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body, at whatever depth."""

    kind: str
    value: Any
    """Raw, as it lies in the database."""
    block_id: str
    is_inside: bool = False
    """Whether it stands in another block."""

    def get(self, name: str) -> Any:
        """Return a part of a block that is made of parts; None where there is no such part."""
        return self.value.get(name) if isinstance(self.value, dict) else None


@dataclass(frozen=True)
class Draft:
    """One page as it is checked; `values` are its fields, streams as raw lists."""

    page_id: int
    title: str
    is_original: bool
    values: Mapping[str, Any]
    course_id: int | None = None
    """The canonical course it belongs to; None where that was not asked for."""
    lesson_count: int = 0
    """Of a course or module: the lessons below."""
    module_count: int = 0
    preview_count: int = 0
    """Of a course: the lessons that anybody may open."""

    @cached_property
    def blocks(self) -> list[Block]:
        """Return all blocks of the body, what is inside others too, in the order they stand in."""
        return list(_walk(self.values.get("body") or []))

    def has_words(self, name: str) -> bool:
        return bool(str(self.values.get(name) or "").strip())

    def find(self, code: str, severity: Severity, message: str, block_id: str = "") -> Finding:
        return Finding(code, severity, message, self.page_id, self.title, block_id)


def read_page(page: Page, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the named fields of a page in memory."""
    return {name: _read_field(page, name) for name in names}


def read_revision(page: Page, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the named fields of a page's latest draft; of a page without one, its own."""
    revision = page.latest_revision
    if revision is None:
        return read_page(page, names)
    content = revision.content
    return {
        name: _read_stream(content[name]) if name in STREAMS else content[name]
        for name in names
        if name in content
    }


def _read_field(page: Page, name: str) -> Any:
    value = getattr(page, name)
    return list(value.raw_data) if isinstance(value, StreamValue) else value


def _read_stream(value: Any) -> list[Any]:
    stream = json.loads(value) if isinstance(value, str) and value else value
    return stream if isinstance(stream, list) else []


def _walk(stream: Any, around: str = "", *, is_inside: bool = False) -> Iterator[Block]:
    """Yield the blocks of a raw stream; `around` is the id of the block it stands in."""
    for raw in stream:
        block_id = str(raw.get("id") or "")
        # The id that every text of old callouts has names none of them.
        block_id = around if block_id in ("", TEXT_ID) else block_id
        kind, value = raw.get("type", ""), raw.get("value")
        if kind == "text":
            value = clean_source(str(value or ""))
        yield Block(kind, value, block_id, is_inside=is_inside)
        if kind in WITH_BODY and isinstance(value, dict):
            yield from _walk(read_old_text(value.get("body")), block_id, is_inside=True)
