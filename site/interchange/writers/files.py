"""Stores the files of a course once: what is stored already, by content, is used again."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.core.files import File
from django.db.models.fields.files import FieldFile

from accounts.models import User
from course_pages.models import CourseDocument, CourseImage, CourseMedia
from interchange.document import Captions, SourceFile, VideoPart


@dataclass(slots=True)
class FileShelf:
    """The files of one course. Only those that its owner uploaded are used again."""

    owner: User
    licence: str
    credit: str
    stored: list[FieldFile] = field(default_factory=list)
    """What this import has put into storage, to be taken away if it fails."""

    def image(self, file: SourceFile, *, alt: str = "") -> CourseImage:
        found = self._find(CourseImage, file_hash=file.digest)
        if found is None:
            found = CourseImage(title=make_title(file), description=alt, **self._rights())
            self._store(found, file)
        return found

    def document(self, file: SourceFile, *, title: str) -> CourseDocument:
        found = self._find(CourseDocument, file_hash=file.digest)
        if found is None:
            found = CourseDocument(title=title, **self._rights())
            self._store(found, file)
        return found

    def recording(self, file: SourceFile, video: VideoPart) -> CourseMedia:
        """Return the recording, with the captions of `video`; other captions are replaced."""
        found = self._find(CourseMedia, file__contains=mark(file))
        if found is None:
            found = CourseMedia(title=video.title, type="video", **self._rights())
            self._store(found, file, name=marked_name(file))
        if video.captions and mark(video.captions.file) not in found.captions.name:
            self._caption(found, video.captions)
        return found

    def remove_stored(self) -> None:
        """Take away what a failed import has put into storage."""
        for file in self.stored:
            file.delete(save=False)

    def _find(self, model: Any, **by: str) -> Any:
        return model.objects.filter(uploaded_by_user=self.owner, **by).order_by("pk").first()

    def _rights(self) -> dict[str, Any]:
        return {
            "uploaded_by_user": self.owner,
            "licence": self.licence,
            "credit": self.credit[:255],
        }

    def _store(self, row: Any, file: SourceFile, *, name: str = "") -> None:
        with file.path.open("rb") as content:
            row.file = File(content, name=name or PurePosixPath(file.name).name)
            if isinstance(row, CourseImage | CourseDocument):
                row.file_hash = file.digest
                row.file_size = file.path.stat().st_size
            row.save()
        self.stored.append(row.file)

    def _caption(self, recording: CourseMedia, captions: Captions) -> None:
        with captions.file.path.open("rb") as content:
            recording.captions = File(content, name=marked_name(captions.file))
            recording.captions_language = captions.language
            recording.save()
        self.stored.append(recording.captions)


def mark(file: SourceFile) -> str:
    """Return what the name of a stored recording carries of its content.

    Recordings have no column for it; twelve hexadecimal digits tell any two of them apart.
    """
    return f"-{file.digest[:12]}"


def marked_name(file: SourceFile) -> str:
    name = PurePosixPath(file.name)
    return f"{name.stem}{mark(file)}{name.suffix}"


def make_title(file: SourceFile) -> str:
    return PurePosixPath(file.name).stem.replace("-", " ").capitalize()
