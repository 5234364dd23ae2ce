"""Bodies of lessons as they lie in the database."""

import io
import json
import re
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from PIL import Image
from wagtail.blocks import StreamValue

from course_pages.blocks import LessonBodyBlock
from course_pages.models import CourseImage, CourseMedia, LessonPage

RIGHT, WRONG, THIRD = (f"{number}0000000-0000-4000-8000-000000000000" for number in (1, 2, 3))
CHECK = "c0000000-0000-4000-8000-000000000000"


def make_block(kind: str, value: Any, *, block_id: str | None = None) -> dict[str, Any]:
    """Return one raw block of a body."""
    return {"type": kind, "id": block_id or str(uuid4()), "value": value}


def make_choice(
    choice_id: str, text: str, *, correct: bool = False, feedback: str = "Because."
) -> dict[str, Any]:
    return {
        "type": "item",
        "id": choice_id,
        "value": {"text": text, "correct": correct, "feedback": feedback},
    }


def make_check(*, block_id: str = CHECK, **fields: Any) -> dict[str, Any]:
    """Return a raw knowledge check: "Two and two?" with "Four" (RIGHT) and "Five" (WRONG)."""
    value = {
        "question": "Two and two?",
        "kind": "single",
        "choices": [
            make_choice(RIGHT, "Four", correct=True, feedback="Well counted."),
            make_choice(WRONG, "Five", feedback="Count again."),
        ],
        "hints": [],
        "explanation": "Put two beside two.",
    }
    return make_block("check", value | fields, block_id=block_id)


def make_image(
    title: str = "Drawing", *, width: int = 64, height: int = 48, **fields: Any
) -> CourseImage:
    picture = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(picture, "PNG")
    file = SimpleUploadedFile(f"{title}.png", picture.getvalue(), "image/png")
    return CourseImage.objects.create(title=title, file=file, **fields)


def make_video(title: str = "Recording", **fields: Any) -> CourseMedia:
    file = SimpleUploadedFile(f"{title}.mp4", b"no real film", "video/mp4")
    return CourseMedia.objects.create(
        **{"title": title, "type": "video", "duration": 60, "file": file} | fields
    )


def make_audio(title: str = "Greeting", **fields: Any) -> CourseMedia:
    file = SimpleUploadedFile(f"{title}.mp3", b"no real sound", "audio/mpeg")
    return CourseMedia.objects.create(
        **{"title": title, "type": "audio", "duration": 60, "file": file} | fields
    )


def make_svg(title: str = "Plan", inside: str = "<g/>", **fields: Any) -> CourseImage:
    """Return a drawing of 1600 by 800."""
    content = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 800">{inside}</svg>'
    file = SimpleUploadedFile(f"{title}.svg", content.encode(), "image/svg+xml")
    return CourseImage.objects.create(title=title, file=file, **fields)


def make_table(*rows: tuple[str, ...], caption: str = "") -> dict[str, Any]:
    """Return a raw table; the first row holds the headings."""
    columns = [{"type": "cell", "heading": heading} for heading in rows[0]]
    lines = [{"values": list(row)} for row in rows[1:]]
    table = {"columns": columns, "rows": lines, "caption": ""}
    return make_block("table", {"caption": caption, "table": table})


def make_callout(*body: dict[str, Any], kind: str = "tip", title: str = "") -> dict[str, Any]:
    return make_block("callout", {"kind": kind, "title": title, "body": list(body)})


def make_details(*body: dict[str, Any], kind: str = "solution", title: str = "") -> dict[str, Any]:
    return make_block("details", {"kind": kind, "title": title, "body": list(body)})


def write_body(lesson: LessonPage, *blocks: dict[str, Any]) -> None:
    """Put raw blocks into the body of a lesson in memory."""
    setattr(lesson, "body", json.dumps(blocks))  # noqa: B010 - a StreamField takes JSON, mypy not


def read_body(*blocks: dict[str, Any]) -> StreamValue:
    """Return raw blocks as the value that a lesson's `body` has."""
    return LessonBodyBlock().to_python(list(blocks))


BLOCK = re.compile(r'<div class="block" id="block-[0-9a-f-]{36}">')


def inside_blocks(html: str) -> str:
    """Return what `render_body` gave, without the box that every block of a lesson stands in."""
    _before, *blocks = BLOCK.split(html)
    return "".join(block.strip().removesuffix("</div>").strip() for block in blocks)


def render_body(*blocks: dict[str, Any], **context: Any) -> str:
    """Return the HTML of raw blocks, rendered as a lesson's template does it."""
    template = Template("{% load wagtailcore_tags %}{% include_block body %}")
    return template.render(Context({"body": read_body(*blocks), **context}))
