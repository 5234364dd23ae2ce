"""Course folders to read, made small and then spoilt in one place."""

from pathlib import Path
from typing import Any

from PIL import Image

COURSE = """\
format: 1
id: tea-for-guests
language: en
title: "Tea for guests"
description: |
  How to make *good* tea for six people.
outcomes:
  - "Choose a tea"
  - "Brew it without bitterness"
  - "Serve six people"
category: [Home, Kitchen]
licence: CC-BY-4.0
authors: [Wulan Adiputri]
modules:
  - id: brewing
    title: Brewing
    lessons: [water-first, leaves]
  - id: serving
    title: Serving
    lessons: [six-cups]
"""
"""Lines 1 to 20; `title` is line 4."""

FRONT = """\
---
id: {id}
title: {title}
summary: One sentence.
minutes: 4
---

"""
"""The body begins in line 8."""

CHECK = """\
:::check
id: hottest
question: |
  Which water is **hottest**? See `kettle`.
choices:
  - id: boiling
    text: "`boiling` water"
    correct: true
    feedback: "Right."
  - id: tepid
    text: "tepid water"
    correct: false
    feedback: "No."
explanation: |
  It bubbles.
:::
"""


def lesson(lesson_id: str, body: str, *, title: str = "", **front: Any) -> str:
    text = FRONT.format(id=lesson_id, title=title or lesson_id.replace("-", " ").capitalize())
    more = "".join(f"{key}: {value}\n" for key, value in front.items())
    return text.replace("---\n\n", f"{more}---\n\n") + body


def make_folder(root: Path, **files: str) -> Path:
    """Write the small course; `files` are texts by name, beside or in place of its own."""
    texts = {
        "course.yaml": COURSE,
        "lessons/water-first.md": lesson("water-first", "Tea is mostly **water**.\n\n" + CHECK),
        "lessons/leaves.md": lesson("leaves", "## Green\n\nGreen or black.\n"),
        "lessons/six-cups.md": lesson("six-cups", "Pour.\n"),
    }
    for name, text in (texts | files).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def spoil(root: Path, name: str, old: str, new: str) -> None:
    """Replace what stands once in a file."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def add_image(root: Path, name: str = "images/cup.png", *, color: str = "white") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (32, 20), color).save(path)


def add_video(root: Path, name: str = "media/pour.mp4", *, content: bytes = b"film") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42" + content)


def add_captions(root: Path, name: str = "media/pour.en.vtt", *, words: str = "Pour.") -> None:
    (root / name).write_text(f"WEBVTT\n\n00:00.000 --> 00:02.000\n{words}\n", encoding="utf-8")
