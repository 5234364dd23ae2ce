"""Stores the files of a course once: what is stored already, by content, is used again.

Readers have looked at every file before; here is the last gate, which asks the settings and the
model only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO
from pathlib import PurePosixPath
from typing import Any

import webvtt
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile

from accounts.models import User
from course_pages.models import CourseDocument, CourseImage, CourseMedia
from interchange.document import AudioPart, Captions, SourceFile, VideoPart
from interchange.report import InvalidCourse, Problem
from interchange.writers.indexes import renew_indexes
from interchange.writers.limits import LICENCE, TITLE, cut

LONGEST_ENDING = 40
"""Characters of all the endings of a name, as in `film.en.vtt`; more are no endings."""
LONGEST_MARKED = 75
"""Characters of a marked name: a longer one would be cut in storage, and lose its mark."""


@dataclass(slots=True)
class FileShelf:
    """The files of one course. Only those that its owner uploaded are used again."""

    owner: User
    licence: str
    stored: list[FieldFile] = field(default_factory=list)
    """What this import has put into storage, to be taken away if it fails."""
    made: list[Any] = field(default_factory=list)
    """The rows that this import has made."""
    known: dict[tuple[type[Any], str], Any] = field(default_factory=dict)
    """Rows that were found or made, by model and digest; None for what is not stored."""

    def look_for(self, files: Iterable[SourceFile]) -> None:
        """Find all that is stored already of pictures and documents, in two statements."""
        digests = {file.digest for file in files}
        for model in (CourseImage, CourseDocument):
            self.known |= {(model, digest): None for digest in digests}
            found = self._mine(model).filter(file_hash__in=digests).order_by("-pk")
            self.known |= {(model, row.file_hash): row for row in found}

    def image(self, file: SourceFile, *, alt: str = "") -> CourseImage:
        """Return the picture.

        Raises:
            InvalidCourse: the site takes no such picture.
        """
        require_extension(file, settings.WAGTAILIMAGES_EXTENSIONS)
        found = self._find(CourseImage, file)
        if found is None:
            found = CourseImage(
                title=make_title(file), description=cut(alt, TITLE), **self._rights()
            )
            self._store(found, file)
        return found

    def document(self, file: SourceFile, *, title: str = "") -> CourseDocument:
        """Return the file for download.

        Raises:
            InvalidCourse: the site takes no such file.
        """
        require_extension(file, settings.WAGTAILDOCS_EXTENSIONS)
        found = self._find(CourseDocument, file)
        if found is None:
            found = CourseDocument(
                title=cut(title, TITLE) or make_title(file),
                **self._rights(),
            )
            self._store(found, file)
        return found

    def video(self, file: SourceFile, part: VideoPart) -> CourseMedia:
        """Return the recording with the captions of `part`.

        Captions of the same language are replaced. For those of another language there is a row
        of its own: a recording has one set of captions.
        """
        found = self._find_recording(file, "video", part.captions)
        if found is None:
            found = self._make_recording(file, "video", part.title)
        if part.captions and mark(part.captions.file) not in str(found.captions.name):
            self._caption(found, part.captions)
        return found

    def audio(self, file: SourceFile, part: AudioPart) -> CourseMedia:
        found = self._find_recording(file, "audio", None)
        return found or self._make_recording(file, "audio", part.title)

    def finish(self) -> None:
        """Let search and "where is this file used?" know what was stored."""
        renew_indexes(self.made)

    def remove_stored(self) -> None:
        """Take away what a failed import has put into storage."""
        for file in self.stored:
            file.delete(save=False)

    def _find(self, model: Any, file: SourceFile) -> Any:
        key = (model, file.digest)
        if key not in self.known:
            self.known[key] = self._mine(model).filter(file_hash=file.digest).first()
        return self.known[key]

    def _find_recording(
        self, file: SourceFile, kind: str, captions: Captions | None
    ) -> CourseMedia | None:
        rows = list(self._mine(CourseMedia).filter(type=kind, file__contains=mark(file)))
        if captions is None:
            return rows[0] if rows else None
        same = [row for row in rows if mark(captions.file) in str(row.captions.name)]
        fitting = [
            row for row in rows if not row.captions or row.captions_language == captions.language
        ]
        return next(iter([*same, *fitting]), None)

    def _make_recording(self, file: SourceFile, kind: str, title: str) -> CourseMedia:
        title = cut(title, TITLE) or make_title(file)
        row = CourseMedia(title=title, type=kind, **self._rights())
        self._store(row, file, name=marked_name(file))
        return row

    def _mine(self, model: Any) -> Any:
        return model.objects.filter(uploaded_by_user=self.owner).order_by("pk")

    def _rights(self) -> dict[str, Any]:
        return {
            "uploaded_by_user": self.owner,
            "licence": cut(self.licence, LICENCE),
        }

    def _store(self, row: Any, file: SourceFile, *, name: str = "") -> None:
        with file.path.open("rb") as content:
            row.file = File(content, name=name or find_free_name(row, file))
            validate(row, file)
            if isinstance(row, CourseImage | CourseDocument):
                row.file_hash = file.digest
                row.file_size = file.path.stat().st_size
                self.known[type(row), file.digest] = row
            # No signals: what they would do for each row is done for all in `finish`.
            type(row).objects.bulk_create([row])
        self.stored.append(row.file)
        self.made.append(row)

    def _caption(self, recording: CourseMedia, captions: Captions) -> None:
        name = PurePosixPath(marked_name(captions.file)).with_suffix(".vtt").name
        recording.captions = ContentFile(read_captions(captions.file), name=name)
        recording.captions_language = captions.language
        recording.save()
        self.stored.append(recording.captions)


def require_extension(file: SourceFile, allowed: list[str]) -> None:
    ending = PurePosixPath(file.name).suffix.lower().removeprefix(".")
    if ending not in allowed:
        refuse(file, f"the site takes no files that end in “.{ending}” here")


def validate(row: Any, file: SourceFile) -> None:
    """Ask the model whether it takes the file.

    Raises:
        InvalidCourse: it does not.
    """
    try:
        row.clean()
        row._meta.get_field("file").run_validators(row.file)
    except ValidationError as error:
        refuse(file, " ".join(error.messages))
    row.file.seek(0)


def refuse(file: SourceFile, reason: str) -> None:
    raise InvalidCourse([Problem(file.name, None, "file-type", f"{file.path.name}: {reason}")])


def read_captions(file: SourceFile) -> bytes:
    """Return captions as WebVTT, which is what browsers read; SubRip is converted."""
    if PurePosixPath(file.name).suffix.lower() != ".srt":
        return file.path.read_bytes()
    written = StringIO()
    webvtt.from_srt(str(file.path)).write(written)
    return written.getvalue().encode()


def mark(file: SourceFile) -> str:
    """Return what the name of a stored recording carries of its content.

    Recordings have no column for it; twelve hexadecimal digits tell any two of them apart.
    """
    return f"-{file.digest[:12]}"


def marked_name(file: SourceFile) -> str:
    """Return the file's own name with its mark before all endings.

    That is where storage adds random letters to a name that is taken: behind a mark they can be
    told from what people write.
    """
    name = PurePosixPath(file.name)
    endings = "".join(name.suffixes)
    if len(endings) > LONGEST_ENDING:
        endings = name.suffix
    marked = f"{mark(file)}{endings}"
    return name.name.removesuffix(endings)[: LONGEST_MARKED - len(marked)] + marked


def find_free_name(row: Any, file: SourceFile) -> str:
    """Return the file's own name or, where storage has a file of that name, a marked one.

    Storage would add random letters, which no export could tell from the name.
    """
    name = PurePosixPath(file.name).name
    field = row._meta.get_field("file")
    if not field.storage.exists(field.generate_filename(row, name)):
        return name
    return marked_name(file)


def make_title(file: SourceFile) -> str:
    return cut(PurePosixPath(file.name).stem.replace("-", " ").capitalize(), TITLE)
