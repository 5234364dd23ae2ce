"""Taking a course out: as a folder or an archive, by those who teach it, by service and command."""

import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from accounts.models import User
from core.exceptions import InvalidInput, NotAllowed
from course_pages.models import CoursePage, LessonPage
from interchange.readers.course_folder import read_course_folder
from interchange.services.export import export_course, export_zip
from interchange.writers.course_pages import write_course
from tests.factories.pages import make_course
from tests.interchange.courses import read_bytes
from tests.interchange.folders import CHECK, lesson, make_folder, spoil


@pytest.fixture
def course(instructor: User, tmp_path: Path) -> CoursePage:
    document = read_course_folder(make_folder(tmp_path / "source"))
    return write_course(document=document, owner=instructor).course


def test_a_folder_and_an_archive_hold_the_same(
    course: CoursePage, instructor: User, tmp_path: Path
) -> None:
    folder = export_course(course=course, person=instructor, target=tmp_path / "new/out")
    archive = export_course(course=course, person=instructor, target=tmp_path / "out.ZIP")

    files = read_bytes(folder)
    assert sorted(files) == [
        "course.yaml",
        "lessons/leaves.md",
        "lessons/six-cups.md",
        "lessons/water-first.md",
    ]
    with zipfile.ZipFile(archive) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == files
        assert packed.testzip() is None


def test_the_same_course_makes_the_same_archive(course: CoursePage, instructor: User) -> None:
    first, second = (export_zip(course=course, person=instructor) for _ in range(2))

    with first, second:
        content = first.read()
        assert content == second.read()
    assert zipfile.ZipFile(BytesIO(content)).infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_only_those_who_teach_the_course_take_it_out(
    course: CoursePage, stranger: User, learner: User, admin: User, tmp_path: Path
) -> None:
    for person in (stranger, learner, AnonymousUser()):
        with pytest.raises(NotAllowed):
            export_course(course=course, person=person, target=tmp_path / "out")
        with pytest.raises(NotAllowed):
            export_zip(course=course, person=person)
    assert not (tmp_path / "out").exists()

    export_zip(course=course, person=admin).close()


def test_nothing_is_overwritten(course: CoursePage, instructor: User, tmp_path: Path) -> None:
    mine = tmp_path / "out/mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine")

    for target in (tmp_path / "out", mine):
        with pytest.raises(InvalidInput):
            export_course(course=course, person=instructor, target=target)

    assert read_bytes(tmp_path / "out") == {"mine.txt": b"mine"}


def test_what_an_import_took_out_stays_out(
    course: CoursePage, instructor: User, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    spoil(source, "course.yaml", "[water-first, leaves]", "[water-first]")
    write_course(document=read_course_folder(source), owner=instructor)

    export_course(course=course, person=instructor, target=tmp_path / "out")

    assert not (tmp_path / "out/lessons/leaves.md").exists()
    gone = LessonPage.objects.get(slug="leaves")
    gone.save_revision().publish()
    export_course(course=course, person=instructor, target=tmp_path / "again")
    assert (tmp_path / "again/lessons/leaves.md").exists()


def test_kept_questions_follow_their_checks(instructor: User, tmp_path: Path) -> None:
    old, new = (CHECK.replace("id: hottest", f"id: {name}") for name in ("old", "new"))
    root = make_folder(
        tmp_path / "in",
        **{
            "lessons/leaves.md": lesson("leaves", f"{old}\n{new}"),
            "kept.yaml": "questions: [{lesson: leaves, check: new, points: 2}]\n"
            "dates: [{module: serving, due: x}, {module: gone}]\n",
        },
    )
    course = write_course(document=read_course_folder(root), owner=instructor).course
    page = LessonPage.objects.get(slug="leaves")
    blocks = list(page.body.raw_data)
    key = blocks[1]["id"]
    page.body = page.body.stream_block.to_python(blocks[::-1])
    page.save_revision().publish()

    export_course(course=course, person=instructor, target=tmp_path / "out")

    kept = read_course_folder(tmp_path / "out").kept
    assert kept.questions == ({"lesson": "leaves", "check": "check-1", "points": 2, "key": key},)
    assert kept.dates == ({"module": "serving", "due": "x"}, {"module": "gone"})


def test_the_command_finds_the_course_by_number_id_and_slug(
    course: CoursePage, admin: User, tmp_path: Path
) -> None:
    CoursePage.objects.filter(pk=course.pk).update(slug="tea")

    for place, name in enumerate((str(course.pk), "tea-for-guests", "tea")):
        target = tmp_path / f"out-{place}"
        out = StringIO()
        call_command("export_course", name, str(target), stdout=out)
        assert out.getvalue() == f"Tea for guests: {target}\n"
        assert (target / "course.yaml").is_file()


def test_the_command_says_what_it_cannot_do(
    course: CoursePage, admin: User, stranger: User, tmp_path: Path
) -> None:
    target = str(tmp_path / "out")

    for arguments, reason in [
        (["coffee", target], "There is no course coffee."),
        (["tea-for-guests", target, "--as", "nobody@example.com"], "There is nobody nobody@exam"),
        (["tea-for-guests", target, "--as", stranger.email], "Only those who teach"),
        (["tea-for-guests", str(tmp_path / "source")], "There is something at"),
    ]:
        with pytest.raises(CommandError, match=reason):
            call_command("export_course", *arguments)


def test_courses_of_one_name_are_told_apart_by_number(
    course: CoursePage, admin: User, tmp_path: Path
) -> None:
    other = make_course(slug="other")
    CoursePage.objects.filter(pk__in=[course.pk, other.pk]).update(slug="same")

    with pytest.raises(CommandError, match="Several courses are called same"):
        call_command("export_course", "same", str(tmp_path / "out"))
