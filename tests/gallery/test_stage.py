"""The stage has what the screens ask for."""

import pytest

from course_pages.models import Category, CourseFacts, LessonPage
from learning.models import Enrollment, Note
from tests.gallery.shelf import BOOKS, TEACHERS
from tests.gallery.stage import RICH, set_stage


@pytest.mark.slow
def test_the_stage_is_set_once(db: None) -> None:
    stage = set_stage()

    courses = CourseFacts.objects.filter(is_published=True)
    assert courses.count() == len(stage.courses) == 17
    assert {len(course.title) for course in stage.courses.values()} >= {120}
    assert set(courses.values_list("currency", "price_minor").exclude(price_minor=0)) == {
        ("IDR", 7_500_000),
        ("IDR", 45_000_000),
        ("IDR", 60_000_000),
        ("USD", 1200),
        ("USD", 1500),
        ("USD", 1800),
        ("USD", 2400),
    }
    assert {facts.languages for facts in courses} == {
        *(",en,", ",id,", ",ar,", ",ar,en,", ",en,id,", ",ar,en,id,"),
    }
    assert Category.objects.filter(locale__language_code="en", parent=None).count() == 9
    kinds = {block.block_type for lesson in stage.lessons.values() for block in lesson.body}
    assert kinds == set(LessonPage._meta.get_field("body").stream_block.child_blocks)

    learner = stage.people["learner@example.com"]
    places = Enrollment.objects.filter(student=learner)
    assert {place.course.slug for place in places.filter(completed_at=None)} == {
        *("first-queries", "one-beat-many-hands", "watercolour-basics", RICH),
    }
    assert [place.course.slug for place in places.exclude(completed_at=None)] == [
        "first-aid-at-home"
    ]
    assert Note.objects.filter(student=learner).count() == 4
    assert {teacher.email for teacher in TEACHERS} <= stage.people.keys()

    assert set_stage().courses.keys() == stage.courses.keys()
    assert CourseFacts.objects.count() == len(BOOKS) + 4
