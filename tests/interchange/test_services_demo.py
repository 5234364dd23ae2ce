"""The demo: loaded once, left alone afterwards, and never on a public site."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from accounts.models import User
from course_pages.models import (
    Category,
    CourseDocument,
    CourseFacts,
    CourseImage,
    CourseMedia,
    CoursePage,
    CourseStaff,
    LessonFacts,
    LessonPage,
)
from events.models import Event
from interchange.services.demo import load_demo
from learning.models import Enrollment, LessonProgress

pytestmark = pytest.mark.slow

COUNTED = (
    *(User, Page, Revision, PageLogEntry, ModelLogEntry, Category, CourseStaff, Event),
    *(CourseImage, CourseDocument, CourseMedia, CourseFacts, LessonFacts),
    *(Enrollment, LessonProgress),
)


def count_rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_it_makes_the_course_and_its_people(db: None) -> None:
    demo = load_demo()

    course = CoursePage.objects.get()
    assert (course.title, course.live) == (demo.course.title, True)
    facts = CourseFacts.objects.get()
    assert (facts.source_id, facts.lesson_count, facts.is_published) == ("first-queries", 9, True)
    assert LessonPage.objects.live().count() == 9
    assert [str(category) for category in Category.objects.order_by("pk")] == ["Data", "Databases"]
    staff = CourseStaff.objects.get()
    assert (staff.person.email, staff.role) == ("instructor@example.com", "owner")
    enrollment = Enrollment.objects.get()
    assert enrollment.student.email == "learner@example.com"
    assert LessonProgress.objects.completed().count() == 2
    assert sorted(User.objects.values_list("email", "role")) == [
        ("admin@example.com", "admin"),
        ("instructor@example.com", "instructor"),
        ("learner@example.com", "student"),
        ("newcomer@example.com", "student"),
    ]
    assert [found.code for found in demo.report.warnings] == ["category-created"] * 2


def test_a_second_time_writes_nothing(db: None) -> None:
    load_demo()
    before = count_rows()

    load_demo()

    assert count_rows() == before


def test_it_undoes_nobodys_work(db: None) -> None:
    demo = load_demo()
    lesson = LessonPage.objects.get(slug="totals")
    lesson.title = "Totals, edited"
    lesson.save_revision().publish()
    instructor = demo.people["instructor@example.com"]
    instructor.set_password("a secret of my own")
    instructor.save()
    Enrollment.objects.update(status="ended")
    LessonProgress.objects.all().delete()

    load_demo()

    lesson.refresh_from_db()
    assert lesson.title == "Totals, edited"
    assert User.objects.get(email=instructor.email).check_password("a secret of my own")
    assert Enrollment.objects.get().status == "ended"
    assert LessonProgress.objects.count() == 0


def test_it_loads_although_its_instructor_left(db: None) -> None:
    demo = load_demo()
    admin = demo.people["admin@example.com"]
    CourseStaff.objects.update(person=admin)
    before = count_rows()

    load_demo()

    assert count_rows() == before
    assert CourseStaff.objects.get().person == admin


def test_the_command_says_where_to_go_and_as_whom(db: None) -> None:
    out = StringIO()

    call_command("load_demo", stdout=out)

    said = out.getvalue()
    assert "http://localhost:8000/courses/first-queries/" in said
    assert "learner@example.com      learn-with-joy" in said
    assert said.count("learn-with-joy") == 4


def test_it_is_refused_where_the_settings_do_not_allow_it(db: None, settings: Settings) -> None:
    settings.DEMO_ALLOWED = False
    before = count_rows()

    with pytest.raises(CommandError, match="not for a public site"):
        call_command("load_demo")

    assert count_rows() == before


def test_every_lesson_opens_to_its_learner(client: Client, db: None) -> None:
    demo = load_demo()
    client.force_login(demo.people["learner@example.com"])

    for lesson in LessonPage.objects.live():
        assert client.get(lesson.get_url()).status_code == 200, lesson.slug
