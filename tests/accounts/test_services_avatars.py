"""People's pictures: what is taken, what is left of it, and which files stay."""

import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image
from PIL.ExifTags import GPS, Base

from accounts.models import User, UserProfile
from accounts.services.avatars import cut_avatar, keep_avatar, remove_avatar
from core.exceptions import InvalidInput
from tests.factories.avatars import LEFT, RIGHT, make_picture


def read(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def color_at(picture: Image.Image, x: float, y: float) -> str:
    """Return whether a place, told by parts of the sides, is red or blue."""
    width, height = picture.size
    pixel: Any = picture.convert("RGB").getpixel((int(x * width), int(y * height)))
    near = {name: abs(pixel[0] - rgb[0]) for name, rgb in {"red": LEFT, "blue": RIGHT}.items()}
    return min(near, key=lambda name: near[name])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_two_squares_of_its_middle(kind: str) -> None:
    squares = cut_avatar(make_picture(kind=kind).read())

    shapes = {size: (read(content).format, read(content).size) for size, content in squares.items()}
    assert shapes == {64: ("WEBP", (64, 64)), 256: ("WEBP", (256, 256))}
    assert (color_at(read(squares[64]), 0.1, 0.5), color_at(read(squares[64]), 0.9, 0.5)) == (
        "red",
        "blue",
    )


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_pictures_of_every_kind_of_pixel_are_taken(mode: str) -> None:
    picture = Image.new(mode, (80, 80))
    target = BytesIO()
    picture.save(target, "PNG")

    squares = cut_avatar(target.getvalue())

    assert read(squares[256]).size == (256, 256)


def test_a_picture_in_the_four_colors_of_print_is_taken() -> None:
    assert read(cut_avatar(make_picture(mode="CMYK").read())[64]).size == (64, 64)


def test_a_picture_taken_sideways_stands_upright_and_says_nothing_of_its_place() -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = 6  # a quarter turn to the right is needed
    exif[Base.Make] = "Camera of a person"
    exif.get_ifd(Base.GPSInfo)[GPS.GPSLatitude] = (6.0, 10.0, 0.0)
    content = make_picture(exif=exif, comment=b"at home", icc_profile=b"a profile").read()
    assert b"Camera of a person" in content

    squares = cut_avatar(content)

    upright = read(squares[256])
    assert (color_at(upright, 0.5, 0.1), color_at(upright, 0.5, 0.9)) == ("red", "blue")
    for kept in squares.values():
        assert not read(kept).getexif()
        assert read(kept).info.keys().isdisjoint({"exif", "xmp", "icc_profile", "comment"})
        assert not any(word in kept for word in (b"Camera", b"at home", b"a profile", b"EXIF"))


def test_a_picture_that_moves_is_kept_as_its_first() -> None:
    frames = [Image.new("RGB", (80, 80), color) for color in (LEFT, RIGHT)]
    target = BytesIO()
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:], duration=50)

    kept = read(cut_avatar(target.getvalue())[64])

    assert (getattr(kept, "n_frames", 1), color_at(kept, 0.5, 0.5)) == (1, "red")


def test_what_follows_a_picture_is_not_kept() -> None:
    """Phones put a short film behind a picture; that is no reason to refuse it."""
    squares = cut_avatar(make_picture().read() + b"\x00ftyp-and-the-rest")

    assert all(b"ftyp-and-the-rest" not in kept for kept in squares.values())


def zipped() -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("x.class", b"x")
    return target.getvalue()


def cut_short() -> bytes:
    content = make_picture(kind="PNG", size=(400, 400)).read()
    return content[: len(content) // 2]


def declaring(width: int, height: int) -> bytes:
    """Return a small file that says it is a large picture."""
    content = bytearray(make_picture(kind="PNG").read())
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    return bytes(content)


REFUSED: dict[str, tuple[bytes, str]] = {
    "drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "no picture in JPEG"),
    "page": (b"<!doctype html><p>", "no picture in JPEG"),
    "nothing": (b"", "no picture in JPEG"),
    "half": (cut_short(), "no picture in JPEG"),
    "gif": (make_picture(kind="GIF").read(), "no picture in JPEG"),
    "tiff": (make_picture(kind="TIFF").read(), "no picture in JPEG"),
    "script behind": (make_picture().read() + b"<SCRIPT>alert(1)</script>", "something else"),
    "page inside": (make_picture(comment=b"<html><body>").read(), "something else"),
    "archive behind": (make_picture().read() + zipped(), "something else"),
    "too small": (make_picture(size=(300, 63)).read(), "64 by 64"),
    "too large": (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    "bomb": (declaring(5001, 5000), "25 million pixels"),
    "great bomb": (declaring(20000, 20000), "no picture"),
}


@pytest.mark.parametrize(("content", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_told(content: bytes, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        cut_avatar(content)


def files() -> set[str]:
    return set(default_storage.listdir("people")[1]) if default_storage.exists("people") else set()


@pytest.mark.django_db(transaction=True)
def test_a_new_picture_takes_the_old_files_away_and_removing_the_last(learner: User) -> None:
    before = files()
    squares = cut_avatar(make_picture().read())

    first = keep_avatar(user=learner, squares=squares).avatar
    assert files() - before == {f"{first}-64.webp", f"{first}-256.webp"}
    assert len(first) == 32

    second = keep_avatar(user=learner, squares=squares).avatar
    assert second != first
    assert files() - before == {f"{second}-64.webp", f"{second}-256.webp"}

    remove_avatar(user=learner)
    remove_avatar(user=learner)
    assert files() == before
    assert UserProfile.objects.get(user=learner).avatar_url == ""


@pytest.mark.django_db(transaction=True)
def test_the_old_picture_stays_where_the_change_does_not_hold(learner: User) -> None:
    squares = cut_avatar(make_picture().read())
    kept = keep_avatar(user=learner, squares=squares).avatar
    before = files()

    with transaction.atomic():
        remove_avatar(user=learner)
        transaction.set_rollback(True)

    assert UserProfile.objects.get(user=learner).avatar == kept
    assert files() == before


@pytest.mark.django_db
def test_no_file_is_left_where_the_row_cannot_be_written(learner: User) -> None:
    before = files()
    learner.profile.delete()

    with pytest.raises(UserProfile.DoesNotExist):
        keep_avatar(user=learner, squares=cut_avatar(make_picture().read()))

    assert files() == before
