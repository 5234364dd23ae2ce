"""Takes a course out of the site: as a course folder, or as one archive of it."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import IO, cast

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from core.exceptions import InvalidInput, NotAllowed
from course_pages.models import CoursePage
from course_pages.permissions import is_page_staff
from interchange.gatherers.course_pages import gather_course
from interchange.writers.course_folder import write_folder
from interchange.writers.digests import GONE, read_notes
from interchange.writers.identity import make_id

Person = User | AnonymousUser
IN_MEMORY = 5_000_000
"""Bytes up to which an archive is not put onto the disk."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time that all members of an archive bear, so that the same course makes the same archive."""


def export_course(*, course: CoursePage, person: Person, target: Path) -> Path:
    """Write the course, all languages and files included, to `target`, and return that.

    `target` becomes an archive when its name ends in .zip, else a folder.

    Raises:
        NotAllowed: the person is not on the staff of the course.
        InvalidInput: something is at `target` already.
    """
    refuse_strangers(person, course)
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise InvalidInput(_("There is something at %(path)s already.") % {"path": target})
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix.lower() == ".zip":
        with target.open("wb") as archive:
            pack_course(course, archive)
    else:
        make_folder(course, target)
    return target


def export_zip(*, course: CoursePage, person: Person) -> IO[bytes]:
    """Return the course as an archive to read from its beginning; it is gone when it is closed.

    Raises:
        NotAllowed: the person is not on the staff of the course.
    """
    refuse_strangers(person, course)
    # Whoever gets it closes it.
    archive = cast("IO[bytes]", SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
    pack_course(course, archive)
    archive.seek(0)
    return archive


def refuse_strangers(person: Person, course: CoursePage) -> None:
    if not is_page_staff(person, course):
        raise NotAllowed(_("Only those who teach a course can take it out of the site."))


def make_folder(course: CoursePage, folder: Path) -> None:
    with TemporaryDirectory() as shelf:
        document = gather_course(course, Path(shelf), without=find_gone(course), identify=make_id)
        write_folder(document, folder)


def find_gone(course: CoursePage) -> set[int]:
    """Return the pages that an import took out of the course, and nobody has put back."""
    gone = [pk for pk, last in read_notes([course]).items() if last.own == GONE]
    return set(Page.objects.filter(pk__in=gone, live=False).values_list("pk", flat=True))


def pack_course(course: CoursePage, archive: IO[bytes]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place) / "course"
        make_folder(course, folder)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in list_files(folder):
                pack_file(packed, path, path.relative_to(folder).as_posix())


def list_files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def pack_file(packed: zipfile.ZipFile, path: Path, name: str) -> None:
    member = zipfile.ZipInfo(name, EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    with path.open("rb") as content, packed.open(member, "w", force_zip64=True) as packing:
        while chunk := content.read(1 << 20):
            packing.write(chunk)
