"""Roles: given by admins alone, told in a person's history, and never without an admin left."""

import ast

import pytest
from django.test import Client
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from accounts.enums import Role
from accounts.models import User
from accounts.services.deactivation import deactivate_person
from accounts.services.email_verification import vouch_for_address
from accounts.services.roles import set_role
from core.exceptions import NotAllowed
from events.models import Event
from tests.architecture.sources import modules, place
from tests.factories.pages import make_course
from tests.factories.people import AdminFactory
from tests.learning.test_races import together


def account_of(person: User) -> tuple[str, bool, bool, bool, list[str]]:
    person = User.objects.get(pk=person.pk)
    groups = sorted(group.name for group in person.groups.all())
    return person.role, person.is_superuser, person.is_staff, person.is_active, groups


@pytest.mark.django_db
@pytest.mark.spec("S34")
def test_a_change_is_told_in_the_history_and_announced(learner: User, admin: User) -> None:
    vouch_for_address(user=learner)
    Event.objects.all().delete()

    set_role(user=learner, role=Role.INSTRUCTOR, actor=admin)
    set_role(user=learner, role=Role.INSTRUCTOR, actor=admin)

    entry = registry.get_logs_for_instance(learner).get(action="accounts.role_changed")
    assert isinstance(entry, ModelLogEntry)
    assert (entry.user, entry.data) == (admin, {"old_role": "student", "new_role": "instructor"})
    assert str(entry.message) == "Role changed from “student” to “instructor”"
    event = Event.objects.get()
    assert (event.name, event.actor_id) == ("role_changed", admin.pk)
    assert event.facts == {
        "person_id": learner.pk,
        "old_role": "student",
        "new_role": "instructor",
    }


@pytest.mark.django_db
@pytest.mark.spec("S34")
@pytest.mark.parametrize("who", ["learner", "instructor", "shut out", "demoted meanwhile"])
def test_nobody_but_an_admin_changes_a_role(
    learner: User, instructor: User, admin: User, newcomer: User, who: str
) -> None:
    former = AdminFactory()
    if who == "shut out":
        deactivate_person(person=former, actor=admin)
    elif who == "demoted meanwhile":
        set_role(user=User.objects.get(pk=former.pk), role=Role.STUDENT, actor=admin)
    actor = {"learner": learner, "instructor": instructor}.get(who, former)
    before = account_of(newcomer)

    with pytest.raises(NotAllowed, match="Only admins change roles."):
        set_role(user=newcomer, role=Role.ADMIN, actor=actor)

    assert account_of(newcomer) == before
    assert not registry.get_logs_for_instance(newcomer).exists()


@pytest.mark.django_db
@pytest.mark.spec("S34", "S35")
@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.ADMIN])
def test_who_has_not_confirmed_their_address_gets_no_rights(
    learner: User, admin: User, role: Role
) -> None:
    before = account_of(learner)

    with pytest.raises(NotAllowed, match=r"learner@example\.com is not confirmed") as refusal:
        set_role(user=learner, role=role, actor=admin)

    assert refusal.value.code == "unverified"
    assert account_of(learner) == before
    vouch_for_address(user=learner)
    assert set_role(user=learner, role=role, actor=admin).role == role


@pytest.mark.django_db
@pytest.mark.spec("S35")
def test_rights_are_taken_away_whether_the_address_is_confirmed_or_not(admin: User) -> None:
    other = AdminFactory()

    for role in (Role.INSTRUCTOR, Role.STUDENT):
        assert set_role(user=other, role=role, actor=admin).role == role


@pytest.mark.django_db
@pytest.mark.spec("S34")
@pytest.mark.parametrize("role", [Role.STUDENT, Role.INSTRUCTOR])
def test_the_last_admin_stays_one(admin: User, role: Role) -> None:
    shut_out = AdminFactory()
    deactivate_person(person=shut_out, actor=admin)
    before = account_of(admin)

    with pytest.raises(NotAllowed, match="Somebody must stay admin."):
        set_role(user=admin, role=role)

    assert account_of(admin) == before
    assert set_role(user=admin, role=Role.ADMIN).role == Role.ADMIN


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
@pytest.mark.spec("S34")
def test_two_admins_who_demote_each_other_at_once_leave_one(admin: User) -> None:
    other = AdminFactory()

    raised = together(
        lambda: set_role(user=admin, role=Role.STUDENT, actor=other),
        lambda: set_role(user=other, role=Role.STUDENT, actor=admin),
    )

    assert [type(error) for error in raised] == [NotAllowed]
    assert User.objects.filter(role=Role.ADMIN).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_one_who_demotes_and_one_who_deactivates_leave_an_admin(admin: User) -> None:
    other = AdminFactory()

    raised = together(
        lambda: set_role(user=admin, role=Role.STUDENT, actor=other),
        lambda: deactivate_person(person=other, actor=admin),
    )

    assert [type(error) for error in raised] == [NotAllowed]
    assert User.objects.filter(role=Role.ADMIN, is_active=True).count() == 1


@pytest.mark.django_db
@pytest.mark.spec("S34")
def test_who_is_no_instructor_any_more_has_no_rights_at_the_next_request(
    client: Client, instructor: User, admin: User
) -> None:
    course = make_course(owner=instructor)
    client.force_login(instructor)
    addresses = (
        "/admin/",
        "/admin/pages/",
        f"/admin/pages/{course.pk}/edit/",
        "/admin/course-staff/",
        "/admin/enrollments/",
        "/admin/course-imports/",
    )
    opened = {path: client.get(path).status_code for path in addresses}
    assert opened["/admin/"] == opened[f"/admin/pages/{course.pk}/edit/"] == 200

    set_role(user=instructor, role=Role.STUDENT, actor=admin)

    assert {client.get(path).status_code for path in addresses} == {403}
    assert course.staff.filter(person=instructor).exists()

    vouch_for_address(user=instructor)
    set_role(user=instructor, role=Role.INSTRUCTOR, actor=admin)
    assert {path: client.get(path).status_code for path in addresses} == opened


RIGHTS = {"role", "is_superuser", "is_staff"}
WRITERS = {
    "site/accounts/services/roles.py",
    "site/accounts/services/account_data.py",  # an erased person is in no group
    "site/accounts/models/user.py",  # `createsuperuser`
}


def is_a_write(node: ast.AST) -> bool:
    """Return whether a line writes a right: `x.is_staff = ...`, `.groups.add()`, `update(...)`."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(item, ast.Attribute) and item.attr in RIGHTS for item in targets)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    on = node.func.value
    changes_groups = isinstance(on, ast.Attribute) and on.attr in ("groups", "user_permissions")
    if changes_groups and node.func.attr in ("add", "remove", "set", "clear"):
        return True
    names = {keyword.arg for keyword in node.keywords}
    return node.func.attr in ("update", "create_user") and bool(names & RIGHTS)


@pytest.mark.spec("S34")
def test_no_other_code_writes_a_role_a_flag_or_a_group() -> None:
    wrong = [
        place(file, node)
        for app, file, tree in modules()
        for node in ast.walk(tree)
        if is_a_write(node) and not place(file).startswith(tuple(WRITERS))
        # A staff list has roles of its own.
        if not (app == "course_pages" and "services/staff.py" in place(file))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        "person.role = 'admin'",
        "person.is_staff = person.is_superuser = True",
        "person.groups.add(group)",
        "people.filter(pk=1).update(is_superuser=True)",
    ],
)
def test_the_guard_sees_such_a_line(line: str) -> None:
    assert any(is_a_write(node) for node in ast.walk(ast.parse(line)))
