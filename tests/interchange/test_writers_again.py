"""Importing again: who wins, what is published, whose course it is."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from wagtail.models import Page, PageLogEntry, Revision

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import (
    CourseFacts,
    CourseIndexPage,
    CoursePage,
    CourseStaff,
    LessonFacts,
    LessonPage,
)
from course_pages.services.staff import add_staff
from interchange.document import CheckPart, CourseDocument, Kept
from interchange.enums import Conflicts
from interchange.models import CourseSource
from interchange.report import InvalidCourse, Report
from interchange.writers.course_pages import write_course
from interchange.writers.written import Written
from tests.interchange.documents import (
    change_lesson,
    check,
    course,
    lesson,
    module,
    small_course,
    text,
)

FIRST, SECOND, THIRD = (
    change_lesson(small_course(), "leaves", title=title) for title in ("One", "Two", "Three")
)


def get(slug: str = "leaves") -> LessonPage:
    return LessonPage.objects.get(slug=slug)


def edit(slug: str = "leaves", title: str = "Edited here", *, publish: bool = True) -> None:
    page = get(slug)
    page.title = title
    revision = page.save_revision()
    if publish:
        revision.publish()


def write(document: CourseDocument, owner: User, **options: Any) -> Written:
    return write_course(document=document, owner=owner, **options)


def codes(report: Report) -> list[str]:
    return [found.code for found in report.warnings]


def count_rows() -> tuple[int, int, int]:
    return Page.objects.count(), Revision.objects.count(), PageLogEntry.objects.count()


# --- what comes back ------------------------------------------------------------------------------


def test_what_was_made_is_named_outermost_first(instructor: User) -> None:
    written = write(small_course(), instructor)

    course_page = CoursePage.objects.get()
    assert written.created[0] == course_page.pk
    depths = [Page.objects.get(pk=pk).depth for pk in written.created]
    assert depths == sorted(depths)
    assert written.lessons == {slug: get(slug).pk for slug in ("water-first", "leaves", "six-cups")}
    assert (written.revised, written.unpublished, written.conflicts) == ((), (), ())
    assert written.unchanged is False


def test_what_was_changed_is_named_with_the_version_before(instructor: User) -> None:
    write(FIRST, instructor)
    before = get()

    written = write(SECOND, instructor)

    revised = written.revised[0]
    assert (revised.pk, revised.previous_revision, revised.was_live) == (
        before.pk,
        before.latest_revision_id,
        True,
    )
    assert len(written.revised) == 1


def test_progress_is_told_for_every_page(instructor: User) -> None:
    told: list[tuple[int, int]] = []
    write(small_course(), instructor, progress=lambda done, total: told.append((done, total)))

    assert told == [(number, 6) for number in range(1, 7)]


# --- conflicts ------------------------------------------------------------------------------------


def test_a_conflict_is_listed_every_time_and_nothing_is_overwritten(instructor: User) -> None:
    write(FIRST, instructor)
    edit()

    for _time in range(2):
        report = Report()
        written = write(SECOND, instructor, report=report)
        assert [(found.pk, found.lesson, found.title) for found in written.conflicts] == [
            (get().pk, "leaves", "Edited here")
        ]
        assert codes(report) == ["conflict"]
    assert get().title == "Edited here"


def test_a_locked_page_is_left_alone_and_listed(instructor: User) -> None:
    write(FIRST, instructor)
    LessonPage.objects.filter(slug="leaves").update(locked=True, locked_by=instructor)

    written = write(SECOND, instructor)

    assert get().title == "One"
    assert [found.why for found in written.conflicts] == [
        "it is locked on the site, and has changed in the source since the last import"
    ]
    write(SECOND, instructor, conflicts=Conflicts.THEIRS)
    assert get().title == "Two"


def test_a_conflict_that_waits_writes_nothing(instructor: User) -> None:
    write(FIRST, instructor)
    edit()
    write(SECOND, instructor)
    before = count_rows()

    write(SECOND, instructor)

    assert count_rows() == before


def test_an_unpublished_draft_is_an_edit_too(instructor: User) -> None:
    write(FIRST, instructor)
    edit(publish=False)

    written = write(SECOND, instructor)

    assert len(written.conflicts) == 1
    assert (get().title, get().draft_title) == ("One", "Edited here")


def test_theirs_takes_the_source_and_keeps_the_old_text_in_the_history(instructor: User) -> None:
    write(FIRST, instructor)
    edit()
    written = write(SECOND, instructor, conflicts=Conflicts.THEIRS)

    assert (get().title, written.conflicts) == ("Two", ())
    titles = get().revisions.order_by("pk").values_list("content__title", flat=True)
    assert list(titles) == ["One", "Edited here", "Two"]
    assert write(SECOND, instructor).unchanged


def test_ours_keeps_the_site_and_is_not_asked_again(instructor: User) -> None:
    write(FIRST, instructor)
    edit()

    assert write(SECOND, instructor, conflicts=Conflicts.OURS).conflicts == ()
    assert write(SECOND, instructor).unchanged
    assert get().title == "Edited here"


def test_ours_is_asked_again_when_the_source_changes_again(instructor: User) -> None:
    write(FIRST, instructor)
    edit()
    write(SECOND, instructor, conflicts=Conflicts.OURS)

    assert len(write(THIRD, instructor).conflicts) == 1
    assert get().title == "Edited here"


def test_a_page_moved_by_a_teacher_is_no_edit(instructor: User) -> None:
    write(FIRST, instructor)
    get().move(get("water-first"), pos="left")

    assert write(SECOND, instructor).conflicts == ()
    assert get().title == "Two"


def test_a_conflict_in_the_courses_own_page_is_one(instructor: User) -> None:
    write(small_course(), instructor)
    page = CoursePage.objects.get()
    page.title = "My tea"
    page.save_revision().publish()

    written = write(small_course(title="Tea for friends"), instructor)

    assert [(found.lesson, found.title) for found in written.conflicts] == [("", "My tea")]
    assert CoursePage.objects.get().title == "My tea"


def test_an_import_of_the_first_edition_is_told_from_an_edit_by_time(instructor: User) -> None:
    write(FIRST, instructor)
    for entry in PageLogEntry.objects.filter(action="interchange.import"):
        entry.data = {key: entry.data[key] for key in ("own", "whole")}
        entry.save()

    assert write(SECOND, instructor).conflicts == ()
    assert get().title == "Two"


# --- drafts ---------------------------------------------------------------------------------------


def test_a_new_course_can_be_drafts(instructor: User) -> None:
    write(small_course(), instructor, publish=False)

    pages = [CoursePage.objects.get(), *LessonPage.objects.all()]
    assert {(page.live, page.has_unpublished_changes) for page in pages} == {(False, True)}
    assert [page.get_latest_revision().content["title"] for page in pages] == [
        page.title for page in pages
    ]
    assert {page.live_revision_id for page in pages} == {None}
    assert CoursePage.objects.get().description == "<p>How to make tea.</p>"
    assert [block.block_type for block in get("water-first").body] == ["text", "check"]
    assert LessonFacts.objects.filter(is_open=True).count() == 0


def test_a_draft_again_writes_nothing(instructor: User) -> None:
    write(small_course(), instructor, publish=False)
    before = count_rows()

    assert write(small_course(), instructor, publish=False).unchanged
    assert count_rows() == before


def test_drafts_are_published_by_an_import_that_publishes(instructor: User) -> None:
    write(small_course(), instructor, publish=False)
    write(small_course(), instructor)

    assert set(Page.objects.filter(depth__gt=3).values_list("live", flat=True)) == {True}
    assert CourseFacts.objects.get().lesson_count == 3
    assert write(small_course(), instructor).unchanged


def test_a_draft_that_was_edited_is_left_to_its_editor(instructor: User) -> None:
    write(FIRST, instructor, publish=False)
    edit(publish=False)
    report = Report()

    write(FIRST, instructor, report=report)

    assert (get().live, get().draft_title) == (False, "Edited here")
    assert codes(report) == ["stays-draft"]


def test_a_draft_of_a_live_page_is_not_seen(instructor: User) -> None:
    write(FIRST, instructor)
    write(SECOND, instructor, publish=False)

    page = get()
    assert (page.live, page.title, page.draft_title) == (True, "One", "Two")
    assert page.has_unpublished_changes
    assert page.live_revision_id != page.latest_revision_id

    write(SECOND, instructor)
    page = get()
    assert (page.title, page.has_unpublished_changes) == ("Two", False)


def test_what_a_teacher_took_off_the_site_stays_off(instructor: User) -> None:
    write(FIRST, instructor)
    get().unpublish()
    report = Report()

    write(SECOND, instructor, report=report)

    assert (get().live, get().draft_title) == (False, "Two")
    assert codes(report) == ["stays-unpublished"]


def test_an_import_of_drafts_unpublishes_nothing(instructor: User) -> None:
    write(small_course(), instructor)
    shorter = course(*small_course().modules[:1])
    report = Report()

    written = write(shorter, instructor, publish=False, report=report)

    assert (get("six-cups").live, written.unpublished) == (True, ())
    assert set(codes(report)) == {"lesson-gone"}
    assert len(write(shorter, instructor).unpublished) == 2


# --- identity -------------------------------------------------------------------------------------


def test_keys_win_over_ids(instructor: User) -> None:
    keys = {name: str(uuid.uuid4()) for name in ("course", "module", "lesson", "check", "choice")}
    part = check(key=keys["check"])
    part = replace(part, choices=(replace(part.choices[0], key=keys["choice"]), part.choices[1]))
    document = course(
        module("only", lesson("first", part, key=keys["lesson"]), key=keys["module"]),
        key=keys["course"],
    )
    write(document, instructor)

    page = get("first")
    block = page.body.raw_data[0]
    assert str(page.translation_key) == keys["lesson"]
    assert str(page.get_parent().translation_key) == keys["module"]
    assert str(CoursePage.objects.get().translation_key) == keys["course"]
    assert (block["id"], block["value"]["choices"][0]["id"]) == (keys["check"], keys["choice"])

    renamed = replace(document, id="another-name", modules=document.modules)
    write(renamed, instructor)
    assert CoursePage.objects.count() == 1


def test_two_checks_with_one_id_have_two_identities(instructor: User) -> None:
    write(course(module("only", lesson("first", check(), check()))), instructor)

    first, second = get("first").body.raw_data
    assert first["id"] != second["id"]


@pytest.mark.parametrize("key", ["no-uuid", "12345"])
def test_a_key_that_is_none_is_refused(instructor: User, key: str) -> None:
    with pytest.raises(InvalidCourse, match="key: "):
        write(small_course(key=key), instructor)

    assert CoursePage.objects.count() == 0


def test_two_lessons_with_one_id_are_refused(instructor: User) -> None:
    document = course(module("only", lesson("first"), lesson("first")))
    with pytest.raises(InvalidCourse, match="^lessons/first.md:1: repeated-id: "):
        write(document, instructor)

    assert CoursePage.objects.count() == 0


def test_the_key_of_another_page_is_refused(instructor: User, catalogue: CourseIndexPage) -> None:
    with pytest.raises(InvalidCourse, match="key: a key of this course belongs to another page"):
        write(small_course(key=str(catalogue.translation_key)), instructor)


def test_somebody_elses_course_is_not_written(instructor: User, stranger: User) -> None:
    write(FIRST, instructor)
    before = count_rows()

    with pytest.raises(InvalidCourse, match="course-taken: “Tea for guests” is on this site"):
        write(SECOND, stranger)

    assert count_rows() == before
    assert get().title == "One"


def test_a_lesson_is_not_stolen_by_its_key(instructor: User, stranger: User) -> None:
    written = write(FIRST, instructor)
    key = LessonPage.objects.get(pk=written.lessons["leaves"]).translation_key
    theirs = course(module("only", lesson("mine", key=str(key))), id="another")
    before = count_rows()

    for person in (stranger, instructor):
        with pytest.raises(InvalidCourse, match="page-elsewhere"):
            write(theirs, person)

    assert count_rows() == before


def test_staff_and_admins_may_write(instructor: User, stranger: User, admin: User) -> None:
    page = write(FIRST, instructor).course
    add_staff(course=page, person=stranger, role=StaffRole.ASSISTANT, actor=admin)

    write(SECOND, stranger)
    write(THIRD, admin)

    assert get().title == "Three"
    assert CourseStaff.objects.get(role=StaffRole.OWNER).person == instructor


# --- what else the source says --------------------------------------------------------------------


def test_what_has_no_place_yet_is_kept(instructor: User) -> None:
    kept = Kept(grading=({"type": "Exam", "weight": 1.0},), settings={"org": "Tea"})
    write(small_course(kept=kept), instructor, format="olx")

    source = CourseSource.objects.get()
    assert source.format == "olx"
    assert source.kept["grading"] == [{"type": "Exam", "weight": 1.0}]
    assert source.kept["settings"] == {"org": "Tea"}


def test_another_grading_policy_writes_no_page(instructor: User) -> None:
    write(small_course(), instructor)
    revisions = Revision.objects.count()

    write(small_course(kept=Kept(cutoffs={"Pass": 0.8})), instructor)

    assert Revision.objects.count() == revisions
    assert CourseSource.objects.get().kept["cutoffs"] == {"Pass": 0.8}


def test_a_lesson_in_another_module_keeps_its_page(instructor: User) -> None:
    write(small_course(), instructor)
    leaves = get()
    document = course(
        module("brewing", lesson("water-first", text("Boil."), check())),
        module("serving", lesson("six-cups"), lesson("leaves")),
    )

    write(document, instructor)

    assert (get().pk, get().get_parent().slug) == (leaves.pk, "serving")
    assert LessonFacts.objects.get(pk=leaves.pk).module.slug == "serving"
    assert isinstance(small_course().modules[0].lessons[0].body[1], CheckPart)


def test_a_page_that_an_editor_deleted_stays_away_until_the_course_changes(
    instructor: User,
) -> None:
    write(FIRST, instructor)
    get().delete()

    written = write(FIRST, instructor)
    assert (written.unchanged, list(written.lessons)) == (True, ["water-first", "six-cups"])

    write(SECOND, instructor)
    assert (get().title, get().live) == ("Two", True)
    slugs = get().get_parent().get_children().order_by("path").values_list("slug", flat=True)
    assert list(slugs) == ["water-first", "leaves"]


def test_a_lesson_moves_where_its_address_is_taken(instructor: User) -> None:
    written = write(small_course(), instructor)
    serving = get("six-cups").get_parent().specific
    serving.add_child(instance=LessonPage(title="By hand", slug="leaves", minutes=1))
    first, second = small_course().modules
    document = course(
        replace(first, lessons=first.lessons[:1]),
        replace(second, lessons=(*second.lessons, first.lessons[1])),
    )

    write(document, instructor)

    moved = LessonPage.objects.get(pk=written.lessons["leaves"])
    assert (moved.slug, moved.get_parent().pk) == ("leaves-1", serving.pk)
    assert moved.url_path.endswith("/serving/leaves-1/")


@pytest.mark.parametrize(
    ("course_id", "slug"),
    [
        ("tea-2", "tea-2"),
        ("house+TEA-01+2022Q1", "tea-for-guests"),
        ("e4e1791fe0c84b27b3f8dd23e0549174", "tea-for-guests"),
    ],
)
def test_the_address_is_made_of_an_id_that_can_be_read_or_else_of_the_title(
    instructor: User, course_id: str, slug: str
) -> None:
    write(small_course(id=course_id), instructor)

    assert CoursePage.objects.get().slug == slug
