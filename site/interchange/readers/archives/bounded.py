"""Readers that stop where an archive wants more than any honest one."""

import io
from pathlib import Path

from interchange.readers.archives.rules import MEGABYTE, refuse

MOST_AT_ONCE = 2 * MEGABYTE
"""Bytes in one go. Python reads the list of a zip in one go and believes the archive how long it
is; the lists of honest courses have some 150 bytes a file."""


class BoundedReader(io.BufferedReader):
    """A file of which nobody reads more than `MOST_AT_ONCE` bytes at once."""

    def read(self, size: int | None = -1, /) -> bytes:
        unsaid = size is None or size < 0
        content = super().read(MOST_AT_ONCE + 1 if unsaid else min(size or 0, MOST_AT_ONCE + 1))
        if len(content) > MOST_AT_ONCE:
            refuse(Path(self.name).name, "archive-count", "lists more entries than any course has")
        return content
