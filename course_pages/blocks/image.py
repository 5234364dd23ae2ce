from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock

from course_pages.choosers import IllustrationChooserBlock


class AltTextBlock(CharBlock):
    """The words that stand for an image."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.error_messages["required"] = _(
            "Say in one sentence what the image shows and why it is here, for those who cannot "
            "see it. Do not begin with “image of”."
        )


class ImageBlock(StructBlock):
    """An image with the words that stand for it."""

    image = IllustrationChooserBlock(label=_("Image"))
    alt = AltTextBlock(
        max_length=500,
        label=_("Alternative text"),
        help_text=_("What the image shows, for those who cannot see it."),
    )
    caption = CharBlock(required=False, max_length=300, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Image")
        label_format = "{alt}"
        description = _("A picture or a drawing, with a description and a caption.")
        template = "blocks/image.html"
        preview_template = "blocks/image_preview.html"
        preview_value = {
            "image": None,
            "alt": "Two tables joined by an arrow.",
            "caption": "The arrow leads from an order to its customer.",
        }
