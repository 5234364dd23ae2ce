"""Turns the parts of a lesson into the raw blocks of its body."""

from functools import singledispatchmethod
from typing import Any

from interchange.document import (
    CalloutPart,
    CheckPart,
    CodePart,
    ImagePart,
    LessonDocument,
    Part,
    TextPart,
    VideoPart,
)
from interchange.writers.files import FileShelf
from interchange.writers.identity import make_id

Block = dict[str, Any]


class BodyWriter:
    """Writes the body of one lesson of a course."""

    def __init__(self, course_id: str, lesson: LessonDocument, shelf: FileShelf) -> None:
        self.path = (course_id, "lesson", lesson.id)
        self.lesson = lesson
        self.shelf = shelf

    def write(self) -> list[Block]:
        """Return the blocks in order. Checks are known by their ids, other blocks by their place
        among the blocks of their kind, because nothing that a learner does hangs on them."""
        counts: dict[str, int] = {}
        blocks = []
        for part in self.lesson.body:
            kind, value = self.value(part)
            counts[kind] = counts.get(kind, 0) + 1
            name = part.id if isinstance(part, CheckPart) else f"{kind}-{counts[kind]}"
            space = "check" if isinstance(part, CheckPart) else "block"
            blocks.append(make_block(kind, value, make_id(*self.path, space, name)))
        return blocks

    @singledispatchmethod
    def value(self, part: Part) -> tuple[str, Any]:
        """Return the name of the block and its raw value."""
        raise TypeError(f"There is no block for {part!r}.")

    @value.register
    def _(self, part: TextPart) -> tuple[str, Any]:
        return "text", part.html

    @value.register
    def _(self, part: CodePart) -> tuple[str, Any]:
        return "code", {"language": part.language, "title": part.title, "code": part.code}

    @value.register
    def _(self, part: CalloutPart) -> tuple[str, Any]:
        return "callout", {
            "kind": part.kind,
            "title": part.title,
            "body": "".join(inner.html for inner in part.body if isinstance(inner, TextPart)),
        }

    @value.register
    def _(self, part: ImagePart) -> tuple[str, Any]:
        image = self.shelf.image(part.file, alt=part.alt)
        return "image", {"image": image.pk, "alt": part.alt, "caption": part.caption}

    @value.register
    def _(self, part: VideoPart) -> tuple[str, Any]:
        return "video", {
            "media": self.shelf.recording(part.file, part).pk if part.file else None,
            "embed": part.embed,
            "title": part.title,
            "poster": self.shelf.image(part.poster).pk if part.poster else None,
            "transcript": part.transcript,
        }

    @value.register
    def _(self, part: CheckPart) -> tuple[str, Any]:
        path = (*self.path, "check", part.id)
        choices = [
            make_block(
                "item",
                {"text": choice.text, "correct": choice.correct, "feedback": choice.feedback},
                make_id(*path, "choice", choice.id),
            )
            for choice in part.choices
        ]
        return "check", {
            "question": part.question,
            "kind": part.kind,
            "choices": choices,
            "explanation": part.explanation,
        }


def make_block(kind: str, value: Any, block_id: object) -> Block:
    return {"type": kind, "id": str(block_id), "value": value}
