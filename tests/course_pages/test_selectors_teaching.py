"""What a teacher has to do, as the home page of the admin asks for it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from course_pages.selectors.teaching import (
    count_taught,
    list_drafts,
    list_gaps,
    list_taught,
    list_translation_gaps,
)
from learning.services.enrollment import enroll_student
from tests.factories.bodies import make_block, read_body
from tests.factories.pages import (
    get_lessons,
    get_modules,
    make_course,
    make_courses,
    make_lesson,
    translate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S49")]


def count(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as statements:
        ask()
    return len(statements)


def edit_at(page: Page, day: int) -> None:
    """Say that a page was edited last on this day of January."""
    at = timezone.now().replace(year=2026, month=1, day=day)
    Page.objects.filter(pk=page.pk).update(latest_revision_created_at=at)


def of(*courses: CoursePage) -> Any:
    return CoursePage.objects.filter(pk__in=[course.pk for course in courses])


def test_courses_are_told_of_with_the_one_edited_last_first(learner: User) -> None:
    old, new = make_course(title="Old", lessons=2), make_course(title="New", live=False)
    edit_at(old, 3)
    edit_at(new, 5)
    lesson = get_lessons(old)[1]
    enroll_student(student=learner, course=old, paid=True)

    before = list_taught(of(old, new))
    edit_at(lesson, 9)
    after = list_taught(of(old, new))

    assert [course.page.title for course in before.shown] == ["New", "Old"]
    assert [course.page.title for course in after.shown] == ["Old", "New"]
    first, second = after.shown
    assert (first.row.lessons, first.row.minutes, first.learners) == (2, 10, 1)
    assert first.edited_at is not None
    assert (first.edited_at.month, first.edited_at.day) == (1, 9)
    assert (first.url, second.url) == (f"/courses/{old.slug}/", "")
    assert (after.total, after.rest) == (2, 0)


def test_courses_that_nobody_edited_come_last_and_the_rest_is_counted() -> None:
    make_courses(9)
    edited = make_course()

    taught = list_taught(CoursePage.objects.all())

    assert [course.page.pk for course in taught.shown][0] == edited.pk
    assert [course.edited_at for course in taught.shown][1:] == [None] * 7
    assert (taught.total, taught.rest) == (10, 2)


def test_drafts_are_what_learners_do_not_see_as_it_is() -> None:
    course = make_course(title="Sums", lessons=2)
    changed, untouched = get_lessons(course)
    changed.title = "Adding anew"
    changed.save_revision()
    never = make_lesson(get_modules(course)[0], title="Dividing", live=False)
    edit_at(never, 2)
    translate(course, "id", publish=False)

    drafts = list_drafts(Page.objects.all())

    assert [(line.page.draft_title, line.course_title) for line in drafts.shown] == [
        ("Adding anew", "Sums"),
        ("Dividing", "Sums"),
    ]
    assert (drafts.total, drafts.rest) == (2, 0)
    assert untouched.title not in [line.page.draft_title for line in drafts.shown]


def test_a_draft_of_a_course_is_in_no_course() -> None:
    make_course(title="Sums", live=False, lessons=0)

    (line,) = list_drafts(Page.objects.all()).shown

    assert (line.page.draft_title, line.course_title) == ("Sums", "")


def test_what_must_be_mended_comes_first_and_the_rest_is_counted() -> None:
    course = make_course(lessons=3)
    for lesson in get_lessons(course)[:2]:
        lesson.body = read_body(make_block("text", "<p>Words.</p>"))
        lesson.save_revision().publish()

    (gaps,) = list_gaps([course])

    assert gaps.course == course
    # The course lacks a description, an outcome and a category; a lesson lacks a body.
    assert [(str(found.severity), found.page_title) for found in gaps.shown] == [
        ("must", course.title),
        ("must", course.title),
        ("must", course.title),
        ("must", "Lesson 1.3"),
    ]
    assert gaps.musts == 4
    assert gaps.rest > 0


def test_languages_are_counted_page_by_page() -> None:
    course = make_course(title="Sums", modules=1, lessons=2)
    in_two = translate(course, "id")
    translate(get_modules(course)[0], "id")
    first, _second = get_lessons(course)
    translate(first, "id", publish=False)

    (gap,) = list_translation_gaps([course])

    assert (gap.course, gap.language, gap.language_name) == (course, "id", "Bahasa Indonesia")
    assert (gap.missing, gap.drafts, gap.partial, gap.stale) == (1, 1, 0, 0)
    assert in_two.pk != course.pk


def test_a_course_in_one_language_wants_nothing_in_another() -> None:
    translate(make_course(), "id")
    alone = make_course()

    assert list_translation_gaps([alone]) == []


def test_lessons_are_counted_in_these_courses_alone() -> None:
    course, _other = make_course(lessons=3), make_course(lessons=4)

    numbers = count_taught(of(course))

    assert (numbers.courses, numbers.lessons) == (1, 3)


def test_the_statements_do_not_grow_with_the_courses() -> None:
    def ask() -> None:
        taught = list_taught(CoursePage.objects.filter(canonical=F("pk")))
        list_drafts(Page.objects.all())
        list_gaps([course.page for course in taught.shown])
        list_translation_gaps([course.page for course in taught.shown])

    translate(make_course(), "id")
    make_courses(2, modules=1, lessons=2)
    LessonPage.objects.update(live=False)
    ask()
    few = count(ask)
    make_courses(27, modules=2, lessons=4)
    LessonPage.objects.update(live=False)

    assert count(ask) == few
