"""Which screens in which variants a run of the gallery looks at."""

import os
import random
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.gallery.screens import SCREENS, VARIANTS, Screen, Variant

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = 12
ALL = "all"

Order = tuple[Screen, Variant]


def choose() -> tuple[list[Order], str]:
    """Return the orders of this run, and the command that repeats it.

    GALLERY_SCREENS names screens, or beginnings of names, with commas between, or `all`;
    GALLERY_VARIANTS parts of the names of variants (`dark`, `360`, `1280-light-ar`). Without either
    it is a sample, which changes with every commit; GALLERY_SEED repeats one.
    """
    screens, variants = os.environ.get("GALLERY_SCREENS"), os.environ.get("GALLERY_VARIANTS")
    if not (screens or variants):
        seed = os.environ.get("GALLERY_SEED") or find_commit()
        return draw_sample(seed), f"make gallery SEED={seed}"
    orders = filter_orders(_split(screens), _split(variants))
    return orders, f"make gallery SCREENS={screens or ALL} VARIANTS={variants or ALL}"


def list_orders() -> list[Order]:
    """Return every screen that is there, in every variant that it has."""
    return [
        (screen, variant)
        for screen in SCREENS
        for variant in VARIANTS
        if screen.has(variant) and not screen.awaits
    ]


def filter_orders(screens: Sequence[str], variants: Sequence[str]) -> list[Order]:
    """Return the orders that fit a name of each; an empty list of names fits all.

    Raises:
        ValueError: a name that fits nothing.
    """
    for name in screens:
        if not any(screen.name.startswith(name) for screen in SCREENS):
            raise ValueError(f"No screen is called {name}.")
    for name in variants:
        if not any(name in variant.name for variant in VARIANTS):
            raise ValueError(f"No variant is called {name}.")
    return [
        (screen, variant)
        for screen, variant in list_orders()
        if (not screens or any(screen.name.startswith(name) for name in screens))
        and (not variants or any(name in variant.name for name in variants))
    ]


def draw_sample(seed: str, size: int = SAMPLE) -> list[Order]:
    """Return `size` orders, always the same ones for the same seed."""
    return random.Random(seed).sample(list_orders(), size)


def find_commit() -> str:
    """Return the short id of the commit; "none" outside a repository."""
    command = ["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "none"


def _split(names: str | None) -> list[str]:
    return [] if names in (None, "", ALL) else [name for name in str(names).split(",") if name]
