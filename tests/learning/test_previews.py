"""An editor looks at a page from three seats, before and after it is published."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow
from wagtail_localize.models import Translation

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.models import CheckAnswer, Enrollment, LessonProgress, Note
from tests.factories.bodies import make_block, make_check
from tests.factories.pages import (
    get_lessons,
    get_modules,
    make_course,
    make_lesson,
    make_module,
    translate,
)
from tests.learning.conftest import publish_body

pytestmark = pytest.mark.django_db

SEATS = ("visitor", "learner", "finished")
POSTED = re.compile(r"<form[^>]*method=\"post\"[^>]*>|hx-post|hx-get|data-position-url")


@pytest.fixture
def browser(client: Client, instructor: User) -> Client:
    """Return the browser of the teacher of the course."""
    client.force_login(instructor)
    return client


def read(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def view_draft(browser: Client, page: Page, seat: str = "") -> str:
    url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    return read(browser.get(url, {"mode": seat} if seat else {}))


def main_of(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0]


def say(title: str, **fields: Any) -> dict[str, Any]:
    """Return what the editor of a lesson posts."""
    return {
        "title": title,
        "slug": "typed",
        "summary": "",
        "minutes": "7",
        "body-count": "0",
        "attachments-TOTAL_FORMS": "0",
        "attachments-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    } | fields


@pytest.mark.spec("S65")
class TestALesson:
    def test_a_visitor_stands_before_the_closed_door(
        self, browser: Client, lesson: LessonPage, course: CoursePage
    ) -> None:
        html = view_draft(browser, lesson, "visitor")

        assert "<h1>Lesson 1.1</h1>" in html
        assert "Log in to open this lesson." in html
        assert f'href="{course.url}"' in html
        assert f"{reverse('account_login')}?next={lesson.url}" in html
        assert "Two and two?" not in html

    def test_a_visitor_reads_what_is_open_to_everyone_in_the_draft(
        self, browser: Client, lesson: LessonPage
    ) -> None:
        lesson.free_preview = True
        lesson.save_revision()

        html = view_draft(browser, lesson, "visitor")

        assert "Two and two?" in html
        assert "Mark as complete" not in html
        assert "Log in to keep yours" in html

    def test_a_learner_has_done_nothing_yet(self, browser: Client, lesson: LessonPage) -> None:
        html = view_draft(browser, lesson, "learner")

        assert "Two and two?" in html
        assert "0 of 4 lessons done" in html
        assert "Lesson 1 of 4" in html
        assert "Mark as complete" in html
        assert "This lesson is done." not in html
        assert "Nothing yet. What you write here is for you alone." in html

    def test_who_has_finished_has_every_tick(self, browser: Client, lesson: LessonPage) -> None:
        html = view_draft(browser, lesson, "finished")

        assert "4 of 4 lessons done" in html
        assert "You have completed this course." in html
        assert "All 4 lessons are done. They stay open to you." in html
        assert "Mark as complete" not in html

    def test_a_learners_seat_is_the_first(self, browser: Client, lesson: LessonPage) -> None:
        for mode in ("", "nobody", "' OR 1=1"):
            assert "0 of 4 lessons done" in view_draft(browser, lesson, mode)

    def test_a_draft_stands_where_it_will_stand(
        self, browser: Client, course: CoursePage, lesson: LessonPage
    ) -> None:
        draft = make_lesson(get_modules(course)[0], title="Brand new", minutes=9, live=False)

        html = view_draft(browser, draft)

        assert "Lesson 3 of 5" in html
        assert "0 of 5 lessons done" in html
        assert re.search(r"rel=\"next\".*?Lesson 2\.1", html, re.DOTALL)

    def test_the_words_being_typed_stand_in_the_rail(
        self, browser: Client, lesson: LessonPage
    ) -> None:
        lesson.title = "Sums, at last"
        lesson.minutes = 8
        lesson.save_revision()

        html = view_draft(browser, lesson)

        assert main_of(html).count("Sums, at last") >= 3
        assert "Lesson 1.1" not in html

    def test_a_course_that_is_being_written_shows_all_that_is_written(
        self, browser: Client, instructor: User
    ) -> None:
        course = make_course(owner=instructor, modules=0, live=False)
        module = make_module(course, title="First part", live=False)
        lessons = [make_lesson(module, title=f"Draft {i}", live=False) for i in (1, 2)]

        assert "Lesson 2 of 2" in view_draft(browser, lessons[1])
        assert "0 of 2 lessons done" in view_draft(browser, lessons[1])
        assert "Draft 2" in view_draft(browser, course)
        assert "Draft 2" in view_draft(browser, module)


class TestACourse:
    def test_a_visitor_is_asked_to_join(self, browser: Client, course: CoursePage) -> None:
        html = view_draft(browser, course, "visitor")

        assert "Join to enrol" in html
        assert "Leave this course" not in html

    def test_a_learner_starts_at_the_first_lesson(
        self, browser: Client, course: CoursePage
    ) -> None:
        html = view_draft(browser, course, "learner")

        assert "0 of 4 lessons done" in html
        assert re.search(r"Start with “(<bdi>)?Lesson 1\.1", html)
        assert "Join to enrol" not in html

    def test_who_has_finished_may_look_again(self, browser: Client, course: CoursePage) -> None:
        html = view_draft(browser, course, "finished")

        assert "4 of 4 lessons done" in html
        assert "Look again" in html
        assert html.count("Done:") == 4

    def test_a_visitors_seat_is_the_first(self, browser: Client, course: CoursePage) -> None:
        assert "Join to enrol" in view_draft(browser, course)


class TestAModule:
    @pytest.mark.parametrize(
        ("seat", "links", "ticks"), [("visitor", 0, 0), ("learner", 2, 0), ("finished", 2, 2)]
    )
    def test_it_stands_as_on_the_page_of_its_course(
        self, browser: Client, course: CoursePage, seat: str, links: int, ticks: int
    ) -> None:
        module = get_modules(course)[1]
        module.title, module.summary = "Second helping", "More of it."
        module.save_revision()

        html = main_of(view_draft(browser, module, seat))

        assert "<h1>Second helping</h1>" in html
        assert "More of it." in html
        assert "Lesson 2.1" in html
        assert "Lesson 1.1" not in html
        assert html.count('<a class="lesson"') == links
        assert html.count("Done:") == ticks


class TestNothingHappens:
    @pytest.mark.parametrize("seat", SEATS)
    def test_no_row_is_written_and_nothing_can_be_sent(
        self, browser: Client, course: CoursePage, lesson: LessonPage, seat: str
    ) -> None:
        publish_body(lesson, make_block("text", "<p>Count.</p>"), make_check())

        for page in (course, get_modules(course)[0], lesson):
            with CaptureQueriesContext(connection) as statements:
                url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
                response = browser.get(url, {"mode": seat})

            assert POSTED.findall(main_of(read(response))) == []
            assert "form-action 'none'" in response.headers["Content-Security-Policy"]
            written = ("INSERT", "UPDATE", "DELETE")
            sent = [query["sql"] for query in statements if query["sql"].startswith(written)]
            assert [sql for sql in sent if "learning_" in sql or "course_pages_" in sql] == []
        rows = (Enrollment, LessonProgress, CheckAnswer, Note)
        assert [model.objects.count() for model in rows] == [0, 0, 0, 0]

    @pytest.mark.parametrize("seat", SEATS)
    def test_nothing_of_the_editor_is_shown(
        self, browser: Client, course: CoursePage, lesson: LessonPage, seat: str, instructor: User
    ) -> None:
        Note.objects.create(student=instructor, lesson=lesson, text="My own secret")

        html = view_draft(browser, lesson, seat)

        assert instructor.email not in html
        assert "Ines" not in html
        assert "My own secret" not in html

    def test_the_message_of_the_editor_waits_for_the_editor(
        self, browser: Client, lesson: LessonPage
    ) -> None:
        url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        browser.post(url, say("Saved"))
        view_draft(browser, lesson)

        assert "Saved" in read(browser.get(url))

    def test_it_costs_the_same_however_long_the_course(
        self, browser: Client, instructor: User
    ) -> None:
        def cost(page: Page, seat: str) -> int:
            view_draft(browser, page, seat)
            with CaptureQueriesContext(connection) as statements:
                view_draft(browser, page, seat)
            return len(statements)

        short, long = (make_course(owner=instructor, modules=size, lessons=size) for size in (2, 6))
        find: tuple[Callable[[CoursePage], Page], ...] = (
            lambda course: course,
            lambda course: get_modules(course)[1],
            lambda course: get_lessons(course)[1],
        )
        for choose in find:
            for seat in SEATS:
                assert cost(choose(short), seat) == cost(choose(long), seat)


@pytest.mark.spec("S65")
class TestEveryRoad:
    """Each road on which Wagtail shows what is not published."""

    def test_what_is_typed_is_seen_before_it_is_saved(
        self, browser: Client, lesson: LessonPage
    ) -> None:
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
        answer = browser.post(url, say("Typed just now"))
        assert answer.json() == {"is_valid": True, "is_available": True}

        for seat, words in zip(SEATS, ("Log in to open", "0 of 4", "4 of 4"), strict=True):
            html = read(browser.get(url, {"mode": seat, "in_preview_panel": "true"}))
            assert "Typed just now" in html
            assert words in html

        assert LessonPage.objects.get(pk=lesson.pk).title == "Lesson 1.1"

    def test_a_new_lesson_is_seen_before_it_is_saved(
        self, browser: Client, course: CoursePage
    ) -> None:
        module = get_modules(course)[0]
        url = reverse(
            "wagtailadmin_pages:preview_on_add", args=["course_pages", "lessonpage", module.pk]
        )
        assert browser.post(url, say("Not there yet")).json()["is_valid"]

        assert "Log in to open" in read(browser.get(url, {"mode": "visitor"}))
        assert "Lesson 3 of 5" in read(browser.get(url, {"mode": "learner"}))
        assert "5 of 5 lessons done" in read(browser.get(url, {"mode": "finished"}))
        assert not LessonPage.objects.filter(title="Not there yet").exists()

    def test_a_new_module_and_a_new_course_are_seen_before_they_are_saved(
        self, browser: Client, course: CoursePage
    ) -> None:
        comments = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
        course_fields = {
            "description": "null",
            "outcomes-count": "0",
            "requirements-count": "0",
            "difficulty_level": "beginner",
            "delivery": "self_paced",
            "currency": "USD",
        }
        roads = (
            ("modulepage", course, {"title": "New part", "slug": "new"}),
            ("coursepage", course.get_parent(), {"title": "New course", "slug": "new"}),
        )
        for model, parent, fields in roads:
            url = reverse(
                "wagtailadmin_pages:preview_on_add", args=["course_pages", model, parent.pk]
            )
            answer = browser.post(url, comments | course_fields | fields)
            assert answer.json()["is_valid"], model
            for seat in SEATS:
                assert fields["title"] in read(browser.get(url, {"mode": seat}))

    @pytest.mark.parametrize("seat", SEATS)
    def test_an_old_revision_is_seen(self, browser: Client, lesson: LessonPage, seat: str) -> None:
        lesson.title = "As it was"
        old = lesson.save_revision()
        lesson.title = "As it is"
        lesson.save_revision()

        url = reverse("wagtailadmin_pages:revisions_view", args=[lesson.pk, old.pk])
        html = read(browser.get(url, {"mode": seat}))

        assert "As it was" in html
        assert "As it is" not in html

    def test_a_scheduled_revision_is_seen(self, browser: Client, course: CoursePage) -> None:
        course.go_live_at = timezone.now() + timedelta(days=3)
        course.title = "Next week's course"
        revision = course.save_revision()
        revision.publish()

        url = reverse("wagtailadmin_pages:revisions_view", args=[course.pk, revision.pk])
        assert "Next week&#x27;s course" in read(browser.get(url))

    def test_a_reviewer_sees_what_was_submitted(
        self, browser: Client, admin: User, instructor: User, lesson: LessonPage
    ) -> None:
        lesson.title = "Please look"
        lesson.save_revision(user=instructor)
        state = Workflow.objects.all()[0].start(lesson, instructor)
        browser.force_login(admin)

        url = reverse(
            "wagtailadmin_pages:workflow_preview",
            args=[lesson.pk, state.current_task_state.task_id],
        )
        html = read(browser.get(url))

        assert "Please look" in html
        assert "0 of 4 lessons done" in html

    @pytest.mark.parametrize("seat", SEATS)
    def test_a_translation_is_seen_from_every_seat(
        self, browser: Client, course: CoursePage, lesson: LessonPage, seat: str
    ) -> None:
        translate(course, "id", tree=True)
        translation = Translation.objects.get(
            source__object_id=lesson.translation_key, target_locale__language_code="id"
        )
        url = reverse("wagtail_localize:preview_translation", args=[translation.pk, seat])

        html = read(browser.get(url))

        assert '<html lang="id"' in html
        assert "Lesson 1.1 (id)" in html
        assert ("Two and two? (id)" in html) == (seat != "visitor")

    def test_what_the_original_says_decides_whether_a_translation_is_open(
        self, browser: Client, lesson: LessonPage
    ) -> None:
        translated = translate(lesson, "id")
        LessonPage.objects.filter(pk=translated.pk).update(free_preview=True)

        assert "Two and two? (id)" not in view_draft(browser, translated, "visitor")

    def test_strangers_and_learners_are_refused(
        self, client: Client, stranger: User, learner: User, course: CoursePage
    ) -> None:
        lesson = get_lessons(course)[0]
        revision = lesson.save_revision()
        addresses = [
            reverse("wagtailadmin_pages:revisions_view", args=[lesson.pk, revision.pk]),
            *(
                reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
                for page in (course, get_modules(course)[0], lesson)
                for name in ("view_draft", "preview_on_edit")
            ),
        ]
        for person in (stranger, learner):
            client.force_login(person)
            for address in addresses:
                response = client.get(address, {"mode": "learner"})
                assert response.status_code in (302, 403)
                assert "Lesson 1.1" not in response.content.decode()


def test_phones_tablets_and_computers_are_offered(lesson: LessonPage) -> None:
    sizes = [(size["name"], size["device_width"]) for size in lesson.preview_sizes]

    assert sizes == [("phone", 360), ("tablet", 768), ("desktop", 1280)]
    assert lesson.default_preview_size == "desktop"


def test_a_lesson_with_its_fields_left_empty_is_seen(browser: Client, lesson: LessonPage) -> None:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    assert browser.post(url, say("")).json()["is_valid"]

    html = read(browser.get(url, {"mode": "learner"}))

    assert "Placeholder title" in html


def test_a_check_asks_and_gives_nothing_away(browser: Client, lesson: LessonPage) -> None:
    lesson.body = json.dumps([make_check()])  # type: ignore[assignment]
    lesson.save_revision()

    for seat in ("learner", "finished"):
        html = view_draft(browser, lesson, seat)
        assert "Two and two?" in html
        assert "Put two beside two." not in html
