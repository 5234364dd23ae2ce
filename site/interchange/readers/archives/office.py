"""Documents of office programs, and books: zips inside, and yet no archives to a teacher."""

import io
import zipfile
from pathlib import Path
from typing import IO

from interchange.readers.archives.bounded import BoundedReader

OPEN_XML = (".docx", ".pptx", ".xlsx")
OPEN_DOCUMENT = (".odt", ".ods", ".odp", ".odg", ".epub")
KEYNOTE = (".key",)
MARKS = {
    **dict.fromkeys(OPEN_XML, "[Content_Types].xml"),
    **dict.fromkeys(OPEN_DOCUMENT, "mimetype"),
    **dict.fromkeys(KEYNOTE, "Index/Document.iwa"),
}
"""The member that documents with this ending cannot be without."""


def is_office_document(file: Path, ending: str) -> bool:
    """Whether the file is a document of the kind that its ending says; nothing is unpacked."""
    mark = MARKS.get(ending)
    if mark is None:
        return False
    with file.open("rb", buffering=0) as raw:
        return mark in list_names(BoundedReader(raw))


def list_names(content: IO[bytes]) -> list[str]:
    try:
        with zipfile.ZipFile(content) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, io.UnsupportedOperation, ValueError, EOFError, OSError):
        return []
