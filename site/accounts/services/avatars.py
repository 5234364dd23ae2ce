"""People's pictures: checked, cut to squares, kept under names that nobody can guess."""

import secrets
import zipfile
from functools import partial
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from accounts.models import User, UserProfile
from accounts.models.profile import AVATAR_SIZES, name_avatar
from core.exceptions import InvalidInput

LARGEST = 2 * 1024 * 1024
"""Bytes of what is sent."""
MOST_PIXELS = 25_000_000
"""What is decoded takes four bytes a pixel: 100 MB of a small container's memory."""
LEAST_SIDE = 64
"""Pixels of the shorter side; less would be shown larger than it is."""
FORMATS = ("JPEG", "PNG", "WEBP")
OTHER_TONGUES = (b"<script", b"<html", b"<!doctype", b"<svg ", b"<?php")
"""How a page, a drawing or a program begins that hides in a picture. Nothing of it would be kept,
for pictures are drawn anew; but whoever sends such a file should know what it is."""
QUALITY = 82

NO_PICTURE = _("This is no picture in JPEG, PNG or WebP. Choose another file, or save it as JPEG.")


def cut_avatar(content: bytes) -> dict[int, bytes]:
    """Return a picture as WebP squares by the pixels of their sides, one for each size kept.

    They are drawn anew: the right way up, the middle of the picture, and without anything else
    that the file said, such as where it was taken.

    Raises:
        InvalidInput: it is too large, in bytes or pixels, too small, or no picture alone.
    """
    if len(content) > LARGEST:
        raise InvalidInput(_("The picture is larger than 2 MB. Choose or save a smaller one."))
    picture = _open(content)
    if _holds_more(content):
        raise InvalidInput(_("This file is a picture and something else as well. Save it anew."))
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise InvalidInput(_("The picture has more than 25 million pixels. Save a smaller one."))
    if min(width, height) < LEAST_SIDE:
        raise InvalidInput(_("The picture is smaller than 64 by 64 pixels. Choose a larger one."))
    return _draw_squares(picture)


def keep_avatar(*, user: User, squares: dict[int, bytes]) -> UserProfile:
    """Keep what `cut_avatar` returned as the person's picture; the one before is deleted.

    The files are there before the row names them, and the old ones until it no longer does: a
    process that dies in between leaves a file too many, never a broken picture.
    """
    key = secrets.token_hex(16)
    try:
        for size, content in squares.items():
            default_storage.save(name_avatar(key, size), ContentFile(content))
        return _name_avatar(user, key)
    except BaseException:
        _delete_files(key)
        raise


def remove_avatar(*, user: User) -> UserProfile:
    """Take the person's picture away, and its files once that holds; safe to run twice."""
    return _name_avatar(user, "")


@transaction.atomic
def _name_avatar(user: User, key: str) -> UserProfile:
    profile = UserProfile.objects.select_for_update().get(pk=user.pk)
    before, profile.avatar = profile.avatar, key
    profile.save(update_fields=["avatar"])
    if before:
        transaction.on_commit(partial(_delete_files, before), robust=True)
    return profile


def _delete_files(key: str) -> None:
    for size in AVATAR_SIZES:
        default_storage.delete(name_avatar(key, size))


def _open(content: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(content), formats=FORMATS)
    except Exception as error:  # Pillow's readers raise whatever a broken file leads them to.
        raise InvalidInput(NO_PICTURE) from error


def _holds_more(content: bytes) -> bool:
    lowered = content.lower()
    return any(word in lowered for word in OTHER_TONGUES) or zipfile.is_zipfile(BytesIO(content))


def _draw_squares(picture: Image.Image) -> dict[int, bytes]:
    largest = max(AVATAR_SIZES)
    try:
        # Reads a JPEG at a fraction of its size, where that is enough; the others ignore it.
        picture.draft("RGB", (2 * largest, 2 * largest))
        upright = ImageOps.exif_transpose(picture)
        mode = "RGBA" if upright.has_transparency_data else "RGB"
        square = ImageOps.fit(upright.convert(mode), (largest, largest), Image.Resampling.LANCZOS)
    except Exception as error:  # as above
        raise InvalidInput(NO_PICTURE) from error
    return {size: _write(square, size) for size in AVATAR_SIZES}


def _write(square: Image.Image, size: int) -> bytes:
    # A new picture has pixels and nothing else: Pillow hands on what it read beside them.
    clean = Image.new(square.mode, (size, size))
    clean.paste(square.resize((size, size), Image.Resampling.LANCZOS))
    target = BytesIO()
    clean.save(target, "WEBP", quality=QUALITY)
    return target.getvalue()
