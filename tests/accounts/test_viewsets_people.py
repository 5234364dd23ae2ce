"""The users admin: a role is chosen, and groups and flags follow."""

from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client

from accounts import viewsets
from accounts.enums import Role
from accounts.forms import people as people_forms
from accounts.models import User
from accounts.permissions import is_verified
from accounts.services.deactivation import deactivate_person
from accounts.services.email_verification import vouch_for_address
from accounts.services.roles import INSTRUCTORS, set_role
from core.exceptions import NotAllowed
from events.models import Event
from tests.accounts.recent_login import log_in_recently
from tests.counting import count_statements
from tests.factories.people import LearnerFactory

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
    assert is_verified(user)


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
    vouch_for_address(user=learner)
    vouch_for_address(user=newcomer)
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


class TestList:
    @pytest.fixture(autouse=True)
    def people(self, learner: User, instructor: User, newcomer: User, admin: User) -> None:
        EmailAddress.objects.create(user=learner, email=learner.email, verified=True, primary=True)
        EmailAddress.objects.create(user=newcomer, email=newcomer.email, primary=True)
        deactivate_person(person=newcomer, actor=admin)

    def rows(self, desk: Client, query: str = "") -> dict[str, list[str]]:
        """Return what the list says of each person, by address."""
        page = BeautifulSoup(desk.get(f"/admin/users/{query}").content, "html.parser")
        found = {}
        for row in page.select("table.listing tbody tr"):
            cells = [" ".join(cell.get_text(" ").split()) for cell in row.select("td")][1:]
            found[cells[1]] = [cells[0].partition(" Options")[0], *cells[2:]]
        return found

    def test_it_tells_name_address_role_and_state(self, desk: Client) -> None:
        rows = self.rows(desk)

        assert rows["learner@example.com"][0].startswith("Lena Learner")
        assert rows["learner@example.com"][1:4] == ["True", "student", "True"]
        assert rows["newcomer@example.com"][1:4] == ["False", "student", "False"]
        assert rows["instructor@example.com"][1:4] == ["False", "instructor", "True"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?role=instructor", {"instructor"}),
            ("?is_active=false", {"newcomer"}),
            ("?is_confirmed=true", {"learner"}),
            ("?is_confirmed=false&role=student", {"newcomer"}),
            ("?q=nadia", {"newcomer"}),
            ("?q=learner&is_confirmed=true", {"learner"}),
            ("?role=admin&is_active=false", set()),
        ],
    )
    def test_it_is_searched_and_filtered(self, desk: Client, query: str, found: set[str]) -> None:
        assert set(self.rows(desk, query)) == {f"{name}@example.com" for name in found}

    def test_many_people_cost_no_statement_more(self, desk: Client) -> None:
        few = count_statements(lambda: desk.get("/admin/users/"))
        LearnerFactory.create_batch(8)

        assert count_statements(lambda: desk.get("/admin/users/")) == few


GUARDED = [
    "/admin/users/new/",
    "/admin/users/edit/{learner}/",
    "/admin/users/{learner}/log_out/",
    "/admin/users/{learner}/send_password_link/",
    "/admin/bulk/accounts/user/assign_role/?id={learner}",
    "/admin/bulk/accounts/user/set_active_state/?id={learner}",
]


