"""Tar archives, plain or packed with gzip, read from front to back in one go."""

import gzip
import tarfile
from pathlib import Path
from typing import IO, Any, cast

from interchange.readers.archives.rules import (
    MEGABYTE,
    MOST_BYTES,
    MOST_ENTRIES,
    MOST_RATIO,
    RATIO_FROM,
    check_name,
    refuse,
)
from interchange.readers.archives.unpacking import Unpacker, read_chunks, refuse_damage

GZIP_MARK = b"\x1f\x8b"
HEADER_BYTES = 64 * 1024
"""What may stand before one member: its header and the long form of its name. Python keeps it all
in memory, and goes a step deeper for each header about a header."""
BESIDE_FILES = MOST_ENTRIES * 3 * tarfile.BLOCKSIZE
"""What may stand beside the content of all members."""
TRAILER_BYTES = MEGABYTE
"""Zeros after the last member."""


class StrictHeader(tarfile.TarInfo):
    """A header that is not mistaken for the end of the archive when it is damaged."""

    @classmethod
    def frombuf(cls, buf: Any, encoding: Any, errors: str) -> "StrictHeader":
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if buf.strip(b"\0") or not buf:
                raise tarfile.ReadError(f"bad header: {error}") from error
            raise


class Meter:
    """The unpacked stream of an archive, read no further than `stop`."""

    def __init__(self, stream: IO[bytes], archive: Path) -> None:
        self.stream = stream
        self.name = archive.name
        content = min(MOST_BYTES, max(RATIO_FROM, archive.stat().st_size * MOST_RATIO))
        self.most = content + BESIDE_FILES
        self.passed = 0
        self.stop = self.most

    def read(self, size: int = -1) -> bytes:
        chunk = self.stream.read(size)
        self.passed += len(chunk)
        if self.passed > self.most:
            refuse(self.name, "archive-size", "unpacks to far more than a course has")
        if self.passed > self.stop:
            refuse(self.name, "archive-broken", "has more beside its files than any archive")
        return chunk

    def allow(self, more: int) -> None:
        """Let at most `more` bytes pass from here."""
        self.stop = self.passed + more


def unpack_tar(path: Path, unpacker: Unpacker) -> None:
    """Unpack a tar archive.

    Raises:
        InvalidCourse: it breaks a rule, or is damaged.
    """
    with path.open("rb") as raw:
        is_packed = raw.read(len(GZIP_MARK)) == GZIP_MARK
        raw.seek(0)
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if is_packed else raw
        meter = Meter(stream, path)
        walk(meter, unpacker)


def walk(meter: Meter, unpacker: Unpacker) -> None:
    with open_tar(meter) as archive:
        while (member := find_next(archive, meter)) is not None:
            unpacker.count_entry(member.name)
            check_member(member)
            meter.allow(meter.most)
            unpack_member(archive, member, unpacker)
        meter.allow(TRAILER_BYTES)
        finish(archive, meter.name)


def open_tar(meter: Meter) -> tarfile.TarFile:
    options: dict[str, Any] = {"bufsize": tarfile.RECORDSIZE, "tarinfo": StrictHeader}
    meter.allow(HEADER_BYTES)
    with refuse_damage(meter.name):
        return tarfile.open(fileobj=cast("IO[bytes]", meter), mode="r|", **options)


def find_next(archive: tarfile.TarFile, meter: Meter) -> tarfile.TarInfo | None:
    meter.allow(HEADER_BYTES)
    with refuse_damage(meter.name):
        return archive.next()


def check_member(member: tarfile.TarInfo) -> None:
    """Refuse what is no plain file or folder."""
    check_name(member.name)
    if member.issym() or member.islnk():
        refuse(member.name, "archive-link", "is a link; pack the file itself")
    if member.issparse() or not (member.isreg() or member.isdir()):
        refuse(member.name, "archive-link", "is no plain file")


def unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, unpacker: Unpacker) -> None:
    if member.isdir():
        unpacker.add_folder(member.name)
        return
    content = archive.extractfile(member)
    if content is None:
        return
    if unpacker.wants(member.name):
        size = unpacker.add_file(member.name, content)
    else:
        size = sum(len(chunk) for chunk in read_chunks(content, member.name))
    if size != member.size:
        refuse(member.name, "archive-broken", "ends too early")


def finish(archive: tarfile.TarFile, name: str) -> None:
    """Read to the end, where gzip keeps its checksum; only zeros may follow the last member."""
    stream = cast("IO[bytes]", archive.fileobj)
    for chunk in read_chunks(stream, name):
        if chunk.strip(b"\0"):
            refuse(name, "archive-broken", "something stands behind its end")
