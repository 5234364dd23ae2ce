"""The files of a source by name: what each of them is, and what became of it.

Nothing is opened by an address: `Assets` lists the files once, without following links, and an
address that names none of them leads nowhere.
"""

import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

import webvtt
from django.conf import settings
from django.core.exceptions import ValidationError
from lxml import etree
from PIL import Image
from webvtt.errors import MalformedCaptionError, MalformedFileError

from course_pages.validators import LARGEST as LARGEST_SVG
from course_pages.validators import validate_svg
from interchange.document import SourceFile
from interchange.report import Element, Problem, Report

FILE = "file"
"""Kind of the element that every file of a source is."""
MAX_PIXELS = 40_000_000
HEAD = 1024
"""Bytes that are looked at to tell what a file is."""
FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
"""Pillow's names of the pictures that the site shows."""
ACTIVE = (
    *(b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<?php", b"#!"),
    *(b"mz", b"\x7felf", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"),
)
"""How pages, scripts and programs begin, in small letters."""
MARKUP = (b"<svg", b"<?xml", b"<!--", b"<!doctype")
"""How drawings begin, too."""
ZIPPED = ("docx", "epub", "key", "numbers", "odp", "ods", "odt", "pages", "pptx", "xlsx", "zip")
AUDIO = ("aac", "flac", "m4a", "m4b", "mp3", "oga", "ogg", "opus", "wav")
VIDEO = ("m4v", "mov", "mp4", "ogv", "webm")
CAPTIONS = ("srt", "vtt")


TEXTS = (*CAPTIONS, "csv", "ipynb", "json", "md", "py", "r", "sql", "tex", "tsv", "txt")
"""What may begin like code, because it is text that nobody runs."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file cannot be taken: one sentence. Because of a `code` the whole source is refused."""

    reason: str
    code: str = ""


class FileCheck:
    """Says whether the site can take a file, and remembers what became of it.

    `image`, `document`, `audio`, `video` and `captions` return why the site cannot take the file
    as such a thing, in one sentence, and "" when it can. A file with something else inside than
    its name says, meant to be run, is an error of the report: nothing is imported then.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.used: dict[str, str] = {}
        """Names of the files that went into the document; the lesson, or ""."""
        self.refused: dict[str, str] = {}
        """Names of the files that were wanted and could not be taken; the reason."""
        self._known: dict[tuple[str, str], str] = {}

    def image(self, file: SourceFile) -> str:
        return self._judge(file, "image", check_image)

    def document(self, file: SourceFile) -> str:
        return self._judge(file, "document", check_document)

    def audio(self, file: SourceFile) -> str:
        return self._judge(file, "audio", check_audio)

    def video(self, file: SourceFile) -> str:
        return self._judge(file, "video", check_video)

    def captions(self, file: SourceFile) -> str:
        return self._judge(file, "captions", check_captions)

    def use(self, file: SourceFile | str, *, lesson: str = "") -> None:
        """Note that a file (or the file called so) was read, or went into the document."""
        name = file if isinstance(file, str) else file.name
        self.used[name] = self.used.get(name) or lesson

    def refuse(self, file: SourceFile | str, reason: str) -> None:
        """Note why a file that was wanted could not be taken."""
        name = file if isinstance(file, str) else file.name
        self.refused.setdefault(name, reason)

    def _judge(
        self, file: SourceFile, kind: str, check: Callable[[SourceFile], Fault | None]
    ) -> str:
        key = (file.name, kind)
        if key not in self._known:
            fault = check_content(file) or check(file)
            self._known[key] = fault.reason if fault else ""
            if fault and fault.code:
                self._refuse_source(Problem(file.name, None, fault.code, fault.reason))
        return self._known[key]

    def _refuse_source(self, problem: Problem) -> None:
        if problem not in self.report.errors:
            self.report.errors.append(problem)


class Assets(FileCheck):
    """The files under `root`, hidden ones and links left aside."""

    def __init__(self, root: Path, report: Report) -> None:
        super().__init__(report)
        self.root = root
        self.names: Mapping[str, Path] = MappingProxyType(list_files(root))
        """Where each file lies, by its path from the root with forward slashes."""

    def find(self, name: str) -> SourceFile | None:
        """Return the file of exactly this name."""
        path = self.names.get(name)
        return SourceFile(path, name) if path else None

    def near(self, address: str, *, page: str) -> SourceFile | None:
        """Return the file that a relative address, written in the file `page`, leads to.

        A leading slash stands for the root; a query and an anchor are left aside.
        """
        name = resolve(address, page=page)
        return self.find(name) if name else None

    def report_files(self) -> None:
        """Enter every file: call it once, when all has been read."""
        for name in self.names:
            element = Element(name, FILE, "")
            if name in self.used:
                self.report.mapped(element, lesson=self.used[name])
            elif name in self.refused:
                self.report.dropped(element, self.refused[name])
            elif element not in self.report.entries:
                self.report.dropped(element, "Nothing in the course refers to this file.")


def list_files(root: Path) -> dict[str, Path]:
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        hidden = any(part.startswith(".") for part in name.parts)
        linked = any((root / step).is_symlink() for step in (name, *name.parents))
        if not hidden and not linked and path.is_file():
            found[name.as_posix()] = path
    return found


def count_files(root: Path) -> Iterator[Element]:
    """Yield every file under `root` for a census."""
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(folder) / name
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield Element(path.relative_to(root).as_posix(), FILE, "")


def resolve(address: str, *, page: str) -> str:
    """Return the path from the root that a relative address in `page` means; "" for none."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path:
        return ""
    steps = [] if path.startswith("/") else list(PurePosixPath(page).parent.parts)
    for step in path.split("/"):
        if step == ".." and not steps:
            return ""
        if step == "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def suffix_of(file: SourceFile) -> str:
    return PurePosixPath(file.name).suffix.lower().removeprefix(".")


def name_of(file: SourceFile) -> str:
    return PurePosixPath(file.name).name


def read_head(file: SourceFile, length: int = HEAD) -> bytes:
    with file.path.open("rb") as content:
        return content.read(length)


def check_content(file: SourceFile) -> Fault | None:
    """Return what is wrong with a file whatever it is wanted for."""
    if not file.path.stat().st_size:
        return Fault(f"The file {name_of(file)} is empty.")
    suffix = suffix_of(file)
    start = read_head(file).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    known = ACTIVE if suffix == "svg" else (*ACTIVE, *MARKUP)
    if suffix not in TEXTS and start.startswith(known):
        return Fault(f"{name_of(file)} is not what its name says: it holds code.", "file-type")
    return None


def check_image(file: SourceFile) -> Fault | None:
    if suffix_of(file) not in settings.WAGTAILIMAGES_EXTENSIONS:
        return Fault(
            f"The picture {name_of(file)} is of a kind that the site does not show; "
            "save it as PNG or JPEG and add it in the editor."
        )
    return check_svg(file) if suffix_of(file) == "svg" else check_pixels(file)


def check_pixels(file: SourceFile) -> Fault | None:
    damaged = Fault(f"The picture {name_of(file)} is damaged; add it anew in the editor.")
    large = Fault(
        f"The picture {name_of(file)} has more than {MAX_PIXELS // 1_000_000} million pixels; "
        "make it smaller and add it in the editor."
    )
    # Pillow knows the formats it is asked for only after this.
    Image.init()
    try:
        with Image.open(file.path, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                return large
            decode(image)
    except Image.DecompressionBombError:
        return large
    # Pillow's decoders raise whatever comes to hand when a file is damaged.
    except Exception:
        return damaged
    return None


def decode(image: Image.Image) -> None:
    """Read a picture to its end, in little memory."""
    if image.format == "PNG":
        image.verify()
        return
    image.draft(None, (64, 64))
    image.load()


def check_svg(file: SourceFile) -> Fault | None:
    content = file.path.read_bytes() if file.path.stat().st_size <= LARGEST_SVG else b""
    if not is_xml(content):
        return Fault(
            f"The drawing {name_of(file)} is too large or damaged; "
            "save it as PNG and add it in the editor."
        )
    try:
        validate_svg(content)
    except ValidationError as error:
        return Fault(f"The drawing {name_of(file)} is refused: {error.messages[0]}", "svg-active")
    return None


def is_xml(content: bytes) -> bool:
    """Return whether XML can be read; no entity is resolved and nothing fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        # What declares entities is well-formed or not depending on them: that is no damage.
        return b"<!ENTITY" in content
    return True


def check_document(file: SourceFile) -> Fault | None:
    suffix = suffix_of(file)
    if suffix not in settings.WAGTAILDOCS_EXTENSIONS:
        return Fault(
            f"The file {name_of(file)} is of a kind that the site does not offer for download; "
            "save it as PDF or ZIP and add it in the editor."
        )
    if suffix == "pdf":
        fits = b"%PDF" in read_head(file)
    elif suffix in ZIPPED:
        fits = read_head(file, 2) == b"PK" and zipfile.is_zipfile(file.path)
    else:
        fits = b"\0" not in read_head(file)
    return None if fits else mismatch(file)


def check_audio(file: SourceFile) -> Fault | None:
    return check_recording(file, "AUDIO_EXTENSIONS", AUDIO, "save it as MP3")


def check_video(file: SourceFile) -> Fault | None:
    return check_recording(file, "VIDEO_EXTENSIONS", VIDEO, "save it as MP4")


def check_recording(
    file: SourceFile, setting: str, kinds: tuple[str, ...], advice: str
) -> Fault | None:
    allowed = settings.WAGTAILMEDIA.get(setting, kinds)
    if suffix_of(file) not in allowed or suffix_of(file) not in kinds:
        return Fault(
            f"The recording {name_of(file)} is of a kind that the site does not play; "
            f"{advice} and add it in the editor."
        )
    return None if fits_recording(file) else mismatch(file)


def fits_recording(file: SourceFile) -> bool:
    head = read_head(file, 12)
    match suffix_of(file):
        case "mp4" | "m4v" | "m4a" | "m4b" | "mov":
            return head[4:8] == b"ftyp"
        case "webm":
            return head.startswith(b"\x1a\x45\xdf\xa3")
        case "ogg" | "oga" | "ogv" | "opus":
            return head.startswith(b"OggS")
        case "wav":
            return head.startswith(b"RIFF") and head[8:] == b"WAVE"
        case "flac":
            return head.startswith(b"fLaC")
    return head.startswith(b"ID3") or (head[0] == 0xFF and head[1:2] >= b"\xe0")


def check_captions(file: SourceFile) -> Fault | None:
    try:
        read_captions(file)
    except (MalformedCaptionError, MalformedFileError, UnicodeDecodeError, IndexError):
        return Fault(f"The captions {name_of(file)} cannot be read; add them anew in the editor.")
    return None


def read_captions(file: SourceFile) -> list[str]:
    """Return the lines of WebVTT or SubRip captions in order, without times.

    Raises:
        MalformedFileError, MalformedCaptionError, UnicodeDecodeError: they cannot be read.
    """
    if suffix_of(file) not in CAPTIONS:
        raise MalformedFileError(name_of(file))
    read = webvtt.from_srt if suffix_of(file) == "srt" else webvtt.read
    lines = [" ".join(caption.text.split()) for caption in read(str(file.path))]
    if not lines:
        raise MalformedFileError(name_of(file))
    return lines


def mismatch(file: SourceFile) -> Fault:
    return Fault(f"The content of {name_of(file)} is not what its name says; add it anew.")
