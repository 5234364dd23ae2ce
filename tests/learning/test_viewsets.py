"""The list of learners in the admin: own courses alone, by hand, with reasons."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages.models import CoursePage
from learning.models import Enrollment
from learning.services.enrollment import enroll_student
from tests.factories.pages import make_course

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S52")]

INDEX = "enrollments:index"


@pytest.fixture
def other_place(newcomer: User, stranger: User) -> Enrollment:
    """Return a newcomer's place in the stranger's course."""
    return enroll_student(student=newcomer, course=make_course(owner=stranger, title="Knitting"))


def test_staff_see_the_learners_of_their_own_courses(
    client: Client, instructor: User, admin: User, enrolled: User, other_place: Enrollment
) -> None:
    client.force_login(instructor)
    html = client.get(reverse(INDEX)).content.decode()
    assert "Lena Learner" in html
    assert "Nadia New" not in html
    assert "Knitting" not in html
    assert enrolled.email not in html

    client.force_login(admin)
    html = client.get(reverse(INDEX)).content.decode()
    assert "Lena Learner" in html
    assert "Nadia New" in html


def test_learners_have_no_business_here(client: Client, enrolled: User) -> None:
    client.force_login(enrolled)

    assert client.get(reverse(INDEX)).status_code == 403


def test_staff_enrol_and_remove_by_hand(
    client: Client, instructor: User, newcomer: User, course: CoursePage
) -> None:
    client.force_login(instructor)

    client.post(reverse("enrollments:add"), {"course": course.pk, "email": "NEWCOMER@example.com"})
    place = Enrollment.objects.get()
    assert (place.student, place.course, place.is_active) == (newcomer, course, True)

    page = client.get(reverse("enrollments:delete", args=[place.pk]))
    assert "Progress and answers are kept" in page.content.decode()
    client.post(reverse("enrollments:delete", args=[place.pk]))
    assert not Enrollment.objects.get(pk=place.pk).is_active


def test_places_of_other_courses_are_out_of_reach(
    client: Client,
    instructor: User,
    course: CoursePage,
    other_place: Enrollment,
    learner: User,
) -> None:
    client.force_login(instructor)

    client.post(reverse("enrollments:delete", args=[other_place.pk]))
    page = client.post(
        reverse("enrollments:add"), {"course": other_place.course_id, "email": learner.email}
    )
    looks = [
        client.get(reverse(f"enrollments:{view}", args=[other_place.pk]))
        for view in ("edit", "delete", "history", "usage")
    ]

    assert page.status_code == 200, page
    assert "Select a valid choice" in page.content.decode()
    assert [look.status_code for look in looks if b"Nadia" in look.content] == []
    assert {look.status_code for look in looks} <= {302, 404}
    assert Enrollment.objects.get().is_active


def test_only_admins_give_away_what_others_pay_for(
    client: Client, instructor: User, admin: User, learner: User
) -> None:
    paid = make_course(owner=instructor, price_minor=1900)
    data = {"course": paid.pk, "email": learner.email}
    client.force_login(instructor)

    page = client.post(reverse("enrollments:add"), data)
    assert "This course has to be paid for first." in page.content.decode()
    assert not Enrollment.objects.exists()

    client.force_login(admin)
    client.post(reverse("enrollments:add"), data)
    assert Enrollment.objects.get().student == learner


def test_an_unknown_address_is_refused(
    client: Client, instructor: User, course: CoursePage
) -> None:
    client.force_login(instructor)

    page = client.post(
        reverse("enrollments:add"), {"course": course.pk, "email": "nobody@example.com"}
    )

    assert "Nobody has an account with this address." in page.content.decode()
    assert not Enrollment.objects.exists()
