"""The side rows are true right after every change of the tree, at a constant cost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision

from course_pages.models import CourseFacts, CoursePage, LessonFacts, LessonPage
from course_pages.services.facts import refresh_all_facts, refresh_course_facts
from tests.factories.pages import (
    get_lessons,
    get_modules,
    make_category,
    make_course,
    make_courses,
    make_lesson,
    translate,
)

pytestmark = pytest.mark.django_db


def open_titles(course: CoursePage) -> list[str]:
    facts = LessonFacts.objects.filter(course=course, is_open=True)
    return list(facts.order_by("lesson__path").values_list("lesson__title", flat=True))


def numbers(course: CoursePage) -> tuple[bool, int, int]:
    facts = CourseFacts.objects.get(course=course)
    return facts.is_published, facts.lesson_count, facts.minutes


def every_fact() -> list[dict[str, Any]]:
    courses: list[Any] = list(CourseFacts.objects.order_by("pk").values())
    lessons: list[Any] = list(LessonFacts.objects.order_by("pk").values())
    return courses + lessons


def test_facts_repeat_what_the_canonical_page_says() -> None:
    category = make_category()
    course = make_course(
        modules=2,
        lessons=2,
        title="SQL",
        category=category,
        difficulty_level="advanced",
        delivery="classroom",
        price_minor=1999,
        currency="EUR",
    )

    facts = CourseFacts.objects.get(course=course)
    assert facts.title == "SQL"
    assert facts.category == category
    assert (facts.difficulty_level, facts.delivery) == ("advanced", "classroom")
    assert (facts.price_minor, facts.currency) == (1999, "EUR")
    assert numbers(course) == (True, 4, 20)
    assert facts.published_at == course.first_published_at


def test_draft_course_has_facts_and_no_open_lesson() -> None:
    course = make_course(lessons=2, live=False)

    assert numbers(course) == (False, 2, 10)
    assert open_titles(course) == []
    assert LessonFacts.objects.filter(course=course).count() == 2
    assert CourseFacts.objects.get(course=course).published_at is None


@pytest.mark.spec("S118")
def test_added_lesson_is_open_at_once() -> None:
    course = make_course(lessons=1)
    (module,) = get_modules(course)
    make_lesson(module, title="New", minutes=12)

    assert open_titles(course) == ["Lesson 1.1", "New"]
    assert LessonFacts.objects.get(lesson__title="New").module == module
    assert numbers(course) == (True, 2, 17)


@pytest.mark.spec("S65")
def test_draft_lesson_opens_when_it_is_published() -> None:
    course = make_course(lessons=1)
    lesson = make_lesson(get_modules(course)[0], title="Draft", live=False)
    assert LessonFacts.objects.get(lesson=lesson).is_open is False

    lesson.save_revision().publish()
    assert open_titles(course) == ["Lesson 1.1", "Draft"]


def test_editing_a_draft_changes_nothing_until_it_is_published() -> None:
    course = make_course(lessons=1, price_minor=100)
    course.price_minor, course.title = 999, "Dearer"
    revision = course.save_revision()
    assert CourseFacts.objects.get(course=course).price_minor == 100

    revision.publish()
    facts = CourseFacts.objects.get(course=course)
    assert (facts.price_minor, facts.title) == (999, "Dearer")


def test_unpublished_lesson_closes() -> None:
    course = make_course(lessons=2)
    get_lessons(course)[0].unpublish()

    assert open_titles(course) == ["Lesson 1.2"]
    assert numbers(course) == (True, 1, 5)


def test_unpublished_module_closes_its_lessons() -> None:
    course = make_course(modules=2, lessons=2)
    get_modules(course)[0].unpublish()

    assert open_titles(course) == ["Lesson 2.1", "Lesson 2.2"]
    assert numbers(course) == (True, 2, 10)


def test_unpublished_course_closes_all_and_opens_again() -> None:
    course = make_course(lessons=2)
    course.unpublish()
    assert (numbers(course), open_titles(course)) == ((False, 2, 10), [])

    CoursePage.objects.get(pk=course.pk).save_revision().publish()
    assert (numbers(course), open_titles(course)) == (
        (True, 2, 10),
        ["Lesson 1.1", "Lesson 1.2"],
    )


def test_base_page_unpublished_by_the_explorer_counts_too() -> None:
    course = make_course(lessons=2)
    get_lessons(course)[0].page_ptr.unpublish()

    assert open_titles(course) == ["Lesson 1.2"]


def test_moved_lesson_belongs_to_its_new_course() -> None:
    old, new = make_course(lessons=2), make_course(lessons=1)
    lesson = make_lesson(get_modules(old)[0])
    lesson.move(get_modules(new)[0], pos="last-child")

    facts = LessonFacts.objects.get(lesson=lesson)
    assert (facts.course, facts.module) == (new, get_modules(new)[0])
    assert numbers(old) == (True, 2, 10)
    assert numbers(new) == (True, 2, 10)


def test_lesson_moved_within_its_course_knows_its_module() -> None:
    course = make_course(modules=2, lessons=1)
    lesson = get_lessons(course)[0]
    lesson.page_ptr.move(get_modules(course)[1], pos="first-child")

    assert LessonFacts.objects.get(lesson=lesson).module == get_modules(course)[1]


def test_moved_module_takes_its_lessons_along() -> None:
    old, new = make_course(modules=2, lessons=2), make_course(lessons=1)
    get_modules(old)[1].move(new, pos="last-child")

    assert open_titles(new) == ["Lesson 1.1", "Lesson 2.1", "Lesson 2.2"]
    assert open_titles(old) == ["Lesson 1.1", "Lesson 1.2"]
    assert numbers(new) == (True, 3, 15)
    assert numbers(old) == (True, 2, 10)


def test_deleted_lesson_is_gone() -> None:
    course = make_course(lessons=2)
    get_lessons(course)[0].delete()

    assert open_titles(course) == ["Lesson 1.2"]
    assert numbers(course) == (True, 1, 5)


def test_deleted_module_takes_its_lessons_along() -> None:
    course = make_course(modules=2, lessons=2)
    get_modules(course)[0].page_ptr.delete()

    assert open_titles(course) == ["Lesson 2.1", "Lesson 2.2"]
    assert numbers(course) == (True, 2, 10)
    connection.check_constraints()


def test_deleted_course_leaves_no_facts() -> None:
    course, other = make_course(modules=2, lessons=2), make_course(lessons=1)
    course.delete()

    assert list(CourseFacts.objects.values_list("pk", flat=True)) == [other.pk]
    assert LessonFacts.objects.count() == 1
    connection.check_constraints()


def test_catalogue_deleted_with_all_courses_leaves_no_facts(catalogue: Any) -> None:
    make_course(modules=2, lessons=2)
    make_course(lessons=1)
    type(catalogue).objects.get(pk=catalogue.pk).delete()

    assert every_fact() == []
    connection.check_constraints()


@pytest.mark.spec("S65")
def test_scheduled_publication_and_expiry_are_taken_in() -> None:
    course = make_course(lessons=1)
    (lesson,) = get_lessons(course)
    later = make_lesson(get_modules(course)[0], title="Later", live=False)
    later.go_live_at = timezone.now() + timedelta(hours=1)
    later.save_revision().publish()
    assert open_titles(course) == ["Lesson 1.1"]

    revision = LessonPage.objects.get(pk=later.pk).get_latest_revision()
    past = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    LessonPage.objects.filter(pk=lesson.pk).update(expire_at=past)
    call_command("publish_scheduled")
    assert open_titles(course) == ["Later"]


def test_translation_has_no_facts_and_changes_the_languages_alone() -> None:
    course = make_course(modules=1, lessons=2)
    facts, *lessons = every_fact()
    translated = translate(course, "id", tree=True)
    CoursePage.objects.filter(pk=translated.pk).update(price_minor=7, currency="JPY")
    get_lessons(translated)[0].unpublish()
    refresh_course_facts(course=CoursePage.objects.get(pk=translated.pk))

    assert facts["languages"] == ",en,"
    assert every_fact() == [{**facts, "languages": ",en,id,"}, *lessons]


def test_lesson_written_in_a_translated_tree_never_opens() -> None:
    course = make_course(lessons=1)
    translated = translate(course, "id", tree=True)
    stray = make_lesson(get_modules(translated)[0], title="Hanya di sini")

    facts = LessonFacts.objects.get(lesson=stray)
    assert (facts.course, facts.module, facts.is_open) == (course, get_modules(course)[0], False)
    assert open_titles(course) == ["Lesson 1.1"]


def test_copied_course_gets_facts_of_its_own() -> None:
    course = make_course(modules=2, lessons=1)
    copy = course.copy(recursive=True, update_attrs={"slug": "copy", "title": "Copy"})

    assert open_titles(copy) == ["Lesson 1.1", "Lesson 2.1"]
    assert open_titles(course) == ["Lesson 1.1", "Lesson 2.1"]
    assert numbers(copy) == (True, 2, 10)


def test_first_publication_is_remembered() -> None:
    course = make_course(lessons=1)
    first = CourseFacts.objects.get(course=course).published_at
    course.unpublish()
    CoursePage.objects.get(pk=course.pk).save_revision().publish()

    assert CourseFacts.objects.get(course=course).published_at == first


def test_ids_of_an_import_survive_every_refresh() -> None:
    course = make_course(lessons=1)
    CourseFacts.objects.update(source_id="first-queries")
    LessonFacts.objects.update(source_id="lesson-1")
    get_lessons(course)[0].unpublish()
    course.save_revision().publish()

    assert CourseFacts.objects.get(course=course).source_id == "first-queries"
    assert LessonFacts.objects.get(course=course).source_id == "lesson-1"


def test_repair_command_mends_every_fact(capsys: pytest.CaptureFixture[str]) -> None:
    make_course(modules=2, lessons=2)
    make_courses(3, lessons=2)
    before = every_fact()
    CourseFacts.objects.update(lesson_count=9, is_published=False, price_minor=5)
    LessonFacts.objects.update(is_open=False)
    LessonFacts.objects.earliest("pk").delete()

    call_command("refresh_facts")
    assert every_fact() == before
    assert capsys.readouterr().out == "The facts of 4 courses are true.\n"


@pytest.mark.parametrize(("lessons", "writes"), [(20, 1), (200, 2)])
def test_refresh_reads_the_same_at_any_length_and_writes_in_batches(
    lessons: int, writes: int
) -> None:
    course = make_course(modules=10, lessons=lessons // 10)
    with CaptureQueriesContext(connection) as nothing_new:
        refresh_course_facts(course=course)
    LessonPage.objects.descendant_of(course).update(live=False)
    with CaptureQueriesContext(connection) as everything_new:
        refresh_course_facts(course=course)

    assert open_titles(course) == []
    # Savepoint, versions, lock, modules, lessons, course facts, release; then the lesson facts.
    assert len(nothing_new) == 7
    assert len(everything_new) == 7 + writes


def test_repair_costs_the_same_for_any_number_of_courses() -> None:
    counts = []
    for _ in range(2):
        make_courses(10, lessons=1)
        with CaptureQueriesContext(connection) as statements:
            refresh_all_facts()
        counts.append(len(statements))

    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_pages_published_at_the_same_moment_are_all_counted() -> None:
    course = make_course(modules=1, lessons=0)
    module = get_modules(course)[0]
    # Titles of one length would wait for each other in Wagtail's search index as well.
    titles = ["SELECT", "What a table is", "Join", "Groups and their sums"]
    revisions = [make_lesson(module, title=title, live=False).save_revision() for title in titles]
    together = Barrier(len(revisions))

    def publish(revision: Revision) -> None:
        together.wait()
        revision.publish()
        connections.close_all()

    with ThreadPoolExecutor(len(revisions)) as threads:
        list(threads.map(publish, revisions))

    assert numbers(course) == (True, 4, 20)
    assert open_titles(course) == titles


@pytest.mark.django_db(transaction=True)
def test_course_taken_back_while_a_lesson_is_published_leaves_nothing_open() -> None:
    course = make_course(modules=1, lessons=3)
    revision = make_lesson(get_modules(course)[0], live=False).save_revision()
    together = Barrier(2)

    def act(what: Callable[[], Any]) -> None:
        together.wait()
        what()
        connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(act, [revision.publish, course.unpublish]))

    assert numbers(course) == (False, 4, 20)
    assert open_titles(course) == []
