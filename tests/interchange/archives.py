"""Course folders, packed as a browser uploads them."""

import io
import zipfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile


def pack(folder: Path, name: str = "tea.zip") -> SimpleUploadedFile:
    """Return a folder as an uploaded zip in which it is the only folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder.parent))
    return SimpleUploadedFile(name, packed.getvalue(), "application/zip")
