"""Imports: at once or by a worker, all or nothing, once whatever happens in between."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from structlog.testing import capture_logs
from wagtail.models import Page

from accounts.enums import Role
from accounts.models import User
from accounts.services.roles import set_role
from core.exceptions import InvalidInput, NotAllowed
from course_pages.models import CourseImage, CoursePage, LessonPage
from events import ports, tasks
from events.enums import DeliveryState
from events.models import Delivery, Event
from events.services.sweeping import make_due_deliveries
from interchange.enums import Conflicts, ImportStage, ImportState
from interchange.models import CourseImport
from interchange.models.course_import import private_storage
from interchange.report import Element
from interchange.selectors.imports import Progress, get_progress
from interchange.services import imports, reading
from interchange.services.imports import begin, import_source, request_import, run_import
from interchange.services.reporting import clean
from interchange.writers.course_pages import write_course
from tests.interchange.archives import pack
from tests.interchange.folders import add_image, lesson, make_folder, spoil
from tests.interchange.real import real_folder
from tests.interchange.test_readers_archives import make_zip

ROOT = Path(__file__).resolve().parents[2]
LESSON_WITH_IMAGE = lesson("leaves", "![A cup.](images/cup.png)\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the small course, one lesson of which shows a picture."""
    root = make_folder(tmp_path / "tea", **{"lessons/leaves.md": LESSON_WITH_IMAGE})
    add_image(root)
    return root


@pytest.fixture(autouse=True)
def nothing_leaves() -> Iterator[None]:
    """Begin without uploads of other tests, and leave deliveries to the test."""
    for name in kept_uploads():
        private_storage().delete(f"imports/{name}")
    ports.register(lambda delivery_ids, long_ids=(): None)
    yield
    ports.register(tasks.hand_over)


def kept_uploads() -> list[str]:
    storage = private_storage()
    return storage.listdir("imports")[1] if storage.exists("imports") else []


def count_rows() -> tuple[int, ...]:
    models: tuple[Any, ...] = (Page, CourseImage, Event, CourseImport, Delivery)
    return tuple(model.objects.count() for model in models)


@pytest.fixture
def asked(db: None, instructor: User, folder: Path) -> CourseImport:
    """Return an import that an instructor has asked for."""
    return request_import(person=instructor, upload=pack(folder))


# --- at once --------------------------------------------------------------------------------------


def test_a_course_is_read_written_and_reported(instructor: User, folder: Path) -> None:
    result = import_source(path=folder, person=instructor)

    assert result.written
    course = CoursePage.objects.get()
    assert (course.title, course.live, course.owner) == ("Tea for guests", False, instructor)
    report = result.report
    assert report["format"] == "course-folder"
    assert report["course"] == {
        "id": "tea-for-guests",
        "title": "Tea for guests",
        "language": "en",
        "languages": ["en"],
        "page": course.pk,
    }
    total = len(report["elements"])
    assert report["summary"] == {
        "elements": total,
        "mapped": total,
        "degraded": 0,
        "dropped": 0,
        "balance": True,
    }
    leaves = LessonPage.objects.get(slug="leaves")
    assert {
        "path": "images/cup.png",
        "id": "",
        "kind": "file",
        "outcome": "mapped",
        "reason": "",
        "lesson": "leaves",
        "page": leaves.pk,
    } in report["elements"]
    assert [note["code"] for note in report["notes"]] == ["category-created"] * 2
    assert (report["conflicts"], report["unpublished"], report["errors"]) == ([], [], [])
    assert result.is_accepted


def test_it_is_published_when_asked_for(instructor: User, folder: Path) -> None:
    import_source(path=folder, person=instructor, publish=True)

    assert LessonPage.objects.live().count() == 3


def test_an_archive_is_as_good_as_a_folder(instructor: User, folder: Path) -> None:
    upload = pack(folder)
    (folder.parent / "tea.zip").write_bytes(upload.read())

    result = import_source(path=folder.parent / "tea.zip", person=instructor)

    assert result.is_accepted
    assert LessonPage.objects.count() == 3


