"""Many pages at once: few statements, and the same rows as by Wagtail's own road."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from accounts.models import User
from course_pages.models import (
    CourseDocument,
    CourseFacts,
    CourseIndexPage,
    CoursePage,
    LessonFacts,
    LessonPage,
    ModulePage,
)
from course_pages.services.languages import open_language
from course_pages.services.shared_pages import SHARED_PAGES
from events.models import Event
from interchange.document import Attachment, FilePart
from interchange.writers.course_pages import write_course
from tests.interchange.documents import (
    change_lesson,
    check,
    course,
    lesson,
    module,
    small_course,
    source_file,
    text,
    translated_lesson,
    translation,
)

BUDGET = 30
"""Statements for one lesson."""


def make_long_course(lessons: int, *, edition: str = "", **fields: Any) -> Any:
    """Return a course of one module with `lessons` lessons, each with words, a link and a check."""
    return course(
        module(
            "only",
            *(
                lesson(
                    f"lesson-{number}",
                    text(f'{edition} <a href="course-lesson:lesson-1">first</a>'),
                    check(),
                )
                for number in range(1, lessons + 1)
            ),
        ),
        **fields,
    )


def translate_all(document: Any) -> Any:
    return translation(
        *(
            translated_lesson(each.id, f"Leçon {each.id}", text("Bonjour."), check())
            for each in document.lessons
        )
    )


def count(document: Any, owner: User) -> int:
    with CaptureQueriesContext(connection) as statements:
        write_course(document=document, owner=owner)
    return len(statements)


def test_a_lesson_costs_at_most_thirty_statements(instructor: User) -> None:
    warm = make_long_course(1, id="warm")
    count(warm, instructor)
    five = count(make_long_course(5, id="five"), instructor)
    forty = count(make_long_course(40, id="forty"), instructor)

    assert (forty - five) / 35 <= BUDGET / 3
    assert forty / 40 <= BUDGET


def test_changed_lessons_cost_no_more(instructor: User) -> None:
    costs = {}
    for size in (5, 40):
        document = make_long_course(size, id=f"course-{size}")
        write_course(document=document, owner=instructor)
        changed = make_long_course(size, id=f"course-{size}", edition="Second")
        costs[size] = count(changed, instructor)

    written = ["Second" in str(page.body) for page in LessonPage.objects.all()]
    assert written == [True] * 45
    assert (costs[40] - costs[5]) / 35 <= BUDGET / 3


def test_a_translated_lesson_costs_as_little(instructor: User) -> None:
    open_language(code="fr")
    costs = {}
    for size in (5, 40):
        document = make_long_course(size, id=f"course-{size}")
        document = make_long_course(
            size, id=f"course-{size}", translations=(translate_all(document),)
        )
        costs[size] = count(document, instructor)

    assert LessonPage.objects.filter(locale__language_code="fr").count() == 45
    assert (costs[40] - costs[5]) / 35 <= BUDGET


def test_an_unchanged_course_writes_nothing(instructor: User) -> None:
    open_language(code="fr")
    document = make_long_course(3)
    document = make_long_course(3, translations=(translate_all(document),))
    write_course(document=document, owner=instructor)

    with CaptureQueriesContext(connection) as statements:
        written = write_course(document=document, owner=instructor)

    kinds = {statement["sql"].split()[0] for statement in statements}
    assert kinds <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert written.unchanged
    assert list(written.lessons) == ["lesson-1", "lesson-2", "lesson-3"]


def make_by_hand(document: Any, owner: User) -> None:
    """Make the small course as an editor does, page by page."""
    catalogue = CourseIndexPage.objects.get(locale__language_code="en")
    by_hand = CoursePage(title=document.title, slug="by-hand", owner=owner, live=False)
    catalogue.add_child(instance=by_hand)
    for each in document.modules:
        page = ModulePage(title=each.title, slug=each.id, owner=owner, live=False)
        CoursePage.objects.get(pk=by_hand.pk).add_child(instance=page)
        ModulePage.objects.get(pk=page.pk).save_revision(user=owner).publish(user=owner)
        for one in each.lessons:
            child = LessonPage(title=one.title, slug=one.id, minutes=4, owner=owner, live=False)
            ModulePage.objects.get(pk=page.pk).add_child(instance=child)
            LessonPage.objects.get(pk=child.pk).save_revision(user=owner).publish(user=owner)
    CoursePage.objects.get(pk=by_hand.pk).save_revision(user=owner).publish(user=owner)


def describe(page: Any, root: Any) -> dict[str, Any]:
    """Return all of a page that does not depend on who made it when."""
    logs = PageLogEntry.objects.filter(page=page).exclude(action="interchange.import")
    references = ReferenceIndex.objects.filter(object_id=str(page.pk))
    return {
        "title": (page.title, page.draft_title),
        "tree": (page.depth, page.numchild, page.path[len(root.path) :]),
        "url": page.url_path.removeprefix(root.url_path),
        "state": (page.live, page.has_unpublished_changes, page.expired),
        "dates": (bool(page.first_published_at), bool(page.last_published_at)),
        "revisions": (
            page.live_revision_id == page.latest_revision_id == page.get_latest_revision().pk,
            Revision.page_revisions.filter(object_id=str(page.pk)).count(),
        ),
        "revision": set(page.get_latest_revision().content),
        "own": (page.owner_id, page.locale_id, page.content_type_id, page.canonical_id == page.pk),
        "log": sorted(logs.values_list("action", "user__email", "content_changed")),
        "references": sorted(references.values_list("model_path", flat=True)),
        "found": page.pk in {hit.pk for hit in Page.objects.search(page.title)},
    }


def test_pages_are_as_if_made_by_hand(instructor: User) -> None:
    document = course(
        module("brewing", lesson("water-first"), lesson("leaves")),
        module("serving", lesson("six-cups")),
    )
    make_by_hand(document, instructor)
    imported = write_course(document=document, owner=instructor).course
    by_hand = CoursePage.objects.get(slug="by-hand")

    described = [
        [describe(page, root) for page in root.get_descendants().order_by("path").specific()]
        for root in (by_hand, imported)
    ]

    assert described[0] == described[1]
    assert len(described[1]) == 5
    assert not any(Page.find_problems())
    facts = CourseFacts.objects.order_by("pk").values_list("lesson_count", "minutes")
    assert list(facts) == [(3, 12), (3, 12)]
    assert set(LessonFacts.objects.values_list("is_open", flat=True)) == {True}


def test_every_lesson_can_be_opened_for_editing_and_published_again(instructor: User) -> None:
    write_course(document=small_course(), owner=instructor)
    page = LessonPage.objects.get(slug="water-first")

    page.get_latest_revision_as_object().save_revision().publish()

    again = LessonPage.objects.get(slug="water-first")
    assert list(again.body.raw_data) == list(page.body.raw_data)
    assert (again.canonical_id, again.path) == (page.pk, page.path)


def test_one_event_says_that_a_course_is_there_and_one_that_it_is_published(
    instructor: User,
) -> None:
    write_course(document=small_course(), owner=instructor)

    about_courses = Event.objects.filter(name__startswith="course_")
    names = sorted(about_courses.values_list("name", flat=True))
    assert names == ["course_created", "course_published"]


def test_pages_kept_for_visitors_are_renewed(
    instructor: User, django_capture_on_commit_callbacks: Any
) -> None:
    write_course(document=small_course(), owner=instructor)
    changed = change_lesson(small_course(), "leaves", title="Leaves and buds")
    with django_capture_on_commit_callbacks(execute=True):
        SHARED_PAGES.renew()
    before = SHARED_PAGES.read()

    with django_capture_on_commit_callbacks(execute=True):
        write_course(document=changed, owner=instructor)

    assert SHARED_PAGES.read() not in ("", before)


def test_files_know_where_they_are_used(instructor: User, tmp_path: Any) -> None:
    sheet = source_file(tmp_path, "files/sheet.txt", b"tea")
    other = source_file(tmp_path, "files/other.txt", b"cups")
    document = course(
        module(
            "only",
            lesson("first", FilePart(sheet, "Sheet"), attachments=(Attachment(other, "Other"),)),
        )
    )
    write_course(document=document, owner=instructor)

    page = LessonPage.objects.get(slug="first")
    for file in CourseDocument.objects.all():
        assert [user.pk for user, _references in file.get_usage()] == [page.pk]
    assert [each.document.title for each in page.attachments.all()] == ["Other"]


def test_attachments_follow_the_source(instructor: User, tmp_path: Any) -> None:
    sheet = Attachment(source_file(tmp_path, "sheet.txt", b"tea"), "Sheet")
    other = Attachment(source_file(tmp_path, "other.txt", b"cups"), "Other")
    document = change_lesson(small_course(), "leaves", attachments=(sheet, other))
    write_course(document=document, owner=instructor)
    page = LessonPage.objects.get(slug="leaves")
    assert [each.title for each in page.attachments.all()] == ["Sheet", "Other"]

    write_course(document=change_lesson(document, "leaves", attachments=(other,)), owner=instructor)

    page = LessonPage.objects.get(slug="leaves")
    assert [each.title for each in page.attachments.all()] == ["Other"]
    assert [each["title"] for each in page.get_latest_revision().content["attachments"]] == [
        "Other"
    ]


def test_a_new_lesson_in_the_middle_moves_alone(instructor: User) -> None:
    lessons = [lesson(name) for name in ("one", "two", "three", "four")]
    write_course(document=course(module("only", *lessons)), owner=instructor)
    lessons.insert(1, lesson("between"))

    write_course(document=course(module("only", *lessons)), owner=instructor)

    only = ModulePage.objects.get()
    slugs = only.get_children().order_by("path").values_list("slug", flat=True)
    assert list(slugs) == ["one", "between", "two", "three", "four"]
    assert not any(Page.find_problems())
    moves = PageLogEntry.objects.filter(action__in=["wagtail.move", "wagtail.reorder"])
    assert [entry.page.slug for entry in moves] == ["between"]


@pytest.mark.parametrize(
    "order", [["four", "one", "two", "three"], ["two", "three", "four", "one"], list("dcba")]
)
def test_any_order_is_reached(instructor: User, order: list[str]) -> None:
    start = course(module("only", *(lesson(name) for name in sorted(order))))
    write_course(document=start, owner=instructor)

    write_course(
        document=course(module("only", *(lesson(name) for name in order))), owner=instructor
    )

    slugs = ModulePage.objects.get().get_children().order_by("path")
    assert list(slugs.values_list("slug", flat=True)) == order
    assert not any(Page.find_problems())
