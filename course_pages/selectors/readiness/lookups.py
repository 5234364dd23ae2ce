"""What the checks must know of the files and pages that texts mention: one query a kind."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from course_pages.models import CourseDocument, CourseImage, CourseMedia
from course_pages.selectors.readiness.drafts import Block, Draft

LINK = re.compile(r"<a\b[^>]*>")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Link:
    """One link of rich text."""

    kind: str
    """page, document, anchor or ""."""
    target: str
    """The id of the page or document, or the anchor; "" for a link to elsewhere."""


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """A page that a text links to."""

    title: str
    is_live: bool
    course_id: int | None
    """Of a lesson, its canonical course; None for every other page."""
    is_preview: bool


@dataclass(frozen=True, slots=True)
class Recording:
    """What the checks ask of a recording."""

    has_captions: bool
    has_transcript: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Lookups:
    """Everything that the drafts mention, as far as it is there."""

    images: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()
    recordings: dict[int, Recording] = field(default_factory=dict)
    pages: dict[int, LinkedPage] = field(default_factory=dict)


def list_links(html: str) -> Iterator[Link]:
    """Yield the links of rich text as it is stored."""
    for tag in LINK.findall(html):
        attributes = dict(ATTRIBUTE.findall(tag))
        kind, href = attributes.get("linktype", ""), attributes.get("href", "")
        if kind:
            yield Link(kind, attributes.get("id", ""))
        elif href.startswith("#"):
            yield Link("anchor", href[1:])


def list_texts(block: Block) -> Iterator[str]:
    """Yield the pieces of rich text that a block holds itself, not those of blocks inside it."""
    if block.kind == "text":
        yield str(block.value or "")
    elif block.kind == "quote":
        yield str(block.get("text") or "")
    elif block.kind == "table":
        for row in (block.get("table") or {}).get("rows") or ():
            yield from (str(cell or "") for cell in row.get("values") or ())


def look_up(drafts: Iterable[Draft]) -> Lookups:
    """Return what all the drafts mention; a query for each kind that is mentioned, four at most."""
    drafts = list(drafts)
    blocks = [block for draft in drafts for block in draft.blocks]
    texts = [str(draft.values.get("description") or "") for draft in drafts]
    texts += [text for block in blocks for text in list_texts(block)]
    links = [link for text in texts for link in list_links(text)]
    return Lookups(
        images=_ids(CourseImage, _keys(blocks, "image")),
        documents=_ids(CourseDocument, _keys(blocks, "document") | _targets(links, "document")),
        recordings=_recordings(_keys(blocks, "media")),
        pages=_pages(_targets(links, "page")),
    )


def _keys(blocks: Iterable[Block], name: str) -> set[int]:
    keys = (block.get(name) for block in blocks)
    return {key for key in keys if isinstance(key, int)}


def _targets(links: Iterable[Link], kind: str) -> set[int]:
    return {int(link.target) for link in links if link.kind == kind and link.target.isdecimal()}


def _ids(model: Any, keys: set[int]) -> frozenset[int]:
    rows = model.objects.filter(pk__in=keys).values_list("pk", flat=True) if keys else ()
    return frozenset(rows)


def _recordings(keys: set[int]) -> dict[int, Recording]:
    if not keys:
        return {}
    rows = CourseMedia.objects.filter(pk__in=keys).values_list(
        "pk", "captions", "transcript", "duration"
    )
    return {
        pk: Recording(bool(captions), bool(transcript.strip()), float(duration or 0))
        for pk, captions, transcript, duration in rows
    }


def _pages(keys: set[int]) -> dict[int, LinkedPage]:
    if not keys:
        return {}
    rows = Page.objects.filter(pk__in=keys).values_list(
        "pk",
        "title",
        "live",
        "lessonpage__canonical__facts__course_id",
        "lessonpage__canonical__free_preview",
    )
    return {
        pk: LinkedPage(title, live, course_id, bool(is_preview))
        for pk, title, live, course_id, is_preview in rows
    }
