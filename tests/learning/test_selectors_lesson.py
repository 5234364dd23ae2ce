"""What stands around a lesson, in each language and in an editor's preview."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from course_pages.models import CoursePage, LessonAttachment, LessonPage
from learning.models import Enrollment
from learning.selectors.screens import LessonScreen, Progress
from learning.services.enrollment import enroll_student
from learning.services.progress import complete_lesson
from learning.services.visits import record_position
from tests.factories.bodies import CHECK, RIGHT, make_check
from tests.factories.files import make_document
from tests.factories.pages import get_lessons, make_course, translate
from tests.learning.conftest import publish_body

pytestmark = pytest.mark.django_db


def look(client: Client, page: LessonPage) -> LessonScreen:
    response = client.get(page.url)
    assert response.status_code == 200
    screen: LessonScreen = response.context["screen"]
    return screen


def test_the_rail_lists_the_current_module_and_counts_the_others(
    client: Client, enrolled: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    complete_lesson(student=enrolled, lesson=lessons[0])
    complete_lesson(student=enrolled, lesson=lessons[3])
    client.force_login(enrolled)

    screen = look(client, lessons[1])

    assert (screen.course_title, screen.course_url) == (course.title, course.url)
    assert [(line.title, line.done, line.total, line.is_current) for line in screen.modules] == [
        ("Module 1", 1, 2, True),
        ("Module 2", 1, 2, False),
    ]
    assert [line.url for line in screen.modules] == [lessons[0].url, lessons[2].url]
    assert [entry.title for entry in screen.current.lessons] == ["Lesson 1.1", "Lesson 1.2"]
    assert screen.module_title == "Module 1"
    assert screen.done == {lessons[0].pk}
    assert (screen.number, screen.total) == (2, 4)
    assert screen.progress == Progress(done=2, total=4)
    assert screen.previous is not None
    assert screen.next is not None
    assert (screen.previous.title, screen.next.title) == ("Lesson 1.1", "Lesson 2.1")
    assert not screen.is_complete


def test_the_way_has_two_ends(client: Client, enrolled: User, lessons: list[LessonPage]) -> None:
    client.force_login(enrolled)

    assert look(client, lessons[0]).previous is None
    assert look(client, lessons[3]).next is None


@pytest.mark.spec("S72")
def test_place_tick_and_files_come_with_the_lesson(
    client: Client, enrolled: User, instructor: User, lesson: LessonPage
) -> None:
    sheet = make_document(owner=instructor)
    LessonAttachment.objects.create(lesson=lesson, document=sheet)
    complete_lesson(student=enrolled, lesson=lesson)
    record_position(student=enrolled, lesson=lesson, position=420)
    client.force_login(enrolled)

    screen = look(client, lesson)

    assert screen.can_complete
    assert screen.is_complete
    assert (screen.position, screen.position_block) == (420, "")
    assert [attachment.document for attachment in screen.attachments] == [sheet]


@pytest.mark.spec("S66", "S71")
def test_a_switch_of_language_in_the_middle_of_a_lesson_loses_nothing(
    client: Client, enrolled: User, course: CoursePage, lesson: LessonPage
) -> None:
    translate(course, "id", tree=True)
    translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)
    client.force_login(enrolled)
    look(client, lesson)
    client.post(reverse("learning:position", args=[lesson.pk]), {"position": 300})
    client.post(reverse("learning:complete", args=[lesson.pk]))

    screen = look(client, translated)

    assert (screen.lesson_id, screen.position, screen.is_complete) == (lesson.pk, 300, True)
    assert screen.progress == Progress(done=1, total=4)
    assert screen.language == ""
    assert screen.module_title == "Module 1 (id)"
    assert screen.course_title == f"{course.title} (id)"
    assert [entry.url for entry in screen.current.lessons][0] == translated.url
    assert Enrollment.objects.get().last_lesson_id == lesson.pk


def test_lessons_without_translation_stand_in_the_rail_in_their_own_words(
    client: Client, enrolled: User, lessons: list[LessonPage]
) -> None:
    translated = translate(lessons[0], "id")
    client.force_login(enrolled)

    entries = look(client, translated).current.lessons

    assert [(entry.title, entry.language) for entry in entries] == [
        ("Lesson 1.1 (id)", ""),
        ("Lesson 1.2", "en"),
    ]


def test_a_lesson_read_under_a_foreign_prefix_says_in_which_language_it_is(
    client: Client, enrolled: User, lesson: LessonPage
) -> None:
    client.force_login(enrolled)

    response = client.get(f"/ar{lesson.url}")

    assert response.status_code == 200
    assert response.context["screen"].language == "en"


def test_a_teacher_sees_the_lesson_of_an_unpublished_module(
    client: Client, instructor: User, lessons: list[LessonPage]
) -> None:
    lessons[2].get_parent().specific.unpublish()
    client.force_login(instructor)

    screen = look(client, lessons[2])

    assert (screen.number, screen.total) == (0, 2)
    assert screen.module_title == "Module 2"
    assert screen.current.lessons == ()
    assert not screen.can_complete


class TestPreview:
    """Wagtail renders a preview past the gate: there is no learner, and no key."""

    def preview(self, page: LessonPage) -> str:
        response = page.make_preview_request(preview_mode=page.default_preview_mode)
        response.render()
        assert response.status_code == 200
        return str(response.content.decode())

    def test_a_draft_shows_its_own_body_and_no_answer(self, lesson: LessonPage) -> None:
        lesson.body = json.dumps(  # type: ignore[assignment]
            [make_check(question="Three and three?")]
        )
        lesson.save_revision()
        draft = lesson.get_latest_revision_as_object()

        html = self.preview(draft)

        assert "Three and three?" in html
        assert "Well counted." not in html
        assert "Put two beside two." not in html
        assert reverse("learning:check", args=[lesson.pk, CHECK]) not in html
        assert reverse("learning:complete", args=[lesson.pk]) not in html

    def test_a_lesson_that_was_never_saved_can_be_previewed(self, lesson: LessonPage) -> None:
        module = lesson.get_parent()
        draft = LessonPage(title="Brand new", slug="brand-new", minutes=5, locale=lesson.locale)
        draft.set_url_path(module)
        draft.depth = module.depth + 1
        draft.path = LessonPage._get_children_path_interval(module.path)[1]

        html = self.preview(draft)

        assert "Brand new" in html
        assert "Module 1" in html

    def test_the_editor_gets_it_by_url(
        self, client: Client, instructor: User, lesson: LessonPage
    ) -> None:
        client.force_login(instructor)

        response = client.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk]))

        assert response.status_code == 200
        assert "Two and two?" in response.content.decode()

    def test_a_course_is_previewed_as_visitors_see_it(self, course: CoursePage) -> None:
        response = course.make_preview_request(preview_mode=course.default_preview_mode)
        response.render()

        assert response.context_data["page"] == course
        assert reverse("learning:leave", args=[course.pk]) not in response.content.decode()


def test_a_translation_costs_no_more_than_one_statement_for_the_key(
    client: Client,
    enrolled: User,
    course: CoursePage,
    lesson: LessonPage,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        translate(course, "id", tree=True)
    translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)
    client.force_login(enrolled)
    client.post(reverse("learning:check", args=[lesson.pk, CHECK]), {"choice": RIGHT})
    costs = []
    for page in (lesson, translated):
        client.get(page.url)
        with CaptureQueriesContext(connection) as statements:
            client.get(page.url)
        costs.append(len(statements))

    assert costs[1] <= costs[0] + 1


@pytest.mark.parametrize("size", [20, 200])
def test_a_lesson_costs_the_same_in_a_course_of_any_size(
    client: Client, learner: User, size: int
) -> None:
    course = make_course(modules=size // 5, lessons=5)
    enroll_student(student=learner, course=course)
    lesson = get_lessons(course)[7]
    publish_body(lesson, make_check())
    client.force_login(learner)
    client.get(lesson.url)

    with CaptureQueriesContext(connection) as statements:
        client.get(lesson.url)
    with CaptureQueriesContext(connection) as of_completion:
        client.post(reverse("learning:complete", args=[lesson.pk]))

    assert len(statements) <= 10, [query["sql"][:100] for query in statements]
    asked = [query["sql"] for query in of_completion]
    own = [sql for sql in asked if not sql.startswith('INSERT INTO "events_delivery"')]
    assert len(own) <= 10, own
    assert len(asked) <= len(own) + 1, "one writes down who is to hear of it"
