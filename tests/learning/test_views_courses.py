"""The shelf, enrolling, leaving and "continue", by browser."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.models import Enrollment
from learning.services.enrollment import enroll_student
from learning.services.progress import complete_lesson
from tests.factories.pages import get_lessons, make_course, translate

pytestmark = pytest.mark.django_db


def address(deed: str, course: CoursePage) -> str:
    return reverse(f"learning:{deed}", args=[course.pk])


@pytest.mark.spec("S52")
def test_enrolling_leads_to_the_first_lesson(
    client: Client, learner: User, course: CoursePage, lesson: LessonPage
) -> None:
    client.force_login(learner)

    response = client.post(address("enrol", course))

    assert response["Location"] == lesson.url
    assert Enrollment.objects.get().student == learner
    assert "You are enrolled." in client.get(lesson.url).content.decode()


def test_enrolling_in_another_language_leads_to_its_lesson(
    client: Client, learner: User, course: CoursePage, lesson: LessonPage
) -> None:
    translate(course, "id", tree=True)
    translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)
    client.force_login(learner)

    response = client.post("/id" + address("enrol", course))

    assert response["Location"] == translated.url
    assert Enrollment.objects.get().course_id == course.pk


def test_a_visitor_logs_in_first_and_finds_the_course_again(
    client: Client, course: CoursePage
) -> None:
    response = client.post(address("enrol", course))

    assert response["Location"] == f"{reverse('account_login')}?next={course.url}"
    assert not Enrollment.objects.exists()


def test_a_paid_course_is_refused_in_words(client: Client, learner: User) -> None:
    course = make_course(price_minor=1900)
    client.force_login(learner)

    page = client.post(address("enrol", course), follow=True)
    reply = client.post(address("enrol", course), headers={"accept": "application/json"})

    assert page.redirect_chain == [(course.url, 302)]
    assert "This course has to be paid for first." in page.content.decode()
    assert (reply.status_code, reply.json()["code"]) == (403, "payment_required")
    assert not Enrollment.objects.exists()


def test_a_course_that_is_not_published_is_not_found(client: Client, learner: User) -> None:
    course = make_course(live=False)
    client.force_login(learner)

    assert client.post(address("enrol", course)).status_code == 404
    assert client.get(address("continue", course)).status_code == 404
    assert not Enrollment.objects.exists()


@pytest.mark.spec("S52")
def test_leaving_leads_to_the_shelf_also_after_the_course_was_unpublished(
    client: Client, enrolled: User, course: CoursePage
) -> None:
    course.unpublish()
    client.force_login(enrolled)

    response = client.post(address("leave", course))

    assert response["Location"] == reverse("learning:my_learning")
    assert not Enrollment.objects.get().is_active


def test_nobody_leaves_for_another(
    client: Client, enrolled: User, newcomer: User, course: CoursePage
) -> None:
    client.force_login(newcomer)

    assert client.post(address("leave", course)).status_code == 404
    assert Enrollment.objects.get().is_active


@pytest.mark.parametrize(
    ("deed", "method"), [("enrol", "get"), ("leave", "get"), ("continue", "post")]
)
def test_other_methods_are_refused(
    client: Client, enrolled: User, course: CoursePage, deed: str, method: str
) -> None:
    client.force_login(enrolled)

    assert getattr(client, method)(address(deed, course)).status_code == 405
    assert Enrollment.objects.get().is_active


@pytest.mark.parametrize("deed", ["enrol", "leave"])
def test_a_post_from_another_site_is_refused(enrolled: User, course: CoursePage, deed: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(enrolled)

    assert client.post(address(deed, course)).status_code == 403
    assert Enrollment.objects.get().is_active


def test_continue_leads_to_where_the_learner_stopped(
    client: Client, enrolled: User, newcomer: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    client.force_login(enrolled)
    client.get(lessons[1].url)

    assert client.get(address("continue", course))["Location"] == lessons[1].url

    client.force_login(newcomer)
    assert client.get(address("continue", course))["Location"] == course.url


def test_the_shelf_shows_own_courses_alone(
    client: Client, enrolled: User, newcomer: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    other = make_course(title="Knitting")
    enroll_student(student=newcomer, course=other)
    complete_lesson(student=enrolled, lesson=lessons[0])
    client.force_login(enrolled)

    response = client.get(reverse("learning:my_learning"))
    screen = response.context["screen"]

    (entry,) = screen.current
    assert entry.card.title == course.title
    assert entry.progress.percent == 25
    assert entry.continue_title == "Lesson 1.2"
    assert screen.completed == ()
    assert "Knitting" not in response.content.decode()


def test_the_shelf_is_for_those_who_are_logged_in(client: Client) -> None:
    response = client.get(reverse("learning:my_learning"))

    assert response["Location"] == f"{reverse('account_login')}?next=/learn/"


def test_the_course_page_offers_each_person_their_way_in(
    client: Client, learner: User, instructor: User, course: CoursePage
) -> None:
    def door() -> str:
        return str(client.get(course.url).context["screen"].door)

    assert door() == "login"
    client.force_login(learner)
    assert door() == "enrol"
    client.post(address("enrol", course))
    assert door() == "enrolled"
    client.force_login(instructor)
    assert door() == "staff"


def test_the_front_door_continues_the_course_opened_last(
    client: Client, enrolled: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    other = make_course(lessons=1)
    enroll_student(student=enrolled, course=other)
    client.force_login(enrolled)
    client.get(get_lessons(other)[0].url)
    client.get(lessons[2].url)

    entry = client.get("/").context["screen"].continue_with
    assert (entry.card.course_id, entry.continue_url) == (course.pk, lessons[2].url)

    client.get(get_lessons(other)[0].url)
    assert client.get("/").context["screen"].continue_with.card.course_id == other.pk


class TestEnrollingBeforeALesson:
    """The closed door of a lesson offers to enrol, and leads back to that lesson."""

    def test_the_door_leads_back_to_the_lesson(
        self, client: Client, learner: User, course: CoursePage
    ) -> None:
        wanted = get_lessons(course)[2]
        client.force_login(learner)
        door = client.get(wanted.url).content.decode()

        response = client.post(address("enrol", course), {"lesson": wanted.pk})

        assert f'name="lesson" value="{wanted.pk}"' in door
        assert response["Location"] == wanted.url

    @pytest.mark.parametrize("lesson", ["", "far", "0", "9" * 30, "\x00", "//evil.example"])
    def test_what_is_no_lesson_leads_to_the_first(
        self, client: Client, learner: User, course: CoursePage, lesson: str
    ) -> None:
        client.force_login(learner)

        response = client.post(address("enrol", course), {"lesson": lesson})

        assert response["Location"] == get_lessons(course)[0].url

    def test_a_lesson_of_another_course_is_not_gone_to(
        self, client: Client, learner: User, course: CoursePage
    ) -> None:
        other = make_course(title="Elsewhere", slug="elsewhere")
        enroll_student(student=learner, course=other)
        client.force_login(learner)

        response = client.post(address("enrol", course), {"lesson": get_lessons(other)[0].pk})

        assert response["Location"] == get_lessons(course)[0].url
