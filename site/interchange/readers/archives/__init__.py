"""Sources that arrive as a folder or packed in one file: opened safely, or refused whole.

Nothing that an archive says of itself is believed: names are checked, content is counted while it
is unpacked, and nothing but plain files and folders is made. A refusal is an `InvalidCourse`, and
by then nothing of the archive is left on the disk.
"""

from interchange.readers.archives.opening import open_source

__all__ = ["open_source"]
