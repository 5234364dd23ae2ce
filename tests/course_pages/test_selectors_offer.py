"""What there is to learn, counted by subject and by how it is taken."""

import pytest

from course_pages.enums import Delivery
from course_pages.selectors.offer import Offer, get_offer
from course_pages.selectors.subjects import get_subjects
from tests.factories.pages import make_category, make_course, make_courses

pytestmark = pytest.mark.django_db


def read() -> Offer:
    return get_offer(get_subjects("en"), catalogue_url="/courses/")


def test_courses_are_counted_under_their_top_subject_and_by_delivery() -> None:
    data = make_category("Data")
    databases = make_category("Databases", parent=data)
    make_category("Unused")
    make_courses(2, category=data)
    make_courses(3, category=databases, delivery=Delivery.CLASSROOM.value)
    make_courses(1)
    make_course(category=data, live=False)

    offer = read()

    assert [(line.name, line.course_count, line.url) for line in offer.subjects] == [
        ("Data", 5, "/courses/?category=data")
    ]
    assert (offer.course_count, offer.class_count) == (6, 3)
    assert offer.class_url == "/courses/?delivery=classroom"


def test_an_empty_site_offers_nothing() -> None:
    offer = read()

    assert (offer.course_count, offer.class_count, offer.subjects) == (0, 0, ())


def test_a_subject_keeps_its_cloth_when_others_come(
    django_assert_num_queries: object,
) -> None:
    make_courses(1, category=make_category("Music"))
    before = read().subjects[0].cover
    make_courses(20, category=[make_category("Art"), make_category("Languages")])
    subjects = get_subjects("en")

    with django_assert_num_queries(1):  # type: ignore[operator]
        offer = get_offer(subjects, catalogue_url="/courses/")

    assert {line.name: line.cover for line in offer.subjects}["Music"] == before
