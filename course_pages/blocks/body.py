from typing import Any

from wagtail.blocks import StreamBlock

from course_pages.blocks.anchors import Anchors
from course_pages.blocks.audio import AudioBlock
from course_pages.blocks.callout import CalloutBlock
from course_pages.blocks.check import CheckBlock
from course_pages.blocks.code import CodeBlock
from course_pages.blocks.details import DetailsBlock
from course_pages.blocks.embed import EmbedBlock
from course_pages.blocks.file import FileBlock
from course_pages.blocks.groups import ANSWERING, READING, SHOWING
from course_pages.blocks.image import ImageBlock
from course_pages.blocks.math import MathBlock
from course_pages.blocks.quote import QuoteBlock
from course_pages.blocks.table import TableBlock
from course_pages.blocks.text import TextBlock
from course_pages.blocks.video import VideoBlock


class LessonBodyBlock(StreamBlock):
    """The body of a lesson: a stream of the families in this package.

    The names are in the database of every lesson: a block may be added, never renamed.
    """

    text = TextBlock(group=READING)
    callout = CalloutBlock(group=READING)
    code = CodeBlock(group=READING)
    quote = QuoteBlock(group=READING)
    math = MathBlock(group=READING)
    details = DetailsBlock(group=READING)
    image = ImageBlock(group=SHOWING)
    video = VideoBlock(group=SHOWING)
    audio = AudioBlock(group=SHOWING)
    table = TableBlock(group=SHOWING)
    file = FileBlock(group=SHOWING)
    embed = EmbedBlock(group=SHOWING)
    check = CheckBlock(group=ANSWERING)

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        # One for the whole body: the blocks in it ask for theirs in the order they stand in.
        context["anchors"] = Anchors()
        return context

    class Meta:
        template = "blocks/body.html"
