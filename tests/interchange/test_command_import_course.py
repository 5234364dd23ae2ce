"""The command: what it prints, how it exits, and that its report is the one of the service."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.models import Page

from accounts.models import User
from course_pages.models import CourseImage, CoursePage, LessonPage
from interchange.management.commands.import_course import ProgressBar
from interchange.report import Element
from interchange.services import reading
from tests.interchange.folders import add_image, lesson, make_folder, spoil
from tests.interchange.real import real_folder
from tests.interchange.test_readers_archives import make_zip

SUM = "12 elements: 12 mapped, 0 degraded, 0 dropped"
"""Five files, two modules, three lessons, a check and a picture."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the small course, one lesson of which shows a picture."""
    leaves = lesson("leaves", "![A cup.](images/cup.png)\n")
    root = make_folder(tmp_path / "tea", **{"lessons/leaves.md": leaves})
    add_image(root)
    return root


def run(*args: Any, **options: Any) -> tuple[list[str], int]:
    """Return what the command prints, line by line, and its exit status."""
    out = StringIO()
    try:
        call_command("import_course", *map(str, args), stdout=out, **options)
    except SystemExit as end:
        return out.getvalue().splitlines(), int(end.code or 0)
    return out.getvalue().splitlines(), 0


def list_media() -> list[str]:
    root = Path(default_storage.path(""))
    return sorted(str(path) for path in root.rglob("*") if path.is_file())


def test_the_last_line_is_the_sum(admin: User, folder: Path) -> None:
    lines, status = run(folder)

    assert (lines[-1], status) == (SUM, 0)
    assert lines[:-1] == [
        "note: course.yaml: category-created: the category “Home” was added",
        "note: course.yaml: category-created: the category “Kitchen” was added",
    ]
    course = CoursePage.objects.get()
    assert (course.owner, course.live) == (admin, False)


def test_it_is_published_when_asked_for(admin: User, folder: Path) -> None:
    run(folder, "--publish")

    assert LessonPage.objects.live().count() == 3


def test_it_belongs_to_whom_is_named(admin: User, instructor: User, folder: Path) -> None:
    run(folder, "--as", "Instructor@example.com")

    assert CoursePage.objects.get().owner == instructor


def test_an_owner_who_does_not_exist(admin: User, folder: Path) -> None:
    with pytest.raises(CommandError, match=r"nobody with the e-mail address a@example\.com"):
        run(folder, "--as", "a@example.com")
    assert CoursePage.objects.count() == 0


def test_a_site_without_an_admin(instructor: User, folder: Path) -> None:
    with pytest.raises(CommandError, match="no administrator yet"):
        run(folder)


def test_a_dry_run_writes_nothing_and_needs_nobody(db: None, folder: Path, tmp_path: Path) -> None:
    before, media = Page.objects.count(), list_media()

    lines, status = run(folder, "--dry-run", "--report", tmp_path / "report.json")

    assert (lines, status) == ([SUM], 0)
    assert (Page.objects.count(), CourseImage.objects.count()) == (before, 0)
    assert list_media() == media
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["summary"]["elements"] == len(report["elements"]) == 12


def test_the_report_has_one_entry_for_each_element(
    admin: User, folder: Path, tmp_path: Path
) -> None:
    (folder / "notes.txt").write_text("for nobody")

    lines, status = run(folder, "--report", tmp_path / "report.json")

    assert (lines[-1], status) == ("13 elements: 12 mapped, 0 degraded, 1 dropped", 0)
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["summary"] == {
        "elements": 13,
        "mapped": 12,
        "degraded": 0,
        "dropped": 1,
        "balance": True,
    }
    keys = [(row["path"], row["kind"], row["id"]) for row in report["elements"]]
    assert len(set(keys)) == 13
    (dropped,) = [row for row in report["elements"] if row["outcome"] == "dropped"]
    assert (dropped["path"], dropped["kind"]) == ("notes.txt", "file")
    assert dropped["reason"]


def test_a_report_that_cannot_be_written(admin: User, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="report cannot be written"):
        run(folder, "--dry-run", "--report", tmp_path / "nowhere" / "report.json")


def test_an_invalid_course_is_refused_with_every_error(
    admin: User, folder: Path, tmp_path: Path
) -> None:
    spoil(folder, "lessons/six-cups.md", "minutes: 4", "minutes: many")

    lines, status = run(folder, "--report", tmp_path / "report.json")

    assert status == 1
    assert lines[-1] == "12 elements: 0 mapped, 0 degraded, 12 dropped"
    (error,) = [line for line in lines if line.startswith("error: ")]
    assert error.startswith("error: lessons/six-cups.md:5: value: ")
    assert CoursePage.objects.count() == 0
    assert json.loads((tmp_path / "report.json").read_text())["errors"][0]["line"] == 5


