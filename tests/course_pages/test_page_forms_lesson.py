"""The editor of a lesson: what a draft may leave out, and what is offered."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from accounts.models import User
from course_pages.models import LessonPage, ModulePage
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
