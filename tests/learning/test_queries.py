"""What a course page, a lesson page and a completion cost, at two sizes: hard limits.

Counted is every statement: BEGIN and COMMIT, session and user included.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from events import ports, tasks
from events.models import Event
from learning.models import LessonProgress
from learning.services.enrollment import enroll_student
from tests.counting import count_hit, count_statements
from tests.factories.bodies import make_block, make_check, make_image, read_body
from tests.factories.files import make_document
from tests.factories.pages import get_lessons, make_course, make_courses

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = [pytest.param(4, 0, id="20 lessons"), pytest.param(40, 300, id="200 lessons, 300 courses")]


@pytest.fixture
def client(learner: User) -> Client:
    client = Client()
    client.force_login(learner)
    return client


@pytest.fixture
def worker() -> Iterator[None]:
    """Leave deliveries to a worker, as production does: they are no part of the request."""
    ports.register(lambda delivery_ids, long_ids=(): None)
    yield
    ports.register(tasks.hand_over)


def study(learner: User, lessons: int, others: int) -> CoursePage:
    """Return a course of five modules that the learner is in, among `others`."""
    make_courses(others, modules=0)
    course = make_course(title="Queries", slug="queries", modules=5, lessons=lessons)
    enroll_student(student=learner, course=course)
    return course


def complete_next(client: Client, lessons: list[LessonPage]) -> Callable[[], Any]:
    """Return what completes one lesson after the other, each for the first time."""
    urls = iter([f"/learn/lessons/{lesson.pk}/complete/" for lesson in lessons])
    return lambda: client.post(next(urls))


@pytest.mark.parametrize(("lessons", "others"), SIZES)
def test_a_visitors_course_page(lessons: int, others: int, learner: User) -> None:
    study(learner, lessons, others)

    visit = partial(Client().get, "/courses/queries/")

    assert count_statements(visit) <= 12
    assert count_hit(visit) == 0


@pytest.mark.parametrize(("lessons", "others"), SIZES)
def test_a_learners_lesson_page(lessons: int, others: int, learner: User, client: Client) -> None:
    course = study(learner, lessons, others)
    lesson = get_lessons(course)[lessons + 2]

    assert count_statements(partial(client.get, lesson.url)) <= 12


@pytest.mark.parametrize("times", [1, 5])
def test_a_lesson_of_every_kind_of_block(times: int, learner: User, client: Client) -> None:
    course = study(learner, 4, 0)
    lesson = get_lessons(course)[2]
    documents = [make_document() for _time in range(times)]
    images = [make_image(f"Drawing {number}") for number in range(times)]
    lesson.body = read_body(
        make_block("text", "<h2>Words</h2><p>And more.</p>"),
        *(make_check(block_id=str(uuid4())) for _time in range(times)),
        *(make_block("image", {"image": image.pk, "alt": "A"}) for image in images),
        *(make_block("file", {"document": document.pk, "title": ""}) for document in documents),
    )
    lesson.save_revision().publish()
    client.get(lesson.url)  # draws the pictures

    assert count_statements(partial(client.get, lesson.url)) <= 12


@pytest.mark.parametrize(("lessons", "others"), SIZES)
def test_marking_a_lesson_complete(
    lessons: int, others: int, learner: User, client: Client, worker: None
) -> None:
    course = study(learner, lessons, others)

    cost = count_statements(complete_next(client, get_lessons(course)), status=302)

    assert cost <= 12
    assert LessonProgress.objects.filter(student=learner).exclude(completed_at=None).count() == 2
    assert Event.objects.filter(name="lesson_completed").count() == 2


@pytest.mark.slow
def test_the_size_of_the_course_and_of_the_site_costs_no_statement(
    learner: User, client: Client, worker: None
) -> None:
    """In a course of 20 lessons among 200 and in one of 200 lessons among 2,000."""
    counts = []
    for slug, lessons, others in (("small", 4, 200), ("large", 40, 1800)):
        make_courses(others, modules=0)
        course = make_course(slug=slug, modules=5, lessons=lessons)
        enroll_student(student=learner, course=course)
        pages = get_lessons(course)
        complete = complete_next(client, pages)
        counts.append(
            (
                count_statements(partial(Client().get, course.url)),
                count_statements(partial(client.get, pages[lessons + 1].url)),
                count_statements(complete, status=302),
            )
        )

    small, large = counts
    assert small == large
