"""Writing the members of an archive below a folder, counting what really comes out."""

import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from interchange.readers.archives.office import is_office_document
from interchange.readers.archives.rules import (
    HEAD,
    MOST_BYTES,
    MOST_ENTRIES,
    MOST_FILES,
    MOST_RATIO,
    RATIO_FROM,
    check_name,
    is_hidden,
    looks_packed,
    refuse,
    show,
    spell_alike,
)

CHUNK = 64 * 1024


class Unpacker:
    """Makes the files of one archive; every rule is kept here, whatever kind of archive it is."""

    def __init__(self, archive: Path, root: Path) -> None:
        self.archive = archive
        self.root = root
        self.packed = archive.stat().st_size
        self.entries = 0
        self.files = 0
        self.bytes = 0
        self.spelt: dict[str, bool] = {}
        """Whether a path, as `spell_alike` writes it, is a file."""

    def count_entry(self, name: str) -> None:
        """Count one more entry of the archive's own list."""
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            refuse(self.archive.name, "archive-count", f"holds more than {MOST_ENTRIES} entries")

    def add_folder(self, name: str) -> None:
        path = check_name(name)
        if not is_hidden(path.parts):
            self._spell_folders(path)
            (self.root / path).mkdir(parents=True, exist_ok=True)

    def wants(self, name: str) -> bool:
        """Whether the file of this name is to be unpacked; hidden ones are passed over.

        Raises:
            InvalidCourse: it has a name that no file may have.
        """
        path = check_name(name)
        if not path.parts:
            refuse(name, "archive-name", "a file has no name")
        return not is_hidden(path.parts)

    def add_file(self, name: str, content: IO[bytes], *, packed: int = 0) -> int:
        """Write one file; return its size in bytes. `packed` is its size in the archive if known.

        Raises:
            InvalidCourse: it breaks a rule, or cannot be read.
        """
        path = check_name(name)
        self._spell_file(path)
        self.files += 1
        if self.files > MOST_FILES:
            refuse(self.archive.name, "archive-count", f"holds more than {MOST_FILES} files")
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with target.open("xb") as file:
            for chunk in read_chunks(content, name):
                size += len(chunk)
                self._count_bytes(name, len(chunk), size, packed)
                file.write(chunk)
        check_unpacked(target, path)
        return size

    def _count_bytes(self, name: str, more: int, size: int, packed: int) -> None:
        self.bytes += more
        if self.bytes > MOST_BYTES:
            message = f"unpacks to more than {MOST_BYTES // 1024**2} MB"
            refuse(self.archive.name, "archive-size", message)
        if self.bytes > max(RATIO_FROM, self.packed * MOST_RATIO):
            refuse(self.archive.name, "archive-ratio", "unpacks to a hundred times its size")
        if packed and size > max(RATIO_FROM, packed * MOST_RATIO):
            refuse(name, "archive-ratio", "unpacks to a hundred times its size")

    def _spell_file(self, path: PurePosixPath) -> None:
        self._spell_folders(path.parent)
        spelling = spell_alike(path)
        if spelling in self.spelt:
            message = "this name stands twice in the archive (capital letters do not count)"
            refuse(str(path), "archive-duplicate", message)
        self.spelt[spelling] = True

    def _spell_folders(self, path: PurePosixPath) -> None:
        for folder in (path, *path.parents):
            if self.spelt.setdefault(spell_alike(folder), False):
                refuse(str(folder), "archive-duplicate", "is a file and a folder at once")
        if len(self.spelt) > MOST_ENTRIES:
            refuse(self.archive.name, "archive-count", "holds too many folders")


BROKEN = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, ValueError, NotImplementedError, OverflowError, AttributeError, IndexError),
)
"""What Python's readers raise on damaged archives."""


@contextmanager
def refuse_damage(name: str) -> Iterator[None]:
    """Refuse the archive when it cannot be read. Only reading belongs inside, and no writing."""
    try:
        yield
    except BROKEN as error:
        refuse(name, "archive-broken", f"is damaged and cannot be unpacked ({show(str(error))})")


def read_chunks(content: IO[bytes], name: str) -> Iterator[bytes]:
    """Yield the content of a member.

    Raises:
        InvalidCourse: the archive is damaged there.
    """
    while True:
        with refuse_damage(name):
            chunk = content.read(CHUNK)
        if not chunk:
            return
        yield chunk


def check_unpacked(file: Path, path: PurePosixPath) -> None:
    """Refuse an archive within the archive.

    Office documents are zips too, but nobody unpacks them: they may stay if they are what they say.
    """
    with file.open("rb") as content:
        head = content.read(HEAD)
    if looks_packed(path, head) and not is_office_document(file, path.suffix.lower()):
        message = "is an archive within the archive: unpack it first, or take it out"
        refuse(str(path), "archive-nested", message)
