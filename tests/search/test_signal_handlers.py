"""The index follows what is published, by events; and one command reads it all anew."""

import json

import pytest
from django.core.management import call_command

from accounts.models import User
from course_pages.models import CoursePage
from events.services.sweeping import make_due_deliveries
from learning.services.enrollment import enroll_student
from search.models import Entry
from tests.factories.bodies import make_block, make_video
from tests.factories.pages import get_lessons, get_modules, make_course, make_lesson, translate
from tests.search.index import search, titles

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def course() -> CoursePage:
    return make_course(title="Batik", slug="batik", lessons=1)


@pytest.mark.spec("S51")
def test_a_published_course_is_found_with_all_of_its_lessons(course: CoursePage) -> None:
    make_due_deliveries()

    assert titles(search("batik")) == ["Batik"]
    assert titles(search("lesson")) == ["Lesson 1.1"]


def test_a_lesson_published_alone_is_found(course: CoursePage) -> None:
    make_due_deliveries()
    lesson = make_lesson(get_modules(course)[0], title="Wax", slug="wax")
    make_due_deliveries()
    assert titles(search("wax")) == ["Wax"]

    lesson.title = "Resist"
    lesson.save_revision().publish()
    make_due_deliveries()

    assert titles(search("wax")) == []
    assert titles(search("resist")) == ["Resist"]


def test_a_translation_is_found(course: CoursePage) -> None:
    (lesson,) = get_lessons(course)
    translate(course, "id", title="Kain")
    translate(lesson, "id", title="Pelajaran")
    make_due_deliveries()

    assert titles(search("kain", language="id")) == ["Kain"]
    assert titles(search("pelajaran", language="id")) == ["Pelajaran"]


def test_other_captions_are_found(course: CoursePage, learner: User) -> None:
    film = make_video("Film", transcript="first words")
    value = {"media": film.pk, "embed": "", "title": "Film", "transcript": ""}
    make_lesson(get_modules(course)[0], slug="film", body=json.dumps([make_block("video", value)]))
    enroll_student(student=learner, course=course)
    make_due_deliveries()
    assert search("first words", learner, scope="recordings").total == 1

    film.transcript = "second words"
    film.save()
    make_due_deliveries()

    assert search("first words", learner, scope="recordings").total == 0
    assert search("second words", learner, scope="recordings").total == 1


def test_the_demo_is_found_when_it_is_loaded() -> None:
    call_command("load_demo")
    make_due_deliveries()

    assert search("first queries", scope="courses").total == 1
    assert search("join", scope="lessons").total > 0


def test_the_command_reads_everything_anew_and_may_run_twice(
    course: CoursePage, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("rebuild_search")
    call_command("rebuild_search")

    assert capsys.readouterr().out == "The search knows 1 courses and 1 lessons.\n" * 2
    assert Entry.objects.count() == 2
    assert titles(search("batik")) == ["Batik"]
