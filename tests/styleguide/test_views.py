"""The style guide shows the real components, reads nothing and lets nothing be sent."""

import re

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

PAGES = ("styleguide:styleguide", "styleguide:lessons")


@pytest.mark.parametrize("name", PAGES)
def test_it_is_of_no_use_to_a_search_engine(client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("name", PAGES)
def test_samples_hold_no_token_and_cannot_be_pressed(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    page = answer.content.decode()
    outside = re.sub(r"<(ul|div) class=\"[^\"]*\"[^>]* inert>.*?</section>", "", page, flags=re.S)

    assert 'method="post"' in page
    assert 'method="post"' not in outside
    assert "csrfmiddlewaretoken" not in page
    assert not answer.cookies


@pytest.mark.parametrize("name", PAGES)
def test_no_two_parts_of_the_page_have_one_name(client: Client, name: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get(reverse(name)).content.decode())

    assert sorted(ids) == sorted(set(ids))


def test_every_way_into_a_course_is_shown(client: Client) -> None:
    doors = client.get(reverse("styleguide:styleguide")).context["screen"].doors

    assert [door.door for door in doors] == ["login", "enrol", "enrolled", "buy", "staff"]
