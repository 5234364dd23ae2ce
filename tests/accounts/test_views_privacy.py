"""People take their data with them, or leave, each for themselves alone."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import ErasureRequest, PersonalDataExport, User
from accounts.services.data_exports import request_export
from accounts.services.erasure import request_erasure
from events.services.sweeping import make_due_deliveries
from learning.models import Note
from tests.accounts.recent_login import log_in_recently
from tests.factories.pages import get_lessons, make_course
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S41")]

DESK, COPY, ERASURE = "/accounts/privacy/", "/accounts/privacy/copy/", "/accounts/privacy/erasure/"


@pytest.fixture
def browser(client: Client, learner: User) -> Client:
    log_in_recently(client, learner)
    return client


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def log_in(client: Client, person: User) -> Any:
    return client.post(
        "/accounts/login/", {"login": person.email, "password": PASSWORD}, follow=True
    )


@pytest.mark.parametrize("address", [COPY, ERASURE, "/accounts/privacy/copies/1/"])
def test_who_did_not_just_say_who_they_are_is_asked(
    client: Client, learner: User, address: str
) -> None:
    client.force_login(learner)

    for answer in (client.get(address), client.post(address)):
        assert answer.status_code in (302, 405)
        assert "/reauthenticate/" in answer.headers.get("Location", "/reauthenticate/")

    assert not PersonalDataExport.objects.exists()
    assert not ErasureRequest.objects.exists()


def test_from_the_wish_to_the_file(browser: Client, learner: User) -> None:
    assert "Get a copy" in words(browser.get(DESK))
    assert "Make the copy" in words(browser.get(COPY))
    assert "Your copy is being made" in words(browser.post(COPY, follow=True))
    assert "Get a copy" not in words(browser.get(DESK))
    make_due_deliveries()

    export = PersonalDataExport.objects.get()
    address = f"/accounts/privacy/copies/{export.pk}/"
    assert address in browser.get(DESK).content.decode()
    answer = browser.get(address)

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="my-data-')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    with ZipFile(BytesIO(answer.getvalue())) as archive:
        assert "README.txt" in archive.namelist()


def test_nobody_else_downloads_it(
    client: Client, learner: User, newcomer: User, admin: User
) -> None:
    export = request_export(person=learner, actor=learner)
    make_due_deliveries()

    for person in (newcomer, admin):
        other = Client()
        log_in_recently(other, person)
        assert other.get(f"/accounts/privacy/copies/{export.pk}/").status_code == 404
        assert other.get("/accounts/privacy/copies/99999999999999999999/").status_code == 404


def test_a_second_wish_is_refused_in_words(browser: Client, learner: User) -> None:
    browser.post(COPY)

    assert "Your copy is being made already." in words(browser.post(COPY, follow=True))
    assert PersonalDataExport.objects.count() == 1


def test_what_goes_and_what_stays_is_told_first(browser: Client) -> None:
    shown = words(browser.get(ERASURE))

    assert "Your notes and bookmarks." in shown
    assert "An account without a name, known by a number." in shown
    assert "within 14 days" in shown


def test_another_address_closes_nothing(browser: Client, learner: User) -> None:
    answer = browser.post(ERASURE, {"address": "newcomer@example.com"})

    assert "This is not the address of this account." in words(answer)
    assert User.objects.get(pk=learner.pk).is_active
    assert browser.get(DESK).status_code == 200


def test_who_leaves_is_logged_out_everywhere(browser: Client, learner: User) -> None:
    elsewhere = Client()
    log_in(elsewhere, learner)
    assert elsewhere.get(DESK).status_code == 200

    answer = browser.post(ERASURE, {"address": "Learner@Example.com"}, follow=True)

    assert "Your account is closed. In 14 days it is deleted" in words(answer)
    assert browser.get(DESK).status_code == 302
    assert elsewhere.get(DESK).status_code == 302


def test_who_logs_in_in_time_may_stay(client: Client, learner: User) -> None:
    note = Note.objects.create(
        student=learner, lesson=get_lessons(make_course())[0], text="Knead longer"
    )
    request_erasure(person=learner, actor=learner)

    asked = log_in(client, learner)
    assert asked.redirect_chain[-1][0] == "/accounts/privacy/keep/"
    assert "Do you want to stay?" in words(asked)
    assert client.get(DESK).status_code == 302

    answer = client.post("/accounts/privacy/keep/", follow=True)
    assert "Your account is open again." in words(answer)
    assert client.get(DESK).status_code == 302

    log_in(client, learner)
    assert client.get(DESK).status_code == 200
    assert Note.objects.filter(pk=note.pk).exists()


def test_an_offer_to_stay_is_for_who_knew_the_password_just_now(
    client: Client, learner: User
) -> None:
    request_erasure(person=learner, actor=learner)
    client.post("/accounts/login/", {"login": learner.email, "password": "wrong"})
    assert client.post("/accounts/privacy/keep/").headers["Location"] == "/accounts/inactive/"

    log_in(client, learner)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.post("/accounts/privacy/keep/").headers["Location"] == "/accounts/inactive/"
    assert not User.objects.get(pk=learner.pk).is_active


def test_who_was_shut_out_by_an_admin_is_offered_nothing(
    client: Client, learner: User, admin: User
) -> None:
    User.objects.filter(pk=learner.pk).update(is_active=False)
    learner.refresh_from_db()
    request_erasure(person=learner, actor=admin)

    assert log_in(client, learner).redirect_chain[-1][0] == "/accounts/inactive/"
    client.post("/accounts/privacy/keep/")
    assert ErasureRequest.objects.filter(pk=learner.pk).exists()


def test_without_days_of_grace_it_happens_at_once(
    browser: Client, learner: User, settings: Settings
) -> None:
    settings.ERASURE_GRACE_DAYS = 0
    assert "nobody can bring it back" in words(browser.get(ERASURE))

    answer = browser.post(ERASURE, {"address": learner.email}, follow=True)

    assert "Your account is deleted" in words(answer)
    assert User.objects.get(pk=learner.pk).email.endswith("@deleted.invalid")
    assert "do not belong together" in words(log_in(Client(), learner))


def test_the_owner_of_a_published_course_reads_what_to_do(client: Client, instructor: User) -> None:
    course = make_course(title="Bread at Home", owner=instructor)
    log_in_recently(client, instructor)

    for answer in (client.get(ERASURE), client.post(ERASURE, {"address": instructor.email})):
        assert "You own “Bread at Home”, which is published." in words(answer)
        assert f"/admin/pages/{course.pk}/edit/" in answer.content.decode()
    assert User.objects.get(pk=instructor.pk).is_active


def admin_address(person: User) -> str:
    return f"/admin/people-data/{person.pk}/"


def test_an_admin_has_a_copy_made_that_only_the_person_gets(
    client: Client, admin: User, learner: User, mailoutbox: list[Any]
) -> None:
    log_in_recently(client, admin)
    assert admin_address(learner) in client.get("/admin/users/").content.decode()
    assert "Have a copy made" in words(client.get(admin_address(learner)))

    client.post(admin_address(learner), {"deed": "copy"})
    make_due_deliveries()

    assert [mail.to for mail in mailoutbox] == [["learner@example.com"]]
    export = PersonalDataExport.objects.get(person=learner)
    assert client.get(f"/accounts/privacy/copies/{export.pk}/").status_code == 404


def test_an_admin_erases_and_takes_it_back(client: Client, admin: User, learner: User) -> None:
    log_in_recently(client, admin)
    address = admin_address(learner)

    client.post(address, {"deed": "erase"})
    client.post(address, {"deed": "anything"})
    assert not ErasureRequest.objects.exists()

    client.post(address, {"deed": "erase", "sure": "1"})
    assert not User.objects.get(pk=learner.pk).is_active
    assert "Keep the person" in words(client.get(address))

    client.post(address, {"deed": "keep"})
    assert User.objects.get(pk=learner.pk).is_active


def test_nobody_else_does_it_for_a_person(
    client: Client, instructor: User, learner: User, newcomer: User
) -> None:
    for person in (instructor, learner):
        log_in_recently(client, person)
        for deed in ("copy", "erase"):
            client.post(admin_address(newcomer), {"deed": deed, "sure": "1"})
    assert client.get(admin_address(newcomer)).status_code == 403
    assert not ErasureRequest.objects.exists()
    assert not PersonalDataExport.objects.exists()
