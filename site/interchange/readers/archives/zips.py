"""Zip archives."""

import stat
import zipfile
from pathlib import Path

from interchange.readers.archives.bounded import BoundedReader
from interchange.readers.archives.rules import MOST_BYTES, check_name, refuse
from interchange.readers.archives.unpacking import Unpacker, refuse_damage

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What every program writes. Other methods need memory that the archive decides on."""
ENCRYPTED = 0x1 | 0x40
PLAIN_TYPES = (0, stat.S_IFREG, stat.S_IFDIR)


def unpack_zip(path: Path, unpacker: Unpacker) -> None:
    """Unpack a zip.

    Raises:
        InvalidCourse: it breaks a rule, or is damaged.
    """
    with path.open("rb", buffering=0) as raw:
        with refuse_damage(path.name):
            archive = zipfile.ZipFile(BoundedReader(raw))
        members = archive.infolist()
        for member in members:
            unpacker.count_entry(member.filename)
            check_member(member)
        if sum(member.file_size for member in members) > MOST_BYTES:
            message = f"unpacks to more than {MOST_BYTES // 1024**2} MB"
            refuse(path.name, "archive-size", message)
        for member in members:
            unpack_member(archive, member, unpacker)


def check_member(member: zipfile.ZipInfo) -> None:
    """Refuse what is no plain file or folder, or cannot be read by everybody."""
    # Python cuts a name at NUL; what was written is looked at as well.
    for name in (member.orig_filename, member.filename):
        check_name(name)
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in PLAIN_TYPES:
        what = "a link" if kind == stat.S_IFLNK else "no plain file"
        refuse(member.filename, "archive-link", f"is {what}; pack the file itself")
    if member.flag_bits & ENCRYPTED:
        refuse(member.filename, "archive-encrypted", "is locked with a password")
    if member.compress_type not in METHODS:
        message = "is packed in a way that is not read here; make an ordinary zip"
        refuse(member.filename, "archive-compression", message)


def unpack_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, unpacker: Unpacker) -> None:
    if member.is_dir():
        unpacker.add_folder(member.filename)
        return
    if not unpacker.wants(member.filename):
        return
    with refuse_damage(member.filename):
        content = archive.open(member)
    with content:
        size = unpacker.add_file(member.filename, content, packed=member.compress_size)
    if size != member.file_size:
        message = f"says that it has {member.file_size} bytes, and has {size}"
        refuse(member.filename, "archive-broken", message)
