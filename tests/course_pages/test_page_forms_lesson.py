"""The editor of a lesson: what a draft may leave out, and what is offered."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from accounts.models import User
from course_pages.models import LessonPage, ModulePage
from course_pages.selectors.obstacles import find_obstacles
from tests.factories.bodies import make_image
from tests.factories.pages import get_modules, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def module(instructor: User) -> ModulePage:
    return get_modules(make_course(owner=instructor, lessons=0))[0]


@pytest.fixture
def client(instructor: User) -> Client:
    client = Client()
    client.force_login(instructor)
    return client


def get_address(module: ModulePage) -> str:
    return reverse("wagtailadmin_pages:add", args=["course_pages", "lessonpage", module.pk])


@pytest.mark.spec("S65")
def test_a_new_lesson_offers_minutes(client: Client, module: ModulePage) -> None:
    html = client.get(get_address(module)).content.decode()

    (field,) = re.findall(r"<input[^>]*name=\"minutes\"[^>]*>", html)
    assert 'value="5"' in field


@pytest.mark.spec("S65")
def test_a_draft_needs_no_more_than_a_title(client: Client, module: ModulePage) -> None:
    form = {
        "title": "Sums",
        "slug": "sums",
        "summary": "",
        "minutes": "5",
        "body": {"count": "0"},
        "attachments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
    }

    client.post(get_address(module), nested_form_data(form))

    lesson = LessonPage.objects.get()
    assert (lesson.title, lesson.minutes, lesson.live, len(lesson.body)) == ("Sums", 5, False, 0)


@pytest.mark.spec("S65")
def test_a_picture_without_its_description_is_kept_as_a_draft_and_not_published(
    client: Client, module: ModulePage, instructor: User
) -> None:
    image = make_image(uploaded_by_user=instructor)
    picture = {
        "type": "image",
        "order": "0",
        "deleted": "",
        "id": "",
        "value": {"image": str(image.pk), "alt": "", "caption": ""},
    }
    form = {
        "title": "Sums",
        "slug": "sums",
        "summary": "",
        "minutes": "5",
        "body": {"count": "1", "0": picture},
        "attachments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
    }
    accept = {"Accept": "application/json"}

    answer = client.post(get_address(module), nested_form_data(form), headers=accept)

    assert (answer.status_code, answer.json()["success"]) == (200, True)
    lesson = LessonPage.objects.get()
    assert [(block.block_type, block.value["alt"]) for block in lesson.body] == [("image", "")]
    assert {finding.code for finding in find_obstacles(lesson)} == {"alt_missing"}

    form |= {"action-publish": "action-publish"}
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    refusal = client.post(edit, nested_form_data(form))

    assert refusal.status_code == 200
    lesson.refresh_from_db()
    assert not lesson.live
    assert "for those who cannot see it. Do not begin with" in refusal.content.decode()
