"""Counts what a course folder consists of, apart from its reader: the files are walked anew."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from interchange.readers.assets import count_files
from interchange.report import Element

COLONS = re.compile(r"(?P<colons>:{3,})\s*(?P<name>[\w-]*)")
CODE = re.compile(r" {0,3}(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<rest>.*)$")
OF_MARKDOWN = ("callout", "details")
PARSER = MarkdownIt("commonmark")
PARSER.validateLink = lambda url: True  # type: ignore[method-assign]


def count_course_folder(root: Path) -> Iterator[Element]:
    """Yield every element of a course folder once: files, modules, lessons, checks, images.

    What stands in a lesson that the course does not name is not counted: it is a file that is
    left out whole.
    """
    yield from count_files(root)
    course = load(root / "course.yaml")
    modules = [entry for entry in rows(course.get("modules")) if isinstance(entry, dict)]
    lessons = {str(lesson) for module in modules for lesson in rows(module.get("lessons"))}
    yield from count_language(root, "", modules, lessons)
    for translated in sorted(root.glob("translations/[!.]*/course.yaml")):
        folder = translated.parent.relative_to(root).as_posix() + "/"
        yield from count_language(root, folder, rows(load(translated).get("modules")), lessons)


def count_language(
    root: Path, folder: str, modules: list[Any], lessons: set[str]
) -> Iterator[Element]:
    for module in modules:
        if isinstance(module, dict):
            yield Element(f"{folder}course.yaml", "module", str(module.get("id")))
    for lesson in sorted(lessons):
        name = f"{folder}lessons/{lesson}.md"
        if (root / name).is_file():
            yield Element(name, "lesson", lesson)
            yield from count_lesson(root / name, name)


def load(path: Path) -> dict[str, Any]:
    """Return a YAML mapping; an empty one where the reader will have refused the file."""
    try:
        value = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, ValueError, OSError):
        return {}
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def count_lesson(path: Path, name: str) -> Iterator[Element]:
    text = path.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
    body = re.sub(r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", "", text, count=1, flags=re.DOTALL)
    checks, markdown = sift(body)
    for number in range(1, checks + 1):
        yield Element(name, "check", f"check-{number}")
    for number in range(1, count_images(PARSER.parse(markdown)) + 1):
        yield Element(name, "image", f"image-{number}")


def sift(body: str) -> tuple[int, str]:
    """Return the number of checks, and the lines of Markdown without directives."""
    checks, kept, fence = 0, [], ""
    opened: list[str] = []
    for line in body.split("\n"):
        found = COLONS.match(line)
        in_markdown = not opened or opened[-1] in OF_MARKDOWN
        if found and not fence:
            checks += found["name"] == "check"
            opened = [*opened, found["name"]] if found["name"] else opened[:-1]
            kept.append("")
        elif in_markdown:
            fence = turn(fence, line)
            kept.append(line)
    return checks, "\n".join(kept)


def turn(fence: str, line: str) -> str:
    """Return the fence, of code or a formula, that is open after a line."""
    if not fence and line.rstrip() == "$$":
        return "$$"
    if fence == "$$":
        return "" if line.rstrip() == "$$" else fence
    code = CODE.match(line)
    if not code:
        return fence
    if not fence:
        return code["fence"]
    closes = code["fence"].startswith(fence) and not code["rest"].strip()
    return "" if closes else fence


def count_images(tokens: list[Token]) -> int:
    total = 0
    for token in tokens:
        total += token.type == "image"
        if token.type == "inline":
            total += count_images(token.children or [])
    return total
