"""Filling the page tree: everything of a course, once, and again only where the source changed."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from django.conf import settings
from wagtail.models import Page, PageLogEntry, Revision

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import (
    Category,
    CourseDocument,
    CourseFacts,
    CourseImage,
    CourseIndexPage,
    CourseMedia,
    CoursePage,
    CourseStaff,
    LessonFacts,
    LessonPage,
    ModulePage,
)
from course_pages.selectors.checks import find_check
from course_pages.services.staff import add_staff
from interchange.gatherers.files import clean_name
from interchange.readers.course_folder import read_course_folder
from interchange.report import InvalidCourse, Report
from interchange.writers.course_pages import write_course
from interchange.writers.identity import make_id
from learning.models import CheckAnswer, LessonProgress
from learning.services.checks import answer_check
from learning.services.enrollment import enroll_student
from learning.services.progress import complete_lesson
from tests.factories.bodies import make_image
from tests.factories.pages import translate
from tests.interchange.folders import (
    CHECK,
    COURSE,
    add_captions,
    add_image,
    add_video,
    lesson,
    make_folder,
    spoil,
)

COUNTED = (
    *(Page, Revision, PageLogEntry, Category, CourseStaff, CourseFacts, LessonFacts),
    *(CourseImage, CourseDocument, CourseMedia),
)
VIDEO = """\
:::video
file: media/pour.mp4
title: Pour
captions: [{language: en, file: media/pour.en.vtt}]
transcript: Pour.
poster: images/cup.png
:::
"""
CUP = "![A cup](images/cup.png)\n"


def load(root: Path, owner: User, report: Report | None = None) -> CoursePage:
    return write_course(document=read_course_folder(root), owner=owner, report=report).course


def count_rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def list_files() -> list[str]:
    roots = (settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT)
    return sorted(str(path) for root in roots for path in root.rglob("*") if path.is_file())


def get_lesson(slug: str) -> LessonPage:
    return LessonPage.objects.get(slug=slug)


def outline() -> list[tuple[str, list[str]]]:
    """Return the live tree below the only course: slugs of modules and their lessons, in order."""
    modules = ModulePage.objects.live().order_by("path")
    return [
        (module.slug, [page.slug for page in module.get_children().live().order_by("path")])
        for module in modules
    ]


@pytest.fixture
def tea(tmp_path: Path, instructor: User) -> Path:
    """Return the folder of the small course, loaded once."""
    make_folder(tmp_path)
    load(tmp_path, instructor)
    return tmp_path


def test_a_course_is_made_and_published_in_the_order_of_the_folder(
    tea: Path, instructor: User
) -> None:
    course = CoursePage.objects.get()
    assert (course.title, course.slug, course.live) == ("Tea for guests", "tea-for-guests", True)
    assert course.has_unpublished_changes is False
    assert course.is_canonical
    assert [str(block.value) for block in course.outcomes][:1] == ["Choose a tea"]
    assert outline() == [("brewing", ["water-first", "leaves"]), ("serving", ["six-cups"])]
    kitchen = course.category
    assert (kitchen.name, kitchen.parent.name) == ("Kitchen", "Home")
    staff = CourseStaff.objects.get()
    assert (staff.person, staff.role) == (instructor, "owner")
    assert not any(Page.find_problems())


def test_source_ids_lie_in_the_side_rows(tea: Path) -> None:
    assert CourseFacts.objects.get().source_id == "tea-for-guests"
    assert sorted(LessonFacts.objects.values_list("source_id", "is_open")) == [
        ("leaves", True),
        ("six-cups", True),
        ("water-first", True),
    ]


def test_ids_come_from_the_source_alone(tea: Path) -> None:
    water = get_lesson("water-first")
    check = next(block for block in water.body.raw_data if block["type"] == "check")
    path = ("tea-for-guests", "lesson", "water-first")

    assert CoursePage.objects.get().translation_key == make_id("tea-for-guests")
    assert water.translation_key == make_id(*path)
    assert check["id"] == str(make_id(*path, "check", "hottest"))
    assert [choice["id"] for choice in check["value"]["choices"]] == [
        str(make_id(*path, "check", "hottest", "choice", choice)) for choice in ("boiling", "tepid")
    ]
    assert str(make_id("tea-for-guests")) == "e62c5850-de76-554c-8135-708869b4e220"


def test_a_second_time_writes_nothing(tea: Path, instructor: User) -> None:
    before, files = count_rows(), list_files()

    load(tea, instructor)

    assert count_rows() == before
    assert list_files() == files


def test_a_changed_lesson_is_the_only_page_that_is_written(tea: Path, instructor: User) -> None:
    before = dict(Revision.objects.values_list("pk", "object_id"))
    spoil(tea, "lessons/leaves.md", "title: Leaves", "title: Leaves and buds")

    load(tea, instructor)

    assert get_lesson("leaves").title == "Leaves and buds"
    written = Revision.objects.exclude(pk__in=before).values_list("object_id", flat=True)
    assert list(written) == [str(get_lesson("leaves").pk)]


def test_a_line_more_in_course_yaml_writes_no_page(tea: Path, instructor: User) -> None:
    spoil(tea, "course.yaml", "format: 1", "# A remark\nformat: 1")
    before = count_rows()

    load(tea, instructor)

    assert count_rows() == before


def test_an_editors_work_stays_until_its_source_changes(tea: Path, instructor: User) -> None:
    leaves = get_lesson("leaves")
    leaves.title = "Edited here"
    leaves.save_revision().publish()
    spoil(tea, "lessons/six-cups.md", "Pour.", "Pour slowly.")

    load(tea, instructor)
    assert get_lesson("leaves").title == "Edited here"
    assert "Pour slowly." in str(get_lesson("six-cups").body)

    spoil(tea, "lessons/leaves.md", "title: Leaves", "title: Leaves and buds")
    report = Report()
    load(tea, instructor, report)
    assert get_lesson("leaves").title == "Edited here"
    assert [found.code for found in report.warnings] == ["conflict"]


def test_order_and_modules_follow_the_folder(tea: Path, instructor: User) -> None:
    ids = dict(LessonPage.objects.values_list("slug", "pk"))
    text = COURSE.replace("[water-first, leaves]", "[six-cups, leaves]")
    text = text.replace("lessons: [six-cups]\n", "lessons: [water-first]\n")
    (tea / "course.yaml").write_text(text)

    load(tea, instructor)

    assert outline() == [("brewing", ["six-cups", "leaves"]), ("serving", ["water-first"])]
    assert dict(LessonPage.objects.values_list("slug", "pk")) == ids
    assert not any(Page.find_problems())


def test_what_is_gone_is_unpublished_and_comes_back(tea: Path, instructor: User) -> None:
    leaves = get_lesson("leaves").pk
    (tea / "course.yaml").write_text(COURSE.replace(", leaves]", "]"))
    report = Report()

    load(tea, instructor, report)

    assert outline() == [("brewing", ["water-first"]), ("serving", ["six-cups"])]
    assert LessonFacts.objects.get(pk=leaves).is_open is False
    assert [str(found) for found in report.warnings] == [
        "course.yaml: lesson-gone: “Leaves” is gone from the course and was unpublished"
    ]
    before = count_rows()
    load(tea, instructor)
    assert count_rows() == before

    (tea / "course.yaml").write_text(COURSE)
    load(tea, instructor)
    assert outline() == [("brewing", ["water-first", "leaves"]), ("serving", ["six-cups"])]
    assert get_lesson("leaves").pk == leaves


def test_a_page_the_source_never_knew_is_left_alone(tea: Path, instructor: User) -> None:
    module = ModulePage.objects.get(slug="serving")
    module.add_child(instance=LessonPage(title="By hand", slug="by-hand", minutes=1))
    spoil(tea, "lessons/six-cups.md", "Pour.", "Pour slowly.")

    load(tea, instructor)

    assert get_lesson("by-hand").live is True


def test_what_learners_did_stays(tea: Path, instructor: User, learner: User) -> None:
    course, water = CoursePage.objects.get(), get_lesson("water-first")
    check = next(block for block in water.body.raw_data if block["type"] == "check")
    right = check["value"]["choices"][0]["id"]
    enroll_student(student=learner, course=course)
    complete_lesson(student=learner, lesson=water)
    answer_check(student=learner, lesson=water, block_id=check["id"], choice_ids=[right])
    choices = CHECK[CHECK.index("  - id: boiling") : CHECK.index("explanation")]
    boiling, tepid = (
        choices[: choices.index("  - id: tepid")],
        choices[choices.index("  - id: tepid") :],
    )
    spoil(tea, "lessons/water-first.md", choices, tepid + boiling)
    spoil(
        tea, "lessons/water-first.md", "Tea is mostly", "New.\n\n```text\nx\n```\n\nTea is mostly"
    )

    load(tea, instructor)

    water.refresh_from_db()
    assert LessonProgress.objects.get().lesson == water
    assert LessonProgress.objects.get().completed_at is not None
    answer = CheckAnswer.objects.get()
    assert (answer.block_id, answer.choice_ids) == (check["id"], [right])
    found = find_check(water, answer.block_id)
    assert found
    assert [choice.is_correct for choice in found.choices if choice.id == right] == [True]


def test_translations_keep_their_canonical_page(tea: Path, instructor: User) -> None:
    course = CoursePage.objects.get()
    translated = translate(course, "id")
    spoil(tea, "course.yaml", "Tea for guests", "Tea for friends")

    load(tea, instructor)

    assert CoursePage.objects.get(pk=course.pk).title == "Tea for friends"
    translated.refresh_from_db()
    assert translated.canonical_id == course.pk
    assert CoursePage.objects.count() == 2


def test_staff_of_an_existing_course_stays(
    tea: Path, instructor: User, stranger: User, admin: User
) -> None:
    add_staff(
        course=CoursePage.objects.get(), person=stranger, role=StaffRole.ASSISTANT, actor=admin
    )
    spoil(tea, "course.yaml", "Tea for guests", "Tea for friends")

    load(tea, stranger)

    assert sorted(CourseStaff.objects.values_list("person__email", "role")) == [
        ("instructor@example.com", "owner"),
        ("stranger@example.com", "assistant"),
    ]


def test_a_name_that_is_taken_is_marked_and_comes_out_as_it_was(
    tmp_path: Path, instructor: User
) -> None:
    taken = make_image("cup")
    make_folder(tmp_path, **{"lessons/leaves.md": lesson("leaves", "![A cup](images/cup.png)\n")})
    add_image(tmp_path, color="red")

    load(tmp_path, instructor)

    image = CourseImage.objects.exclude(pk=taken.pk).get()
    assert PurePosixPath(image.file.name).name == f"cup-{image.file_hash[:12]}.png"
    assert clean_name(image.file.name, image.file_hash) == "cup.png"


def test_files_are_stored_once(tmp_path: Path, instructor: User) -> None:
    add_image(tmp_path)
    add_image(tmp_path, "images/same.png")
    add_video(tmp_path)
    add_captions(tmp_path)
    (tmp_path / "files").mkdir()
    (tmp_path / "files/list.txt").write_text("tea")
    front = {"attachments": '[{file: files/list.txt, title: "List"}]'}
    make_folder(
        tmp_path,
        **{
            "lessons/leaves.md": lesson("leaves", CUP + "\n" + VIDEO, **front),
            "lessons/six-cups.md": lesson(
                "six-cups", CUP.replace("cup.png", "same.png") + "\n" + VIDEO, **front
            ),
        },
    )

    load(tmp_path, instructor)

    image, media = CourseImage.objects.get(), CourseMedia.objects.get()
    assert (image.description, image.licence) == ("A cup", "CC-BY-4.0")
    assert image.uploaded_by_user == instructor
    assert str(media.file.name).startswith("media/pour-")
    assert media.captions.read().startswith(b"WEBVTT")
    assert CourseDocument.objects.get().title == "List"
    leaves = get_lesson("leaves")
    assert [attachment.title for attachment in leaves.attachments.all()] == ["List"]
    assert [block.block_type for block in leaves.body] == ["image", "video"]
    assert leaves.body[1].value["poster"] == image


def test_new_captions_replace_the_old_ones(tmp_path: Path, instructor: User) -> None:
    make_folder(tmp_path, **{"lessons/leaves.md": lesson("leaves", VIDEO)})
    add_image(tmp_path)
    add_video(tmp_path)
    add_captions(tmp_path)
    load(tmp_path, instructor)
    add_captions(tmp_path, words="Pour now.")

    load(tmp_path, instructor)

    assert b"Pour now." in CourseMedia.objects.get().captions.read()


def test_somebody_elses_file_is_not_used(tmp_path: Path, instructor: User, stranger: User) -> None:
    make_folder(tmp_path, **{"lessons/leaves.md": lesson("leaves", CUP)})
    add_image(tmp_path)
    load(tmp_path, instructor)
    spoil(tmp_path, "course.yaml", "id: tea-for-guests", "id: tea-for-friends")

    load(tmp_path, stranger)

    owners = CourseImage.objects.order_by("pk").values_list("uploaded_by_user__email", flat=True)
    assert list(owners) == ["instructor@example.com", "stranger@example.com"]


def test_two_courses_with_the_same_lesson_ids_live_side_by_side(
    tea: Path, instructor: User
) -> None:
    spoil(tea, "course.yaml", "id: tea-for-guests", "id: tea-for-friends")

    load(tea, instructor)

    assert CoursePage.objects.count() == 2
    assert LessonPage.objects.count() == 6
    assert [category.name for category in Category.objects.order_by("pk")] == ["Home", "Kitchen"]


def test_a_taken_address_is_avoided(tmp_path: Path, instructor: User) -> None:
    catalogue = CourseIndexPage.objects.get()
    catalogue.add_child(instance=CoursePage(title="By hand", slug="tea-for-guests"))
    make_folder(tmp_path)

    assert load(tmp_path, instructor).slug == "tea-for-guests-1"


def test_a_language_without_a_catalogue_is_refused(tmp_path: Path, instructor: User) -> None:
    make_folder(tmp_path)
    spoil(tmp_path, "course.yaml", "language: en", "language: ar")
    before = count_rows()

    with pytest.raises(InvalidCourse, match="^course.yaml:1: language-unavailable: "):
        load(tmp_path, instructor)

    assert count_rows() == before


def test_a_failure_in_the_middle_stores_nothing(
    tmp_path: Path, instructor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_folder(tmp_path, **{"lessons/leaves.md": lesson("leaves", CUP)})
    add_image(tmp_path)
    before, files = count_rows(), list_files()

    def fail(*args: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("interchange.writers.course_pages.write_pages", fail)
    with pytest.raises(OSError, match="disk full"):
        load(tmp_path, instructor)

    assert count_rows() == before
    assert list_files() == files


def test_what_the_blocks_refuse_is_refused_by_name(
    tmp_path: Path, instructor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_folder(tmp_path)
    before = count_rows()
    monkeypatch.setattr(
        "interchange.writers.bodies.BodyWriter.write",
        lambda self: [{"type": "callout", "id": "x", "value": {"kind": "loud", "body": ""}}],
    )

    with pytest.raises(InvalidCourse, match="^lessons/water-first.md:2: value: "):
        load(tmp_path, instructor)

    assert count_rows() == before


def test_raw_blocks_are_the_ones_the_editor_saves(tea: Path) -> None:
    body = get_lesson("water-first").body

    assert json.loads(json.dumps(body.get_prep_value())) == list(body.raw_data)
