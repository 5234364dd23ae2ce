"""The page of somebody who teaches: for everybody, and about nobody else."""

from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CourseStaff
from course_pages.selectors.teachers import TeacherScreen
from course_pages.templatetags.frame import public_teacher_url
from tests.counting import count_hit, count_statements
from tests.factories.pages import make_course, make_courses, translate
from tests.factories.people import InstructorFactory

pytestmark = pytest.mark.django_db(transaction=True)


def visit(person: User, prefix: str = "") -> TeacherScreen:
    response = Client().get(f"{prefix}/teachers/{person.pk}/")
    assert response.status_code == 200
    screen: TeacherScreen = response.context["screen"]
    return screen


def test_it_shows_what_they_say_and_their_published_courses(instructor: User) -> None:
    instructor.profile.headline = "Keeps the books"
    instructor.profile.bio = "Since 2014.\n\n<b>Every</b> figure twice."
    instructor.profile.save()
    make_course(owner=instructor, title="Counting", modules=2, lessons=3)
    make_course(owner=instructor, title="Draft", live=False)
    make_course(title="Somebody else's")

    screen = visit(instructor)
    page = Client().get(f"/teachers/{instructor.pk}/").content.decode()

    assert [card.title for card in screen.courses] == ["Counting"]
    assert (screen.lesson_count, screen.minutes) == (6, 30)
    assert "Keeps the books" in page
    assert "<p>Since 2014.</p>" in page
    assert "&lt;b&gt;Every&lt;/b&gt; figure twice." in page


def test_courses_are_named_in_the_readers_language(instructor: User) -> None:
    course = make_course(owner=instructor, title="Counting")
    translate(course, "id", title="Berhitung")

    assert visit(instructor, "/id").courses[0].title == "Berhitung"


def test_an_instructor_of_somebody_elses_course_has_a_page_and_an_assistant_has_none() -> None:
    helper, assistant = InstructorFactory(), InstructorFactory()
    course = make_course(title="Counting")
    CourseStaff.objects.create(course=course, person=helper, role=StaffRole.INSTRUCTOR)
    CourseStaff.objects.create(course=course, person=assistant, role=StaffRole.ASSISTANT)

    assert [card.title for card in visit(helper).courses] == ["Counting"]
    assert Client().get(f"/teachers/{assistant.pk}/").status_code == 404


def test_there_is_no_directory_of_people(learner: User, instructor: User) -> None:
    make_course(owner=instructor, live=False)

    for number in (learner.pk, instructor.pk, 0, 10**30):
        assert Client().get(f"/teachers/{number}/").status_code == 404


def test_the_page_goes_with_the_account(instructor: User) -> None:
    course = make_course(owner=instructor)
    path = f"/teachers/{instructor.pk}/"
    assert path in Client().get(course.url).content.decode()

    instructor.is_active = False
    instructor.save()

    assert Client().get(path).status_code == 404
    assert path not in Client().get(course.url).content.decode()


def test_a_new_name_is_seen_at_once(instructor: User) -> None:
    make_course(owner=instructor)
    visit(instructor)

    instructor.first_name = "Renamed"
    instructor.save()

    assert "Renamed" in Client().get(f"/teachers/{instructor.pk}/").content.decode()


def test_fifty_courses_cost_what_one_costs(instructor: User) -> None:
    make_courses(1, owner=instructor)
    get = partial(Client().get, f"/teachers/{instructor.pk}/")
    one = count_statements(get)

    make_courses(49, owner=instructor)

    assert count_statements(get) == one <= 6
    assert count_hit(get) == 0


def test_whether_there_is_a_page_is_one_question(instructor: User, learner: User) -> None:
    make_courses(3, owner=instructor)

    with CaptureQueriesContext(connection) as statements:
        assert public_teacher_url(instructor.pk) == f"/teachers/{instructor.pk}/"
        assert public_teacher_url(learner.pk) == ""

    assert len(statements) == 2