def test_what_is_not_there(admin: User, tmp_path: Path) -> None:
    lines, status = run(tmp_path / "nowhere")

    assert status == 1
    assert lines == [
        "error: nowhere: source-missing: there is no such file or folder",
        "0 elements: 0 mapped, 0 degraded, 0 dropped",
    ]


def test_a_hostile_archive(admin: User, tmp_path: Path) -> None:
    lines, status = run(make_zip(tmp_path / "evil.zip", {"../evil.md": b"x"}))

    assert (len(lines), status) == (2, 1)
    assert lines[0].startswith("error: ../evil.md: archive-name: ")


def test_a_report_that_does_not_account_for_all_fails(
    admin: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = reading.count
    forgotten = Element("course.yaml", "secret", "x")
    monkeypatch.setattr(reading, "count", lambda *args: (*count(*args), forgotten))

    lines, status = run(folder, "--dry-run")

    assert (lines[-1], status) == ("13 elements: 12 mapped, 0 degraded, 0 dropped", 1)
    assert lines[0] == (
        "note: course.yaml: unaccounted: secret x is in the source, not in the report"
    )


def test_a_format_can_be_given(admin: User, folder: Path) -> None:
    assert run(folder, "--format", "course-folder", "--dry-run") == ([SUM], 0)
    with pytest.raises(CommandError, match="invalid choice: 'moodle'"):
        run(folder, "--format", "moodle")


def edit_both(folder: Path) -> None:
    """Change the title of a lesson on the site and in the source."""
    page = LessonPage.objects.get(slug="six-cups")
    page.title = "Ours"
    page.save_revision().publish()
    spoil(folder, "lessons/six-cups.md", "title: Six cups", "title: Theirs")


@pytest.mark.parametrize(
    ("option", "title", "words"),
    [
        ([], "Ours", ["conflict: “Ours”: "]),
        (["--ours"], "Ours", []),
        (["--theirs"], "Theirs", []),
    ],
)
def test_who_wins_where_both_changed(
    admin: User, folder: Path, option: list[str], title: str, words: list[str]
) -> None:
    run(folder, "--publish")
    edit_both(folder)

    lines, status = run(folder, "--publish", *option)

    assert status == 0
    assert LessonPage.objects.get(slug="six-cups").title == title
    conflicts = [line for line in lines if line.startswith("conflict: ")]
    assert [line[: len("conflict: “Ours”: ")] for line in conflicts] == words


def test_a_lesson_that_is_gone_is_unpublished_and_named(admin: User, folder: Path) -> None:
    run(folder, "--publish")
    spoil(folder, "course.yaml", "lessons: [water-first, leaves]", "lessons: [water-first]")
    (folder / "lessons/leaves.md").unlink()

    lines, _status = run(folder, "--publish")

    assert not LessonPage.objects.get(slug="leaves").live
    assert "unpublished: “Leaves”" in lines


def test_a_bar_is_drawn_where_it_is_wanted(
    admin: User, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(folder, "--progress")
    drawn = capsys.readouterr().err
    assert "Reading" in drawn
    assert f"Writing pages [{'#' * 30}] 6/6" in drawn
    assert drawn.endswith("\r")

    run(folder, "--no-progress")
    run(folder)
    assert capsys.readouterr().err == ""


def test_a_bar_leaves_its_line_clean() -> None:
    terminal = StringIO()
    bar = ProgressBar(terminal)
    bar.show("writing", 1, 3)
    bar.show("reading", 0, 0)
    bar.close()

    line = f"Writing pages [{'#' * 10}{'.' * 20}] 1/3"
    shown = "Reading".ljust(len(line))
    assert terminal.getvalue() == f"\r{line}\r{shown}\r{' ' * len(line)}\r"


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["olx-dhis2-intro", "webdev-beginners", "carpentries-shell-novice"]
)
def test_real_courses_are_accounted_for(admin: User, name: str) -> None:
    lines, status = run(real_folder(name), "--publish")

    assert status == 0, [line for line in lines if "unaccounted" in line][:20]
    assert LessonPage.objects.live().exists()


def test_nobody_comes_to_own_a_course_who_may_not_make_one(learner: User, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "tea")

    with pytest.raises(CommandError, match="Only instructors and administrators"):
        run(folder, "--as", learner.email)

    assert not CoursePage.objects.exists()
