"""Out of one site, into another and out again: the same bytes."""

from pathlib import Path

import pytest
from wagtail.models import Page

from accounts.models import User
from course_pages.models import CourseDocument, CourseImage, CourseMedia, CoursePage, LessonPage
from interchange.readers.course_folder import count_course_folder, read_course_folder
from interchange.readers.formats import find_format
from interchange.report import Report, strike_balance
from interchange.services.demo import COURSES
from interchange.services.export import export_course
from interchange.writers.course_pages import write_course
from tests.factories.bodies import CHECK, RIGHT, WRONG, make_block, make_check, write_body
from tests.factories.pages import make_course, make_module
from tests.interchange.courses import make_whole_course, read_bytes
from tests.interchange.folders import spoil
from tests.interchange.real import real_folder

REAL = ("olx-dhis2-intro", "carpentries-shell-novice", "webdev-beginners")


def load(root: Path, owner: User) -> CoursePage:
    return write_course(
        document=read_course_folder(root), owner=owner, may_add_languages=True
    ).course


def forget_everything(course: CoursePage) -> None:
    """Take the course and all files away, as if the site had never seen them."""
    for page in CoursePage.objects.filter(canonical_id=course.pk).order_by("-pk"):
        Page.objects.get(pk=page.pk).delete()
    for model in (CourseImage, CourseDocument, CourseMedia):
        for row in model.objects.all():
            row.file.delete(save=False)
            row.delete()


def go_round(course: CoursePage, person: User, tmp_path: Path) -> None:
    first = export_course(course=course, person=person, target=tmp_path / "first")
    forget_everything(CoursePage.objects.get(pk=course.canonical_id))
    again = load(first, person)
    second = export_course(course=again, person=person, target=tmp_path / "second")

    one, two = read_bytes(first), read_bytes(second)
    assert sorted(two) == sorted(one)
    for name, content in one.items():
        assert two[name].decode("latin-1") == content.decode("latin-1"), name


def test_a_course_with_everything_comes_round_the_same(instructor: User, tmp_path: Path) -> None:
    course = load(make_whole_course(tmp_path / "source"), instructor)

    go_round(course, instructor, tmp_path)

    assert sorted(read_bytes(tmp_path / "second")) == sorted(read_bytes(tmp_path / "source"))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_the_demo_comes_round_the_same(folder: Path, instructor: User, tmp_path: Path) -> None:
    course = load(folder, instructor)

    go_round(course, instructor, tmp_path)

    assert sorted(read_bytes(tmp_path / "second")) == sorted(read_bytes(folder))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", REAL)
def test_a_real_course_comes_round_the_same(name: str, instructor: User, tmp_path: Path) -> None:
    report = Report()
    root = real_folder(name)
    document = find_format(root).read(root, report)
    written = write_course(document=document, owner=instructor, may_add_languages=True)
    course = written.course

    go_round(course, instructor, tmp_path)

    again = Report()
    exported = read_course_folder(tmp_path / "first", again)
    assert [len(module.lessons) for module in exported.modules] == [
        len(module.lessons) for module in document.modules
    ]
    assert {each.language for each in exported.translations} == {
        each.language for each in document.translations
    }
    assert exported.kept.cutoffs == document.kept.cutoffs
    assert strike_balance(again, count_course_folder(tmp_path / "first")).holds


def test_a_course_that_is_hardly_begun_comes_round_the_same(
    instructor: User, tmp_path: Path
) -> None:
    course = make_course(owner=instructor, lessons=1, live=False)
    make_module(course, live=False)

    go_round(course, instructor, tmp_path)

    (lesson, *_more) = read_course_folder(tmp_path / "second").lessons
    assert (lesson.title, lesson.body) == ("Lesson 1.1", ())


def test_a_course_that_comes_back_to_its_site_is_the_same_course(
    instructor: User, tmp_path: Path
) -> None:
    course = make_course(owner=instructor, lessons=2)
    lesson = LessonPage.objects.descendant_of(course).order_by("path")[0]
    write_body(lesson, make_check(), make_block("text", "<p>Hello</p>"))
    lesson.save_revision().publish()
    folder = export_course(course=course, person=instructor, target=tmp_path / "first")
    spoil(folder, "course.yaml", f"title: {course.title}", "title: Better")

    again = load(folder, instructor)

    assert again.pk == course.pk
    assert (CoursePage.objects.count(), LessonPage.objects.count()) == (1, 2)
    lesson.refresh_from_db()
    assert lesson.body[0].id == CHECK
    assert [choice.id for choice in lesson.body[0].value["choices"].bound_blocks] == [RIGHT, WRONG]
