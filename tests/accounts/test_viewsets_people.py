"""The users admin: a role is chosen, and groups and flags follow."""

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from accounts.services.roles import INSTRUCTORS
from tests.accounts.recent_login import log_in_recently

pytestmark = pytest.mark.django_db

FIELDS = {"email": "new@example.com", "first_name": "Nia", "last_name": "New", "is_active": "on"}
PASSWORDS = {"password1": "an odd long one", "password2": "an odd long one"}


@pytest.fixture
def desk(client: Client, admin: User) -> Client:
    """Return the browser of an admin who has just said who they are."""
    log_in_recently(client, admin)
    return client


def test_form_asks_for_a_role_and_not_for_flags_or_a_user_name(desk: Client) -> None:
    page = desk.get("/admin/users/new/").content.decode()
    assert 'name="role"' in page
    assert 'name="is_superuser"' not in page
    assert 'name="username"' not in page


@pytest.mark.spec("S38", "S39")
def test_a_person_made_in_the_admin_has_role_group_and_profile(desk: Client) -> None:
    data = {**FIELDS, **PASSWORDS, "email": "New@Example.com", "role": "instructor"}
    assert desk.post("/admin/users/new/", data).status_code == 302
    user = User.objects.get(email="new@example.com")
    assert user.role == Role.INSTRUCTOR
    assert [group.name for group in user.groups.all()] == [INSTRUCTORS]
    assert user.profile.timezone == "UTC"


def test_an_address_in_other_letters_is_refused_in_words(desk: Client, learner: User) -> None:
    data = {**FIELDS, **PASSWORDS, "email": "Learner@Example.com", "role": "student"}
    response = desk.post("/admin/users/new/", data)
    assert "Somebody with this e-mail address has an account already." in response.content.decode()
    assert User.objects.filter(email__iexact="learner@example.com").get() == learner


def test_changing_a_role_changes_the_groups(desk: Client, instructor: User) -> None:
    data = {**FIELDS, "email": instructor.email, "role": "student"}
    assert desk.post(f"/admin/users/edit/{instructor.pk}/", data).status_code == 302
    instructor.refresh_from_db()
    assert (instructor.role, instructor.groups.count()) == (Role.STUDENT, 0)


def test_editing_a_person_keeps_an_instructor_an_instructor(desk: Client, instructor: User) -> None:
    data = {**FIELDS, "email": instructor.email, "role": "instructor"}
    assert desk.post(f"/admin/users/edit/{instructor.pk}/", data).status_code == 302
    instructor.refresh_from_db()
    assert instructor.first_name == "Nia"
    assert [group.name for group in instructor.groups.all()] == [INSTRUCTORS]


def test_an_admin_cannot_give_up_their_own_role(desk: Client, admin: User) -> None:
    assert 'name="role"' not in desk.get(f"/admin/users/edit/{admin.pk}/").content.decode()
    desk.post(f"/admin/users/edit/{admin.pk}/", {**FIELDS, "email": admin.email, "role": "student"})
    admin.refresh_from_db()
    assert (admin.first_name, admin.role, admin.is_superuser) == ("Nia", Role.ADMIN, True)


def test_bulk_action_sets_the_role_of_others_and_never_ones_own(
    desk: Client, admin: User, learner: User, newcomer: User
) -> None:
    people = [("id", str(person.pk)) for person in (admin, learner, newcomer)]
    query = "&".join(f"{name}={value}" for name, value in people)
    response = desk.post(f"/admin/bulk/accounts/user/assign_role/?{query}", {"role": "instructor"})
    assert response.status_code == 302
    roles = dict(User.objects.values_list("email", "role"))
    assert roles == {
        "admin@example.com": "admin",
        "learner@example.com": "instructor",
        "newcomer@example.com": "instructor",
    }
    assert learner.groups.get().name == INSTRUCTORS


@pytest.mark.parametrize("path", ["/admin/users/", "/admin/users/new/"])
def test_instructors_have_no_business_there(client: Client, instructor: User, path: str) -> None:
    client.force_login(instructor)
    assert client.get(path).status_code == 302
