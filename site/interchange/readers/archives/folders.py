"""Sources that are folders already, on the machine of whoever imports them."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from interchange.readers.archives.rules import (
    MOST_BYTES,
    MOST_FILES,
    check_name,
    refuse,
)


def check_folder(root: Path) -> None:
    """Refuse a folder that holds more than a course may, or leads elsewhere by a link.

    Hidden files and folders are not looked at. Archives among the files may stay: they are
    attachments, and nobody unpacks them.

    Raises:
        InvalidCourse: a rule is broken.
    """
    files = size = 0
    for entry in walk(root):
        name = Path(entry.path).relative_to(root).as_posix()
        check_name(name)
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(status.st_mode):
            refuse(name, "archive-link", "is a link; put the file itself there")
        if stat.S_ISDIR(status.st_mode):
            continue
        if not stat.S_ISREG(status.st_mode):
            refuse(name, "archive-link", "is no plain file")
        files += 1
        size += status.st_size
        if files > MOST_FILES:
            refuse(".", "archive-count", f"holds more than {MOST_FILES} files")
        if size > MOST_BYTES:
            refuse(".", "archive-size", f"holds more than {MOST_BYTES // 1024**2} MB")


def walk(folder: Path) -> Iterator["os.DirEntry[str]"]:
    """Yield everything below a folder that is not hidden; links are not followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            yield entry
            if entry.is_dir(follow_symlinks=False):
                yield from walk(Path(entry.path))
