from wagtail.blocks import StreamBlock

from course_pages.blocks.text import TextBlock


class LessonBodyBlock(StreamBlock):
    """The body of a lesson: a stream of the families in this package."""

    text = TextBlock()
