"""`make bench`: the cost of requests in H, against the bar of docs/performance.md.

H is the CPU time of Django's shortest answer behind the middlewares of a new project, served by the
same gunicorn in the same run. Nothing here fails on a slow machine: what is hard is counted by the
tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from course_pages.models import CoursePage
from learning.services.enrollment import enroll_student
from search.services.index import rebuild_index
from tests.bench.meter import Cost, measure
from tests.bench.server import Server
from tests.factories.pages import get_lessons, make_category, make_course, make_courses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(0)]

TOKEN = "a" * 32
AS_NEW = {"Authorization": "Nobody"}
"""Whoever shows a token is not answered from what is kept."""


@dataclass(frozen=True, slots=True)
class Row:
    """One operation and its bar."""

    number: int
    operation: str
    most_statements: int
    most_h: float
    paths: Iterator[str]
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    status: int = 200
    times: int = 20


def test_print_the_table(
    learner: User, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def say(text: str) -> None:
        with capsys.disabled():
            print(text)

    h = measure_hello()
    say(f"\n\n{connection.vendor}; 1 H = {h.total:.3f} ms of CPU")
    environment = {"DJANGO_SETTINGS_MODULE": "tests.bench.settings", "VAR_DIR": str(tmp_path)}
    with Server("config.wsgi:application", DATABASE_URL=database_url, **environment) as server:
        others = 0
        for courses, lessons in ((200, 20), (2000, 200)):
            course = build(courses - others, lessons, learner)
            others = courses
            head = f"{courses} courses, {lessons} lessons"
            say(f"\n{head:<37}{'SQL':>4}{'bar':>5}{'app ms':>9}{'db ms':>8}{'H':>8}{'bar':>6}")
            for row in rows(course, learner):
                say(line(row, count(row), measure_row(server, row), h))


def build(courses: int, lessons: int, learner: User) -> CoursePage:
    category = make_category(f"Subject {lessons}")
    make_courses(courses, modules=0, category=[category], price_minor=[0, 1999])
    course = make_course(slug=f"course-of-{lessons}", modules=5, lessons=lessons // 5)
    enroll_student(student=learner, course=course)
    name_twenty_courses()
    rebuild_index()
    return course


def name_twenty_courses() -> None:
    """Give the first twenty courses a word that no other has."""
    for course in CoursePage.objects.order_by("pk")[:20]:
        CoursePage.objects.filter(pk=course.pk).update(title=f"Ikat {course.pk}")


def measure_hello() -> Cost:
    with Server("tests.bench.hello:make_application()") as server:
        return measure(server, partial(server.send, "GET", "/"), times=300, status=200)


def measure_row(server: Server, row: Row) -> Cost:
    def send() -> int:
        return server.send(row.method, next(row.paths), row.headers)

    return measure(server, send, times=row.times, status=row.status)


def count(row: Row) -> int:
    """Return the statements of the second such request in this process."""

    def send() -> int:
        client = Client()
        return client.generic(row.method, next(row.paths), headers=row.headers).status_code

    send()
    with CaptureQueriesContext(connection) as statements:
        assert send() == row.status
    return len(statements)


def line(row: Row, statements: int, cost: Cost, h: Cost) -> str:
    in_h = cost.total / h.total
    holds = statements <= row.most_statements and in_h <= row.most_h
    return (
        f"{row.number}  {row.operation:<34}{statements:>4}{row.most_statements:>5}"
        f"{cost.app:>9.2f}{cost.database:>8.2f}{in_h:>8.1f}{row.most_h:>6}"
        f"  {'ok' if holds else 'OVER'}"
    )


def rows(course: CoursePage, learner: User) -> Iterator[Row]:
    lessons = get_lessons(course)
    own = {"Cookie": cookies(learner), "X-CSRFToken": TOKEN}
    lesson = str(lessons[len(lessons) // 2].url)
    todo = iter([f"/learn/lessons/{lesson.pk}/complete/" for lesson in lessons])
    # Two requests are counted and one warms up; the rest is measured, each lesson once.
    times = (len(lessons) - 3) // 5
    yield Row(1, "catalogue, not kept", 8, 30, always("/courses/"), AS_NEW)
    yield Row(1, "catalogue, kept", 0, 1.5, always("/courses/"), times=200)
    yield Row(2, "course page, not kept", 12, 35, always(str(course.url)), AS_NEW)
    yield Row(2, "course page, kept", 0, 1.5, always(str(course.url)), times=200)
    yield Row(3, "search, 20 results", 5, 15, always("/search/?q=ikat"))
    yield Row(4, "lesson page of a learner", 12, 25, always(lesson), own)
    yield Row(5, "mark a lesson complete", 12, 15, todo, own, "POST", 302, times)


def always(path: str) -> Iterator[str]:
    while True:
        yield path


def cookies(person: User) -> str:
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
