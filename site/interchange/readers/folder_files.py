"""The files of a course folder: nothing outside it is ever opened."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import webvtt
from PIL import Image, UnidentifiedImageError
from webvtt.errors import MalformedCaptionError, MalformedFileError

from interchange.document import SourceFile
from interchange.report import Report

KINDS = {
    "image": (".png", ".jpg", ".jpeg"),
    "video": (".mp4",),
    "captions": (".vtt",),
}


class Folder:
    """One course folder, and which of its files have been used."""

    def __init__(self, root: Path, report: Report) -> None:
        self.root = root.resolve()
        self.report = report
        self.found: dict[tuple[str, str], SourceFile | None] = {}
        self.used: set[str] = set()

    def text(self, name: str) -> str | None:
        """Return a UTF-8 text with LF line ends; None, with an error reported, when it is none."""
        self.used.add(name)
        try:
            text = (self.root / name).read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.report.error(name, None, "encoding", f"is not UTF-8: byte {error.start + 1}")
            return None
        return text.replace("\r\n", "\n")

    def file(self, name: str, at: tuple[str, int], *, kind: str = "") -> SourceFile | None:
        """Return the file that a course names at a place; None, reported, when it cannot be used.

        `kind` is a key of `KINDS`, or empty where any file will do.
        """
        if (name, kind) not in self.found:
            self.found[name, kind] = self._find(name, at, kind)
        return self.found[name, kind]

    def _find(self, name: str, at: tuple[str, int], kind: str) -> SourceFile | None:
        parts = PurePosixPath(name).parts
        if not name or ":" in name or "\\" in name or name.startswith("/") or ".." in parts:
            self.report.error(*at, "file-outside", f"{name} is no path inside the course folder")
            return None
        path = self.root / name
        if not self._is_here(path):
            self.report.error(*at, "file-missing", f"{name} does not exist")
            return None
        if path.resolve() != path:
            self.report.error(*at, "file-outside", f"{name} leads out of its place by a link")
            return None
        problem = check_kind(path, kind)
        if problem:
            self.report.error(*at, *problem)
            return None
        self.used.add(name)
        return SourceFile(path, name)

    def _is_here(self, path: Path) -> bool:
        """Whether the file exists under exactly this name, also where letters' case is ignored."""
        return path.is_file() and path.name in {entry.name for entry in path.parent.iterdir()}

    def unused(self) -> Iterator[str]:
        """Return the names of the files that nothing refers to."""
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root)
            hidden = any(part.startswith(".") for part in name.parts)
            if path.is_file() and not hidden and name.as_posix() not in self.used:
                yield name.as_posix()


def check_kind(path: Path, kind: str) -> tuple[str, str] | None:
    """Return code and message when the file is not what its place wants."""
    endings = KINDS.get(kind)
    if endings is None:
        return None
    if path.suffix.lower() not in endings:
        return "file-type", f"{path.name} does not end in {' or '.join(endings)}"
    if kind == "captions":
        return check_captions(path)
    return check_image(path) if kind == "image" else check_video(path)


def check_image(path: Path) -> tuple[str, str] | None:
    try:
        with Image.open(path) as image:
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        return "file-type", f"{path.name} cannot be read as an image: {error}"
    return None


def check_video(path: Path) -> tuple[str, str] | None:
    with path.open("rb") as content:
        head = content.read(12)
    return None if head[4:8] == b"ftyp" else ("file-type", f"{path.name} is no MP4 video")


def check_captions(path: Path) -> tuple[str, str] | None:
    try:
        captions = webvtt.read(str(path))
    except (MalformedCaptionError, MalformedFileError, UnicodeDecodeError) as error:
        return "captions", f"{path.name} cannot be read as WebVTT: {error}"
    return None if len(captions) else ("captions", f"{path.name} holds no captions")
