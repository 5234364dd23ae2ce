"""A course in a list says each thing once."""

import re

import pytest
from django.test import Client

from tests.factories.pages import make_category, make_course

pytestmark = pytest.mark.django_db


def read_card(client: Client) -> str:
    """Return the words of the catalogue's only course."""
    (card,) = re.findall(
        r'<li class="course">.*?</li>', client.get("/courses/").content.decode(), re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]*>", " ", card).split())


def test_the_pace_stands_on_the_plate_where_there_is_no_subject(client: Client) -> None:
    make_course(title="Bread", slug="bread")

    words = read_card(client)

    assert words.startswith("Self-paced Bread ")
    assert words.lower().count("self-paced") == 1


def test_the_pace_stands_beside_the_time_where_the_plate_names_a_subject(client: Client) -> None:
    make_course(title="Bread", slug="bread", category=make_category("Baking"))

    words = read_card(client)

    assert words.startswith("Baking Bread ")
    assert " 10 min · self-paced · Beginner" in words
