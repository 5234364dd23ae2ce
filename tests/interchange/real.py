"""Real courses, where the machine that tests has them."""

import os
from pathlib import Path

import pytest


def real_folder(name: str) -> Path:
    """Return the folder of the real course `name` below LMS_REAL_DATA; skip where it is absent."""
    root = os.environ.get("LMS_REAL_DATA", "")
    folder = Path(root) / name
    if not root or not folder.is_dir():
        pytest.skip(f"LMS_REAL_DATA names no folder with the real course {name}")
    return folder