def test_again_it_writes_nothing(instructor: User, folder: Path) -> None:
    import_source(path=folder, person=instructor)
    before = count_rows()

    with CaptureQueriesContext(connection) as statements:
        result = import_source(path=folder, person=instructor)

    assert result.written
    assert result.written.unchanged
    assert result.is_accepted
    assert count_rows() == before
    verbs = {row["sql"].split()[0] for row in statements}
    assert verbs <= {"SELECT", "SAVEPOINT", "RELEASE"}


def test_a_dry_run_reports_and_writes_nothing(db: None, folder: Path) -> None:
    before = count_rows()
    with CaptureQueriesContext(connection) as statements:
        result = import_source(path=folder, person=None, dry_run=True)

    assert len(statements) == 0
    assert result.is_accepted
    assert result.written is None
    assert result.report["course"]["page"] is None
    assert {element["page"] for element in result.report["elements"]} == {None}
    assert count_rows() == before


def test_a_course_that_is_written_needs_a_person(db: None, folder: Path) -> None:
    with pytest.raises(ValueError, match="belongs to somebody"):
        import_source(path=folder, person=None)


def test_an_invalid_course_is_refused_whole_with_every_error(
    instructor: User, folder: Path
) -> None:
    spoil(folder, "lessons/six-cups.md", "minutes: 4", "minutes: many")
    spoil(folder, "course.yaml", "language: en\n", "")

    result = import_source(path=folder, person=instructor)

    assert result.written is None
    assert not result.is_accepted
    assert {(found["file"], found["code"]) for found in result.report["errors"]} == {
        ("course.yaml", "key-missing"),
        ("lessons/six-cups.md", "value"),
    }
    assert {element["outcome"] for element in result.report["elements"]} == {"dropped"}
    total = len(result.report["elements"])
    assert result.report["summary"]["dropped"] == result.report["summary"]["elements"] == total > 0
    assert CoursePage.objects.count() == 0


def test_a_language_the_site_lacks_leaves_no_file_behind(instructor: User, folder: Path) -> None:
    spoil(folder, "course.yaml", "language: en\n", "language: fr\n")

    result = import_source(path=folder, person=instructor)

    assert [found["code"] for found in result.report["errors"]] == ["language-unavailable"]
    assert CourseImage.objects.count() == 0


