"""A course that a learner takes, with something to answer in its first lesson."""

import json
from typing import Any

import pytest

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.services.enrollment import enroll_student
from tests.factories.bodies import make_check
from tests.factories.pages import get_lessons, make_course


def publish_body(lesson: LessonPage, *blocks: dict[str, Any]) -> None:
    """Publish `lesson` with raw blocks as its body."""
    lesson.body = json.dumps(blocks)  # type: ignore[assignment]
    lesson.save_revision().publish()


@pytest.fixture
def course(instructor: User) -> CoursePage:
    """Return a free course of two modules with two lessons each; the first asks a question."""
    course = make_course(owner=instructor, modules=2, lessons=2)
    publish_body(get_lessons(course)[0], make_check())
    return course


@pytest.fixture
def lessons(course: CoursePage) -> list[LessonPage]:
    return get_lessons(course)


@pytest.fixture
def lesson(lessons: list[LessonPage]) -> LessonPage:
    """Return the first lesson, with the question."""
    return lessons[0]


@pytest.fixture
def enrolled(learner: User, course: CoursePage) -> User:
    """Return the learner, enrolled in the course."""
    enroll_student(student=learner, course=course)
    return learner
