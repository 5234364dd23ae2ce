from collections.abc import Iterable
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import StreamBlock, StreamValue

from course_pages.blocks.audio import AudioBlock
from course_pages.blocks.code import CodeBlock
from course_pages.blocks.embed import EmbedBlock
from course_pages.blocks.file import FileBlock
from course_pages.blocks.groups import READING, SHOWING
from course_pages.blocks.image import ImageBlock
from course_pages.blocks.math import MathBlock
from course_pages.blocks.quote import QuoteBlock
from course_pages.blocks.table import TableBlock
from course_pages.blocks.text import TextBlock
from course_pages.blocks.video import VideoBlock

TEXT_ID = "00000000-0000-4000-8000-000000000000"
"""Id of the one block that a text without blocks becomes, the same whenever it is read."""


class InnerBodyBlock(StreamBlock):
    """A stream inside a block of a lesson: everything but words aside and questions.

    Words aside were rich text alone once: such a value is read as one text block.
    """

    text = TextBlock(group=READING)
    code = CodeBlock(group=READING)
    quote = QuoteBlock(group=READING)
    math = MathBlock(group=READING)
    image = ImageBlock(group=SHOWING)
    video = VideoBlock(group=SHOWING)
    audio = AudioBlock(group=SHOWING)
    table = TableBlock(group=SHOWING)
    file = FileBlock(group=SHOWING)
    embed = EmbedBlock(group=SHOWING)

    def to_python(self, value: Any) -> StreamValue:
        return super().to_python(read_old_text(value))

    def bulk_to_python(self, values: Iterable[Any]) -> list[StreamValue]:
        streams: list[StreamValue] = super().bulk_to_python(
            [read_old_text(value) for value in values]
        )
        return streams

    class Meta:
        template = "blocks/body.html"


def read_old_text(value: Any) -> Any:
    """Return rich text as a raw stream of one text block, and everything else as it is."""
    if not isinstance(value, str):
        return value or []
    has_words = strip_tags(value).strip()
    return [{"type": "text", "id": TEXT_ID, "value": value}] if has_words else []