def test_a_folder_in_no_known_format(instructor: User, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("words")

    result = import_source(path=tmp_path, person=instructor)

    assert [found["code"] for found in result.report["errors"]] == ["format-unknown"]
    assert result.report["summary"]["elements"] == 0


def test_a_report_that_does_not_account_for_all_says_so(
    instructor: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = Element("course.yaml", "secret", "x")
    count = reading.count
    monkeypatch.setattr(reading, "count", lambda *args: (*count(*args), forgotten))

    result = import_source(path=folder, person=instructor)

    assert not result.is_accepted
    assert result.report["summary"]["balance"] is False
    assert result.report["notes"][-1] == {
        "code": "unaccounted",
        "message": "secret x is in the source, not in the report",
        "file": "course.yaml",
        "line": None,
    }


def test_words_that_no_database_takes_are_cleaned() -> None:
    report = {"a": ["nul \x00!", {"b": "half \ud83d!"}], "c": [1, None, True]}

    assert clean(report) == {"a": ["nul !", {"b": "half ?!"}], "c": [1, None, True]}


def test_stages_are_told_in_order(instructor: User, folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    import_source(path=folder, person=instructor, progress=lambda *progress: told.append(progress))

    assert told[:2] == [("unpacking", 0, 0), ("reading", 0, 0)]
    assert {stage for stage, _done, _total in told[2:]} == {"writing"}
    assert told[-1] == ("writing", 6, 6)


# --- asked for ------------------------------------------------------------------------------------


def test_an_upload_is_kept_in_private_and_announced(
    db: None, instructor: User, folder: Path
) -> None:
    course_import = request_import(
        person=instructor,
        upload=pack(folder, "../Tea (final).TAR.GZ"),
        format="course-folder",
        publish=True,
        conflicts=Conflicts.OURS,
    )

    course_import.refresh_from_db()
    assert course_import.state == ImportState.WAITING
    assert course_import.file_name == "Tea (final).TAR.GZ"
    assert (course_import.publish, course_import.conflicts) == (True, "ours")
    stored = str(course_import.file.name)
    assert "Tea" not in stored
    assert [f"imports/{name}" for name in kept_uploads()] == [stored]
    event = Event.objects.get(name="import_requested")
    assert (event.facts, event.actor_id) == ({"import_id": course_import.pk}, instructor.pk)


@pytest.mark.parametrize(
    ("name", "format_name", "code"),
    [
        ("tea.exe", "", "not_an_archive"),
        ("tea", "", "not_an_archive"),
        ("tea.rar", "", "not_an_archive"),
        ("tea.zip", "moodle", "format_unknown"),
    ],
)
def test_uploads_that_are_refused(instructor: User, name: str, format_name: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        request_import(person=instructor, upload=SimpleUploadedFile(name, b"x"), format=format_name)

    assert refusal.value.code == code
    assert (kept_uploads(), CourseImport.objects.count()) == ([], 0)


def test_an_upload_that_is_too_large(instructor: User) -> None:
    upload = SimpleUploadedFile("tea.zip", b"x")
    upload.size = 100 * 1024 * 1024 + 1

    with pytest.raises(InvalidInput) as refusal:
        request_import(person=instructor, upload=upload)

    assert refusal.value.code == "too_large"
    assert kept_uploads() == []


def test_learners_import_nothing(learner: User) -> None:
    with pytest.raises(NotAllowed):
        request_import(person=learner, upload=SimpleUploadedFile("tea.zip", b"x"))

    assert (kept_uploads(), CourseImport.objects.count()) == ([], 0)


def test_an_upload_goes_when_the_row_cannot_be_written(
    instructor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **facts: object) -> None:
        raise OperationalError

    monkeypatch.setattr(imports, "announce", fail)
    with pytest.raises(OperationalError):
        request_import(person=instructor, upload=SimpleUploadedFile("tea.zip", b"x"))

    assert (kept_uploads(), CourseImport.objects.count()) == ([], 0)


# --- done by a worker -----------------------------------------------------------------------------


def test_the_delivery_does_the_import(asked: CourseImport) -> None:
    assert make_due_deliveries() >= 1

    asked.refresh_from_db()
    course = CoursePage.objects.get()
    assert (asked.state, asked.course) == (ImportState.DONE, course)
    assert asked.report["summary"]["balance"] is True
    pages = Page.objects.filter(path__startswith=course.path)
    assert sorted(asked.journal["created"]) == sorted(pages.values_list("pk", flat=True))
    assert asked.journal["files"] == [["course_pages.courseimage", CourseImage.objects.get().pk]]
    assert asked.started_at
    assert asked.finished_at
    assert asked.started_at < asked.finished_at
    assert (asked.file.name, kept_uploads()) == ("", [])
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DONE}


def test_what_is_over_is_not_done_again(asked: CourseImport) -> None:
    run_import(import_id=asked.pk)
    CoursePage.objects.update(title="Edited")
    before = CourseImport.objects.values().get()

    run_import(import_id=asked.pk)
    run_import(import_id=asked.pk + 1000)

    assert CourseImport.objects.values().get() == before
    assert CoursePage.objects.get().title == "Edited"


def test_an_invalid_course_ends_as_failed_and_is_not_tried_again(
    instructor: User, folder: Path
) -> None:
    spoil(folder, "lessons/six-cups.md", "minutes: 4", "minutes: many")
    asked = request_import(person=instructor, upload=pack(folder))

    make_due_deliveries()

    asked.refresh_from_db()
    assert asked.state == ImportState.FAILED
    assert [found["code"] for found in asked.report["errors"]] == ["value"]
    assert asked.course is None
    assert kept_uploads() == []
    assert set(Delivery.objects.values_list("state", "tries")) == {(DeliveryState.DONE, 1)}


def test_a_hostile_archive_stores_nothing(instructor: User, folder: Path, tmp_path: Path) -> None:
    path = make_zip(tmp_path / "evil.zip", {"tea/../../evil.md": b"x"})
    upload = SimpleUploadedFile("evil.zip", path.read_bytes())
    asked = request_import(person=instructor, upload=upload)
    pages, images = Page.objects.count(), CourseImage.objects.count()

    run_import(import_id=asked.pk)

    asked.refresh_from_db()
    assert asked.state == ImportState.FAILED
    assert [found["code"] for found in asked.report["errors"]] == ["archive-name"]
    assert (Page.objects.count(), CourseImage.objects.count()) == (pages, images)
    assert kept_uploads() == []


def test_who_lost_the_right_meanwhile_imports_nothing(asked: CourseImport) -> None:
    assert asked.person
    set_role(user=asked.person, role=Role.STUDENT)

    run_import(import_id=asked.pk)

    asked.refresh_from_db()
    assert asked.state == ImportState.FAILED
    assert [found["code"] for found in asked.report["errors"]] == ["not_allowed"]
    assert CoursePage.objects.count() == 0


def test_a_mistake_of_ours_is_noted_and_ends_it(
    asked: CourseImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(**values: object) -> None:
        raise ZeroDivisionError("a mistake")

    monkeypatch.setattr(imports, "write_course", stumble)
    with capture_logs() as logs:
        run_import(import_id=asked.pk)

    asked.refresh_from_db()
    assert asked.state == ImportState.FAILED
    assert [found["code"] for found in asked.report["errors"]] == ["internal"]
    assert "mistake" not in str(asked.report)
    assert [(log["event"], log["import_id"]) for log in logs] == [("import_failed", asked.pk)]
    assert kept_uploads() == []


def test_a_database_that_is_away_is_waited_for_and_three_times_at_most(
    asked: CourseImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(**values: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(imports, "write_course", lose)
    for tries in (1, 2, 3):
        with pytest.raises(OperationalError):
            run_import(import_id=asked.pk)
        asked.refresh_from_db()
        assert (asked.state, asked.journal) == (ImportState.RUNNING, {"tries": tries})
        assert len(kept_uploads()) == 1
    run_import(import_id=asked.pk)

    asked.refresh_from_db()
    assert asked.state == ImportState.FAILED
    (error,) = asked.report["errors"]
    assert error["message"].startswith("The import was begun three times")
    assert kept_uploads() == []


def test_one_that_died_is_begun_anew(asked: CourseImport) -> None:
    assert begin(asked.pk)

    run_import(import_id=asked.pk)

    asked.refresh_from_db()
    assert asked.state == ImportState.DONE
    assert CoursePage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_was_overtaken_leaves_no_trace(
    instructor: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = request_import(person=instructor, upload=pack(folder))

    def be_overtaken(**values: Any) -> Any:
        written = write_course(**values)
        CourseImport.objects.update(started_at=None)
        return written

    monkeypatch.setattr(imports, "write_course", be_overtaken)
    with capture_logs() as logs:
        run_import(import_id=asked.pk)

    asked.refresh_from_db()
    assert asked.state == ImportState.RUNNING
    assert CoursePage.objects.count() == 0
    assert len(kept_uploads()) == 1
    assert [log["event"] for log in logs] == ["import_overtaken"]


def test_how_far_it_is(asked: CourseImport, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def look(**values: Any) -> Any:
        seen.append(get_progress(CourseImport.objects.get()))
        values["progress"](2, 6)
        seen.append(get_progress(CourseImport.objects.get()))
        return write_course(**values)

    monkeypatch.setattr(imports, "write_course", look)
    assert get_progress(asked) == Progress(ImportStage.WAITING, 0, 0)
    run_import(import_id=asked.pk)

    asked.refresh_from_db()
    assert seen == [Progress(ImportStage.READING, 0, 0), Progress(ImportStage.WRITING, 2, 6)]
    assert get_progress(asked) == Progress(ImportStage.DONE, 1, 1)
    assert str(seen[1].label) == "Writing pages"


# --- kill -9 --------------------------------------------------------------------------------------


def do_import(asked: CourseImport, database_url: str, var: Path, failpoint: str) -> int:
    connection.close()
    uploads = private_storage().path("")
    done = subprocess.run(
        [sys.executable, "-m", "tests.interchange.do_import", str(asked.pk), uploads],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DATABASE_URL": database_url,
            "DATABASE_POOL_MIN": "1",
            "VAR_DIR": str(var),
            # What a killed process has unpacked stays.
            "TMPDIR": str(var.parent),
            "LMS_FAILPOINT": failpoint,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    return done.returncode


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("failpoint", "state", "courses"),
    [
        ("interchange.begun", ImportState.RUNNING, 0),
        ("interchange.written", ImportState.RUNNING, 0),
        ("interchange.finished", ImportState.DONE, 1),
    ],
)
def test_killed_anywhere_it_is_done_once(
    failpoint: str,
    state: str,
    courses: int,
    instructor: User,
    folder: Path,
    tmp_path: Path,
    database_url: str,
) -> None:
    asked = request_import(person=instructor, upload=pack(folder))

    do_import(asked, database_url, tmp_path / "var", failpoint)
    asked.refresh_from_db()
    assert (asked.state, CoursePage.objects.count()) == (state, courses)
    assert len(kept_uploads()) == 1

    run_import(import_id=asked.pk)

    asked.refresh_from_db()
    assert asked.state == ImportState.DONE
    assert LessonPage.objects.count() == 3
    assert len(asked.journal["created"]) == 6
    assert kept_uploads() == []


# --- languages that the site lacks ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "translated"),
    [
        ("olx-dhis2-intro", re.compile(r"translation-fr/")),
        ("webdev-beginners", re.compile(r".*\.(es|id)\.md|quizzes/(es|id)\.json")),
    ],
)
def test_what_is_in_a_language_that_is_left_out_is_reported_as_left_out(
    instructor: User, name: str, translated: re.Pattern[str]
) -> None:
    result = import_source(path=real_folder(name), person=instructor)

    outcomes = {
        element["outcome"]
        for element in result.report["elements"]
        if translated.match(element["path"])
    }
    assert outcomes == {"dropped"}
    assert result.is_accepted
    assert {page.locale.language_code for page in CoursePage.objects.all()} == {"en"}


def test_a_translation_of_a_course_folder_too(instructor: User, folder: Path) -> None:
    place = folder / "translations" / "fr"
    place.mkdir(parents=True)
    (place / "course.yaml").write_text("title: Le thé\ndescription: |\n  Du bon thé.\n")

    result = import_source(path=folder, person=instructor)

    found = {row["path"]: row for row in result.report["elements"]}
    assert found["translations/fr/course.yaml"]["outcome"] == "dropped"
    assert "ask an administrator" in found["translations/fr/course.yaml"]["reason"]
    assert found["course.yaml"]["outcome"] == "mapped"
    assert result.is_accepted


def test_whoever_may_adds_the_languages(instructor: User) -> None:
    result = import_source(
        path=real_folder("olx-dhis2-intro"), person=instructor, may_add_languages=True
    )

    assert result.is_accepted
    languages = {page.locale.language_code for page in CoursePage.objects.all()}
    assert languages == {"en", "fr"}