@pytest.mark.spec("S34")
@pytest.mark.parametrize("path", GUARDED)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_open_page_is_not_enough_to_change_an_account(
    client: Client, admin: User, learner: User, path: str, method: str
) -> None:
    log_in_recently(client, admin, seconds_ago=3600)
    data = {**FIELDS, "role": "admin", "mark_as_active": "False"}
    people = set(User.objects.values_list("email", "role", "is_active"))

    answer = client.generic(
        method,
        path.format(learner=learner.pk),
        urlencode(data),
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 302
    assert unquote(answer["Location"]).startswith("/accounts/reauthenticate/?next=/admin/")
    assert set(User.objects.values_list("email", "role", "is_active")) == people
    assert not mail.outbox


@pytest.mark.spec("S34")
def test_deactivating_in_the_form_shuts_out_and_reactivating_lets_in(
    desk: Client, learner: User
) -> None:
    browser = Client()
    browser.force_login(learner)
    path = f"/admin/users/edit/{learner.pk}/"
    data = {**FIELDS, "email": learner.email, "role": "student"}

    assert desk.post(path, {**data, "is_active": ""}).status_code == 302
    assert browser.get("/learn/").status_code == 302
    assert desk.post(path, data).status_code == 302
    learner.refresh_from_db()
    assert learner.is_active

    page = BeautifulSoup(desk.get(f"/admin/users/history/{learner.pk}/").content, "html.parser")
    told = page.get_text(" ")
    assert "Deactivated" in told and "Reactivated" in told


def test_a_refusal_is_told_in_the_form_and_nothing_is_saved(
    desk: Client, admin: User, learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever fills in the form lost the role after it was opened: the service has the last word.
    def refuse(**kwargs: object) -> None:
        raise NotAllowed("Somebody must stay admin.")

    monkeypatch.setattr(people_forms, "set_role", refuse)
    data = {**FIELDS, "email": learner.email, "role": "instructor"}

    answer = desk.post(f"/admin/users/edit/{learner.pk}/", data)

    assert answer.status_code == 200
    assert "Somebody must stay admin." in answer.content.decode()
    learner.refresh_from_db()
    assert (learner.first_name, learner.role) == ("Lena", "student")


def test_the_bulk_action_tells_a_refusal_and_changes_nobody(
    desk: Client, learner: User, newcomer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = set_role

    def refuse_the_second(*, user: User, **kwargs: Any) -> User:
        if user == newcomer:
            raise NotAllowed("Somebody must stay admin.")
        return whole(user=user, **kwargs)

    vouch_for_address(user=learner)
    monkeypatch.setattr(viewsets, "set_role", refuse_the_second)
    path = f"/admin/bulk/accounts/user/assign_role/?id={learner.pk}&id={newcomer.pk}"

    answer = desk.post(path, {"role": "instructor"}, follow=True)

    assert "Somebody must stay admin." in answer.content.decode()
    assert not User.objects.filter(role=Role.INSTRUCTOR).exists()


def test_many_are_shut_out_at_once_and_never_oneself(
    desk: Client, admin: User, learner: User, newcomer: User
) -> None:
    ids = "&".join(f"id={person.pk}" for person in (admin, learner, newcomer))
    path = f"/admin/bulk/accounts/user/set_active_state/?{ids}"

    assert desk.post(path, {"mark_as_active": "False"}).status_code == 302

    assert set(User.objects.filter(is_active=True)) == {admin}
    assert Event.objects.filter(name="person_deactivated").count() == 2


def test_a_person_is_logged_out_everywhere(desk: Client, learner: User) -> None:
    browser = Client()
    login = {"login": learner.email, "password": "learn-with-joy"}
    browser.post("/accounts/login/", login)
    assert browser.get("/learn/").status_code == 200
    path = f"/admin/users/{learner.pk}/log_out/"
    assert "End every session" in desk.get(path).content.decode()

    answer = desk.post(path, follow=True)

    assert "1 session has ended." in answer.content.decode()
    assert browser.get("/learn/").status_code == 302


def test_nobody_sets_a_password_for_somebody_else_but_sends_a_link(
    desk: Client, learner: User
) -> None:
    page = desk.get(f"/admin/users/edit/{learner.pk}/").content.decode()
    assert 'name="password1"' not in page
    data = {**FIELDS, **PASSWORDS, "email": learner.email, "role": "student"}
    desk.post(f"/admin/users/edit/{learner.pk}/", data)
    learner.refresh_from_db()
    assert learner.check_password("learn-with-joy")

    answer = desk.post(f"/admin/users/{learner.pk}/send_password_link/", follow=True)

    assert "The link is on its way to learner@example.com." in answer.content.decode()
    assert [message.to for message in mail.outbox] == [["learner@example.com"]]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_who_is_shut_out_is_sent_no_link(desk: Client, admin: User, learner: User) -> None:
    deactivate_person(person=learner, actor=admin)

    answer = desk.post(f"/admin/users/{learner.pk}/send_password_link/", follow=True)

    assert "Nothing was sent: the account is not active." in answer.content.decode()
    assert not mail.outbox


@pytest.mark.parametrize(
    "path", ["/admin/users/delete/{pk}/", "/admin/bulk/accounts/user/delete/?id={pk}"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_deleted_and_why_is_said(
    desk: Client, learner: User, path: str, method: str
) -> None:
    answer = getattr(desk, method)(path.format(pk=learner.pk), follow=True)

    assert answer.status_code == 200
    assert "People are not deleted here" in answer.content.decode()
    assert User.objects.filter(pk=learner.pk).exists()


def test_a_deleting_instructor_is_refused(client: Client, instructor: User, learner: User) -> None:
    client.force_login(instructor)

    answer = client.post(f"/admin/users/delete/{learner.pk}/", follow=True)

    assert "People are not deleted here" not in answer.content.decode()
    assert User.objects.filter(pk=learner.pk).exists()
