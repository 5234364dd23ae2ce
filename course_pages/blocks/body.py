from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock

from course_pages.blocks.callout import CalloutBlock
from course_pages.blocks.check import CheckBlock
from course_pages.blocks.code import CodeBlock
from course_pages.blocks.image import ImageBlock
from course_pages.blocks.text import TextBlock
from course_pages.blocks.video import VideoBlock

READING = _("To read")
SHOWING = _("To look at")
ANSWERING = _("To answer")


class LessonBodyBlock(StreamBlock):
    """The body of a lesson: a stream of the families in this package.

    The names are in the database of every lesson: a block may be added, never renamed.
    """

    text = TextBlock(group=READING)
    callout = CalloutBlock(group=READING)
    code = CodeBlock(group=READING)
    image = ImageBlock(group=SHOWING)
    video = VideoBlock(group=SHOWING)
    check = CheckBlock(group=ANSWERING)

    class Meta:
        template = "blocks/body.html"
