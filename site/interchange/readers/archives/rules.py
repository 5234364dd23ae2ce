"""What may stand in a source: how much of it, under which names, and of which kinds."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NoReturn

from interchange.report import InvalidCourse, Problem

MEGABYTE = 1024 * 1024
MOST_BYTES = 200 * MEGABYTE
"""Unpacked, all files together."""
MOST_FILES = 2_000
MOST_ENTRIES = 10_000
"""Whatever an archive lists: files, folders and what is skipped."""
MOST_RATIO = 100
"""Unpacked to packed; honest text stays below 30."""
RATIO_FROM = 10 * MEGABYTE
"""Unpacked size from which the ratio is judged: a small file of one letter harms nobody."""
LONGEST_NAME = 255
"""Bytes in the name of one file or folder."""
LONGEST_PATH = 1_024
"""Bytes in a path."""
DEEPEST = 32
"""Folders above a file."""

DRIVE = re.compile(r"[A-Za-z]:")
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of characters that hide or reorder what a name shows. Joiners, which some scripts
cannot be spelt without, are among them and allowed."""
JOINERS = {"\u200c", "\u200d"}
SKIPPED = "__MACOSX"
"""Where macOS packs what only macOS reads."""

ARCHIVE_ENDINGS = {
    *(".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".lzma"),
    *(".7z", ".rar", ".cab", ".iso", ".jar", ".war"),
}
ARCHIVE_MARKS = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"),
    *(b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd", b"MSCF"),
)
TAR_MARK = b"ustar"
TAR_MARK_AT = 257
HEAD = 512
"""Bytes at the beginning of a file that show whether it is an archive."""


def refuse(name: str, code: str, message: str) -> NoReturn:
    """Refuse the whole source because of the file or folder `name`."""
    raise InvalidCourse([Problem(show(name), None, code, message)])


def show(name: str) -> str:
    """Return a name in characters that can be printed anywhere, at most 120."""
    seen = "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in name
    )
    return seen if len(seen) <= 120 else f"{seen[:119]}…"


def check_name(name: str) -> PurePosixPath:
    """Return the path that a source gives to one of its files, relative to the root.

    Raises:
        InvalidCourse: it leads out of the root, or cannot be a name on every computer.
    """
    path = PurePosixPath(name)
    if name.startswith("/") or DRIVE.match(name) or "\\" in name or ".." in path.parts:
        refuse(name, "archive-name", "this name leads out of the course, or could on Windows")
    if any(unicodedata.category(char) in UNSEEN for char in name if char not in JOINERS):
        refuse(name, "archive-name", "this name holds characters that cannot be seen")
    if len(name.encode()) > LONGEST_PATH or len(path.parts) > DEEPEST:
        refuse(name, "archive-name", "this path is too long or goes through too many folders")
    if any(len(part.encode()) > LONGEST_NAME for part in path.parts):
        refuse(name, "archive-name", f"a name may have {LONGEST_NAME} bytes at most")
    return path


def is_hidden(parts: Sequence[str]) -> bool:
    """Whether no reader looks at a file with these parts of a path."""
    return any(part.startswith(".") or part == SKIPPED for part in parts)


def spell_alike(path: PurePosixPath) -> str:
    """Return what two paths share that one folder cannot hold on every computer."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def looks_packed(path: PurePosixPath, head: bytes) -> bool:
    """Whether a file is an archive, by its name or by its first bytes."""
    is_tar = head[TAR_MARK_AT:].startswith(TAR_MARK)
    return path.suffix.lower() in ARCHIVE_ENDINGS or head.startswith(ARCHIVE_MARKS) or is_tar
