"""Accounts, by whatever road they are made."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import Role
from accounts.models import User, UserProfile
from accounts.services.people import create_account
from accounts.services.roles import INSTRUCTORS, set_role

pytestmark = pytest.mark.django_db


def test_cast(learner: User, instructor: User, stranger: User, newcomer: User, admin: User) -> None:
    assert learner.role == newcomer.role == Role.STUDENT
    assert [group.name for group in instructor.groups.all()] == [INSTRUCTORS]
    assert stranger.has_perm("wagtailadmin.access_admin")
    assert not learner.has_perm("wagtailadmin.access_admin")
    assert admin.is_superuser


@pytest.mark.spec("S39", "S114")
def test_service_makes_a_profile() -> None:
    user = create_account(email="Ana@Example.com", password="long and odd", first_name="Ana")
    assert (user.email, user.role, user.display_name) == ("ana@example.com", "student", "Ana")
    assert user.profile.timezone == "UTC"
    assert user.check_password("long and odd")


@pytest.mark.spec("S39", "S114")
def test_signing_up_on_the_site_makes_a_student_with_a_profile(client: Client) -> None:
    password = "an odd long one"
    data = {"email": "Ben@Example.com", "password1": password, "password2": password}
    response = client.post("/accounts/signup/", data)
    assert response.status_code == 302
    user = User.objects.get()
    assert (user.email, user.role) == ("ben@example.com", "student")
    assert UserProfile.objects.get().user == user
    assert (user.is_staff, user.groups.count()) == (False, 0)


@pytest.mark.spec("S38", "S39")
def test_superuser_from_the_command_line_is_an_admin_with_a_profile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "an odd long one")
    call_command("createsuperuser", email="root@example.com", interactive=False, verbosity=0)
    user = User.objects.get()
    assert (user.role, user.is_superuser, user.is_staff) == ("admin", True, True)
    assert user.profile.pk == user.pk


def test_saving_a_person_again_makes_no_second_profile(learner: User) -> None:
    learner.first_name = "Lea"
    learner.save()
    assert UserProfile.objects.count() == 1


@pytest.mark.spec("S38")
@pytest.mark.parametrize("taken", ["learner@example.com", "LEARNER@example.com"])
def test_an_address_is_taken_whatever_the_case_of_its_letters(learner: User, taken: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email=taken)])
    assert User.objects.count() == 1


def test_a_person_needs_an_address() -> None:
    with pytest.raises(ValueError, match="needs an e-mail address"):
        create_account(email="")
    assert not User.objects.exists()


@pytest.mark.spec("S38")
def test_role_carries_its_groups_and_flags(learner: User, admin: User) -> None:
    user = set_role(user=learner, role=Role.INSTRUCTOR)
    assert [group.name for group in user.groups.all()] == [INSTRUCTORS]
    assert not user.is_superuser

    user = set_role(user=user, role=Role.ADMIN)
    assert (user.is_superuser, user.is_staff, user.groups.count()) == (True, True, 0)

    user = set_role(user=user, role=Role.STUDENT)
    assert (user.is_superuser, user.is_staff, user.groups.count()) == (False, False, 0)


def test_instructors_group_opens_the_admin_and_gives_no_right_over_pages(instructor: User) -> None:
    permissions = instructor.get_all_permissions()
    assert permissions == {"wagtailadmin.access_admin", "wagtail_localize.submit_translation"}
