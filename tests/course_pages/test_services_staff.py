"""The staff list of a course: who is put on it, who is taken off, who owns it."""

import pytest

from accounts.enums import Role
from accounts.models import User
from accounts.services.roles import set_role
from core.exceptions import DomainError, InvalidInput, NotAllowed
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff
from course_pages.permissions import is_course_staff, may_manage_staff
from course_pages.services.staff import (
    add_staff,
    change_role,
    make_owner,
    remove_staff,
    transfer_ownership,
)
from tests.factories.pages import make_course, translate
from tests.factories.people import InstructorFactory


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, lessons=1)


@pytest.fixture
def colleague(db: None) -> User:
    return InstructorFactory(email="colleague@example.com")


def roles(course: CoursePage) -> dict[str, str]:
    return dict(
        CourseStaff.objects.filter(course=course.canonical).values_list("person__email", "role")
    )


def test_who_makes_a_course_owns_it(course: CoursePage, instructor: User) -> None:
    assert roles(course) == {"instructor@example.com": "owner"}
    assert is_course_staff(instructor, course)


def test_making_an_owner_twice_changes_nothing(course: CoursePage, stranger: User) -> None:
    make_owner(course=course, person=stranger)

    assert roles(course) == {"instructor@example.com": "owner"}


def test_a_course_without_an_owner_gets_one(course: CoursePage, stranger: User) -> None:
    CourseStaff.objects.filter(course=course).delete()

    make_owner(course=course, person=stranger)

    assert roles(course) == {"stranger@example.com": "owner"}


def test_the_owner_adds_a_colleague_for_every_language(
    course: CoursePage, instructor: User, colleague: User
) -> None:
    translated = translate(course, "id")

    add_staff(course=translated, person=colleague, role=StaffRole.ASSISTANT, actor=instructor)

    assert roles(course) == {
        "instructor@example.com": "owner",
        "colleague@example.com": "assistant",
    }
    assert is_course_staff(colleague, course)
    assert is_course_staff(colleague, translated)


def refusal(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


def test_a_stranger_adds_nobody(course: CoursePage, stranger: User, colleague: User) -> None:
    with pytest.raises(NotAllowed):
        add_staff(course=course, person=colleague, role=StaffRole.INSTRUCTOR, actor=stranger)

    assert roles(course) == {"instructor@example.com": "owner"}


def test_an_assistant_edits_the_course_but_not_its_staff(
    course: CoursePage, stranger: User, colleague: User
) -> None:
    CourseStaff.objects.create(course=course, person=stranger, role=StaffRole.ASSISTANT)
    before = roles(course)

    assert is_course_staff(stranger, course)
    assert not may_manage_staff(stranger, course)
    with pytest.raises(NotAllowed):
        add_staff(course=course, person=colleague, role=StaffRole.INSTRUCTOR, actor=stranger)
    assert roles(course) == before


def test_a_learner_cannot_be_staff(course: CoursePage, instructor: User, learner: User) -> None:
    with pytest.raises(InvalidInput) as error:
        add_staff(course=course, person=learner, role=StaffRole.ASSISTANT, actor=instructor)

    assert refusal(error) == "not_instructor"
    assert roles(course) == {"instructor@example.com": "owner"}


def test_nobody_is_on_the_list_twice(course: CoursePage, instructor: User, colleague: User) -> None:
    add_staff(course=course, person=colleague, role=StaffRole.ASSISTANT, actor=instructor)

    with pytest.raises(InvalidInput) as error:
        add_staff(course=course, person=colleague, role=StaffRole.INSTRUCTOR, actor=instructor)

    assert refusal(error) == "already_staff"
    assert roles(course)["colleague@example.com"] == "assistant"


def test_there_is_no_second_owner(course: CoursePage, instructor: User, colleague: User) -> None:
    with pytest.raises(InvalidInput) as error:
        add_staff(course=course, person=colleague, role=StaffRole.OWNER, actor=instructor)

    assert refusal(error) == "second_owner"
    assert roles(course) == {"instructor@example.com": "owner"}


def test_who_is_taken_off_has_no_rights_any_more(
    course: CoursePage, instructor: User, colleague: User
) -> None:
    row = add_staff(course=course, person=colleague, role=StaffRole.INSTRUCTOR, actor=instructor)

    remove_staff(staff=row, actor=instructor)

    assert roles(course) == {"instructor@example.com": "owner"}
    assert not is_course_staff(colleague, course)


def test_the_owner_cannot_be_taken_off(course: CoursePage, admin: User) -> None:
    with pytest.raises(InvalidInput) as error:
        remove_staff(staff=course.staff.get(), actor=admin)

    assert refusal(error) == "last_owner"
    assert roles(course) == {"instructor@example.com": "owner"}


def test_the_owner_cannot_become_an_assistant(course: CoursePage, instructor: User) -> None:
    with pytest.raises(InvalidInput) as error:
        change_role(staff=course.staff.get(), role=StaffRole.ASSISTANT, actor=instructor)

    assert refusal(error) == "last_owner"
    assert roles(course) == {"instructor@example.com": "owner"}


def test_an_assistant_becomes_an_instructor(
    course: CoursePage, instructor: User, colleague: User
) -> None:
    row = add_staff(course=course, person=colleague, role=StaffRole.ASSISTANT, actor=instructor)

    change_role(staff=row, role=StaffRole.INSTRUCTOR, actor=instructor)

    assert roles(course)["colleague@example.com"] == "instructor"
    assert may_manage_staff(colleague, course)


@pytest.mark.parametrize("is_on_staff", [True, False])
def test_a_course_is_handed_over(
    is_on_staff: bool, course: CoursePage, instructor: User, colleague: User
) -> None:
    if is_on_staff:
        add_staff(course=course, person=colleague, role=StaffRole.ASSISTANT, actor=instructor)

    transfer_ownership(course=course, person=colleague, actor=instructor)

    assert roles(course) == {
        "instructor@example.com": "instructor",
        "colleague@example.com": "owner",
    }


def test_an_instructor_does_not_hand_over_what_is_not_theirs(
    course: CoursePage, instructor: User, colleague: User
) -> None:
    row = add_staff(course=course, person=colleague, role=StaffRole.INSTRUCTOR, actor=instructor)
    before = roles(course)

    with pytest.raises(NotAllowed):
        change_role(staff=row, role=StaffRole.OWNER, actor=colleague)

    assert roles(course) == before


def test_losing_the_role_takes_the_rights_at_once(course: CoursePage, instructor: User) -> None:
    demoted = set_role(user=instructor, role=Role.STUDENT)

    assert roles(course) == {"instructor@example.com": "owner"}
    assert not is_course_staff(demoted, course)


def test_an_account_that_is_switched_off_has_no_rights(
    course: CoursePage, instructor: User, admin: User
) -> None:
    for person in (instructor, admin):
        person.is_active = False

    assert not is_course_staff(instructor, course)
    assert not is_course_staff(admin, course)


def test_every_admin_is_staff_everywhere(course: CoursePage, admin: User) -> None:
    assert is_course_staff(admin, course)
    assert may_manage_staff(admin, course)
