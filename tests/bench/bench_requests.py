"""`make bench`: the cost of requests in H, against the bar of docs/performance.md.

H is the CPU time of Django's shortest answer behind the middlewares of a new project, measured in
the same run. Nothing here fails on a slow machine: what is hard is counted by the tests.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from accounts.models import User
from course_pages.models import CoursePage
from course_pages.services.shared_pages import SHARED_PAGES
from learning.services.enrollment import enroll_student
from tests.bench.hello import STANDARD_MIDDLEWARE
from tests.bench.meter import Browser, Cost, measure
from tests.factories.pages import get_lessons, make_category, make_course, make_courses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(0)]

TOKEN = "a" * 32


@dataclass(frozen=True, slots=True)
class Row:
    """One operation and its bar."""

    number: int
    operation: str
    most_statements: int
    most_h: float
    send: Callable[[], int]
    before: Callable[[], None] = lambda: None
    status: int = 200
    times: int = 10


def test_print_the_table(learner: User, capsys: pytest.CaptureFixture[str]) -> None:
    h = measure_hello()
    with capsys.disabled():
        print(f"\n\n{connection.vendor}; 1 H = {h.total:.3f} ms of CPU")
    others = 0
    for courses, lessons in ((200, 20), (2000, 200)):
        category = make_category(f"Subject {courses}")
        make_courses(courses - others, modules=0, category=[category], price_minor=[0, 1999])
        others = courses
        course = make_course(slug=f"course-of-{lessons}", modules=5, lessons=lessons // 5)
        enroll_student(student=learner, course=course)
        with capsys.disabled():
            print(f"\n{courses} courses, {lessons} lessons{'SQL':>22}{'bar':>5}", end="")
            print(f"{'app ms':>9}{'db ms':>8}{'H':>8}{'bar':>6}")
            for row in rows(course, learner):
                print(line(row, measure_row(row), h))


def measure_hello() -> Cost:
    with override_settings(ROOT_URLCONF="tests.bench.hello", MIDDLEWARE=STANDARD_MIDDLEWARE):
        browser = Browser()
        return measure(
            lambda: browser.send("GET", "/hello/"), before=lambda: None, times=200, status=200
        )


def measure_row(row: Row) -> Cost:
    row.before()
    row.send()
    return measure(row.send, before=row.before, times=row.times, status=row.status)


def line(row: Row, cost: Cost, h: Cost) -> str:
    in_h = cost.total / h.total
    holds = cost.statements <= row.most_statements and in_h <= row.most_h
    return (
        f"{row.number}  {row.operation:<40}{cost.statements:>4}{row.most_statements:>5}"
        f"{cost.app:>9.2f}{cost.database:>8.2f}{in_h:>8.1f}{row.most_h:>6}"
        f"  {'ok' if holds else 'OVER'}"
    )


def rows(course: CoursePage, learner: User) -> Iterator[Row]:
    visitor, student = Browser(), Browser(cookies(learner))
    lessons = get_lessons(course)

    def get(browser: Browser, path: str) -> Callable[[], int]:
        return lambda: browser.send("GET", path)

    forget = SHARED_PAGES.renew
    page, lesson = str(course.url), str(lessons[len(lessons) // 2].url)
    yield Row(1, "catalogue, not kept", 8, 30, get(visitor, "/courses/"), forget)
    yield Row(1, "catalogue, kept", 0, 1.5, get(visitor, "/courses/"), times=100)
    yield Row(2, "course page, not kept", 12, 35, get(visitor, page), forget)
    yield Row(2, "course page, kept", 0, 1.5, get(visitor, page), times=100)
    yield Row(4, "lesson page of a learner", 12, 25, get(student, lesson))
    todo = iter([f"/learn/lessons/{lesson.pk}/complete/" for lesson in lessons])
    times = len(lessons) // 10
    yield Row(5, "mark a lesson complete", 12, 15, complete(student, todo), status=302, times=times)


def complete(student: Browser, todo: Iterator[str]) -> Callable[[], int]:
    """Return what completes the next lesson, each for the first time."""
    return lambda: student.send("POST", next(todo), HTTP_X_CSRFTOKEN=TOKEN)


def cookies(person: User) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
