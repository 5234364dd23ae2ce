"""Importing a course: at once, or asked for now and done by a worker."""

import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog
from django.core.cache import caches
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.exceptions import DomainError, InvalidInput, NotAllowed
from core.failpoints import failpoint
from course_pages.permissions import is_admin, may_create_courses
from events.services import announce
from interchange.enums import Conflicts, ImportStage, ImportState
from interchange.models import CourseImport
from interchange.readers.archives import open_source
from interchange.readers.formats import FORMATS
from interchange.report import InvalidCourse, Problem
from interchange.selectors.imports import KEPT_FOR, make_key
from interchange.services.journal import make_journal
from interchange.services.reading import Progress, ReadCourse, read_source
from interchange.services.reporting import make_refusal, make_report
from interchange.signals import import_requested
from interchange.writers.course_pages import write_course
from interchange.writers.written import Written

logger = structlog.get_logger(__name__)

ENDINGS = (".zip", ".tar.gz", ".tgz", ".tar")
LARGEST_UPLOAD = 100 * 1024 * 1024
"""Bytes, packed."""
MOST_TRIES = 3
"""How often an import is begun, when the process dies of it or the database is away."""
NOT_A_TEACHER = _("Only instructors and administrators import courses.")
BROKEN = Problem("", None, "internal", "An error on our side; it was noted. Nothing was imported.")
TIRED = Problem(
    *("", None, "internal"),
    "The import was begun three times and never came to its end. Try a smaller course, or ask an "
    "administrator.",
)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a source."""

    report: dict[str, Any]
    """As `import_course --report` writes it."""
    written: Written | None = None
    """None when nothing was to be written, or the source was refused."""

    @property
    def is_accepted(self) -> bool:
        """Whether the source was taken, and the report accounts for all of it."""
        return not self.report["errors"] and self.report["summary"]["balance"]


class Overtaken(RuntimeError):
    """Another process has begun the same import anew; this one must leave no trace."""


def tell_nobody(stage: str, done: int, total: int) -> None:
    """Stand in where nobody wants to know how far an import is."""


Settle = Callable[[ImportResult], None]


def import_source(
    *,
    path: Path,
    person: User | None,
    format: str = "",  # noqa: A002
    publish: bool = False,
    conflicts: Conflicts = Conflicts.ASK,
    dry_run: bool = False,
    may_add_languages: bool | None = None,
    progress: Progress = tell_nobody,
    settle: Settle | None = None,
) -> ImportResult:
    """Read a course from a folder or an archive and write it, all of it or nothing.

    An invalid course is no exception here: its report has errors.

    Args:
        person: to whom a new course belongs; needed unless it is a dry run.
        may_add_languages: whether languages that the site lacks are added; when not said, for
            administrators.
        settle: called with the result in the transaction in which the course was written.

    Raises:
        NotAllowed: the person may not have courses.
    """
    if person is None and not dry_run:
        raise ValueError("A course that is written belongs to somebody.")
    if person is not None and not dry_run and not may_create_courses(person):
        raise NotAllowed(NOT_A_TEACHER)
    read = ReadCourse()
    try:
        progress(ImportStage.UNPACKING, 0, 0)
        with open_source(path) as root:
            progress(ImportStage.READING, 0, 0)
            document = read_source(root, name=format, into=read)
            if dry_run or person is None:
                return ImportResult(make_report(read, None))
            with transaction.atomic():
                written = write_course(
                    document=document,
                    owner=person,
                    report=read.report,
                    publish=publish,
                    conflicts=conflicts,
                    may_add_languages=(
                        is_admin(person) if may_add_languages is None else may_add_languages
                    ),
                    progress=lambda done, total: progress(ImportStage.WRITING, done, total),
                    format=read.format,
                )
                failpoint("interchange.written")
                result = ImportResult(make_report(read, written), written)
                if settle is not None:
                    settle(result)
            return result
    except InvalidCourse as refusal:
        return ImportResult(make_refusal(read, refusal.problems))


def request_import(
    *,
    person: User,
    upload: "UploadedFile[Any]",
    format: str = "",  # noqa: A002
    publish: bool = False,
    conflicts: Conflicts = Conflicts.ASK,
) -> CourseImport:
    """Keep an upload and have it imported by a worker.

    Raises:
        NotAllowed: the person may not make courses.
        InvalidInput: the file is too large or no archive, or the format is unknown.
    """
    if not may_create_courses(person):
        raise NotAllowed(NOT_A_TEACHER)
    ending = check_upload(upload, format)
    course_import = CourseImport(
        person=person,
        file_name=(upload.name or "")[-255:],
        format=format,
        publish=publish,
        conflicts=conflicts,
    )
    # Its own name stays in `file_name`: no storage needs to know it.
    course_import.file.save(f"{uuid.uuid4()}{ending}", upload, save=False)
    try:
        with transaction.atomic():
            course_import.save()
            announce(import_requested, actor_id=person.pk, import_id=course_import.pk)
    except BaseException:
        course_import.file.delete(save=False)
        raise
    return course_import


def check_upload(upload: "UploadedFile[Any]", format_name: str) -> str:
    """Return the ending of the upload's name, or refuse it."""
    name = (upload.name or "").lower()
    ending = next((ending for ending in ENDINGS if name.endswith(ending)), None)
    if ending is None:
        message = _("Choose a .zip or a .tar.gz archive.")
        raise InvalidInput(message, code="not_an_archive")
    if (upload.size or 0) > LARGEST_UPLOAD:
        raise InvalidInput(_("The file has more than 100 MB."), code="too_large")
    if format_name and format_name not in FORMATS:
        raise InvalidInput(_("This format is not known."), code="format_unknown")
    return ending


