from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock

from course_pages.blocks.rich_text import SHORT_TEXT, CleanRichTextBlock


class QuoteBlock(StructBlock):
    """Somebody else's words, and whose they are."""

    text = CleanRichTextBlock(features=list(SHORT_TEXT), label=_("Words"))
    attribution = CharBlock(
        required=False,
        max_length=255,
        label=_("Whose words"),
        help_text=_("The person, and where it was said or written."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        label_format = "{attribution}"
        description = _("Somebody else's words, with their name.")
        template = "blocks/quote.html"
        preview_template = "blocks/preview.html"
        preview_value = {
            "text": "<p>The purpose of computing is insight, not numbers.</p>",
            "attribution": "Richard Hamming, 1962",
        }
