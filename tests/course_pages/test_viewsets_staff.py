"""The staff lists in the admin: own courses alone, with reasons."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff
from course_pages.services.staff import add_staff
from tests.factories.pages import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, title="Weaving")


@pytest.fixture
def others_row(stranger: User) -> CourseStaff:
    """Return the owner's row of a course that belongs to somebody else."""
    return CourseStaff.objects.get(course=make_course(owner=stranger, title="Knitting"))


def test_the_owner_adds_a_colleague_by_address(
    client: Client, instructor: User, stranger: User, course: CoursePage
) -> None:
    client.force_login(instructor)

    client.post(
        reverse("course_staff:add"),
        {"course": course.pk, "email": stranger.email.upper(), "role": "assistant"},
    )

    row = CourseStaff.objects.get(course=course, person=stranger)
    assert row.role == StaffRole.ASSISTANT


def test_a_second_time_is_refused_in_words(
    client: Client, instructor: User, stranger: User, course: CoursePage
) -> None:
    add_staff(course=course, person=stranger, role=StaffRole.ASSISTANT, actor=instructor)
    client.force_login(instructor)

    page = client.post(
        reverse("course_staff:add"),
        {"course": course.pk, "email": stranger.email, "role": "instructor"},
    )

    assert page.status_code == 200
    assert "This person is on the staff already." in page.content.decode()
    assert CourseStaff.objects.get(course=course, person=stranger).role == StaffRole.ASSISTANT


def test_the_owner_stays_the_owner(client: Client, instructor: User, course: CoursePage) -> None:
    owner = CourseStaff.objects.get(course=course)
    client.force_login(instructor)

    changed = client.post(reverse("course_staff:edit", args=[owner.pk]), {"role": "assistant"})
    removed = client.post(reverse("course_staff:delete", args=[owner.pk]))

    for page in (changed, removed):
        assert page.status_code == 200
        assert "A course needs an owner." in page.content.decode()
    assert CourseStaff.objects.get(course=course).role == StaffRole.OWNER


def test_rows_of_other_courses_are_out_of_reach(
    client: Client, instructor: User, course: CoursePage, others_row: CourseStaff
) -> None:
    client.force_login(instructor)

    client.post(reverse("course_staff:delete", args=[others_row.pk]))
    client.post(reverse("course_staff:edit", args=[others_row.pk]), {"role": "assistant"})
    looks = [
        client.get(reverse(f"course_staff:{view}", args=[others_row.pk]))
        for view in ("edit", "delete", "history", "usage")
    ]

    assert {look.status_code for look in looks} <= {302, 404}
    assert [look for look in looks if b"Knitting" in look.content] == []
    others_row.refresh_from_db()
    assert others_row.role == StaffRole.OWNER
