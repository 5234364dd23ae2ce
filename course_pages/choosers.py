"""Choosers that know what a page full of their things will need."""

from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.images.blocks import ImageChooserBlock


class IllustrationChooserBlock(ImageChooserBlock):
    """Chooses an image; a body with many of them fetches all their renditions at once."""

    def bulk_to_python(self, values: Any) -> list[Any]:
        images: list[Any] = super().bulk_to_python(values)
        present = [image for image in images if image is not None]
        # All renditions, not only those of the lesson: Wagtail takes the prefetched list for the
        # whole truth and would draw the editor's thumbnails anew each time.
        prefetch_related_objects(present, "renditions")
        return images
