from typing import Any

from django.utils.translation import gettext_lazy as _

from course_pages.blocks.rich_text import RUNNING_TEXT, CleanRichTextBlock


class TextBlock(CleanRichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", list(RUNNING_TEXT))
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, headings, lists and links.")
        template = "blocks/text.html"
        preview_template = "blocks/preview.html"
        preview_value = (
            "<h2>Ask for less</h2><p>A good question asks for what you need and nothing more. "
            "Name the columns, with <b>commas</b> between them.</p>"
            "<ul><li>one column</li><li>another column</li></ul>"
        )