def run_import(*, import_id: int) -> None:
    """Do an import that was asked for; what is over is left alone, so running twice is safe.

    One that died in the middle is begun anew: a course is written in one transaction, together
    with the note that the import is done. A course that cannot be taken, and a mistake of ours,
    end as `FAILED` with a report; nothing else is done about them.

    Raises:
        OperationalError, InterfaceError: the database is away; trying again may help.
    """
    course_import = begin(import_id)
    if course_import is None:
        return
    if not course_import.is_over:
        try:
            do_import(course_import)
        except Overtaken:
            logger.warning("import_overtaken", import_id=import_id)
            return
    failpoint("interchange.finished")
    clear_away(course_import)


def do_import(course_import: CourseImport) -> None:
    """Do an import that was begun. A course that was written has noted that it is done itself."""
    failpoint("interchange.begun")
    result = try_import(course_import)
    if result.written is None:
        finish(course_import, ImportState.FAILED, result)


def try_import(course_import: CourseImport) -> ImportResult:
    """Import the file of a row; whatever no second try would mend becomes a report."""
    try:
        return import_upload(course_import)
    except (OperationalError, InterfaceError, Overtaken):
        raise
    except DomainError as refusal:
        return refuse(Problem("", None, refusal.code, str(refusal.message)))
    except Exception:
        logger.exception("import_failed", import_id=course_import.pk)
        return refuse(BROKEN)


def refuse(problem: Problem) -> ImportResult:
    return ImportResult(make_refusal(ReadCourse(), [problem]))


@transaction.atomic
def begin(import_id: int) -> CourseImport | None:
    """Take an import that is not over, and count how often it was begun; None if it is gone.

    One that was begun too often without coming to an end is over by that.
    """
    rows = CourseImport.objects.select_for_update(of=("self",)).select_related("person")
    course_import = rows.filter(pk=import_id).first()
    if course_import is None or course_import.is_over:
        return course_import
    tries = course_import.journal.get("tries", 0) + 1
    course_import.state = ImportState.RUNNING
    course_import.started_at = timezone.now()
    course_import.journal = {"tries": tries}
    course_import.save(update_fields=["state", "started_at", "journal", "updated_at"])
    if tries > MOST_TRIES:
        finish(course_import, ImportState.FAILED, refuse(TIRED))
        course_import.state = ImportState.FAILED
    return course_import


def import_upload(course_import: CourseImport) -> ImportResult:
    """Import the file of a row.

    Raises:
        NotAllowed: who asked is gone or may not make courses any more.
    """
    person = course_import.person
    if person is None or not may_create_courses(person):
        raise NotAllowed(NOT_A_TEACHER)
    with TemporaryDirectory(prefix="import-") as scratch:
        return import_source(
            path=fetch(course_import, Path(scratch)),
            person=person,
            format=course_import.format,
            publish=course_import.publish,
            conflicts=Conflicts(course_import.conflicts),
            progress=ProgressBoard(course_import.pk),
            settle=lambda result: finish(course_import, ImportState.DONE, result),
        )


def fetch(course_import: CourseImport, scratch: Path) -> Path:
    """Return a copy of the upload on this machine: storage may be a bucket."""
    path = scratch / Path(course_import.file.name or "upload").name
    with course_import.file.open("rb") as upload, path.open("wb") as copy:
        shutil.copyfileobj(upload, copy)
    return path


class ProgressBoard:
    """Where an import writes how far it is, for other processes to read."""

    def __init__(self, import_id: int) -> None:
        self.key = make_key(import_id)

    def __call__(self, stage: str, done: int, total: int) -> None:
        caches["progress"].set(self.key, (str(stage), done, total), KEPT_FOR)


def finish(course_import: CourseImport, state: ImportState, result: ImportResult) -> None:
    """Write down what became of an import, unless somebody else has begun it anew meanwhile."""
    row = CourseImport.objects.filter(
        pk=course_import.pk, state=ImportState.RUNNING, started_at=course_import.started_at
    )
    written = result.written
    changed: dict[str, Any] = {
        "state": state,
        "finished_at": timezone.now(),
        "updated_at": timezone.now(),
        "report": result.report,
        "course": written.course if written else None,
        "journal": make_journal(written) if written else {},
    }
    if not row.update(**changed):
        raise Overtaken(f"{course_import} was begun anew by another process.")


def clear_away(course_import: CourseImport) -> None:
    """Delete the upload of an import that is over, and what was kept of its progress."""
    caches["progress"].delete(make_key(course_import.pk))
    if course_import.file:
        course_import.file.delete(save=False)
        CourseImport.objects.filter(pk=course_import.pk).update(file="")
