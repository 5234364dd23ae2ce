"""The editor of translations asks the admin's API for the files that a page shows."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff
from tests.factories.bodies import make_block, read_body
from tests.factories.files import make_document, make_image
from tests.factories.pages import get_lessons, make_course
from tests.factories.people import InstructorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, modules=1, lessons=1)


@pytest.fixture
def files(course: CoursePage, instructor: User) -> dict[str, Any]:
    """Return an image and a document that the course's lesson shows."""
    shown = {
        "images": make_image(owner=instructor, title="A loaf"),
        "documents": make_document(owner=instructor, title="A recipe"),
    }
    lesson = get_lessons(course)[0]
    image = make_block("image", {"image": shown["images"].pk, "alt": "A loaf"})
    lesson.body = read_body(image)
    lesson.attachments.create(document=shown["documents"], title="A recipe")
    lesson.save_revision().publish()
    return shown


@pytest.fixture
def assistant(course: CoursePage) -> User:
    person: User = InstructorFactory()
    CourseStaff.objects.create(course=course, person=person, role=StaffRole.ASSISTANT)
    return person


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_a_translator_may_ask_for_a_file_of_the_course(
    client: Client, assistant: User, files: dict[str, Any], kind: str
) -> None:
    client.force_login(assistant)
    answer = client.get(reverse(f"wagtailadmin_api:{kind}:detail", args=[files[kind].pk]))
    assert answer.status_code == 200
    assert answer.json()["title"] == files[kind].title


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_nobody_else_may_and_nobody_may_list_them(
    client: Client, assistant: User, stranger: User, files: dict[str, Any], kind: str
) -> None:
    unused = make_image(title="Unused") if kind == "images" else make_document(title="Unused")
    client.force_login(stranger)
    for file in (files[kind], unused):
        answer = client.get(reverse(f"wagtailadmin_api:{kind}:detail", args=[file.pk]))
        assert answer.status_code == 302
    client.force_login(assistant)
    assert client.get(reverse(f"wagtailadmin_api:{kind}:listing")).status_code == 302
    nothing = reverse(f"wagtailadmin_api:{kind}:detail", args=[999_999])
    assert client.get(nothing).status_code == 302
