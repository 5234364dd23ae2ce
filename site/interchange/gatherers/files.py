"""Copies the files of a course out of storage, each content once, under names that stay."""

import hashlib
import re
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.db.models.fields.files import FieldFile

from interchange.document import SourceFile
from interchange.report import Report

RANDOM_END = re.compile(r"_([A-Za-z0-9]{7})$")
"""What storage adds to a name that is taken: seven random letters and digits."""
HONEST = re.compile(r"[A-Z]?[a-z]+|[0-9]+|[A-Z]+")
"""Endings that people write: a word or a number, and hardly ever what is drawn at random."""
MARK = re.compile(r"-([0-9a-f]{12})$")
"""What imports add to the name of a recording, for lack of a column: the head of its digest."""
MARKED_ROOT = re.compile(r"(.*)-([0-9a-f]{12})(?:_[A-Za-z0-9]{7})?")
"""The same in a name that was taken, and what storage may have added to it."""
UNFIT = re.compile(r"[^\w.-]+")
NAME_LENGTH = 100
CHUNK = 1 << 20


class FileBasket:
    """The files of one course, as they are copied into `folder`."""

    def __init__(self, folder: Path, report: Report) -> None:
        self.folder = folder
        self.report = report
        self.rows: dict[tuple[str, Any, str], SourceFile | None] = {}
        self.contents: dict[tuple[str, str, str], SourceFile] = {}
        """By the folder that a file goes into, its digest and its ending."""
        self.names: set[str] = set()

    def image(self, row: Any) -> SourceFile | None:
        return self._take(row, "file", "images")

    def document(self, row: Any) -> SourceFile | None:
        return self._take(row, "file", "files")

    def recording(self, row: Any) -> SourceFile | None:
        return self._take(row, "file", "media")

    def captions(self, row: Any) -> SourceFile | None:
        return self._take(row, "captions", "media")

    def _take(self, row: Any, column: str, place: str) -> SourceFile | None:
        """Return the copy of a row's file; None, with a word in the report, when it is gone."""
        key = (row._meta.label, row.pk, column)
        if key not in self.rows:
            self.rows[key] = self._copy(getattr(row, column), place)
            if self.rows[key] is None:
                message = f"the file of “{row}” is gone from storage; it is left out"
                self.report.warn(place, None, "file-missing", message)
        return self.rows[key]

    def _copy(self, stored: FieldFile, place: str) -> SourceFile | None:
        arriving = self.folder / "arriving"
        arriving.parent.mkdir(parents=True, exist_ok=True)
        try:
            with stored.open("rb") as content, arriving.open("wb") as copy:
                digest = copy_content(content, copy)
        except (OSError, ValueError):
            return None
        key = (place, digest, PurePosixPath(stored.name or "").suffix.lower())
        known = self.contents.get(key)
        if known is None:
            name = self._find_name(place, clean_name(stored.name or "", digest))
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            arriving.rename(path)
            known = self.contents[key] = SourceFile(path, name)
        arriving.unlink(missing_ok=True)
        return known

    def _find_name(self, place: str, wanted: str) -> str:
        """Return a name that no other file has, on computers that ignore letters' case too."""
        path = PurePosixPath(wanted)
        name, number = f"{place}/{wanted}", 2
        while name.casefold() in self.names:
            name, number = f"{place}/{path.stem}-{number}{path.suffix}", number + 1
        self.names.add(name.casefold())
        return name


def copy_content(content: IO[bytes], copy: IO[bytes]) -> str:
    """Copy a file, and return its SHA-1 in hexadecimal."""
    digest = hashlib.sha1(usedforsecurity=False)
    while chunk := content.read(CHUNK):
        digest.update(chunk)
        copy.write(chunk)
    return digest.hexdigest()


def clean_name(stored: str, digest: str) -> str:
    """Return the name that a file was uploaded under, as far as its name in storage tells.

    What storage and imports have added (a random ending, the mark of a recording's content) is
    taken away, so that the same file has the same name on every site.
    """
    path = PurePosixPath(stored)
    endings = "".join(path.suffixes)
    root = path.name.removesuffix(endings)
    marked = MARKED_ROOT.fullmatch(root)
    random = RANDOM_END.search(root)
    if marked and is_mark(marked[2], digest, path.suffix):
        root = marked[1]
    elif random and not HONEST.fullmatch(random[1]):
        root = root[: random.start()]
    stem = (root + endings).removesuffix(path.suffix)
    stem = strip_mark(stem, digest, path.suffix)
    stem = UNFIT.sub("-", stem)[:NAME_LENGTH].lstrip(".") or "file"
    return stem + path.suffix


def strip_mark(stem: str, digest: str, suffix: str) -> str:
    mark = MARK.search(stem)
    return stem[: mark.start()] if mark and is_mark(mark[1], digest, suffix) else stem


def is_mark(text: str, digest: str, suffix: str) -> bool:
    """Whether twelve hexadecimal digits in the name of a file are the head of its digest.

    Captions that an import has converted bear the mark of what they were converted from.
    """
    return text == digest[:12] or suffix == ".vtt"
