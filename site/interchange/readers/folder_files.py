"""The files of a course folder: nothing outside it is ever opened."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from interchange.document import SourceFile
from interchange.readers.assets import FileCheck
from interchange.report import Element, Report

FILE = "file"
LESSONS = "lessons"
TRANSLATIONS = "translations"
UNUSED = "Nothing in the course refers to this file; name it where it belongs, or delete it."


class Folder:
    """One course folder, and what became of its files."""

    def __init__(self, root: Path, report: Report) -> None:
        self.root = root.resolve()
        self.report = report
        self.lessons: set[str] = set()
        """Ids of the lessons that links may lead to."""
        self.links: dict[str, SourceFile] = {}
        """Files that a link in some text leads to, by name."""
        self.found: dict[tuple[str, str], SourceFile | None] = {}
        self.used: set[str] = set()
        self.check = FileCheck(report)
        self.counts: Counter[tuple[str, str]] = Counter()

    def text(self, name: str) -> str | None:
        """Return a UTF-8 text with LF line ends; None, with an error reported, when it is none."""
        path = self.root / name
        if path.resolve() != path:
            self.report.error(name, None, "file-outside", "leads out of its place by a link")
            return None
        self._use(name, name)
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.report.error(name, None, "encoding", f"is not UTF-8: byte {error.start + 1}")
            return None
        return text.replace("\r\n", "\n")

    def file(self, name: str, at: tuple[str, int], *, kind: str) -> SourceFile | None:
        """Return the file that a course names at a place; None, reported, when it cannot be used.

        `kind` is image, video, audio, captions or document.
        """
        name = PurePosixPath(name).as_posix() if name else name
        if (name, kind) not in self.found:
            self.found[name, kind] = self._find(name, at, kind)
        found = self.found[name, kind]
        if found:
            self._use(name, at[0])
        return found

    def linked(self, name: str, at: tuple[str, int]) -> SourceFile | None:
        """Return the file that a link leads to, and remember it."""
        file = self.file(name, at, kind="document")
        if file:
            self.links[file.name] = file
        return file

    def element(self, file: str, kind: str) -> Element:
        """Return the next element of a kind in a file: "image-1", "image-2" ..."""
        self.counts[file, kind] += 1
        return Element(file, kind, f"{kind}-{self.counts[file, kind]}")

    def _use(self, name: str, page: str) -> None:
        self.used.add(name)
        self.report.mapped(Element(name, FILE, ""), lesson=lesson_in(page))

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
        file = SourceFile(path, name)
        problem = self._judge(file, kind)
        if problem:
            self.report.error(*at, *problem)
            return None
        return file

    def _is_here(self, path: Path) -> bool:
        """Whether the file exists under exactly this name, also where letters' case is ignored."""
        return path.is_file() and path.name in {entry.name for entry in path.parent.iterdir()}

    def _judge(self, file: SourceFile, kind: str) -> tuple[str, str] | None:
        """Return code and message when the file is not what its place wants."""
        if kind == "captions":
            return check_captions(file.path)
        judges = {
            "image": self.check.image,
            "video": self.check.video,
            "audio": self.check.audio,
            "document": self.check.document,
        }
        reason = judges[kind](file)
        return ("file-type", reason) if reason else None

    def unused(self) -> Iterator[str]:
        """Return the names of the files that nothing refers to."""
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root)
            hidden = any(part.startswith(".") for part in name.parts)
            if path.is_file() and not hidden and name.as_posix() not in self.used:
                yield name.as_posix()


def lesson_in(file: str) -> str:
    """Return the id of the lesson that a file of the folder holds, else ""."""
    path = PurePosixPath(file)
    return path.stem if path.parent.name == LESSONS and path.suffix == ".md" else ""


def is_translation(file: str) -> bool:
    return file.startswith(f"{TRANSLATIONS}/")


def check_captions(path: Path) -> tuple[str, str] | None:
    if path.suffix.lower() != ".vtt":
        return "file-type", f"{path.name} does not end in .vtt"
    try:
        captions = webvtt.read(str(path))
    except (MalformedCaptionError, MalformedFileError, UnicodeDecodeError) as error:
        return "captions", f"{path.name} cannot be read as WebVTT: {error}"
    return None if len(captions) else ("captions", f"{path.name} holds no captions")
