"""Importing and exporting in the admin: the form, the progress, the report, the way back."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages.models import CoursePage
from events.services.sweeping import make_due_deliveries
from interchange.enums import ImportState
from interchange.models import CourseImport
from learning.services.enrollment import enroll_student
from tests.factories.pages import make_course
from tests.interchange.folders import make_folder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archive(tmp_path: Path) -> SimpleUploadedFile:
    """Return a small course folder as a browser uploads it."""
    folder = make_folder(tmp_path / "tea")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for path in sorted(folder.rglob("*")):
            target.write(path, path.relative_to(folder.parent))
    return SimpleUploadedFile("tea.zip", packed.getvalue(), "application/zip")


def upload(client: Client, file: SimpleUploadedFile, **fields: str) -> CourseImport:
    """Send the form; return the row it made."""
    values = {"upload": file, "format": "", "conflicts": "ask", **fields}
    response = client.post(reverse("course_imports:add"), values)
    course_import = CourseImport.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("course_imports:inspect", args=[course_import.pk])
    return course_import


def test_a_course_is_uploaded_imported_and_reported(
    client: Client, instructor: User, archive: SimpleUploadedFile
) -> None:
    client.force_login(instructor)

    course_import = upload(client, archive)
    make_due_deliveries()

    course_import.refresh_from_db()
    assert course_import.state == ImportState.DONE
    page = client.get(reverse("course_imports:inspect", args=[course_import.pk]))
    assert page.status_code == 200
    assert "Element by element" in page.content.decode()
    course = CoursePage.objects.get(pk=course_import.course_id)
    assert not course.live
    assert course.owner == instructor


def test_published_when_asked_for(
    client: Client, instructor: User, archive: SimpleUploadedFile
) -> None:
    client.force_login(instructor)

    course_import = upload(client, archive, publish="on")
    make_due_deliveries()

    course_import.refresh_from_db()
    assert CoursePage.objects.get(pk=course_import.course_id).live


def test_a_file_that_is_no_course_is_refused_in_words(client: Client, instructor: User) -> None:
    client.force_login(instructor)

    page = client.post(
        reverse("course_imports:add"),
        {"upload": SimpleUploadedFile("tea.exe", b"MZ"), "format": "", "conflicts": "ask"},
    )

    assert page.status_code == 200
    assert not CourseImport.objects.exists()
    assert "error" in page.content.decode()


def test_an_archive_that_cannot_be_read_fails_with_its_reasons(
    client: Client, instructor: User
) -> None:
    client.force_login(instructor)

    course_import = upload(client, SimpleUploadedFile("tea.zip", b"PK no zip at all"))
    make_due_deliveries()

    course_import.refresh_from_db()
    assert course_import.state == ImportState.FAILED
    page = client.get(reverse("course_imports:inspect", args=[course_import.pk]))
    assert "nothing of it was stored" in page.content.decode()
    assert not CoursePage.objects.exists()


def test_the_progress_is_said_until_it_is_over(client: Client, instructor: User) -> None:
    course_import = CourseImport.objects.create(
        person=instructor, file_name="tea.zip", state=ImportState.RUNNING
    )
    client.force_login(instructor)

    said = client.get(reverse("course_imports:progress", args=[course_import.pk])).json()
    page = client.get(reverse("course_imports:inspect", args=[course_import.pk]))

    assert said["is_over"] is False
    assert "The import is on its way" in page.content.decode()
    CourseImport.objects.update(state=ImportState.DONE)
    said = client.get(reverse("course_imports:progress", args=[course_import.pk])).json()
    assert said["is_over"] is True


@pytest.mark.parametrize("name", ["inspect", "progress", "report", "undo"])
def test_nobody_else_learns_of_an_import(
    client: Client, instructor: User, stranger: User, learner: User, admin: User, name: str
) -> None:
    course_import = CourseImport.objects.create(
        person=instructor, file_name="tea.zip", state=ImportState.FAILED
    )
    address = reverse(f"course_imports:{name}", args=[course_import.pk])

    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(learner)
    assert client.get(address).status_code in (302, 403)
    client.force_login(admin)
    assert client.get(address).status_code == (404 if name == "undo" else 200)


def test_the_list_shows_own_imports_alone(client: Client, instructor: User, stranger: User) -> None:
    CourseImport.objects.create(person=instructor, file_name="mine.zip")
    CourseImport.objects.create(person=stranger, file_name="theirs.zip")
    client.force_login(instructor)

    page = client.get(reverse("course_imports:index")).content.decode()

    assert "mine.zip" in page
    assert "theirs.zip" not in page


def test_an_import_is_undone_until_somebody_enrols(
    client: Client, instructor: User, learner: User, archive: SimpleUploadedFile
) -> None:
    client.force_login(instructor)
    course_import = upload(client, archive, publish="on")
    make_due_deliveries()
    course_import.refresh_from_db()
    course = CoursePage.objects.get(pk=course_import.course_id)
    undo = reverse("course_imports:undo", args=[course_import.pk])
    enrollment = enroll_student(student=learner, course=course)

    client.post(undo)
    assert CoursePage.objects.filter(pk=course.pk).exists()

    enrollment.delete()
    assert "cannot be undone in turn" in client.get(undo).content.decode()
    client.post(undo)

    assert not CoursePage.objects.filter(pk=course.pk).exists()
    course_import.refresh_from_db()
    assert course_import.state == ImportState.UNDONE


def test_the_staff_exports_a_course_and_nobody_else(
    client: Client, instructor: User, stranger: User
) -> None:
    course = make_course(owner=instructor, title="Tea for guests")
    address = reverse("course_export", args=[course.pk])
    client.force_login(instructor)

    response = client.get(address)

    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert response["Content-Disposition"] == 'attachment; filename="tea-for-guests.zip"'
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "course.yaml" in {name.split("/", 1)[-1] for name in archive.namelist()}
    assert (
        "/course-export/"
        in client.get(reverse("wagtailadmin_explore", args=[course.pk])).content.decode()
    )
    client.force_login(stranger)
    assert client.get(address).status_code in (302, 403, 404)
