"""One page of the source as one lesson."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from interchange.document import CalloutPart, LessonDocument, Part, Place, TextPart
from interchange.readers.carpentries.pages import Page
from interchange.readers.carpentries.titles import (
    QUESTIONS,
    cut,
    plain_lines,
    plain_title,
    summarize,
    without_headings,
)
from interchange.readers.slugs import strip_number

SHORTEST, LONGEST = 1, 600
"""Minutes that a lesson may take."""
WORDS_A_MINUTE = 180
TAG = re.compile(r"<[^<>]*>")


def make_lesson(lesson: str, page: Page, body: tuple[Part, ...]) -> LessonDocument:
    """Return the lesson with the id `lesson` that a page has become."""
    return LessonDocument(
        id=lesson,
        title=find_title(page),
        summary=find_summary(body),
        minutes=find_minutes(page.front) or estimate_minutes(body),
        free_preview=False,
        attachments=(),
        body=body,
        place=Place(page.path, 1),
    )


def find_title(page: Page) -> str:
    """Return what the front matter calls a page, else its file."""
    name = strip_number(PurePosixPath(page.path).stem)
    words = re.sub(r"[-_]+", " ", name).strip().capitalize()
    return cut(plain_title(page.front.get("title")) or words)


def find_minutes(front: Mapping[str, Any]) -> int:
    """Return the minutes for teaching and exercises, 0 where the source gives none."""
    given = [minutes_in(front.get(key)) for key in ("teaching", "exercises")]
    known = [minutes for minutes in given if minutes is not None]
    return min(max(SHORTEST, round(sum(known))), LONGEST) if known else 0


def minutes_in(value: object) -> float | None:
    """Return a number of minutes, however it is written."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        minutes = float(value)
    except (ValueError, OverflowError):
        return None
    return minutes if 0 <= minutes <= LONGEST else None


def estimate_minutes(body: Iterable[Part]) -> int:
    words = sum(count_words(part) for part in body)
    return min(max(SHORTEST, round(words / WORDS_A_MINUTE)), LONGEST)


def count_words(part: Part) -> int:
    match part:
        case TextPart(html=html):
            return len(TAG.sub(" ", html).split())
        case _ if isinstance(inner := getattr(part, "body", None), tuple):
            return sum(count_words(one) for one in inner)
    return len(str(getattr(part, "code", "")).split())


def find_summary(body: Iterable[Part]) -> str:
    """Return the questions that a lesson answers, else how it begins."""
    parts = list(body)
    boxes = [part for part in parts if isinstance(part, CalloutPart)]
    asked = [part for box in boxes if box.title == str(QUESTIONS) for part in box.body]
    return next((words for part in [*asked, *parts] if (words := summarize(lines_of(part)))), "")


def lines_of(part: Part) -> list[str]:
    return plain_lines(without_headings(part.html)) if isinstance(part, TextPart) else []
