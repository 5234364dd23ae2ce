"""The policy of addresses is complete, and the site keeps it."""

from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import translation

from accounts.models import User
from course_pages.models import LessonAttachment
from tests.architecture.url_policy import OWN, TREES, own_routes, trees
from tests.factories.files import make_document, make_recording
from tests.factories.pages import get_lessons, get_modules, make_course, make_lesson

ROWS = {**OWN, **TREES}
SECRET = "the-secret-of-the-paid-lesson"


def test_every_address_of_ours_has_a_row() -> None:
    with translation.override("en"):
        assert sorted(own_routes()) == sorted(OWN)


def test_every_tree_of_others_has_a_row() -> None:
    with translation.override("en"):
        assert sorted(trees()) == sorted(TREES)


@dataclass
class House:
    """A paid course, what belongs to it, and people who have nothing to do with it."""

    samples: dict[str, object]
    people: dict[str, User | None]


@pytest.fixture
def house(learner: User, instructor: User, stranger: User, admin: User) -> House:
    make_course(owner=stranger, lessons=1)
    course = make_course(owner=instructor, lessons=0, price_minor=1900)
    body = [("text", f"<p>{SECRET}</p>")]
    lesson = make_lesson(get_modules(course)[0], body=body)
    document = make_document(owner=instructor)
    LessonAttachment.objects.create(lesson=lesson, document=document, title="Sheet")
    captions = ContentFile("WEBVTT\n", name="captions.vtt")
    recording = make_recording(owner=instructor, captions=captions)
    return House(
        samples={
            "course": course.pk,
            "teacher": instructor.pk,
            "lesson": get_lessons(course)[0].pk,
            "module": get_modules(course)[0].pk,
            "block": "11111111-1111-4111-8111-111111111111",
            "lesson_url": lesson.url,
            "document_url": document.url,
            "recording": recording.pk,
            "recording_url": recording.url,
        },
        people={"visitor": None, "learner": learner, "stranger": stranger, "admin": admin},
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["visitor", "learner", "stranger", "admin"])
def test_every_address_answers_as_its_row_says(house: House, name: str) -> None:
    browser = Client()
    if person := house.people[name]:
        browser.force_login(person)
    answers = {route: get(browser, row.sample, house) for route, row in ROWS.items()}
    expected = {route: (row.answers[name], name == "admin") for route, row in ROWS.items()}
    wrong = {
        route: status
        for route, (status, shows_secret) in answers.items()
        if status != expected[route][0] or shows_secret > expected[route][1]
    }
    assert wrong == {}


def get(browser: Client, sample: str, house: House) -> tuple[int, bool]:
    """Return the status of an address, and whether its body says what only the paid lesson does."""
    response = browser.get(sample.format(**house.samples))
    body = response.getvalue() if response.streaming else response.content
    return response.status_code, SECRET.encode() in body


@pytest.mark.django_db
def test_the_secret_is_there_to_be_found(house: House) -> None:
    browser = Client()
    admin = house.people["admin"]
    assert admin is not None
    browser.force_login(admin)
    assert get(browser, TREES[""].sample, house) == (200, True)
