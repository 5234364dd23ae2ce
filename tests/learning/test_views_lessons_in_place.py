"""What a lesson page changes in place: completion and undo, and the modules of the rail."""

from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.models import LessonProgress
from learning.services.enrollment import enroll_student, leave_course
from learning.services.progress import complete_lesson
from tests.factories.pages import get_lessons, get_modules, make_course, translate

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}


def press(client: Client, deed: str, lesson: LessonPage, prefix: str = "") -> Any:
    return client.post(prefix + reverse(f"learning:{deed}", args=[lesson.pk]), headers=HTMX)


def open_module(client: Client, module_id: int, lesson: object, prefix: str = "") -> Any:
    address = reverse("learning:module_lessons", args=[module_id])
    return client.get(f"{prefix}{address}", {"lesson": str(lesson)}, headers=HTMX)


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


class TestCompletion:
    @pytest.mark.spec("S66")
    def test_the_box_the_tick_the_count_and_the_words_come_in_one_answer(
        self, client: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        client.force_login(enrolled)

        response = press(client, "complete", lesson)
        html = words(response)

        assert response.status_code == 200
        assert "<html" not in html
        assert "This lesson is done." in html
        assert "1 of 4 lessons done" in html
        assert html.count('hx-swap-oob="true"') == 3
        for place in ("rail-head", f"rail-{lesson.pk}", "count-"):
            assert f'id="{place}' in html
        assert '<span class="vh">Done: </span>' in html
        assert LessonProgress.objects.get().completed_at is not None

        undone = words(press(client, "reopen", lesson))
        assert "Mark as complete" in undone
        assert "0 of 4 lessons done" in undone
        assert "Done:" not in undone
        assert LessonProgress.objects.get().completed_at is None

    def test_twice_the_same_says_the_same(
        self, client: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        client.force_login(enrolled)

        first, again = (press(client, "complete", lesson) for _ in range(2))

        assert "1 of 4 lessons done" in words(first)
        assert "1 of 4 lessons done" in words(again)
        assert LessonProgress.objects.count() == 1

    def test_the_last_lesson_completes_the_course_and_leads_to_my_learning(
        self, client: Client, enrolled: User, lessons: list[LessonPage]
    ) -> None:
        for lesson in lessons[:3]:
            complete_lesson(student=enrolled, lesson=lesson)
        client.force_login(enrolled)

        html = words(press(client, "complete", lessons[3]))

        assert "You have completed this course." in html
        assert "All 4 lessons are done." in html
        assert f'href="{reverse("learning:my_learning")}"' in html
        assert "left" not in html

    def test_the_end_of_the_course_leads_to_what_was_skipped(
        self, client: Client, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        client.force_login(enrolled)

        html = words(press(client, "complete", lessons[3]))

        assert f'href="{reverse("learning:continue", args=[course.pk])}"' in html
        assert "To what is left" in html

    def test_it_speaks_the_readers_language(
        self, client: Client, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        translate(course, "id", tree=True)
        client.force_login(enrolled)

        html = words(press(client, "complete", lesson, "/id"))

        assert f"{course.title} (id)" in html
        assert 'action="/id/learn/lessons/' in html

    def test_a_visitor_is_led_to_the_login_by_the_whole_window(
        self, client: Client, lesson: LessonPage
    ) -> None:
        response = press(client, "complete", lesson)

        assert response["HX-Redirect"] == f"{reverse('account_login')}?next={lesson.url}"
        assert not LessonProgress.objects.exists()

    def test_who_left_meanwhile_is_told_on_the_page(
        self, client: Client, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        leave_course(student=enrolled, course=course)
        client.force_login(enrolled)

        response = press(client, "complete", lesson)

        assert response["HX-Redirect"] == lesson.url
        assert not LessonProgress.objects.exists()
        page = client.get(lesson.url).content.decode()
        assert "Only learners of the course can do this." in page

    @pytest.mark.parametrize("size", [20, 200])
    def test_it_costs_the_same_in_a_course_of_any_size(
        self, client: Client, learner: User, size: int
    ) -> None:
        course = make_course(modules=size // 5, lessons=5)
        enroll_student(student=learner, course=course)
        lessons = get_lessons(course)
        client.force_login(learner)
        press(client, "complete", lessons[0])

        with CaptureQueriesContext(connection) as statements:
            press(client, "complete", lessons[1])

        assert len(statements) <= 14, [query["sql"][:100] for query in statements]


class TestModuleLessons:
    def test_another_module_lists_its_lessons_with_ticks_and_minutes(
        self, client: Client, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        complete_lesson(student=enrolled, lesson=lessons[3])
        client.force_login(enrolled)

        response = open_module(client, get_modules(course)[1].pk, lessons[0].pk)
        html = words(response)

        assert response.status_code == 200
        assert [lesson.url in html for lesson in lessons] == [False, False, True, True]
        assert html.count("Done:") == 1
        assert "aria-current" not in html
        assert "<html" not in html

    def test_the_words_are_the_readers(
        self, client: Client, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        translate(course, "id", tree=True)
        client.force_login(enrolled)

        html = words(open_module(client, get_modules(course)[1].pk, lessons[0].pk, "/id"))

        assert "Lesson 2.1 (id)" in html

    def test_who_may_not_open_the_lesson_sees_no_module_beside_it(
        self, client: Client, newcomer: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        module = get_modules(course)[1].pk

        assert open_module(Client(), module, lesson.pk).status_code == 403
        client.force_login(newcomer)
        response = open_module(client, module, lesson.pk)

        assert response.status_code == 403
        assert "Lesson 2.1" not in response.content.decode()

    def test_a_visitor_of_a_free_preview_sees_them_without_ticks(
        self, client: Client, enrolled: User, course: CoursePage, lessons: list[LessonPage]
    ) -> None:
        complete_lesson(student=enrolled, lesson=lessons[2])
        lessons[0].free_preview = True
        lessons[0].save_revision().publish()

        html = words(open_module(Client(), get_modules(course)[1].pk, lessons[0].pk))

        assert lessons[2].url in html
        assert "Done:" not in html

    def test_a_module_of_another_course_is_not_found(
        self, client: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        other = make_course(title="Elsewhere", slug="elsewhere", modules=1, lessons=1)
        client.force_login(enrolled)

        response = open_module(client, get_modules(other)[0].pk, lesson.pk)

        assert response.status_code == 404

    def test_a_module_that_is_no_longer_published_is_not_found(
        self, client: Client, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        module = get_modules(course)[1]
        module.unpublish()
        client.force_login(enrolled)

        assert open_module(client, module.pk, lesson.pk).status_code == 404

    @pytest.mark.parametrize("lesson_id", ["", "far", "-1", "0", "9" * 18, "9" * 30, "\x00", "٣"])
    def test_what_is_no_lesson_is_not_found(
        self, client: Client, enrolled: User, course: CoursePage, lesson_id: str
    ) -> None:
        client.force_login(enrolled)

        assert open_module(client, get_modules(course)[0].pk, lesson_id).status_code == 404

    def test_it_is_only_looked_at(
        self, client: Client, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        client.force_login(enrolled)
        address = reverse("learning:module_lessons", args=[get_modules(course)[0].pk])

        assert client.post(address, {"lesson": lesson.pk}).status_code == 405

    @pytest.mark.parametrize("size", [2, 40])
    def test_it_costs_the_same_for_any_number_of_lessons(
        self, client: Client, learner: User, size: int
    ) -> None:
        course = make_course(modules=2, lessons=size)
        enroll_student(student=learner, course=course)
        client.force_login(learner)
        ask = partial(open_module, client, get_modules(course)[1].pk, get_lessons(course)[0].pk)
        ask()

        with CaptureQueriesContext(connection) as statements:
            assert ask().status_code == 200

        assert len(statements) <= 6, [query["sql"][:100] for query in statements]
