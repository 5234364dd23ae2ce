"""What notes cost: as much for one as for five hundred."""

import json
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.models import Note
from learning.selectors.access import get_lesson_access
from learning.selectors.notes import get_notes_panel
from tests.counting import count_statements
from tests.learning.note_places import plant_notes

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, enrolled: User) -> Client:
    client.force_login(enrolled)
    return client


def test_a_list_costs_the_same_for_one_note_and_for_five_hundred(
    reader: Client, enrolled: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    pages = {
        "course": f"/learn/courses/{course.pk}/notes/",
        "all": "/learn/notes/",
        "lesson": lessons[0].url,
    }

    def count_all() -> dict[str, int]:
        return {name: count_statements(partial(reader.get, url)) for name, url in pages.items()}

    plant_notes(enrolled, lessons[0], 1)
    few = count_all()
    for lesson in lessons:
        plant_notes(enrolled, lesson, 125)

    assert count_all() == few
    assert few["lesson"] <= 12


def test_the_panel_is_one_statement(
    enrolled: User, lesson: LessonPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plant_notes(enrolled, lesson, 50)
    access = get_lesson_access(enrolled, lesson.pk)
    page = LessonPage.objects.get(pk=lesson.pk)
    get_notes_panel(enrolled, access, page, language="en")

    with django_assert_num_queries(1):
        assert len(get_notes_panel(enrolled, access, page, language="en").notes) == 50
    with django_assert_num_queries(0):
        assert get_notes_panel(None, access, page, language="en").notes == ()


@pytest.mark.postgresql
def test_the_panel_reads_no_table_from_end_to_end(
    enrolled: User, instructor: User, lessons: list[LessonPage]
) -> None:
    for lesson in lessons:
        plant_notes(instructor, lesson, 5000)
    plant_notes(enrolled, lessons[0], 3)
    rows = Note.objects.for_student(enrolled).filter(lesson_id=lessons[0].pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE learning_note")
        plan = json.dumps(json.loads(rows.explain(format="json")))

    assert "Seq Scan" not in plan
    assert "learning_note" in plan
