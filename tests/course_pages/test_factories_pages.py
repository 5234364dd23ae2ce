"""The quick courses that every other test stands on are what they say."""

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

from course_pages.models import CourseFacts, CoursePage, LessonFacts
from tests.factories.pages import (
    get_lessons,
    get_modules,
    make_course,
    make_courses,
    make_lesson,
    make_module,
    translate,
)

pytestmark = pytest.mark.django_db


def test_course_comes_with_published_modules_and_lessons() -> None:
    course = make_course(modules=2, lessons=3)

    assert [module.title for module in get_modules(course)] == ["Module 1", "Module 2"]
    assert [lesson.title for lesson in get_lessons(course)] == [
        "Lesson 1.1", "Lesson 1.2", "Lesson 1.3", "Lesson 2.1", "Lesson 2.2", "Lesson 2.3",
    ]  # fmt: skip
    assert LessonFacts.objects.filter(course=course, is_open=True).count() == 6
    assert CourseFacts.objects.get(course=course).minutes == 30


def test_planted_trees_are_sound_and_can_grow() -> None:
    course = make_course(modules=2, lessons=2)
    make_courses(3, lessons=2)
    module = make_module(course)
    make_lesson(module)
    make_lesson(get_modules(course)[0])

    bad_alpha, bad_path, orphans, wrong_depth, wrong_numchild = Page.find_problems()
    assert (bad_alpha, bad_path, orphans, wrong_depth, wrong_numchild) == ([], [], [], [], [])
    assert len(get_lessons(course)) == 6
    assert get_lessons(course)[0].get_parent().pk == get_modules(course)[0].pk
    call_command("fixtree", interactive=False)
    assert CoursePage.objects.count() == 4
    connection.check_constraints()


def test_translation_is_a_published_page_with_its_own_words() -> None:
    course = make_course(lessons=1)
    translated = translate(course, "id", tree=True)

    assert translated.locale.language_code == "id"
    assert translated.live
    assert translated.title == f"{course.title} (id)"
    assert [lesson.title for lesson in get_lessons(translated)] == ["Lesson 1.1 (id)"]
