"""Pictures of people as browsers send them."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

LEFT, RIGHT = (180, 30, 30), (30, 30, 180)


def make_picture(
    *,
    name: str = "me.jpg",
    kind: str = "JPEG",
    size: tuple[int, int] = (300, 200),
    mode: str = "RGB",
    **options: Any,
) -> SimpleUploadedFile:
    """Return a picture, red on the left and blue on the right; `options` are those of Pillow."""
    picture = Image.new("RGB", size, LEFT)
    picture.paste(RIGHT, (size[0] // 2, 0, size[0], size[1]))
    target = BytesIO()
    picture.convert(mode).save(target, kind, **options)
    return SimpleUploadedFile(name, target.getvalue())
