"""Opening a source, whatever it came as."""

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from interchange.readers.archives.folders import check_folder
from interchange.readers.archives.rules import refuse
from interchange.readers.archives.tars import GZIP_MARK, unpack_tar
from interchange.readers.archives.unpacking import Unpacker
from interchange.readers.archives.zips import unpack_zip

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")


@contextmanager
def open_source(path: Path) -> Iterator[Path]:
    """Give the root of a source: of a folder itself, of an archive a folder that then goes away.

    When everything in an archive stands in one folder, that folder is the root.

    Raises:
        InvalidCourse: the source breaks a rule of `rules.py`, is damaged, or is none.
    """
    if path.is_dir():
        check_folder(path)
        yield path
        return
    if not path.is_file():
        refuse(path.name, "source-missing", "there is no such file or folder")
    with TemporaryDirectory(prefix="course-") as scratch:
        unpack(path, Path(scratch))
        yield find_root(Path(scratch))


def unpack(path: Path, root: Path) -> None:
    with path.open("rb") as content:
        head = content.read(tarfile.BLOCKSIZE)
    unpacker = Unpacker(path, root)
    if head.startswith(ZIP_MARKS):
        unpack_zip(path, unpacker)
    elif head.startswith(GZIP_MARK) or is_tar(head):
        unpack_tar(path, unpacker)
    else:
        message = "is neither a folder nor a .zip, .tar.gz or .tar archive"
        refuse(path.name, "archive-unknown", message)
    if not unpacker.files:
        refuse(path.name, "archive-empty", "there is nothing in the archive")


def is_tar(head: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def find_root(scratch: Path) -> Path:
    """Return the only folder of a folder that holds nothing else, or the folder itself."""
    inside = list(scratch.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else scratch
