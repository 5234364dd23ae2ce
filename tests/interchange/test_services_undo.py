"""Undoing an import: all of it, as long as no learner has anything to do with the course."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from wagtail.models import Page

from accounts.models import User
from core.exceptions import NotAllowed
from course_pages.enums import StaffRole
from course_pages.models import (
    CourseDocument,
    CourseFacts,
    CourseImage,
    CourseMedia,
    CoursePage,
    CourseStaff,
    LessonPage,
    ModulePage,
)
from course_pages.services.staff import add_staff, remove_staff, transfer_ownership
from events import ports, tasks
from interchange.enums import Conflicts, ImportState
from interchange.models import CourseImport, CourseSource
from interchange.services.imports import request_import, run_import
from interchange.services.undo import may_undo, undo_import
from learning.models import Enrollment
from learning.services.enrollment import enroll_student
from tests.interchange.archives import pack
from tests.interchange.folders import (
    COURSE,
    add_captions,
    add_image,
    add_video,
    lesson,
    make_folder,
    spoil,
)
from tests.interchange.real import real_folder


@pytest.fixture(autouse=True)
def nothing_leaves() -> Iterator[None]:
    """Leave deliveries to the test."""
    ports.register(lambda delivery_ids, long_ids=(): None)
    yield
    ports.register(tasks.hand_over)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the small course, one lesson of which shows a picture."""
    leaves = lesson("leaves", "![A cup.](images/cup.png)\n")
    root = make_folder(tmp_path / "tea", **{"lessons/leaves.md": leaves})
    add_image(root)
    return root


def do_import(
    folder: Path, person: User, *, publish: bool = True, conflicts: Conflicts = Conflicts.ASK
) -> CourseImport:
    row = request_import(person=person, upload=pack(folder), publish=publish, conflicts=conflicts)
    run_import(import_id=row.pk)
    row.refresh_from_db()
    assert row.state == ImportState.DONE, row.report
    return row


def course_pages() -> int:
    return sum(model.objects.count() for model in (CoursePage, ModulePage, LessonPage))


def refusal(row: CourseImport, person: User) -> str:
    """Return the code with which an undo is refused; nothing may have changed."""
    pages, state = list(Page.objects.order_by("pk").values_list("pk", "live")), row.state
    with pytest.raises(NotAllowed) as caught:
        undo_import(course_import=row, person=person)
    assert not may_undo(row, person)
    row.refresh_from_db()
    assert list(Page.objects.order_by("pk").values_list("pk", "live")) == pages
    assert row.state == state
    return caught.value.code


# --- a new course ---------------------------------------------------------------------------------


def test_a_new_course_goes_with_its_files(instructor: User, folder: Path) -> None:
    row = do_import(folder, instructor)
    image = CourseImage.objects.get()
    assert default_storage.exists(image.file.name)
    assert may_undo(row, instructor)

    undone = undo_import(course_import=row, person=instructor)

    assert (undone.state, undone.course) == (ImportState.UNDONE, None)
    assert course_pages() == 0
    assert (CourseFacts.objects.count(), CourseSource.objects.count()) == (0, 0)
    assert CourseImage.objects.count() == 0
    assert undone.report["summary"]["balance"] is True


def test_a_course_of_drafts_goes_too_and_can_come_again(instructor: User, folder: Path) -> None:
    undo_import(course_import=do_import(folder, instructor, publish=False), person=instructor)
    assert course_pages() == 0

    again = do_import(folder, instructor)

    assert course_pages() == 6
    assert LessonPage.objects.live().count() == 3
    assert may_undo(again, instructor)


@pytest.mark.django_db(transaction=True)
def test_files_go_from_storage_as_well(instructor: User, folder: Path) -> None:
    film = ":::video\nfile: media/pour.mp4\ntitle: Pour\ncaptions:\n"
    film += "  - {language: en, file: media/pour.en.vtt}\n:::\n"
    front = {"attachments": "[{file: tea.txt, title: Tea}]"}
    (folder / "lessons/six-cups.md").write_text(lesson("six-cups", film, **front))
    (folder / "tea.txt").write_text("Tea")
    add_video(folder)
    add_captions(folder)
    row = do_import(folder, instructor)
    media = CourseMedia.objects.get()
    stored = [CourseImage.objects.get().file, CourseDocument.objects.get().file]
    stored += [media.file, media.captions]
    assert [file.storage.exists(file.name) for file in stored] == [True] * 4

    undo_import(course_import=row, person=instructor)

    assert [file.storage.exists(file.name) for file in stored] == [False] * 4
    assert (CourseDocument.objects.count(), CourseMedia.objects.count()) == (0, 0)


def test_a_file_that_something_else_uses_stays(instructor: User, folder: Path) -> None:
    first = do_import(folder, instructor)
    spoil(folder, "course.yaml", "id: tea-for-guests", "id: tea-again")
    do_import(folder, instructor)

    undo_import(course_import=first, person=instructor)

    assert CourseImage.objects.count() == 1
    assert CoursePage.objects.get().slug == "tea-again"


def test_edits_in_new_pages_do_not_keep_them(instructor: User, folder: Path) -> None:
    row = do_import(folder, instructor)
    page = LessonPage.objects.get(slug="leaves")
    page.title = "Edited"
    page.save_revision().publish()

    undo_import(course_import=row, person=instructor)

    assert course_pages() == 0


def test_pages_added_by_hand_keep_it(instructor: User, folder: Path) -> None:
    row = do_import(folder, instructor)
    module = ModulePage.objects.get(slug="serving")
    module.add_child(instance=LessonPage(title="By hand", minutes=3))

    assert refusal(row, instructor) == "pages_added"


