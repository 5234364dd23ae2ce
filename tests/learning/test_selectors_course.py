"""What a course page says: facts, outline, the way in, and what machines read of it."""

import json
import re
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.selectors.screens import CourseScreen
from learning.selectors.structured_data import format_duration
from tests.counting import count_hit, count_statements
from tests.factories.bodies import make_block, make_video
from tests.factories.files import make_image
from tests.factories.pages import get_lessons, get_modules, make_course, make_lesson, translate
from tests.learning.conftest import publish_body

pytestmark = pytest.mark.django_db(transaction=True)

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def visit(course: CoursePage, person: User | None = None) -> CourseScreen:
    client = Client()
    if person:
        client.force_login(person)
    screen: CourseScreen = client.get(course.url).context["screen"]
    return screen


def read_data(course: CoursePage) -> list[dict[str, Any]]:
    (block,) = BLOCK.findall(Client().get(course.url).content.decode())
    data: list[dict[str, Any]] = json.loads(block)
    return data


def test_languages_are_told_by_their_own_names_and_are_links(course: CoursePage) -> None:
    indonesian = translate(course, "id")
    translate(course, "ar", publish=False)

    versions = visit(course).versions
    page = Client().get(course.url).content.decode()

    assert [(found.name, found.url) for found in versions] == [
        ("English", course.url),
        ("Bahasa Indonesia", indonesian.url),
    ]
    root = "http://localhost"
    for language, url in (("en", course.url), ("id", indonesian.url), ("x-default", course.url)):
        assert f'<link rel="alternate" hreflang="{language}" href="{root}{url}">' in page


def test_films_and_their_captions_are_told(course: CoursePage, lessons: list[LessonPage]) -> None:
    captions = ContentFile(b"WEBVTT\n", name="captions.vtt")
    film = make_video(captions=captions, captions_language="id")
    publish_body(lessons[1], make_block("video", {"media": film.pk}))

    screen = visit(course)

    assert screen.video_lessons == {lessons[1].pk}
    assert screen.captions == ("Bahasa Indonesia",)


def test_a_course_of_text_has_neither(course: CoursePage) -> None:
    screen = visit(course)

    assert (screen.video_lessons, screen.captions) == (frozenset(), ())


def test_a_lesson_published_later_than_its_course_revises_it(
    course: CoursePage, lessons: list[LessonPage]
) -> None:
    old, new = datetime(2024, 5, 1, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC)
    Page.objects.update(last_published_at=old)
    Page.objects.filter(pk=lessons[3].pk).update(last_published_at=new)

    assert visit(course).revised_at == new
    assert "Revised February 2025" in Client().get(course.url).content.decode()


def test_the_part_where_a_learner_is_stands_open(
    course: CoursePage, enrolled: User, lessons: list[LessonPage]
) -> None:
    first, second = get_modules(course)
    make_course(modules=3)
    client = Client()
    client.force_login(enrolled)
    client.get(lessons[2].url)

    assert visit(course).unfolded == {first.pk, second.pk}
    assert visit(course, enrolled).unfolded == {second.pk}


def test_a_paid_course_says_how_one_gets_in_today(instructor: User) -> None:
    course = make_course(owner=instructor, price_minor=2400)
    make_lesson(get_modules(course)[0], title="Taste", free_preview=True)

    page = Client().get(course.url).content.decode()

    assert "buying is not open yet" in page
    assert "1 lesson can be read now, without paying." in page
    assert f'href="/teachers/{instructor.pk}/"' in page
    assert page.count("btn--lamp") == 1
    assert "csrfmiddlewaretoken" not in page


def test_a_title_cannot_end_the_data(instructor: User) -> None:
    title = "A </script><script>alert(1)</script> & more"
    course = make_course(owner=instructor, title=title)

    found, way = read_data(course)

    assert found["name"] == title
    assert way["itemListElement"][-1]["name"] == title
    assert "<script>alert" not in Client().get(course.url).content.decode()


def test_search_engines_are_told_what_the_page_says(instructor: User) -> None:
    course = make_course(
        owner=instructor,
        title="Counting",
        slug="counting",
        subtitle="Count what matters",
        modules=2,
        lessons=8,
        price_minor=2450,
        outcomes=[("outcome", "Count")],
    )

    found, way = read_data(course)

    assert (found["@type"], found["description"]) == ("Course", "Count what matters")
    assert (found["url"], found["inLanguage"]) == ("http://localhost/courses/counting/", "en")
    assert (found["timeRequired"], found["educationalLevel"]) == ("PT1H20M", "Beginner")
    assert found["teaches"] == ["Count"]
    assert found["offers"] == {
        "@type": "Offer",
        "category": "Paid",
        "price": "24.50",
        "priceCurrency": "USD",
    }
    assert found["hasCourseInstance"]["instructor"] == [
        {
            "@type": "Person",
            "name": instructor.display_name,
            "url": f"http://localhost/teachers/{instructor.pk}/",
        }
    ]
    assert "coursePrerequisites" not in found
    assert [(place["position"], place["item"]) for place in way["itemListElement"]] == [
        (1, "http://localhost/courses/"),
        (2, "http://localhost/courses/counting/"),
    ]


@pytest.mark.parametrize(
    ("minutes", "written"), [(0, ""), (45, "PT45M"), (120, "PT2H"), (80, "PT1H20M")]
)
def test_lengths_are_written_as_the_standard_does(minutes: int, written: str) -> None:
    assert format_duration(minutes) == written


def test_a_picture_costs_two_statements_at_most() -> None:
    plain = make_course(lessons=20)
    pictured = make_course(lessons=20, thumbnail=make_image())

    costs = [count_statements(partial(Client().get, page.url)) for page in (plain, pictured)]

    assert costs[1] <= min(12, costs[0] + 2)
    assert count_hit(partial(Client().get, pictured.url)) == 0


def test_a_preview_of_a_draft_shows_no_way_that_is_closed(instructor: User) -> None:
    draft = make_course(owner=instructor, live=False)

    answer = draft.make_preview_request()
    page = (
        answer.render().content.decode() if hasattr(answer, "render") else answer.content.decode()
    )

    assert answer.status_code == 200
    assert f"/teachers/{instructor.pk}/" not in page
    assert len(get_lessons(draft)) == 2
