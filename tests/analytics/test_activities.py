"""What people do is written down once, with its time and the road it came by."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from accounts.services.erasure import request_erasure
from analytics.enums import ActivityKind
from analytics.models import UserActivity
from analytics.services.activities import prune_activities, record_activity
from events.enums import Source
from events.models import Delivery, Event
from events.services.delivering import make_delivery
from events.services.sweeping import make_due_deliveries
from events.signals import Announcement
from learning.services.enrollment import enroll_student, leave_course
from learning.services.progress import complete_lesson, reopen_lesson
from tests.factories.pages import get_lessons, make_course
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S37")]


def told(person: User) -> list[tuple[str, int | None, str]]:
    rows = UserActivity.objects.filter(person=person).order_by("happened_at", "pk")
    return list(rows.values_list("kind", "object_id", "source"))


def log_in(client: Client, email: str) -> None:
    response = client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    assert response.status_code == 302, response.content


def test_a_login_on_the_site_is_one_row(client: Client, learner: User) -> None:
    log_in(client, learner.email)
    client.get("/learn/")
    make_due_deliveries()

    event = Event.objects.get(name="person_logged_in")
    assert event.facts == {"person_id": learner.pk}
    assert told(learner) == [("login", None, "web")]
    row = UserActivity.objects.get()
    assert row.request_id == event.request_id != ""
    assert row.happened_at == event.announced_at


def test_a_login_of_an_app_is_one_row(client: Client, learner: User) -> None:
    answer = client.post(
        "/_allauth/app/v1/auth/login",
        {"email": learner.email, "password": PASSWORD},
        content_type="application/json",
    )
    assert answer.status_code == 200, answer.content
    make_due_deliveries()

    assert told(learner) == [("login", None, "app")]


def test_a_wrong_password_is_no_login(client: Client, learner: User) -> None:
    client.post("/accounts/login/", {"login": learner.email, "password": "wrong"})
    assert authenticate(email=learner.email, password=PASSWORD) is not None

    assert not Event.objects.filter(name="person_logged_in").exists()


def test_the_whole_journey_is_told_in_order(learner: User) -> None:
    course = make_course(modules=1, lessons=1)
    (lesson,) = get_lessons(course)
    enroll_student(student=learner, course=course)
    complete_lesson(student=learner, lesson=lesson)
    reopen_lesson(student=learner, lesson=lesson)
    leave_course(student=learner, course=course)
    make_due_deliveries()

    assert told(learner) == [
        ("enrolled", course.pk, "system"),
        ("lesson_done", lesson.pk, "system"),
        ("course_done", course.pk, "system"),
        ("lesson_open", lesson.pk, "system"),
        ("left", course.pk, "system"),
    ]


def test_heard_twice_is_written_once(learner: User) -> None:
    enroll_student(student=learner, course=make_course())
    make_due_deliveries()
    Delivery.objects.update(state="waiting", tries=0)

    delivery = Delivery.objects.get(listener="analytics.signal_handlers.on_student_enrolled")
    assert make_delivery(delivery_id=delivery.pk)

    assert UserActivity.objects.count() == 1


def test_news_of_somebody_who_is_gone_is_not_written(learner: User) -> None:
    event = enroll_and_hear(learner)

    record_activity(event=event, kind=ActivityKind.ENROLLED, person_id=999_999)

    assert not UserActivity.objects.filter(person_id=999_999).exists()


def enroll_and_hear(learner: User) -> Announcement:
    enroll_student(student=learner, course=make_course())
    return Event.objects.get(name="student_enrolled").announcement


def test_news_that_comes_after_an_erasure_is_not_written(learner: User, settings: Settings) -> None:
    settings.ERASURE_GRACE_DAYS = 0
    event = enroll_and_hear(learner)
    request_erasure(person=learner, actor=learner)

    record_activity(event=event, kind=ActivityKind.ENROLLED, person_id=learner.pk)

    assert not UserActivity.objects.exists()


def make_activity(person: User, number: int, *, days: int = 0) -> UserActivity:
    return UserActivity.objects.create(
        person=person,
        kind=ActivityKind.LOGIN,
        happened_at=timezone.now() - timedelta(days=days),
        source=Source.WEB,
        event_id=number,
    )


def test_what_is_old_is_forgotten(learner: User, settings: Settings) -> None:
    settings.ACTIVITY_KEEP_DAYS = 30
    young = make_activity(learner, 1, days=29)
    make_activity(learner, 2, days=31)

    assert prune_activities() == 1
    assert prune_activities() == 0

    assert list(UserActivity.objects.all()) == [young]


REPORT = "/admin/reports/activity/"


def test_admins_read_the_report_and_nobody_else(
    client: Client, admin: User, instructor: User, learner: User, newcomer: User
) -> None:
    make_activity(learner, 1)
    client.force_login(admin)
    shown = client.get(REPORT)
    assert shown.status_code == 200
    assert "Lena Learner" in shown.content.decode()
    assert REPORT in client.get("/admin/").content.decode()

    for person, answer in ((instructor, 302), (newcomer, 403)):
        client.force_login(person)
        refused = client.get(REPORT)
        assert refused.status_code == answer
        assert b"Lena" not in refused.content
        assert REPORT not in client.get("/admin/").content.decode()


def test_the_report_is_filtered_by_person_kind_and_day(
    client: Client, admin: User, learner: User, newcomer: User
) -> None:
    make_activity(learner, 1)
    make_activity(newcomer, 2, days=10)
    client.force_login(admin)

    def people(**query: str) -> set[str]:
        rows = client.get(REPORT, query).context["object_list"]
        return {row.person.first_name for row in rows}

    assert people() >= {"Lena", "Nadia"}
    assert people(person="newcomer@") == {"Nadia"}
    assert people(person="lena learner") == {"Lena"}
    assert people(kind="enrolled") == set()
    week_ago = (timezone.now() - timedelta(days=7)).date().isoformat()
    assert "Nadia" not in people(happened_at_from=week_ago)


def test_the_report_names_courses_and_costs_the_same_for_many(
    client: Client, admin: User, learner: User
) -> None:
    course = make_course(title="Bread at Home")
    client.force_login(admin)

    def count(rows: int) -> int:
        UserActivity.objects.all().delete()
        UserActivity.objects.bulk_create(
            UserActivity(
                person=learner,
                kind=ActivityKind.ENROLLED,
                object_id=course.pk,
                happened_at=timezone.now(),
                event_id=number,
            )
            for number in range(rows)
        )
        client.get(REPORT)
        with CaptureQueriesContext(connection) as statements:
            response = client.get(REPORT)
        assert "Bread at Home" in response.content.decode()
        return len(statements)

    assert count(2) == count(40)


def test_the_report_goes_out_as_csv(client: Client, admin: User, learner: User) -> None:
    make_activity(learner, 1)
    client.force_login(admin)

    response = client.get(REPORT, {"export": "csv", "person": learner.email})

    lines = response.getvalue().decode().splitlines()
    assert lines[0] == "Time,Person,E-mail address,Activity,Page,Source,Request"
    assert len(lines) == 2
    assert ",Lena Learner,learner@example.com,Logged in,," in lines[1]