# --- learners -------------------------------------------------------------------------------------


def test_once_a_learner_is_enrolled_it_stays(instructor: User, learner: User, folder: Path) -> None:
    row = do_import(folder, instructor)
    enroll_student(student=learner, course=CoursePage.objects.get())

    assert refusal(row, instructor) == "must_stay"

    Enrollment.objects.update(status="ended")
    assert refusal(row, instructor) == "must_stay"


# --- who ------------------------------------------------------------------------------------------


def test_importer_owner_and_admins_may(
    instructor: User, stranger: User, learner: User, admin: User, folder: Path
) -> None:
    row = do_import(folder, instructor)

    assert refusal(row, stranger) == "not_allowed"
    assert refusal(row, learner) == "not_allowed"
    assert may_undo(row, admin)
    course = CoursePage.objects.get()
    staff = add_staff(course=course, person=stranger, role=StaffRole.INSTRUCTOR, actor=instructor)
    assert refusal(row, stranger) == "not_allowed"
    transfer_ownership(course=course, person=stranger, actor=instructor)
    assert may_undo(row, stranger)
    assert may_undo(row, instructor)
    remove_staff(staff=CourseStaff.objects.get(person=instructor), actor=stranger)
    assert refusal(row, instructor) == "not_allowed"
    assert staff.course == course


def test_an_admin_undoes_it(instructor: User, admin: User, folder: Path) -> None:
    undo_import(course_import=do_import(folder, instructor), person=admin)

    assert course_pages() == 0


# --- a course that was there before ---------------------------------------------------------------


def change_source(folder: Path) -> None:
    """Rename the course and a lesson, take one lesson out and put another in."""
    (folder / "course.yaml").write_text(
        COURSE.replace("Tea for guests", "Tea for friends").replace("leaves]", "cups]")
    )
    (folder / "lessons/leaves.md").unlink()
    (folder / "lessons/cups.md").write_text(lesson("cups", "Clean.\n"))
    spoil(folder, "lessons/six-cups.md", "title: Six cups", "title: Seven cups")


def shown() -> dict[str, str]:
    """Return the titles of what is published, by slug."""
    pages = Page.objects.live().type(CoursePage, ModulePage, LessonPage)
    return dict(pages.order_by("slug").values_list("slug", "title"))


def test_an_update_gives_everything_back(instructor: User, folder: Path) -> None:
    do_import(folder, instructor)
    before = shown()
    change_source(folder)
    update = do_import(folder, instructor)
    assert shown()["six-cups"] == "Seven cups"
    assert "leaves" not in shown()

    undone = undo_import(course_import=update, person=instructor)

    assert shown() == before
    assert (undone.state, undone.course) == (ImportState.UNDONE, CoursePage.objects.get())
    assert not LessonPage.objects.filter(slug="cups").exists()


def test_after_an_undo_the_same_update_does_the_same(instructor: User, folder: Path) -> None:
    do_import(folder, instructor)
    change_source(folder)
    update = do_import(folder, instructor)
    after = shown()
    undo_import(course_import=update, person=instructor)

    again = do_import(folder, instructor)

    assert again.report["conflicts"] == []
    assert shown() == after


def test_after_an_undo_the_former_source_changes_nothing(
    instructor: User, folder: Path, tmp_path: Path
) -> None:
    do_import(folder, instructor)
    before = shown()
    other = make_folder(
        tmp_path / "other", **{"lessons/leaves.md": lesson("leaves", "![A cup.](images/cup.png)\n")}
    )
    add_image(other)
    change_source(other)
    undo_import(course_import=do_import(other, instructor), person=instructor)

    row = do_import(folder, instructor)

    assert shown() == before
    assert row.journal["revised"] == []
    assert refusal(row, instructor) == "not_done"


def test_what_was_edited_before_an_update_is_an_edit_after_its_undo(
    instructor: User, folder: Path
) -> None:
    do_import(folder, instructor)
    page = LessonPage.objects.get(slug="six-cups")
    page.title = "Edited"
    page.save_revision().publish()
    change_source(folder)
    update = do_import(folder, instructor, conflicts=Conflicts.THEIRS)
    assert shown()["six-cups"] == "Seven cups"
    undo_import(course_import=update, person=instructor)
    assert shown()["six-cups"] == "Edited"

    again = do_import(folder, instructor)

    assert [conflict["title"] for conflict in again.report["conflicts"]] == ["Edited"]
    assert shown()["six-cups"] == "Edited"


def test_only_the_latest_import_is_undone(instructor: User, folder: Path) -> None:
    first = do_import(folder, instructor)
    change_source(folder)
    second = do_import(folder, instructor)

    assert refusal(first, instructor) == "not_last"
    undo_import(course_import=second, person=instructor)
    first.refresh_from_db()
    assert may_undo(first, instructor)
    undo_import(course_import=first, person=instructor)
    assert course_pages() == 0


def test_what_is_undone_or_failed_is_not_undone_again(instructor: User, folder: Path) -> None:
    row = do_import(folder, instructor)
    undo_import(course_import=row, person=instructor)
    row.refresh_from_db()

    assert refusal(row, instructor) == "not_done"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["olx-dhis2-intro", "webdev-beginners"])
def test_a_real_course_in_several_languages_goes_whole(admin: User, name: str) -> None:
    row = do_import(real_folder(name), admin)
    assert len(row.report["course"]["languages"]) > 1
    assert CourseImage.objects.exists()

    undo_import(course_import=row, person=admin)

    assert course_pages() == 0
    files = [model.objects.count() for model in (CourseImage, CourseDocument, CourseMedia)]
    assert files == [0, 0, 0]
