"""Puts the variants of a screen side by side on one sheet."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.gallery.rendering import GALLERY
from tests.gallery.screens import VARIANTS, Variant

SCALE = 0.36
TALLEST = 2600
"""Pixels of a screen that a sheet shows; the rest is in the picture itself."""
GAP, LABEL = 24, 28
GROUND, INK = "#8a8a86", "#000000"


def make_sheet(name: str) -> Path | None:
    """Write the contact sheet of a screen from the pictures there are; None without any."""
    shots = [(variant, _open(name, variant)) for variant in VARIANTS]
    pictures = [(variant, picture) for variant, picture in shots if picture is not None]
    if not pictures:
        return None
    width = GAP + sum(picture.width + GAP for _, picture in pictures)
    height = GAP + LABEL + max(picture.height for _, picture in pictures) + GAP
    sheet = Image.new("RGB", (width, height), GROUND)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(16)
    start = GAP
    for variant, picture in pictures:
        draw.text((start, GAP // 2), f"{name} {variant.name}", fill=INK, font=font)
        sheet.paste(picture, (start, GAP + LABEL))
        start += picture.width + GAP
    path = GALLERY / "sheets" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path, optimize=True)
    return path


def _open(name: str, variant: Variant) -> Image.Image | None:
    path = GALLERY / name / f"{variant.name}.png"
    if not path.exists():
        return None
    with Image.open(path) as picture:
        top = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, TALLEST)))
    # Phones are shown larger, that their words stay readable beside a desk.
    scale = SCALE * (1.6 if variant.width == 360 else 1)
    return top.resize(
        (round(top.width * scale), round(top.height * scale)), Image.Resampling.LANCZOS
    )
